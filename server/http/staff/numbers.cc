// Staff routes about numbers: the sites, the overview, the statistics.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/staff/holds.h"
#include "app/staff/requests.h"
#include "base/calendar.h"
#include "catalog/rules/check.h"
#include "render/html.h"
#include "reports/evidence.h"
#include "reports/site_report.h"
#include "reports/statistics.h"
#include "reports/statistics_page.h"
#include "server/http/staff/api.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

using std::chrono::days;

constexpr days kLongestPeriod{5 * 366};

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

// The last 30 days unless asked otherwise; `to` is asked for whole.
Result<reports::StatisticsPeriod> ReadPeriod(const StaffCall& call, const TimeZone& zone) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> from, call.QueryDate("from"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> to, call.QueryDate("to"));
  reports::StatisticsPeriod period;
  period.to = to.value_or(zone.DateAt(call.now)) + days(1);
  period.from = from.value_or(period.to - days(30));
  if (period.to - period.from > kLongestPeriod) {
    return Error(ErrorCode::kInvalidArgument, "At most five years are counted at a time.");
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> name, call.Query("step", 8));
  const std::optional<reports::Step> step = reports::StepFromName(name.value_or("day"));
  if (!step) return Error(ErrorCode::kInvalidArgument, "'step' is one of day, week, month.");
  period.step = *step;
  return period;
}

// Requests that wait for an answer, and those whose last day passed.
Result<nlohmann::json> OpenRequests(const StaffCall& call, const std::string& site) {
  app::ListRequests command;
  command.site = site;
  command.open = true;
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<app::Request> open,
                          app::Requests(call.backend.Context(), call.actor, command));
  return nlohmann::json{{"open", open.size()},
                        {"late", std::ranges::count_if(open, &app::Request::late)}};
}

nlohmann::json HoldsJson(const std::vector<store::Hold>& holds, store::HoldKind kind, Time now) {
  const auto of_kind = [&](const store::Hold& hold) { return hold.kind == kind; };
  const auto due = [&](const store::Hold& hold) { return of_kind(hold) && hold.review <= now; };
  return {{"open", std::ranges::count_if(holds, of_kind)},
          {"due", std::ranges::count_if(holds, due)}};
}

}  // namespace

Status ListSites(StaffCall& call) {
  nlohmann::json sites = nlohmann::json::array();
  const std::shared_ptr<const catalog::Catalog> catalogue = call.backend.Catalogue();
  for (const auto& [id, site] : catalogue->sites()) {
    if (!call.actor.Sees(id)) continue;
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
  const Time from = today - days(29);
  TEMOIN_ASSIGN_OR_RETURN(
      const reports::Statistics month,
      reports::ReadStatistics(
          store, reports::QueryFor(*site, from, today + days(1), reports::Step::kDay)));
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
  const std::optional<Time> seen = call.backend.ScriptSeen(site->id);
  out["script_seen"] = seen ? nlohmann::json(FormatTime(*seen)) : nlohmann::json();
  out["log"] = LogJson(call.backend);
  // They name parts of the machine and sites that are not everybody's.
  out["problems"] = call.actor.sites.empty() ? call.backend.Problems() : std::vector<std::string>();
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::KeptCheckpoint> kept, store.KeptCheckpoints());
  out["log"]["anchored"] = nullptr;
  out["log"]["anchor_late"] = false;
  for (const store::KeptCheckpoint& checkpoint : kept) {
    if (checkpoint.anchored_at) {
      out["log"]["anchored"] = {{"size", checkpoint.size},
                                {"at", FormatTime(*checkpoint.anchored_at)}};
      out["log"]["anchor_late"] = call.now - *checkpoint.anchored_at > app::kAnchorLate;
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(const auto authorities, call.backend.Authorities());
  out["log"]["authorities"] = nlohmann::json::array();
  for (const app::AuthorityStanding& standing : authorities) {
    nlohmann::json row = {{"authority", standing.authority}, {"late", standing.late}};
    row["at"] = standing.at ? nlohmann::json(FormatTime(*standing.at)) : nlohmann::json();
    out["log"]["authorities"].push_back(std::move(row));
    if (standing.late) out["log"]["anchor_late"] = true;
  }
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::Hold> holds, store.Holds(false));
  std::erase_if(holds, [&](const store::Hold& hold) { return !app::SeesHold(call.actor, hold); });
  out["holds"] = HoldsJson(holds, store::HoldKind::kHold, call.now);
  out["limitations"] = HoldsJson(holds, store::HoldKind::kLimitation, call.now);
  TEMOIN_ASSIGN_OR_RETURN(out["requests"], OpenRequests(call, site->id));
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
  TEMOIN_ASSIGN_OR_RETURN(const reports::StatisticsPeriod period,
                          ReadPeriod(call, site->time_zone));
  TEMOIN_ASSIGN_OR_RETURN(
      const std::unique_ptr<reports::SiteReport> report,
      reports::ReadStatisticsReport(call.backend.Reader(), site, period, call.now));
  return HandOut(call, *report, "statistics", site->id,
                 "from " + FormatDate(period.from) + ", to " + FormatDate(period.to - days(1)));
}

}  // namespace temoin::http
