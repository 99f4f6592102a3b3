// The first page of a dossier, in French: what it is, what it holds, what of the period is not in
// it, and how to verify it.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_DOSSIER_PAGE_H_
#define TEMOIN_REPORTS_DOSSIER_PAGE_H_

#include <optional>
#include <string>

#include "reports/dossier.h"
#include "reports/dossier_entries.h"

namespace temoin::reports {

// What is settled while a dossier is written.
struct DossierPlan {
  std::string seed{};                // of a sample
  std::optional<Between> between{};  // of a period of one site
  Listing listing{};                 // the same
};

std::string DossierPage(const DossierSource& source, const DossierQuery& query,
                        const DossierPlan& plan, const DossierSummary& summary);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DOSSIER_PAGE_H_
