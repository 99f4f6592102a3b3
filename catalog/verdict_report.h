// "May we set this?" for staff: the verdict, why, and what to do next.
//
// The public form is CookieVerdictJson (cookie_table.h); this one adds hints, waivers, who decides
// and a drafted declaration.
//
// The same function serves the command line, the staff API, the console and the public table.
//
// Thread-safety: pure functions and values. A report keeps pointers into the matcher's sites.
#ifndef TEMOIN_CATALOG_VERDICT_REPORT_H_
#define TEMOIN_CATALOG_VERDICT_REPORT_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "catalog/match.h"
#include "catalog/own_storage.h"
#include "catalog/question.h"
#include "catalog/seen.h"
#include "catalog/service_search.h"
#include "catalog/verdict.h"

namespace temoin::catalog {

// NOLINTNEXTLINE(bugprone-exception-escape): moving a json value throws nothing
struct VerdictReport {
  SeenCookie seen;  // of a question about a service: its words as the name
  // It was asked for by company, product, address or snippet.
  bool about_service = false;
  bool nothing_asked = false;  // a code without an address or a function that is known
  ServiceResult services;
  // Of a snippet: what it stores itself, and those of it that nothing declares; pieces of it that
  // could not be read.
  std::vector<std::string> stored;
  std::vector<std::string> undeclared;
  std::vector<std::string> unread;
  bool doubt = false;          // something that it stores is declared and may not simply be set
  std::optional<OwnItem> own;  // the consent service itself stores it
  Verdict verdict = Verdict::kNotDeclared;
  MatchResult matched;
  std::vector<Candidate> other_kinds;  // of this name and place, and of another nature
  // A waiver in force for one of the candidates, for the limit it exceeds.
  const Waiver* waiver = nullptr;
  Text reason;           // one sentence
  Text next_step;        // what to do, and who decides
  nlohmann::json draft;  // a tracker to complete and declare; null when one is declared
};

// The waiver in force for what a declared tracker lasts beyond 13 months; nullptr: none. It lives
// as long as the candidate's site.
const Waiver* LimitWaiver(const Candidate& candidate, Time now);

// `site`: only this one; empty: all of the matcher's.
VerdictReport ReportOn(const Matcher& matcher, const SeenCookie& seen, std::string_view site,
                       Time now);
VerdictReport ReportOn(const Matcher& matcher, const Question& question, std::string_view site,
                       Time now);

// Members that every door shares.
nlohmann::json ServicesFound(const std::vector<ServiceMatch>& matches);
nlohmann::json DeclaredFor(const VerdictReport& report);

// {"schema":1,"answers":[…]}; see docs/formats.md.
std::string VerdictsJson(const std::vector<VerdictReport>& reports);
// For a terminal, French or English.
std::string VerdictsText(const std::vector<VerdictReport>& reports, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_VERDICT_REPORT_H_
