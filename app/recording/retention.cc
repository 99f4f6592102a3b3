#include "app/recording/retention.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "base/calendar.h"

namespace temoin::app {
namespace {

using SteadyClock = std::chrono::steady_clock;

// The writer is left alone as long as it was busy, so that half of its time at least is visitors'.
constexpr std::chrono::milliseconds kMaxRest{50};

// What retention ends by `end`, of sites of which it is too much for the day of `now`.
Result<std::vector<store::DueCount>> OverTheLimit(const store::ConsentStore& store, Time now,
                                                  Time end, const PurgeLimit& limit) {
  std::vector<store::DueCount> out;
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::DueCount> due, store.CountDue(end));
  for (store::DueCount& count : due) {
    TEMOIN_ASSIGN_OR_RETURN(const uint64_t gone, store.CountRetired(count.site, now));
    const uint64_t today = count.records + gone;
    if (today <= limit.records) continue;
    // Counted only as far as it takes to be within the limit. What went today was kept before.
    const uint64_t enough = limit.percent > 0 ? today * 100 / limit.percent + 1 : 1;
    TEMOIN_ASSIGN_OR_RETURN(const uint64_t kept, store.CountKept(count.site, enough));
    if (today * 100 > (kept + gone) * limit.percent) out.push_back(std::move(count));
  }
  return out;
}

Status Approve(std::vector<store::DueCount>& waiting, const PurgeApproval& approval) {
  const auto found = std::ranges::find(waiting, approval.site, &store::DueCount::site);
  if (found == waiting.end()) {
    return Error(ErrorCode::kConflict,
                 fmt::format("nothing of {} waits to be approved", approval.site));
  }
  if (found->records != approval.records) {
    return Error(ErrorCode::kConflict, fmt::format("not {} records wait to be approved: {}",
                                                   approval.records, WaitingInWords(*found)));
  }
  waiting.erase(found);
  return {};
}

}  // namespace

std::string WaitingInWords(const store::DueCount& waiting) {
  return fmt::format(
      "{} records of {}, the oldest given on {}: temoin purge --data DIR --approve {} --records {}",
      waiting.records, waiting.site, FormatDate(waiting.oldest), waiting.site, waiting.records);
}

Result<std::vector<store::DueCount>> PurgesWaiting(const store::ConsentStore& store,
                                                   const JudgedClock& clock,
                                                   const PurgeLimit& limit) {
  const std::optional<Time> end = clock.RetentionEnd();
  if (!end) return std::vector<store::DueCount>();
  return OverTheLimit(store, clock.Now(), *end, limit);
}

Result<PurgeReport> PurgeNow(const store::ConsentStore& store, Recorder& recorder,
                             const JudgedClock& clock, const PurgeLimit& limit,
                             const std::optional<PurgeApproval>& approval,
                             const std::function<bool()>& stop) {
  TEMOIN_RETURN_IF_ERROR(clock.Vouched());
  PurgeReport report;
  store::PurgePlan plan;
  // One time for all pages, so that what was approved is what goes.
  plan.now = clock.Now();
  if (const std::optional<Time> end = clock.RetentionEnd()) {
    plan.due = *end;
    TEMOIN_ASSIGN_OR_RETURN(report.waiting, OverTheLimit(store, plan.now, *end, limit));
  }
  if (approval) TEMOIN_RETURN_IF_ERROR(Approve(report.waiting, *approval));
  for (const store::DueCount& waiting : report.waiting) plan.waiting.push_back(waiting.site);
  while (true) {
    TEMOIN_RETURN_IF_ERROR(clock.Vouched());
    store::PurgeResult page;
    SteadyClock::duration busy{};
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& writing) -> Status {
      const auto begun = SteadyClock::now();
      Result<store::PurgeResult> purged = writing.PurgeDue(plan, kPurgePage);
      busy = SteadyClock::now() - begun;
      if (!purged) return purged.error();
      page = std::move(purged).value();
      if (!page.entries.empty()) recorder.Erased(page.entries.back() + 1);
      return {};
    }));
    report.purged += page.purged;
    report.held = page.held;
    if (!page.more || (stop && stop())) return report;
    std::this_thread::sleep_for(std::min<SteadyClock::duration>(busy, kMaxRest));
  }
}

}  // namespace temoin::app
