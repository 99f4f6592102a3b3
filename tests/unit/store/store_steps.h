// What tests of any store do with it: choices to put into it, and steps that must succeed.
#ifndef TEMOIN_TESTS_UNIT_STORE_STORE_STEPS_H_
#define TEMOIN_TESTS_UNIT_STORE_STORE_STEPS_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "consent/record.h"
#include "consent/token.h"
#include "store/store.h"

namespace temoin::store {

inline Time At(const char* text) {
  const auto time = ParseTime(text);
  return time.ok() ? *time : Time{};
}

inline constexpr char kSite[] = "ameli.fr";
inline const Duration kRetention{.months = 13};

inline NewRevision Revision(const std::string& document = R"({"n":1})", int64_t generation = 1,
                            const std::string& site = kSite) {
  return {.site = site,
          .hash = EncodeHex(Sha256(document)),
          .document = document,
          .generation = generation,
          .since = "{}",
          .author = "",
          .published_at = At("2026-01-01T00:00:00Z")};
}

inline NewChoice Choice(Time given_at, std::optional<Index> previous = std::nullopt,
                        bool accepted = true, const std::string& site = kSite) {
  NewChoice choice;
  choice.record.site = site;
  choice.record.controller = "Caisse nationale de l’Assurance Maladie";
  choice.record.event = accepted ? consent::Event::kGiven : consent::Event::kRefused;
  choice.record.action = accepted ? consent::Action::kAcceptAll : consent::Action::kRefuseAll;
  choice.record.decisions = {{"adform", accepted}, {"vimeo", accepted}};
  choice.record.basis = {{"adform", consent::Basis::kConsent}, {"vimeo", consent::Basis::kConsent}};
  choice.record.revision = Revision("{\"n\":1}", 1, site).hash;
  choice.record.language = "fr";
  choice.record.given_at = given_at;
  choice.record.valid_until = AddMonths(given_at, 13);
  choice.record.previous = previous;
  choice.record.token = consent::HashTokenSecret(consent::NewTokenSecret());
  choice.evidence_retention = kRetention;
  return choice;
}

struct StoreSteps {
  Appended Append(const Batch& batch) {
    auto appended = store_->Append(batch);
    EXPECT_TRUE(appended.ok()) << (appended.ok() ? "" : appended.error().message);
    return appended.ok() ? *appended : Appended{};
  }
  void Publish() { Append({.now = now_, .revisions = {Revision()}}); }
  Index Give(const NewChoice& choice) {
    const Appended appended = Append({.now = now_, .choices = {choice}});
    EXPECT_EQ(appended.choices.size(), 1U);
    EXPECT_TRUE(appended.choices.at(0).ok()) << appended.choices[0].error().message;
    return appended.choices[0].ok() ? *appended.choices[0] : 0;
  }
  Found Find(Index index) {
    auto found = store_->FindByIndex(index);
    EXPECT_TRUE(found.ok()) << index << ": " << (found.ok() ? "" : found.error().message);
    return found.ok() ? *found : Found{};
  }

  std::unique_ptr<Store> store_;
  Time now_ = At("2026-03-01T12:00:00Z");
};

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_STORE_STORE_STEPS_H_
