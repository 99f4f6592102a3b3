// Keeps the journal of who looked at what: closes each day that is over into the log, and forgets
// what is past its time: sign-ins after 12 months, the rest after the calendar year of the access
// and four more.
//
// Thread-safety: from any thread but the writer's.
#ifndef TEMOIN_SERVER_SERVICE_ACCESS_JOURNAL_H_
#define TEMOIN_SERVER_SERVICE_ACCESS_JOURNAL_H_

#include "base/clock.h"
#include "base/result.h"
#include "server/service/recorder.h"

namespace temoin::service {

inline constexpr int kSignInMonths = 12;
inline constexpr int kJournalYears = 4;  // after the calendar year of the access

// Before this time accesses are forgotten: 1 January of the year `kJournalYears` ago.
Time JournalStart(Time now);

// In short transactions, with choices let through in between. Calling again does no harm.
Status KeepAccessJournal(Recorder& recorder, const Clock& clock);

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_ACCESS_JOURNAL_H_
