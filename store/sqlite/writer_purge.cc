// Forgetting: erasure on request, retention, and what completes a database from the checkpoint log.

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <utility>

#include "consent/record.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/due_blocks.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

constexpr size_t kBlocksAtATime = 32;  // looked through in one transaction

}  // namespace

Status Writer::EmptyContent(Index index, Index purge) {
  // By UPDATE, and never by deleting the row: a tree that rebalances copies its neighbours.
  Query narrow(*db_,
               "UPDATE entry SET state=1,publication=NULL,event=NULL,given_at=NULL,"
               "valid_until=NULL,previous=NULL,superseded_by=NULL,superseded_at=NULL,due=NULL,"
               "requested=NULL,scan=NULL,purge=?2 WHERE idx=?1");
  TEMOIN_RETURN_IF_ERROR(narrow.Bind(1, index).Bind(2, purge).Run());
  Query content(*db_, "UPDATE content SET record=NULL,random=NULL WHERE idx=?");
  return content.Bind(1, index).Run();
}

Result<std::vector<PurgedDay>> Writer::DaysOf(std::span<const Index> gone) {
  struct Text {
    std::optional<std::string> record{};
  };
  struct Offset {
    std::chrono::seconds ahead{};
  };
  using TextColumns = Columns<Text, Column<"record", &Text::record>>;
  using OffsetColumns = Columns<Offset, Column<"seconds", &Offset::ahead>>;
  Select<TextColumns, "FROM content WHERE idx=?"> content(*db_);
  Select<OffsetColumns, "FROM day_zone WHERE site=? AND idx<=? ORDER BY idx DESC LIMIT 1"> zone(
      *db_);
  std::map<std::pair<std::string, Time>, uint64_t> days;
  for (const Index index : gone) {
    Text text;
    TEMOIN_RETURN_IF_ERROR(content.Bind(1, index).Next(text));
    content.Again();
    const auto record = consent::ParseRecord(text.record.value_or(""));
    if (!record) continue;  // it goes all the same
    Offset offset;
    TEMOIN_RETURN_IF_ERROR(
        zone.Bind(1, std::string_view(record->site)).Bind(2, index).Next(offset));
    zone.Again();
    ++days[{record->site, std::chrono::floor<std::chrono::days>(record->given_at + offset.ahead)}];
  }
  std::vector<PurgedDay> out;
  out.reserve(days.size());
  for (const auto& [day, records] : days) out.push_back({day.first, day.second, records});
  return out;
}

Result<std::vector<Index>> Writer::PurgeContents(Work& work, PurgeReason reason, Time now,
                                                 std::vector<Index> gone) {
  std::sort(gone.begin(), gone.end());
  gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
  std::vector<Index> entries;
  for (auto from = gone.begin(); from != gone.end();) {
    const auto to =
        from + std::min<std::ptrdiff_t>(std::ptrdiff_t{kMaxPurgeIndices}, gone.end() - from);
    TEMOIN_ASSIGN_OR_RETURN(std::vector<PurgedDay> days, DaysOf({from, to}));
    const std::string manifest =
        FormatPurgeManifest(MakePurgeManifest(reason, now, {from, to}, std::move(days)));
    TEMOIN_ASSIGN_OR_RETURN(const Index purge,
                            AppendEntry(work, EntryType::kPurge, Sha256(manifest)));
    Query query(*db_, "INSERT INTO purge(idx,reason,manifest) VALUES(?,?,?)");
    query.Bind(1, purge).Bind(2, static_cast<int>(reason)).Bind(3, std::string_view(manifest));
    TEMOIN_RETURN_IF_ERROR(query.Run());
    for (; from != to; ++from) TEMOIN_RETURN_IF_ERROR(EmptyContent(*from, purge));
    entries.push_back(purge);
  }
  return entries;
}

Status Writer::NoteRetired(Time now, const std::map<std::string, uint64_t>& retired) {
  if (retired.empty()) return {};
  Query forget(*db_, "DELETE FROM retired WHERE day<>?");  // only the day's own is asked for
  TEMOIN_RETURN_IF_ERROR(forget.Bind(1, DayOf(now)).Run());
  Query note(*db_,
             "INSERT INTO retired(site,day,records) VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET "
             "records=records+?3");
  for (const auto& [site, records] : retired) {
    note.Bind(1, std::string_view(site)).Bind(2, DayOf(now)).Bind(3, records);
    TEMOIN_RETURN_IF_ERROR(note.Run());
  }
  return {};
}

