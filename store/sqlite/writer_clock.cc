// Putting right what a wrong clock dated: the entry of type 10, and what its manifest says of the
// columns. Records never change; only what their dates count as does.

#include <algorithm>

#include "base/calendar.h"
#include "consent/validity.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/kept_times.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

constexpr size_t kRowsAtATime = 1000;
// A request to erase that lies further ahead than this was not made under the right clock.
constexpr std::chrono::days kLongestDelay{40};

struct Dated {
  Index index = 0;
  Index publication = 0;
  ChoiceDates dates;
  std::optional<Time> superseded_at;
  Time due{};
  bool requested = false;
};
using DateColumns = Columns<ChoiceDates, Column<"given_at", &ChoiceDates::given_at>,
                            Column<"valid_until", &ChoiceDates::valid_until>>;
using DatedColumns =
    Columns<Dated, Column<"idx", &Dated::index>, Column<"publication", &Dated::publication>,
            Part<&Dated::dates, DateColumns>, Column<"superseded_at", &Dated::superseded_at>,
            Column<"due", &Dated::due>, Column<"requested", &Dated::requested>>;

// The due date again, by the retention that gave it.
Time RenewedDue(const Dated& before, const Dated& after, const std::vector<Duration>& retentions) {
  for (const Duration& own : retentions) {
    for (const Duration& later : retentions) {
      const Time was =
          consent::ErasedAfter(before.dates.valid_until, before.superseded_at, own, later);
      if (was != before.due) continue;
      return consent::ErasedAfter(after.dates.valid_until, after.superseded_at, own, later);
    }
  }
  // Asked to go earlier, or kept from before retentions were noted: sooner by as much as its end.
  const Time end = consent::EndOfEffect(before.dates.valid_until, before.superseded_at);
  return before.due - (end - consent::EndOfEffect(after.dates.valid_until, after.superseded_at));
}

}  // namespace

Status Writer::KeepManifest(Index index, std::string_view bytes) {
  Query query(*db_, "INSERT INTO manifest(idx,bytes) VALUES(?,?)");
  return query.Bind(1, index).Bind(2, bytes).Run();
}

Result<Index> Writer::AppendManifest(Work& work, EntryType type, std::string_view bytes) {
  TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendEntry(work, type, Sha256(bytes)));
  TEMOIN_RETURN_IF_ERROR(KeepManifest(index, bytes));
  return index;
}

Status Writer::ReplayManifest(Work& work, EntryType type, const ManifestEntry& manifest) {
  TEMOIN_RETURN_IF_ERROR(KeepManifest(manifest.index, manifest.manifest));
  if (type == EntryType::kPublication) return ReplayPublication(manifest);
  if (type == EntryType::kHold) return ReplayHold(manifest);
  if (type == EntryType::kRequest) return ReplayRequest(manifest);
  if (type != EntryType::kClockCorrection) return {};
  TEMOIN_ASSIGN_OR_RETURN(const ClockCorrection correction,
                          ParseClockCorrection(manifest.index, manifest.manifest));
  return ApplyCorrection(work, correction);
}

// Everything that was kept under a date after `time`, by index.
Result<std::vector<Index>> Writer::DatedAfter(Time time,
                                              std::span<const ClockCorrection> corrections) {
  struct Entry {
    Index index = 0;
    Time at{};
  };
  using EntryColumns = Columns<Entry, Column<"idx", &Entry::index>, Column<"at", &Entry::at>>;
  std::vector<Index> out;
  const int64_t seconds = Seconds(time);
  Select<EntryColumns,
         "FROM (SELECT e.idx,e.given_at at FROM block b JOIN entry e ON e.idx>=b.n*?2 AND "
         "e.idx<(b.n+1)*?2 WHERE b.max_time>?1 AND e.type=1 AND e.given_at>?1)">
      consents(*db_);
  consents.Bind(1, seconds).Bind(2, kBlockSize);
  for (Entry entry;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, consents.Next(entry));
    if (!row) break;
    out.push_back(entry.index);
  }
  Select<EntryColumns,
         "FROM (SELECT idx,published_at at FROM publication WHERE published_at>?1 "
         "UNION ALL SELECT idx,taken_at FROM picture_set WHERE taken_at>?1 "
         "UNION ALL SELECT idx,(day+1)*86400 FROM access_day WHERE (day+1)*86400>?1 "
         "UNION ALL SELECT idx,CAST(strftime('%s',json_extract(manifest,'$.time')) AS "
         "INTEGER) FROM purge WHERE json_extract(manifest,'$.time')>?2 "
         "UNION ALL SELECT idx,CAST(strftime('%s',json_extract(bytes,'$.time')) AS INTEGER) "
         "FROM manifest WHERE json_extract(bytes,'$.time')>?2)">
      others(*db_);
  const std::string text = FormatTime(time);
  others.Bind(1, seconds).Bind(2, std::string_view(text));
  for (Entry entry;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, others.Next(entry));
    if (!row) return out;
    if (CorrectedTime(corrections, entry.index + 1, entry.at) > time) out.push_back(entry.index);
  }
}

