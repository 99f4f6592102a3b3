// The reports as tables of data, for the files that they are downloaded as (render/data_table.h).
// The neutral columns are those of docs/formats.md; people get French ones, with rates beside the
// counts and last days included.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_TABLES_H_
#define TEMOIN_REPORTS_TABLES_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/model.h"
#include "render/data_table.h"
#include "reports/compliance.h"
#include "reports/register.h"
#include "reports/statistics.h"

namespace temoin::reports {

// One row a step; a service; a revision; a language; a publication with what came before and after.
render::DataTable StepsTable(const Statistics& statistics, const catalog::Site& site);
render::DataTable ServicesTable(const Statistics& statistics, const catalog::Site& site);
render::DataTable RevisionsTable(const Statistics& statistics, const catalog::Site& site);
render::DataTable LanguagesTable(const Statistics& statistics, const catalog::Site& site);
render::DataTable AroundTable(std::span<const RevisionAround> around, const catalog::Site& site);
// The five, in that order.
std::vector<render::DataTable> StatisticsTables(const Statistics& statistics,
                                                std::span<const RevisionAround> around,
                                                const catalog::Site& site);

render::DataTable ComplianceTable(const Compliance& compliance, const catalog::Site& site);
render::DataTable RegisterTable(const Register& reg, const catalog::Site& site);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_TABLES_H_
