#include "app/publish/kept_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "app/publish/published_sites.h"

namespace temoin::app {
namespace {

using Publications = std::vector<store::Publication>;

// Not by its time, which a correction of the clock moves in the database.
bool SameRevision(const store::Publication& a, const store::Publication& b) {
  return a.hash == b.hash && a.generation == b.generation;
}

// Where the file goes on behind `last`; its end when it does not know it.
Publications::const_iterator Behind(const Publications& kept, const store::Publication& last) {
  const auto behind = [&](const auto& same) {
    const auto found = std::find_if(kept.rbegin(), kept.rend(),
                                    [&](const auto& each) { return same(each, last); });
    return found == kept.rend() ? kept.end() : found.base();
  };
  const auto exactly = behind(SamePublication);
  return exactly != kept.end() || SamePublication(kept.back(), last) ? exactly
                                                                     : behind(SameRevision);
}

}  // namespace

bool LostBehind(const std::vector<store::Loss>& losses, const Publications& stored) {
  const store::Index begin = stored.empty() ? 0 : stored.back().index + 1;
  return std::ranges::any_of(losses, [&](const store::Loss& loss) { return loss.end >= begin; });
}

Result<Publications> KeptBehind(const std::string& data_directory, std::string_view site,
                                const Publications& stored, std::optional<uint64_t> entries) {
  TEMOIN_ASSIGN_OR_RETURN(const Publications kept, ReadHistory(data_directory, site));
  if (kept.empty()) return Publications();
  const auto begin = stored.empty() ? kept.begin() : Behind(kept, stored.back());
  const int64_t told = stored.empty() ? 0 : stored.back().generation;
  const int64_t last = kept.back().generation;
  Publications behind(begin, kept.end());
  const bool goes_on = !behind.empty() || last <= told;
  // A publication raises it by one; one that asks again about all that was lost, by its entries.
  const bool has_room =
      !entries || last <= told || static_cast<uint64_t>(last - told) <= behind.size() + *entries;
  if (goes_on && has_room) return behind;
  return Error(ErrorCode::kDataLoss,
               fmt::format("{}/published/{}.history.json ends with generation {}, which does not "
                           "follow from the database's {}: it is damaged or was altered, and is "
                           "not used. Once the database is whole it is written again",
                           data_directory, site, last, told));
}

std::optional<uint64_t> EntriesOf(const store::LogStore& log) {
  const auto head = log.ReadHead();
  const auto losses = log.Losses();
  if (!head || !losses) return std::nullopt;
  uint64_t entries = head->size;
  for (const store::Loss& loss : *losses) entries = std::max(entries, loss.end);
  if (entries == 0) return std::nullopt;  // a database that was made anew
  return entries;
}

}  // namespace temoin::app
