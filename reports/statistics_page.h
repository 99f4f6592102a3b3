// The statistics of a site and period as a page to print: charts, each with its table.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_STATISTICS_PAGE_H_
#define TEMOIN_REPORTS_STATISTICS_PAGE_H_

#include "base/clock.h"
#include "catalog/model.h"
#include "render/html.h"
#include "reports/statistics.h"

namespace temoin::reports {

// What to count for a site as it is declared: which services are exempt, how many displays are
// reported.
StatisticsQuery QueryFor(const catalog::Site& site, Time from, Time to, Step step);

// "Version 2, du 10 mars 2026 au 20 juillet 2026": as it was published last. The beginning of the
// hash where the site does not know it.
std::string VersionWords(const Statistics& statistics, const std::string& hash,
                         const TimeZone& zone);

render::HtmlPage StatisticsPage(const Statistics& statistics,
                                std::span<const RevisionAround> around, const catalog::Site& site,
                                Time now);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_STATISTICS_PAGE_H_
