#include "server/service/access_journal.h"

#include <chrono>

#include "base/calendar.h"

namespace temoin::service {
namespace {

constexpr size_t kDaysAtATime = 20;
constexpr size_t kRowsAtATime = 500;

// Closes days that are over; true when there may be more.
Result<bool> CloseDays(store::Store& store, Time now, Time& from) {
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
  return days.size() == kDaysAtATime;
}

}  // namespace

Time JournalStart(Time now) {
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
  return std::chrono::sys_days((today.year() - std::chrono::years(kJournalYears)) /
                               std::chrono::January / 1);
}

Status KeepAccessJournal(Recorder& recorder, const Clock& clock) {
  const Time now = clock.Now();
  Time from{};
  for (bool more = true; more;) {
    TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
      TEMOIN_ASSIGN_OR_RETURN(more, CloseDays(store, now, from));
      return {};
    }));
  }
  for (const bool sign_ins : {true, false}) {
    const Time before = sign_ins ? AddMonths(now, -kSignInMonths) : JournalStart(now);
    for (bool more = true; more;) {
      TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
        TEMOIN_ASSIGN_OR_RETURN(more, store.ForgetAccesses(before, sign_ins, kRowsAtATime));
        return {};
      }));
    }
  }
  return {};
}

}  // namespace temoin::service
