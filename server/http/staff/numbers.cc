// Staff routes about numbers: the sites, the overview, the statistics.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "catalog/rules/check.h"
#include "render/html.h"
#include "reports/evidence.h"
#include "reports/statistics.h"
#include "reports/statistics_page.h"
#include "reports/tables.h"
#include "server/http/staff/api.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

using std::chrono::days;

constexpr int64_t kMaxDays = 5 * 366;

nlohmann::json PublicationJson(const std::optional<store::Publication>& publication) {
  if (!publication) return nullptr;
  return {{"hash", publication->hash},
          {"index", publication->index},
          {"generation", publication->generation},
          {"published_at", FormatTime(publication->published_at)}};
}

nlohmann::json SiteJson(const catalog::Site& site) {
  nlohmann::json services = nlohmann::json::array();
  for (const catalog::Purpose& purpose : site.purposes) {
    for (const catalog::Service& service : purpose.services) {
      services.push_back(
          {{"id", service.id},
           {"name", service.name},
           {"basis", catalog::BasisName(purpose.basis)},
           {"purpose", {{"fr", purpose.title.In("fr")}, {"en", purpose.title.In("en")}}}});
    }
  }
  return {{"id", site.id},
          {"name", site.name},
          {"choice_validity", FormatDuration(site.choice_validity)},
          {"time_zone", site.time_zone.name()},
          {"impressions_percent", site.settings.impressions},
          {"services", std::move(services)}};
}

// How many choices reach the end of their validity in the next `ahead` days, if nobody changes
// their mind before: counted from the days on which they were given.
Result<uint64_t> EndingSoon(const store::Store& store, const catalog::Site& site, Time now,
                            days ahead) {
  // Day by day: months before a day are not days before it.
  const Time today = site.time_zone.DateAt(now);
  const Time oldest = AddMonths(today, -14);
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::DailyCount> counts,
                          store.ReadCounts(site.id, oldest, today));
  uint64_t ending = 0;
  for (const store::DailyCount& count : counts) {
    if (!count.service.empty()) continue;
    const Time end = AddDuration(count.day, site.choice_validity);
    if (end >= today && end < today + ahead) ending += count.accepted;
  }
  return ending;
}

nlohmann::json LogJson(const StaffBackend& backend) {
  const std::string note = backend.Checkpoint();
  nlohmann::json out = {{"verifier_key", backend.VerifierKey()}, {"checkpoint", note}};
  const Result<prooflog::Checkpoint> checkpoint = reports::CheckpointOfNote(note);
  if (checkpoint) {
    out["origin"] = checkpoint->origin;
    out["size"] = checkpoint->size;
  }
  return out;
}

struct Period {
  Time from{};
  Time to{};
};

// The last 30 days unless asked otherwise; `to` is asked for whole.
Result<Period> ReadPeriod(const StaffCall& call, const TimeZone& zone) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> from, call.QueryDate("from"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> to, call.QueryDate("to"));
  Period period;
  period.to = to.value_or(zone.DateAt(call.now)) + days(1);
  period.from = from.value_or(period.to - days(30));
  if (period.from >= period.to) {
    return Error(ErrorCode::kInvalidArgument, "The period ends before it begins.");
  }
  if (period.to - period.from > days(kMaxDays)) {
    return Error(ErrorCode::kInvalidArgument, "At most five years are counted at a time.");
  }
  return period;
}

// "services-csv-fr" asks for the services as "csv-fr": which tables, and as what.
struct TablesAsked {
  std::string which;  // "-services"; empty: the whole
  std::string format;
};

TablesAsked ReadTablesAsked(const std::string& format) {
  const size_t dash = format.find("-csv");
  if (dash == std::string::npos) return {"", format};
  return {"-" + format.substr(0, dash), format.substr(dash + 1)};
}

// Empty for a name that is none.
std::vector<render::DataTable> TablesOf(const TablesAsked& asked,
                                        const reports::Statistics& statistics,
                                        std::span<const reports::RevisionAround> around,
                                        const catalog::Site& site) {
  if (asked.which.empty()) return reports::StatisticsTables(statistics, around, site);
  if (asked.which == "-services") return {reports::ServicesTable(statistics, site)};
  if (asked.which == "-revisions") return {reports::RevisionsTable(statistics, site)};
  if (asked.which == "-languages") return {reports::LanguagesTable(statistics, site)};
  if (asked.which == "-around") return {reports::AroundTable(around, site)};
  return {};
}

}  // namespace

