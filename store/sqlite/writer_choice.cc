// Choices: a record into the log, and what it replaces along its line.
#include <utility>

#include "base/calendar.h"
#include "consent/token.h"
#include "consent/validity.h"
#include "prooflog/hash.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

// A walk of so many steps along a line is remembered, for so many lines.
constexpr int kFarAhead = 64;
constexpr size_t kMaxFarAhead = 1024;

Error LineIsLong() {
  return {ErrorCode::kUnavailable, "The choice's line is long and is still being followed."};
}

Error Unprocessable(std::string message) { return {ErrorCode::kUnprocessable, std::move(message)}; }

}  // namespace

Result<std::optional<Writer::Row>> Writer::ReadRow(const Work& work, Index index) {
  if (index >= Next(work)) return std::optional<Row>();
  using RowColumns =
      Columns<Row, Column<"type", &Row::type>, Column<"state", &Row::state>,
              Column<"publication", &Row::publication>, Column<"given_at", &Row::given_at>,
              Column<"previous", &Row::previous>, Column<"superseded_by", &Row::superseded_by>,
              Column<"superseded_at", &Row::superseded_at>, Column<"due", &Row::due>,
              Column<"requested", &Row::requested>>;
  Select<RowColumns, "FROM entry WHERE idx=?"> query(*db_);
  TEMOIN_ASSIGN_OR_RETURN(std::optional<Row> row, query.Bind(1, index).First());
  if (!row) return row;
  const auto site = publication_sites_.find(row->publication);
  if (site != publication_sites_.end()) row->site = site->second;
  return row;
}

Result<Writer::LineEnd> Writer::EndOfLine(const Work& work, Index index) {
  const auto known = far_ahead_.find(index);
  Index at = known != far_ahead_.end() ? known->second : index;
  for (int step = 0; step < kLineSteps; ++step) {
    TEMOIN_ASSIGN_OR_RETURN(const auto row, ReadRow(work, at));
    if (!row || row->state != State::kKept) {
      far_ahead_.erase(index);
      return LineEnd{};
    }
    if (!row->superseded_by) {
      if (step >= kFarAhead) RememberFarAhead(index, at);
      return LineEnd{.index = at, .requested = row->requested};
    }
    at = *row->superseded_by;
  }
  RememberFarAhead(index, at);
  return LineEnd{.reached = false};
}

// What is not committed yet may be another record after a failure.
void Writer::RememberFarAhead(Index from, Index to) {
  if (to >= tree_.size()) return;
  if (far_ahead_.size() >= kMaxFarAhead) far_ahead_.clear();
  far_ahead_.insert_or_assign(from, to);
}

Status Writer::Supersede(Work& work, Index old, std::optional<Index> by, Time at,
                         const Duration& retention) {
  TEMOIN_ASSIGN_OR_RETURN(const auto row, ReadRow(work, old));
  if (!row || row->type != EntryType::kConsent || row->state != State::kKept) return {};
  const Time due = std::min(row->due.value_or(consent::ErasedAfter(at, retention)),
                            consent::ErasedAfter(at, retention));
  // The first replacement ended it; a later one only adds the link.
  Query query(*db_,
              "UPDATE entry SET superseded_by=CASE WHEN superseded_by=?2 AND ?3 IS NOT NULL THEN "
              "?3 ELSE superseded_by END,"
              "superseded_at=CASE WHEN superseded_at=?2 THEN ?4 ELSE superseded_at END,"
              "due=CASE WHEN superseded_at=?2 THEN ?5 ELSE due END WHERE idx=?1");
  query.Bind(1, old).Bind(2, kUnset).Bind(3, by).Bind(4, Seconds(at)).Bind(5, Seconds(due));
  TEMOIN_RETURN_IF_ERROR(query.Run());
  if (!row->superseded_at) NoteDue(work, old, due);
  return {};
}