Result<ClockCorrected> Writer::CorrectClock(Time time, const Access& access) {
  return Transact([&](Work& work) -> Result<ClockCorrected> {
    TEMOIN_ASSIGN_OR_RETURN(const auto corrections, ReadCorrections(*db_));
    TEMOIN_ASSIGN_OR_RETURN(const auto newest, ReadNewestTime(*db_, corrections));
    TEMOIN_ASSIGN_OR_RETURN(auto dated, DatedAfter(time, corrections));
    TEMOIN_ASSIGN_OR_RETURN(const int64_t accesses,
                            db_->Number("SELECT coalesce(max(id),0) FROM access"));
    ClockCorrected out;
    out.entries = dated.size();
    const IndexRanges ranges = MakeRanges(std::move(dated));
    ClockCorrection correction{.index = 0,
                               .time = time,
                               .newest = newest.value_or(time),
                               .accesses = static_cast<uint64_t>(accesses),
                               .ranges = {}};
    for (size_t from = 0;; from += kMaxCorrectedRanges) {
      const size_t to = std::min(ranges.size(), from + kMaxCorrectedRanges);
      correction.ranges.assign(ranges.begin() + static_cast<std::ptrdiff_t>(from),
                               ranges.begin() + static_cast<std::ptrdiff_t>(to));
      const std::string manifest = FormatClockCorrection(correction);
      TEMOIN_ASSIGN_OR_RETURN(correction.index,
                              AppendManifest(work, EntryType::kClockCorrection, manifest));
      TEMOIN_RETURN_IF_ERROR(ApplyCorrection(work, correction));
      if (to == ranges.size()) break;
    }
    out.correction = correction;
    out.correction.ranges = ranges;
    TEMOIN_RETURN_IF_ERROR(InsertAccess(access));
    return out;
  });
}

Status Writer::ApplyCorrection(Work& work, const ClockCorrection& correction) {
  const int64_t time = Seconds(correction.time);
  Select<DatedColumns,
         "FROM entry WHERE idx>=?1 AND idx<?2 AND type=1 AND state=0 AND (given_at>?3 OR "
         "superseded_at>?3 OR (requested=1 AND due>?4)) ORDER BY idx LIMIT ?5">
      page(*db_);
  Query write(*db_,
              "UPDATE entry SET given_at=?2,valid_until=?3,superseded_at=?4,due=?5 WHERE idx=?1");
  for (Index from = 0;;) {
    page.Bind(1, from).Bind(2, correction.index).Bind(3, time);
    page.Bind(4, time + Seconds(Time(kLongestDelay))).Bind(5, uint64_t{kRowsAtATime});
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<Dated> rows, page.All());
    page.Again();
    for (const Dated& before : rows) {
      Dated after = before;
      if (InRanges(correction.ranges, before.index)) {
        after.dates = CorrectedDates(before.dates, correction.time);
      }
      if (before.superseded_at) {
        after.superseded_at = std::min(*before.superseded_at, correction.time);
      }
      const auto site = publication_sites_.find(before.publication);
      const auto uses =
          site == publication_sites_.end() ? retentions_->end() : retentions_->find(site->second);
      after.due = RenewedDue(before, after,
                             uses == retentions_->end() ? std::vector<Duration>() : uses->second);
      if (before.requested && after.due > correction.time + kLongestDelay) {
        after.due = std::max(correction.time, before.due - (correction.newest - correction.time));
      }
      after.due = std::min(after.due, before.due);
      write.Bind(1, after.index).Bind(2, Seconds(after.dates.given_at));
      write.Bind(3, Seconds(after.dates.valid_until));
      write.Bind(4, after.superseded_at ? Seconds(*after.superseded_at) : kUnset);
      TEMOIN_RETURN_IF_ERROR(write.Bind(5, Seconds(after.due)).Run());
      NoteDue(work, after.index, after.due);
    }
    if (rows.size() < kRowsAtATime) break;
    from = rows.back().index + 1;
  }
  Query blocks(*db_,
               "UPDATE block SET "
               "min_time=(SELECT min(given_at) FROM entry WHERE idx>=n*?2 AND idx<(n+1)*?2),"
               "max_time=(SELECT max(given_at) FROM entry WHERE idx>=n*?2 AND idx<(n+1)*?2) "
               "WHERE max_time>?1");
  TEMOIN_RETURN_IF_ERROR(blocks.Bind(1, time).Bind(2, kBlockSize).Run());
  Query publications(*db_,
                     "UPDATE publication SET published_at=?1 WHERE published_at>?1 AND idx<?2");
  return publications.Bind(1, time).Bind(2, correction.index).Run();
}

}  // namespace temoin::store