Status ListSites(StaffCall& call) {
  nlohmann::json sites = nlohmann::json::array();
  const std::shared_ptr<const catalog::Catalog> catalogue = call.backend.Catalogue();
  for (const auto& [id, site] : catalogue->sites()) {
    nlohmann::json row = SiteJson(*site);
    TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> publication,
                            call.backend.Reader().CurrentPublication(id));
    row["publication"] = PublicationJson(publication);
    sites.push_back(std::move(row));
  }
  call.Json({{"sites", std::move(sites)}, {"now", FormatTime(call.now)}});
  return {};
}

Status ShowOverview(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  const store::Store& store = call.backend.Reader();
  const Time today = site->time_zone.DateAt(call.now);
  const Period period{today - days(29), today + days(1)};
  TEMOIN_ASSIGN_OR_RETURN(
      const reports::Statistics month,
      reports::ReadStatistics(
          store, reports::QueryFor(*site, period.from, period.to, reports::Step::kDay)));
  nlohmann::json out = {
      {"site", site->id}, {"now", FormatTime(call.now)}, {"month", reports::StatisticsJson(month)}};
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t ending, EndingSoon(store, *site, call.now, days(30)));
  out["ending_30_days"] = ending;
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> publication,
                          store.CurrentPublication(site->id));
  out["publication"] = PublicationJson(publication);
  if (publication) {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> pictures,
                            store.PicturesOfRevision(publication->hash));
    out["publication"]["pictures"] = pictures.size();
  }
  out["log"] = LogJson(call.backend);
  out["problems"] = call.backend.Problems();
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::KeptCheckpoint> kept, store.KeptCheckpoints());
  out["log"]["anchored"] = nullptr;
  for (const store::KeptCheckpoint& checkpoint : kept) {
    if (checkpoint.anchored_at) {
      out["log"]["anchored"] = {{"size", checkpoint.size},
                                {"at", FormatTime(*checkpoint.anchored_at)}};
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds, store.Holds(false));
  out["holds"] = {{"open", holds.size()},
                  {"due", std::count_if(holds.begin(), holds.end(), [&](const store::Hold& hold) {
                     return hold.review <= call.now;
                   })}};
  const catalog::CheckReport check = catalog::CheckSite(*site, call.now);
  out["findings"] = {{"error", check.Count(catalog::Severity::kError)},
                     {"warning", check.Count(catalog::Severity::kWarning)},
                     {"notice", check.Count(catalog::Severity::kNotice)},
                     {"waived", check.Waived()}};
  call.Json(out);
  return {};
}

Status ShowStatistics(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  TEMOIN_ASSIGN_OR_RETURN(const Period period, ReadPeriod(call, site->time_zone));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> step_name, call.Query("step", 8));
  const std::optional<reports::Step> step = reports::StepFromName(step_name.value_or("day"));
  if (!step) return Error(ErrorCode::kInvalidArgument, "'step' is one of day, week, month.");
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> format, call.Query("format", 16));
  const store::Store& store = call.backend.Reader();
  const reports::StatisticsQuery query = reports::QueryFor(*site, period.from, period.to, *step);
  TEMOIN_ASSIGN_OR_RETURN(const reports::Statistics statistics,
                          reports::ReadStatistics(store, query));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<reports::RevisionAround> around,
                          reports::ReadAround(store, query));
  const std::string days_asked =
      "from " + FormatDate(period.from) + ", to " + FormatDate(period.to - std::chrono::days(1));
  if (format == "html") {
    TEMOIN_RETURN_IF_ERROR(NoteMade(call, "statistics", site->id, days_asked));
    const render::HtmlPage page = reports::StatisticsPage(statistics, around, *site, call.now);
    call.Page(page.html, page.style_source);
    return {};
  }
  if (format.value_or("json") != "json") {
    const TablesAsked asked = ReadTablesAsked(*format);
    const std::vector<render::DataTable> tables = TablesOf(asked, statistics, around, *site);
    if (tables.empty() || !render::IsTableFormat(asked.format)) {
      return Error(ErrorCode::kInvalidArgument,
                   "'format' is json, html, xlsx, or csv, services-csv, revisions-csv, "
                   "languages-csv or around-csv, each also with -fr.");
    }
    TEMOIN_RETURN_IF_ERROR(NoteMade(call, "statistics", site->id, days_asked));
    return DownloadTables(call, asked.format, tables,
                          "statistiques-" + site->id + "-" + FormatDate(period.from) + asked.which);
  }
  nlohmann::json out = reports::StatisticsJson(statistics);
  out["around"] = nlohmann::json::array();
  for (const reports::RevisionAround& one : around) {
    out["around"].push_back(reports::AroundJson(one));
  }
  call.Json(out);
  return {};
}

}  // namespace temoin::http
