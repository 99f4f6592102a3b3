// Keeps the log of who looked at what: closes each day that is over into the proof log, and forgets
// what is past its time: sign-ins after 12 months, the rest as the site's `journal_retention` says,
// after a duration or after the calendar year of the access and so many more. An access to no site
// that is served (to all of them, or to one that was) stays as long as the longest of the sites' or
// the default. Each time it notes in the log how many went (store/access_log.h).
//
// Thread-safety: from any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_ACCESS_LOG_H_
#define TEMOIN_APP_STAFF_ACCESS_LOG_H_

#include <functional>
#include <map>
#include <string>

#include "app/clock/judged_clock.h"
#include "app/publish/published.h"
#include "app/recording/recorder.h"
#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"

namespace temoin::app {

inline constexpr int kSignInMonths = 12;

// How long accesses are kept, by site.
using AccessLogTerms = std::map<std::string, catalog::AccessLogRetention, std::less<>>;
AccessLogTerms AccessLogTermsOf(const Published& published);

// Before this time accesses are forgotten: the duration ago, or 1 January of the year
// `calendar_years` ago.
Time AccessLogStart(Time now, const catalog::AccessLogRetention& kept);

// In short transactions, with choices let through in between. Calling again does no harm. Nothing
// is closed or forgotten while the clock is not vouched for (kUnavailable); what is forgotten goes
// by the wall time that retention goes by.
Status KeepAccessLog(Recorder& recorder, const JudgedClock& clock, const AccessLogTerms& terms);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_ACCESS_LOG_H_
