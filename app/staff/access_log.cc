#include "app/staff/access_log.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr size_t kDaysAtATime = 20;
constexpr size_t kRowsAtATime = 500;

// Where to look for days to close. They are closed in their order, so that one of the last days
// that is closed has none open before it; without one, every day is looked at. Looking at a day
// reads all its accesses, on the thread that visitors' choices wait for.
Result<Time> FirstToLookAt(const store::AccessLogStore& store, Time now) {
  constexpr size_t kLastDays = 8;
  const Time recent = std::chrono::floor<std::chrono::days>(now) - std::chrono::days(kLastDays - 1);
  TEMOIN_ASSIGN_OR_RETURN(const auto days, store.ReadAccessDays(recent, kLastDays));
  const bool any_closed =
      std::ranges::any_of(days, [](const store::AccessDay& day) { return day.entry.has_value(); });
  return any_closed ? recent : Time{};
}

// Closes days that are over; true when there may be more.
Result<bool> CloseDays(store::AccessLogStore& store, Time now, Time& from) {
  TEMOIN_ASSIGN_OR_RETURN(const auto days, store.ReadAccessDays(from, kDaysAtATime));
  for (const store::AccessDay& day : days) {
    const Time over = day.day + std::chrono::days(1);
    if (over > now) return false;
    if (!day.entry) {
      const auto closed = store.CloseAccessDay(day.day, now);
      if (!closed.ok()) return closed.error();
    }
    from = over;
  }
  return days.size() >= kDaysAtATime;
}

// All that is past its time, in short transactions.
Status Forget(Recorder& recorder, const store::PastAccesses& past) {
  for (bool more = true; more;) {
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
      TEMOIN_ASSIGN_OR_RETURN(more, store.ForgetAccesses(past, kRowsAtATime));
      return {};
    }));
  }
  return {};
}

}  // namespace

AccessLogTerms AccessLogTermsOf(const Published& published) {
  AccessLogTerms terms;
  for (const auto& [id, site] : published.sites) {
    terms.emplace(id, site.site->access_log_retention);
  }
  return terms;
}

Time AccessLogStart(Time now, const catalog::AccessLogRetention& kept) {
  if (kept.duration) {
    return AddMonths(now, -kept.duration->months) - std::chrono::days(kept.duration->days) -
           std::chrono::seconds(kept.duration->seconds);
  }
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
  const auto first = today.year() - std::chrono::years(kept.calendar_years);
  return std::chrono::sys_days(first / std::chrono::January / 1);
}

Status KeepAccessLog(Recorder& recorder, const JudgedClock& clock, const AccessLogTerms& terms) {
  TEMOIN_RETURN_IF_ERROR(clock.Vouched());
  const Time now = clock.Now();
  std::optional<Time> from;
  for (bool more = true; more;) {
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
      if (!from) {
        TEMOIN_ASSIGN_OR_RETURN(from, FirstToLookAt(store, now));
      }
      TEMOIN_ASSIGN_OR_RETURN(more, CloseDays(store, now, *from));
      return {};
    }));
  }
  for (size_t closed = kDaysAtATime; closed == kDaysAtATime;) {
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
      TEMOIN_ASSIGN_OR_RETURN(closed, store.CloseCounts(now, kDaysAtATime));
      return {};
    }));
  }
  const std::optional<Time> end = clock.RetentionEnd();
  if (!end) return {};
  TEMOIN_RETURN_IF_ERROR(Forget(
      recorder,
      {.now = now, .before = AddMonths(*end, -kSignInMonths), .sign_ins_only = true, .sites = {}}));
  store::PastAccesses others{.now = now};
  others.before = AccessLogStart(*end, catalog::AccessLogRetention{});
  for (const auto& [site, kept] : terms) {
    const Time before = AccessLogStart(*end, kept);
    TEMOIN_RETURN_IF_ERROR(
        Forget(recorder, {.now = now, .before = before, .sites = {site}, .others = false}));
    others.sites.push_back(site);
    others.before = std::min(others.before, before);
  }
  return Forget(recorder, others);
}

}  // namespace temoin::app
