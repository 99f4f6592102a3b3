// How a kept consent stands today, judged from what the store keeps alone: against the publication
// that is in force for its site.
//
// Thread-safety: pure functions over a Store that may be read from any thread.
#ifndef TEMOIN_REPORTS_STANDING_H_
#define TEMOIN_REPORTS_STANDING_H_

#include <string_view>
#include <vector>

#include "base/result.h"
#include "consent/record.h"
#include "consent/validity.h"
#include "store/store.h"

namespace temoin::reports {

// kPurged and kLost for what is gone; kDataLoss when the record cannot be read.
Result<consent::Judgement> StandingOf(const store::PublicationStore& store,
                                      const store::Found& found, Time now);

// The visitor's line of records around `row`, oldest first, `row` itself included: what it replaced
// and what replaced it, at most kMaxLine each way.
inline constexpr size_t kMaxLine = 50;
Result<std::vector<store::ChoiceRow>> LineOf(const store::ConsentStore& store,
                                             const store::ChoiceRow& row);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_STANDING_H_
