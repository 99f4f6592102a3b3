#include "server/cli/report_source.h"

#include <fmt/format.h>

#include "app/publish/published_sites.h"
#include "base/clock.h"
#include "server/composition.h"

namespace temoin::cli {

Result<Opened> OpenReport(const ReportOptions& options) {
  Opened opened;
  TEMOIN_ASSIGN_OR_RETURN(opened.store, server::OpenToRead(options.data));
  opened.now = SystemClock().Now();
  if (!options.at.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(opened.now, ParseTime(options.at));
  }
  return opened;
}

Result<PublishedSite> OpenSite(const Opened& opened, const ReportOptions& options) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> publication,
                          opened.store->CurrentPublication(options.site));
  if (!publication) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("no site {} was published in {}", options.site, options.data));
  }
  PublishedSite out;
  out.publication = *publication;
  TEMOIN_ASSIGN_OR_RETURN(out.site,
                          app::ReadPublishedSite(options.data, {options.site, publication->hash}));
  return out;
}

Result<Period> ReadPeriod(const ReportOptions& options) {
  Period period;
  if (!options.from.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(period.from, ParseDate(options.from));
  }
  if (!options.to.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(const Time last, ParseDate(options.to));
    period.to = last + std::chrono::days(1);
  }
  return period;
}

Result<Period> ReadPeriod(const ReportOptions& options, const TimeZone& zone) {
  TEMOIN_ASSIGN_OR_RETURN(Period period, ReadPeriod(options));
  if (period.from) period.from = zone.StartOf(*period.from);
  if (period.to) period.to = zone.StartOf(*period.to);
  return period;
}

const TimeZone& Zones::Of(const std::string& site) {
  const auto [at, added] = known_.try_emplace(site);
  if (!added || site.empty()) return at->second;
  ReportOptions asked = options_;
  asked.site = site;
  if (const auto published = OpenSite(opened_, asked)) at->second = published->site->time_zone;
  return at->second;
}

}  // namespace temoin::cli