Result<PurgeResult> Writer::PurgeDue(const PurgePlan& plan, size_t limit) {
  struct Due {
    Index index = 0;
    Index publication = 0;
    Time given_at{};
    bool requested = false;
  };
  uint64_t from = purge_from_;
  auto out = Transact([&](Work& work) -> Result<PurgeResult> {
    PurgeResult result;
    std::vector<std::pair<Index, std::string>> retention;  // with its site
    Lines lines;
    std::map<std::string, uint64_t> retired;
    const Time latest = std::max(plan.now, plan.due);
    using DueColumns =
        Columns<Due, Column<"idx", &Due::index>, Column<"publication", &Due::publication>,
                Column<"given_at", &Due::given_at>, Column<"requested", &Due::requested>>;
    Select<DueColumns,
           "FROM entry WHERE idx>=? AND idx<? AND due<=iif(requested,?,?) ORDER BY idx LIMIT ?">
        due(*db_);
    DueBlocks due_blocks(*db_);
    std::vector<uint64_t> done;
    for (size_t blocks = 0;; ++blocks) {
      TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> next, due_blocks.From(from, latest));
      if (!next) {
        from = 0;
        break;
      }
      const uint64_t n = *next;
      if (blocks == kBlocksAtATime || result.purged + lines.gone.size() >= limit) {
        from = n;
        result.more = true;
        break;
      }
      due.Bind(1, n * kBlockSize).Bind(2, (n + 1) * kBlockSize).Bind(3, Seconds(plan.now));
      due.Bind(4, Seconds(plan.due)).Bind(5, uint64_t{kBlockSize});
      TEMOIN_ASSIGN_OR_RETURN(const std::vector<Due> found, due.All());
      due.Again();
      bool whole = true;
      bool again = false;  // what is left of a line may stand in an earlier block
      for (const Due& record : found) {
        if (record.requested) {
          TEMOIN_ASSIGN_OR_RETURN(
              whole, PurgeLine(work, record.index, plan.now, limit - result.purged, lines));
          if (whole) continue;
          again = true;
          break;
        }
        const auto known = publication_sites_.find(record.publication);
        const std::string site = known != publication_sites_.end() ? known->second : "";
        if (std::ranges::count(plan.waiting, site) > 0) continue;
        if (holds_->Covers(site, record.given_at, record.index)) {
          ++result.held;
          continue;
        }
        if (result.purged + lines.gone.size() >= limit) {
          whole = false;
          break;
        }
        retention.emplace_back(record.index, site);
        ++result.purged;
      }
      if (!whole) {
        from = again ? 0 : n;
        result.more = true;
        break;
      }
      done.push_back(n);
      from = n + 1;
    }
    // One that is due by both goes by the request: it stands in one manifest.
    std::erase_if(retention, [&](const auto& one) { return lines.gone.contains(one.first); });
    std::vector<Index> ended;
    for (const auto& [index, site] : retention) {
      ended.push_back(index);
      ++retired[site];
    }
    result.purged = ended.size() + lines.gone.size();
    result.held += lines.held.size();
    std::vector<Index> request(lines.gone.begin(), lines.gone.end());
    for (const auto& [reason, indices] :
         {std::pair(PurgeReason::kRetention, &ended), std::pair(PurgeReason::kRequest, &request)}) {
      TEMOIN_ASSIGN_OR_RETURN(const auto entries, PurgeContents(work, reason, plan.now, *indices));
      result.entries.insert(result.entries.end(), entries.begin(), entries.end());
    }
    TEMOIN_RETURN_IF_ERROR(NoteRetired(plan.now, retired));
    // Exact again from what is left, held records included: they stay due.
    Query renew(*db_,
                "UPDATE block SET min_due=(SELECT min(due) FROM entry WHERE idx>=?2 AND idx<?3) "
                "WHERE n=?1");
    // By UPDATE again: what a block no longer holds is left as no event.
    Query events(*db_,
                 "UPDATE block_events SET events=coalesce((SELECT "
                 "max(event=0)+2*max(event=1)+4*max(event=2)+8*max(event=3) FROM entry e "
                 "WHERE e.idx>=?2 AND e.idx<?3 AND e.publication=block_events.publication),0) "
                 "WHERE n=?1");
    for (const uint64_t n : done) {
      if (n == noted_.first) noted_ = {};
      renew.Bind(1, n).Bind(2, n * kBlockSize).Bind(3, (n + 1) * kBlockSize);
      TEMOIN_RETURN_IF_ERROR(renew.Run());
      events.Bind(1, n).Bind(2, n * kBlockSize).Bind(3, (n + 1) * kBlockSize);
      TEMOIN_RETURN_IF_ERROR(events.Run());
    }
    return result;
  });
  if (out.ok()) purge_from_ = from;
  return out;
}

Status Writer::ReplayPurge(Work& work, const PurgeEntry& purge) {
  TEMOIN_ASSIGN_OR_RETURN(const PurgeManifest manifest, ParsePurgeManifest(purge.manifest));
  Query query(*db_, "INSERT INTO purge(idx,reason,manifest) VALUES(?,?,?)");
  query.Bind(1, purge.index).Bind(2, static_cast<int>(manifest.reason));
  TEMOIN_RETURN_IF_ERROR(query.Bind(3, std::string_view(purge.manifest)).Run());
  for (const auto& [first, last] : manifest.ranges) {
    if (last >= Next(work)) {
      return Error(ErrorCode::kDataLoss, "The purge manifest of entry " +
                                             std::to_string(purge.index) +
                                             " names records that come after it.");
    }
    for (Index index = first; index <= last; ++index) {
      TEMOIN_RETURN_IF_ERROR(EmptyContent(index, purge.index));
    }
  }
  return {};
}

}  // namespace temoin::store
