// How the tables write time: seconds since 1970 in UTC, and for counts the day's number since then.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_STORE_SQLITE_INSTANTS_H_
#define TEMOIN_STORE_SQLITE_INSTANTS_H_

#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace temoin::store {

inline int64_t Seconds(Time time) { return time.time_since_epoch().count(); }
inline Time FromSeconds(int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

inline int64_t DayOf(Time time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}
inline Time FromDay(int64_t day) { return Time(std::chrono::days(day)); }

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_INSTANTS_H_
