// A governance rule: what is looked for in a catalogue, how grave it is, and the text it comes
// from.
//
// Each rule is one entry of one of the tables below and one function; docs/rules.md is generated
// from these tables. A rule reports to a Sink and knows nothing of waivers, reports or exit codes.
//
// Thread-safety: immutable tables and pure functions.
#ifndef TEMOIN_CATALOG_RULES_RULE_H_
#define TEMOIN_CATALOG_RULES_RULE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"

namespace temoin::catalog {

enum class Severity { kNotice, kWarning, kError };
std::string_view SeverityName(Severity severity);  // "notice", "warning", "error"

// Where a rule reports to.
class Sink {
 public:
  virtual ~Sink() = default;
  // `file` is relative to the catalogue, `pointer` an RFC 6901 pointer into it, `subject` what a
  // waiver names: the tracker, service, vendor, purpose or record the sentence is about.
  virtual void Report(const std::string& file, std::string pointer, std::string subject,
                      Text sentence) = 0;
};

// Whether a site may accept a finding for a time. kNo: of what visitors are protected from, nothing
// may run unasked or outlive a refusal because somebody wrote a reason.
enum class Waivable { kYes, kNo };

// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order that a table reads
struct Rule {
  std::string_view id;
  Severity severity;
  std::string_view title_fr;
  std::string_view title_en;
  // The legal source, or "bonne pratique" where no text was read that says so.
  std::string_view source_fr;
  std::string_view source_en;
  // One of the two: judges one site, or the catalogue as a whole.
  void (*check_site)(const Site& site, Sink& sink);
  void (*check_catalog)(const Catalog& catalog, Sink& sink);
  Waivable waivable = Waivable::kYes;
};

// A draft is not publishable.
inline constexpr std::string_view kDraftPlaceholder = "draft-placeholder";
// A person has to decide: before a publication, or once the published pages can be tried.
inline constexpr std::string_view kToDecide = "to-decide";
inline constexpr std::string_view kToTry = "to-try";

std::span<const Rule> LifetimeRules();     // lifetime_rules.cc: how long things last
std::span<const Rule> NameRules();         // name_rules.cc: what is published under which name
std::span<const Rule> HostRules();         // host_rules.cc: where trackers and requests come from
std::span<const Rule> DomainRules();       // domain_rules.cc: whose domains vendors give as theirs
std::span<const Rule> VendorRules();       // vendor_rules.cc: processors, places, transfers
std::span<const Rule> ExemptionRules();    // exemption_rules.cc: audience measurement
std::span<const Rule> DraftRules();        // draft_rules.cc: what a draft leaves to a person
std::span<const Rule> PublicationRules();  // publication_rules.cc: what the site says as a whole
std::span<const Rule> SettingRules();      // setting_rules.cc: origins, addresses, periods

// All of them, in the order of docs/rules.md.
std::vector<const Rule*> AllRules();
// nullptr when there is none.
const Rule* FindRule(std::string_view id);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_RULE_H_
