// The corrections of clocks that were wrong (entries of type 10), against what they say they name:
// exactly the records that were dated later.
//
// Memory: the corrections, of which there are few.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_CLOCK_H_
#define TEMOIN_APP_LOG_VERIFY_CLOCK_H_

#include <vector>

#include "app/log/verify/checker.h"
#include "store/clock_correction.h"

namespace temoin::app {

class ClockCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;

  // What the dates of a record count as.
  store::ChoiceDates Counted(store::Index index, const consent::Record& record) const;
  // What the time of another entry counts as.
  Time Counted(store::Index index, Time time) const;
  const std::vector<store::ClockCorrection>& corrections() const { return corrections_; }
  // Whether a clock was put back between two closings of a day of the access log, so that lines may
  // have come to it again.
  bool PutBackBetween(const store::AccessDay& before, const store::AccessDay& after) const;

 private:
  void Dates(store::Index index, store::ChoiceDates dates);

  std::vector<store::ClockCorrection> corrections_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_CLOCK_H_
