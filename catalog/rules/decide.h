// Answers to what a draft leaves to a person, written into the site's file as a formatter would:
// an entry of "to_decide" goes away with its answer, and what stays open for a time becomes a
// waiver with its reason and its end.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_RULES_DECIDE_H_
#define TEMOIN_CATALOG_RULES_DECIDE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"

namespace temoin::catalog {

// The answer to one point, by the id of its entry. "yes": what the file says meanwhile is right.
// "later": a waiver. Beside these, of <service>-role: publisher, processor, joint-controller,
// controller; of a criterion of an exemption, <service>-sole-account and its like: yes, no or
// unknown; of <service>-exemption: yes (a function answers for it that each criterion has its yes)
// or no (consent is asked); of <vendor>-transfer: none, or a country and the basis, US:adequacy.
struct Answer {
  std::string point;
  std::string value;
};

struct Deciding {
  std::vector<Answer> answers{};  // those to criteria are taken first
  // Beside those, a waiver for every finding that may be waived.
  bool rest_later = false;
  std::string reason{};          // of waivers, in the words of who decides; staff read it
  std::string until{};           // end of waivers, a date; empty: in six months
  std::string confirmed_by{};    // the function that answers for an exemption
  std::string data_retention{};  // of exempt measurement, a duration
  std::string language = "en";   // of the questions in an error
};

// The files as they will be, ready to be written. `vendor_text` gives a vendor's file. kNotFound:
// no such point; kInvalidArgument: an answer that it does not take, or that lacks its reason or who
// confirms it, with what to write.
Result<std::vector<SourceFile>> Decide(
    std::string_view site_text,
    const std::function<Result<std::string>(const std::string& id)>& vendor_text,
    const CheckReport& report, const Deciding& deciding, Time now);

// "temoin catalog decide SITE POINT=…" for what a finding leaves open; empty: it is corrected in
// the file.
std::string DecideCommand(const Finding& finding);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_DECIDE_H_
