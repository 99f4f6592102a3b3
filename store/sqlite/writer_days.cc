// Closing the counts of days that are over.

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/counts_manifest.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/day_counts.h"
#include "store/sqlite/kept_times.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

// What was answered at the end of a day may be on its way still.
constexpr std::chrono::hours kAfterItsEnd{1};
// No zone is further from UTC.
constexpr std::chrono::days kAround{2};

// How far the days of a site are ahead of UTC at an instant.
std::chrono::seconds OffsetAt(const std::vector<DayZone>& zones, Time at) {
  std::chrono::seconds out{0};
  for (const DayZone& zone : zones) {
    if (zone.since <= at) out = zone.offset;
  }
  return out;
}

Time StartOf(const std::vector<DayZone>& zones, Time day) {
  const Time about = day - OffsetAt(zones, day);
  return day - OffsetAt(zones, about);
}

}  // namespace

// The newest entry of type 7 of a day that still stands for it.
Result<std::map<std::pair<std::string, Time>, Index>> Writer::ClosedCounts() {
  std::map<std::pair<std::string, Time>, Index> out;
  TEMOIN_ASSIGN_OR_RETURN(const auto corrections, ReadCorrections(*db_));
  TEMOIN_ASSIGN_OR_RETURN(const auto losses, ReadLossRows(*db_, /*acknowledged_too=*/true));
  std::map<std::string, std::vector<DayZone>> zones_of;
  using ManifestColumns = Columns<ManifestEntry, Column<"m.idx", &ManifestEntry::index>,
                                  Column<"m.bytes", &ManifestEntry::manifest>>;
  Select<ManifestColumns,
         "FROM manifest m JOIN entry e ON e.idx=m.idx WHERE e.type=7 ORDER BY m.idx">
      query(*db_);
  for (ManifestEntry entry;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(entry));
    if (!row) return out;
    TEMOIN_ASSIGN_OR_RETURN(const CountsManifest said, ParseCountsManifest(entry.manifest));
    auto zones = zones_of.find(said.site);
    if (zones == zones_of.end()) {
      TEMOIN_ASSIGN_OR_RETURN(auto read, ReadDayZoneRows(*db_, said.site));
      zones = zones_of.emplace(said.site, std::move(read)).first;
    }
    const CountsClosed day{entry.index, said.day, said.end, said.time};
    if (CountsMayHaveChanged(day, corrections, losses, zones->second)) continue;
    out.insert_or_assign({said.site, said.day}, entry.index);
  }
}

Result<size_t> Writer::CloseCounts(Time now, size_t limit) {
  return Transact([&](Work& work) -> Result<size_t> {
    TEMOIN_ASSIGN_OR_RETURN(const auto closed, ClosedCounts());
    Time from{};
    for (const auto& [key, entry] : closed) from = std::max(from, key.second - kAround);
    TEMOIN_ASSIGN_OR_RETURN(const auto days, ReadCountedDays(*db_, from));
    size_t done = 0;
    for (const store::CountedDay& day : days) {
      if (done == limit) break;
      if (day.before || closed.contains({day.site, day.day})) continue;
      TEMOIN_ASSIGN_OR_RETURN(const auto zones, ReadDayZoneRows(*db_, day.site));
      CountsManifest manifest{.site = day.site,
                              .day = day.day,
                              .start = StartOf(zones, day.day),
                              .end = StartOf(zones, day.day + std::chrono::days(1)),
                              .time = now};
      if (now < manifest.end + kAfterItsEnd) continue;
      TEMOIN_ASSIGN_OR_RETURN(manifest.counts,
                              ReadDayCounts(*db_, day.site, day.day, Next(work), true));
      TEMOIN_ASSIGN_OR_RETURN(const std::string bytes, FormatCountsManifest(manifest));
      TEMOIN_RETURN_IF_ERROR(AppendManifest(work, EntryType::kCounts, bytes));
      ++done;
    }
    return done;
  });
}

}  // namespace temoin::store
