// Judges a catalogue by every rule and sets the findings against the sites' waivers.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_RULES_CHECK_H_
#define TEMOIN_CATALOG_RULES_CHECK_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "catalog/model.h"
#include "catalog/reader.h"
#include "catalog/rules/rule.h"

namespace temoin::catalog {

// A waiver that was in force for a finding, or would be if it had not lapsed.
struct AppliedWaiver {
  Text reason;
  Time until;
  bool lapsed = false;
};

struct Finding {
  const Rule* rule = nullptr;  // never null
  std::string site;            // id; empty: the catalogue as a whole
  std::string file;            // relative to the catalogue
  std::string pointer;
  std::string subject;  // what a waiver names
  Text sentence;
  std::optional<AppliedWaiver> waiver;

  bool waived() const { return waiver.has_value() && !waiver->lapsed; }
  // It keeps a site from being published.
  bool blocks() const { return !waived() && rule->severity != Severity::kNotice; }
};

struct CheckReport {
  std::vector<Finding> findings;  // by site, then rule, then place
  size_t sites = 0;
  size_t trackers = 0;

  // Unwaived findings of one severity.
  size_t Count(Severity severity) const;
  size_t Waived() const;
  // Only notices and waived findings: may be published.
  bool clean() const { return Count(Severity::kError) == 0 && Count(Severity::kWarning) == 0; }
};

// `only`: this site alone (and what concerns it of the catalogue as a whole); empty: all. A waiver
// is in force while `now` is before its end.
CheckReport CheckCatalog(const Catalog& catalog, Time now, std::string_view only = {});

// One site on its own, as it is about to be published.
CheckReport CheckSite(const Site& site, Time now);

// The report for people, in French or English, with colours for a terminal when asked.
std::string CheckText(const CheckReport& report, std::string_view language, bool colours);
// What keeps the sites from being published, and nothing else: one list, each entry with the rule
// and the subject that a waiver would name; after `most` of them, how many more there are. Empty:
// nothing does.
std::string BlockersText(const CheckReport& report, std::string_view language,
                         size_t most = std::string::npos);
// What is left to try on the published pages, each with the command that answers it; empty:
// nothing.
std::string TrialsText(const CheckReport& report, std::string_view language);
// For programs; the format is in docs/formats.md.
std::string CheckJson(const CheckReport& report);
// SARIF 2.1.0 (OASIS), with paths relative to the catalogue. Waived findings carry a suppression.
std::string CheckSarif(const CheckReport& report, std::string_view catalog_directory);

// Waivers to complete for the findings that keep the catalogue from being published, as JSON, by
// site: {"<site>": [{"rule", "subject", "reason", "until"}]}. The reasons are placeholders, which
// are never publishable themselves; `until` is six months after `now`.
std::string DraftWaivers(const Catalog& catalog, const CheckReport& report, Time now);

// docs/rules.md, out of the tables.
std::string RulesMarkdown();

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_CHECK_H_
