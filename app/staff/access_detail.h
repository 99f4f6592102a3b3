// What a line of the access log says of a look: short phrases with commas between them, which
// reports/accesses.h reads.
//
// Thread-safety: a value of one call.
#ifndef TEMOIN_APP_STAFF_ACCESS_DETAIL_H_
#define TEMOIN_APP_STAFF_ACCESS_DETAIL_H_

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/zones.h"

namespace temoin::app {

// How long a look may walk before it hands out what it found.
inline constexpr std::chrono::milliseconds kSearchTime{50};

class AccessDetail {
 public:
  AccessDetail& Say(std::string_view name, std::string_view value) {
    words_ += fmt::format("{}{} {}", words_.empty() ? "" : ", ", name, value);
    return *this;
  }
  // Days of `zone`: from the instant `from` on and before `to`.
  AccessDetail& SayDays(const TimeZone& zone, std::optional<Time> from, std::optional<Time> to) {
    if (from) Say("from", FormatDate(zone.DateAt(*from)));
    if (to) Say("to", FormatDate(zone.DateAt(*to - std::chrono::seconds(1))));
    return *this;
  }
  const std::string& words() const { return words_; }

 private:
  std::string words_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_ACCESS_DETAIL_H_
