// The daily counts against the records they counted, each on the day of its site that the DayZone
// before it tells, which is a day of UTC before the first. Counts outlive what is erased, so a day
// is compared exactly only while all of its records are kept; on every day no record may be missing
// from them, and the services must add up to the event.
//
// Memory: one row for each row of the counts of days seen, and one for each stretch of hours with
// records that are gone; none for each record.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_COUNTS_H_
#define TEMOIN_APP_LOG_VERIFY_COUNTS_H_

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/log/verify/checker.h"
#include "consent/record.h"

namespace temoin::app {

class CountCheck final : public Checker {
 public:
  using Checker::Checker;

  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  struct Tally {
    uint64_t accepted = 0;
    uint64_t refused = 0;
    uint64_t repeats = 0;
    uint64_t scans = 0;
    uint64_t marked = 0;
  };
  struct Spoken {
    uint64_t count = 0;
    uint64_t repeats = 0;
    uint64_t scans = 0;
    uint64_t marked = 0;
  };
  using Services = std::map<std::string, Tally, std::less<>>;  // "" is the event itself
  using Key = std::tuple<std::string, Time, consent::Event>;   // revision, day, event
  struct Site {
    std::vector<store::DayZone> zones;
    std::chrono::seconds ahead{0};   // the most and the least that its days were ever told ahead
    std::chrono::seconds behind{0};  // of UTC
    std::map<Key, Services> events;
    std::map<std::pair<Key, std::string>, Spoken> languages;
  };

  void Kept(store::Index index, const consent::Record& record);
  Site& Of(const std::string& name);
  // Whether the banner code that a record names was recorded before it.
  bool Known(const std::string& banner, store::Index index);
  void Open(Time from, Time to);
  void Compare(const std::string& name, Site& site);
  void CompareLanguages(const std::string& name, const Site& site);
  void CompareTally(const std::string& where, const Tally& kept, const Tally& counted, bool whole);
  bool Whole(const Site& site, Time day) const;

  std::map<std::string, Site, std::less<>> sites_;
  std::map<std::string, store::Index, std::less<>> banners_;  // where it was recorded
  std::optional<Time> last_;                                  // when the last kept record was given
  bool gone_since_ = false;
  // Hours in which records may have been given that are gone: what is gone has no time any more,
  // and lies between the kept records around it. Stretches from the key to the value, apart.
  std::map<Time, Time> open_;
  std::optional<Time> open_to_;    // and all up to this
  std::optional<Time> open_from_;  // and all from this on
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_COUNTS_H_
