// Each closed day of the access log against the entry it was closed into; and that no line came to
// a day after it was closed, unless a clock had been put back.
//
// Memory: the closed days.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_ACCESS_DAYS_H_
#define TEMOIN_APP_LOG_VERIFY_ACCESS_DAYS_H_

#include <set>

#include "app/log/verify/checker.h"
#include "app/log/verify/clock.h"

namespace temoin::app {

class AccessDayCheck final : public Checker {
 public:
  AccessDayCheck(Verification& verification, const ClockCheck& clock)
      : Checker(verification), clock_(clock) {}

  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  void Compare(const store::AccessDay& day);

  const ClockCheck& clock_;
  std::set<store::Index> entries_;  // of type 4, whose day is unseen
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_ACCESS_DAYS_H_
