// Erasure on request: a whole line of records, however long, a bounded part of it a transaction.
//
// A line is what `previous` and `superseded_by` connect. Emptying a record cuts its links, so
// before one is emptied its neighbours are noted as requested and due, in the same transaction.
// Whatever is killed when, what is left of a line is therefore found again: by its rest, or by
// PurgeDue.

#include <algorithm>
#include <deque>

#include "store/sqlite/instants.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/writer.h"

namespace temoin::store {

// Notes that the record must go at `at`. True: it is kept, and that was not noted before.
Result<bool> Writer::RequestErasure(Work& work, Index index, Time at) {
  TEMOIN_ASSIGN_OR_RETURN(const auto row, ReadRow(work, index));
  if (!row || row->type != EntryType::kConsent || row->state != State::kKept) return false;
  if (row->requested && row->due && *row->due <= at) return false;
  Query schedule(*db_, "UPDATE entry SET due=min(due,?2),requested=1 WHERE idx=?1");
  TEMOIN_RETURN_IF_ERROR(schedule.Bind(1, index).Bind(2, Seconds(at)).Run());
  NoteDue(work, index, at);
  return true;
}

Result<Erased> Writer::WalkLine(Work& work, Index start, Time at, Time now, size_t& room) {
  Erased out;
  TEMOIN_RETURN_IF_ERROR(RequestErasure(work, start, at));
  std::deque<Index> ahead = {start};
  for (; !ahead.empty() && room > 0; ahead.pop_front()) {
    const Index index = ahead.front();
    TEMOIN_ASSIGN_OR_RETURN(const auto row, ReadRow(work, index));
    if (!row || row->type != EntryType::kConsent || row->state != State::kKept) continue;
    --room;
    if (const auto review = holds_->Review(row->site, row->given_at, index)) {
      out.held.push_back(index);
      out.held_until = std::max(out.held_until.value_or(*review), *review);
    } else {
      (at > now ? out.scheduled : out.erased).push_back(index);
    }
    for (const std::optional<Index> neighbour : {row->previous, row->superseded_by}) {
      if (!neighbour) continue;
      // What was noted before is another erasure's, which goes through it.
      TEMOIN_ASSIGN_OR_RETURN(const bool fresh, RequestErasure(work, *neighbour, at));
      if (fresh) ahead.push_back(*neighbour);
    }
  }
  out.rest.assign(ahead.begin(), ahead.end());
  return out;
}

Result<bool> Writer::PurgeLine(Work& work, Index start, Time now, size_t limit, Lines& lines) {
  if (lines.gone.contains(start) || lines.held.contains(start)) return true;
  size_t room = limit - std::min(limit, lines.gone.size());
  if (room == 0) return false;
  TEMOIN_ASSIGN_OR_RETURN(const Erased line, WalkLine(work, start, now, now, room));
  lines.gone.insert(line.erased.begin(), line.erased.end());
  lines.held.insert(line.held.begin(), line.held.end());
  return line.rest.empty();
}

}  // namespace temoin::store