Result<Result<Index>> Writer::AppendChoice(Work& work, const NewChoice& choice,
                                           const Random& random) {
  using Inner = Result<Index>;
  const consent::Record* record = &choice.record;
  const auto publication =
      publications_.find(PublicationKey(record->site, record->revision, record->generation));
  if (publication == publications_.end()) {
    return Inner(Unprocessable("The choice names a revision that is not in the log."));
  }
  std::optional<consent::Record> relinked;
  std::optional<Index> ended;  // what this choice ends without a link
  if (record->previous) {
    TEMOIN_ASSIGN_OR_RETURN(const auto named, ReadRow(work, *record->previous));
    if (!named || named->type != EntryType::kConsent) {
      return Inner(Unprocessable("The choice links to an index that is no consent."));
    }
    TEMOIN_ASSIGN_OR_RETURN(const LineEnd last, EndOfLine(work, *record->previous));
    if (!last.reached) return Inner(LineIsLong());
    // A line that is to be erased takes no new record: the request is older than it.
    if (last.requested) ended = last.index;
    const std::optional<Index> previous = last.requested ? std::nullopt : last.index;
    if (previous != record->previous) {
      relinked = *record;
      relinked->previous = previous;
      record = &*relinked;
    }
  } else if (choice.supersedes) {
    TEMOIN_ASSIGN_OR_RETURN(const LineEnd last, EndOfLine(work, *choice.supersedes));
    if (!last.reached) return Inner(LineIsLong());
    ended = last.index;
  }
  const std::string bytes = consent::CanonicalRecord(*record);
  if (bytes.size() > consent::kMaxRecordBytes) {
    return Inner(Unprocessable("The choice's record is too large."));
  }
  const Index index = Next(work);
  TEMOIN_ASSIGN_OR_RETURN(const int64_t day,
                          CountedDay(work, record->site, choice.time_zone, record->given_at));
  const Digest commitment = prooflog::ConsentEntry(random, AsBytes(bytes)).commitment;
  const Time due = consent::ErasedAfter(record->valid_until, choice.evidence_retention);
  {
    Query query(*db_,
                "INSERT INTO entry(idx,type,state,commitment,publication,event,given_at,"
                "valid_until,previous,superseded_by,superseded_at,due,requested,scan) "
                "VALUES(?1,1,0,?2,?3,?4,?5,?6,?7,?8,?8,?9,0,?10)");
    query.Bind(1, index).Bind(2, ByteView(commitment)).Bind(3, publication->second);
    query.Bind(4, static_cast<int>(record->event)).Bind(5, Seconds(record->given_at));
    query.Bind(6, Seconds(record->valid_until)).Bind(7, record->previous).Bind(8, kUnset);
    query.Bind(9, Seconds(due)).Bind(10, record->scan ? std::optional(1) : std::nullopt);
    TEMOIN_RETURN_IF_ERROR(query.Run());
  }
  Query query(*db_, "INSERT INTO content(idx,record,random) VALUES(?,?,?)");
  query.Bind(1, index).Bind(2, AsBytes(bytes)).Bind(3, ByteView(random));
  TEMOIN_RETURN_IF_ERROR(query.Run());
  NoteLeaf(work, EntryType::kConsent, commitment);
  NoteDue(work, index, due);
  NoteTime(work, index, record->given_at);
  NoteEvent(work, index, publication->second, record->event);
  Count(work, publication->second, day, *record);
  TEMOIN_RETURN_IF_ERROR(NoteRetention(record->site, choice.evidence_retention, index));
  if (record->previous) {
    TEMOIN_RETURN_IF_ERROR(
        Supersede(work, *record->previous, index, record->given_at, choice.evidence_retention));
  }
  if (ended) {
    TEMOIN_RETURN_IF_ERROR(
        Supersede(work, *ended, std::nullopt, record->given_at, choice.evidence_retention));
  }
  return Inner(index);
}

}  // namespace temoin::store
