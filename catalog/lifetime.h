// How long a tracker lives: how that is written in JSON, and how two lifetimes compare.
//
// In the catalogue's files and in the documents made of them:
//   null                                    nothing is published
//   "session", "until-deleted"
//   "P13M", "P1Y6M"                         ISO 8601
//   {"duration": "P13M", "rolling": true}   counted anew at each visit
//   {"words": {"fr": …}, "at_most"?: "P2Y"} published in words; the bound, where they have one
//   {"accepted": "P60D", "refused": "P10Y"} by what the browser is said to accept
//   {"conditions": [{"when": {"fr": …}, "lifetime": …}]}
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_LIFETIME_H_
#define TEMOIN_CATALOG_LIFETIME_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "catalog/model.h"

namespace temoin::catalog {

// ISO 8601 as the catalogue writes it: whole years from two on ("P10Y"), otherwise as
// FormatDuration does ("P13M", "P12M", "PT30M").
std::string DurationText(const Duration& duration);

nlohmann::json LifetimeJson(const Lifetime& lifetime);

// Out of a published document, that of an earlier program included. What is not understood there
// reads as unpublished.
Lifetime LifetimeFromJson(const nlohmann::json& value);

// The longest of what it says, conditions included; zero for a session; nullopt where nothing ends
// it (unpublished, until deleted, in words without a bound). A rolling one counts once.
std::optional<Duration> LongestOf(const Lifetime& lifetime);

// Whether a tracker may be there for longer under `now` than under `was`, whatever day it is set.
bool MayOutlast(const Lifetime& now, const Lifetime& was);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_LIFETIME_H_
