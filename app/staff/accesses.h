// Reading the access log, by staff: who read it stands in it, too, before anything is told.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_ACCESSES_H_
#define TEMOIN_APP_STAFF_ACCESSES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"

namespace temoin::app {

// The most lines of a page that is shown, and of a file, which is made whole in memory or not.
inline constexpr size_t kMaxShownAccesses = 200;
inline constexpr size_t kMaxExportedAccesses = 20'000;

struct ReadAccesses {
  TimeZone zone{};  // in which the days are meant
  std::optional<Time> from{};
  std::optional<Time> to{};  // before it
  std::optional<std::string> who{};
  std::optional<std::string> action{};  // or what it begins with, before a dot
  std::optional<std::string> site{};
  std::optional<int64_t> before{};  // a page's `next`; the newest without it
  size_t limit = 50;                // 1 to kMaxShownAccesses
};

struct AccessPage {
  std::vector<store::AccessRow> rows{};  // newest first
  std::optional<int64_t> next{};         // lines before this id were not looked at
};

// A page, found in some 50 milliseconds; the line is "journal.read".
Result<AccessPage> Accesses(const Context& context, const Actor& actor,
                            const ReadAccesses& command);

// All that fit, without `before` and `limit`; the line is "journal.export". kUnprocessable with the
// pointer /from where they are too many.
Result<std::vector<store::AccessRow>> ExportAccesses(const Context& context, const Actor& actor,
                                                     const ReadAccesses& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_ACCESSES_H_
