// The state of compliance of one site: the findings of the governance rules, the waivers and their
// ends, how long things are kept and why, the holds, the erasures that were done, the checkpoints
// that were anchored.
//
// The same store, site and time always give the same report.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_COMPLIANCE_H_
#define TEMOIN_REPORTS_COMPLIANCE_H_

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"
#include "catalog/rules/check.h"
#include "render/html.h"
#include "store/store.h"

namespace temoin::reports {

// One purge entry of the log, as its manifest says.
struct PurgeDone {
  store::Index index = 0;
  std::string reason;  // "retention", "request"
  std::string at;      // RFC 3339
  uint64_t records = 0;
};

struct Compliance {
  std::shared_ptr<const catalog::Site> site;
  Time now{};
  catalog::CheckReport check;
  std::vector<PurgeDone> purges;                  // oldest first, of the whole data directory
  std::vector<store::Hold> holds;                 // in force, of this site or of all
  std::vector<store::Hold> limitations;           // in force, of this site
  uint64_t checkpoints = 0;                       // kept
  std::optional<store::KeptCheckpoint> anchored;  // the newest that is
};

Result<Compliance> MakeCompliance(std::shared_ptr<const catalog::Site> site,
                                  const store::Store& store, Time now);

nlohmann::json FindingsJson(const catalog::CheckReport& report);
nlohmann::json ComplianceJson(const Compliance& compliance);
// "erreur", "avertissement" …
std::string_view FrenchSeverity(catalog::Severity severity);
render::HtmlPage CompliancePage(const Compliance& compliance);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_COMPLIANCE_H_
