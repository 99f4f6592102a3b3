// The counts of days that are over against the entries of type 7 that commit to them: each day is
// the one that its last entry says, what is kept of it and what purge manifests count on it make
// its number of records, and no day before it was left open. Counts from before there were such
// entries are held against the records only (counts.h).
//
// Memory: one row a site and day.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_COUNT_DAYS_H_
#define TEMOIN_APP_LOG_VERIFY_COUNT_DAYS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/log/verify/checker.h"
#include "app/log/verify/clock.h"
#include "store/counts_manifest.h"

namespace temoin::app {

class CountDayCheck final : public Checker {
 public:
  CountDayCheck(Verification& verification, const ClockCheck& clock)
      : Checker(verification), clock_(clock) {}

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  struct Closed {
    store::Index index = 0;
    store::CountsManifest manifest;
  };
  using Key = std::pair<std::string, Time>;  // site, day
  struct Records {
    uint64_t kept = 0;
    uint64_t erased = 0;  // as purge manifests count them
  };

  void LoadPurges();
  const std::vector<store::DayZone>& ZonesOf(const std::string& site);
  void Account(const Closed& closed);
  void Close(store::Index index, store::CountsManifest manifest);
  void Compare(const Closed& closed);
  bool MayHaveChanged(const Closed& closed);

  const ClockCheck& clock_;
  std::vector<store::Loss> losses_;
  std::map<std::string, std::vector<store::DayZone>> zones_;  // of each site
  std::map<Key, Closed> closed_;                              // the last entry of each
  std::map<Key, Records> records_;
  std::pair<Key, Records*> last_{};  // the one that was counted last: the next is on the same day
  bool all_counted_ = true;  // false: records are gone, and no manifest says of which day they were
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_COUNT_DAYS_H_
