#include "app/log/verify/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/calendar.h"
#include "consent/terms.h"
#include "consent/validity.h"

namespace temoin::app {
namespace {

using store::ChoiceRow;
using store::EntryType;
using store::Index;
using store::State;

constexpr size_t kBlocksAtATime = 64;
constexpr std::chrono::seconds kLookFor{5};  // an unlinked refusal; one second's records, in pages

std::string Words(const std::optional<Index>& index) {
  return index ? std::to_string(*index) : "none";
}
std::string Words(int64_t number) { return std::to_string(number); }

}  // namespace

void ColumnCheck::Begin() { LoadRetentions(); }

void ColumnCheck::LoadRetentions() {
  auto uses = store().RetentionUses();
  if (!uses) return Find("The retentions in use cannot be read: " + uses.error().message);
  retentions_.clear();
  for (store::RetentionUse& use : *uses) retentions_[use.site].push_back(std::move(use));
}

void ColumnCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type != EntryType::kConsent) return;
  if (entry.found.row.state == State::kPurged) Purged(entry.found.row);
  if (entry.record != nullptr) {
    Kept(*entry.record, clock_.Counted(entry.index, *entry.record), entry.found.row);
  }
}

void ColumnCheck::Column(Index index, bool same, std::string_view column, const std::string& kept,
                         const std::string& said) {
  if (same) return;
  Find(fmt::format("Record {}: the column {} holds {}, the record says {}.", index, column, kept,
                   said));
}

void ColumnCheck::Kept(const consent::Record& record, const store::ChoiceDates& dates,
                       const ChoiceRow& row) {
  const Index index = row.index;
  Column(index, row.site == record.site, "publication (site)", row.site, record.site);
  Column(index, row.event == record.event, "event", std::string(consent::EventName(row.event)),
         std::string(consent::EventName(record.event)));
  Column(index, row.revision == record.revision, "publication (revision)", row.revision,
         record.revision);
  Column(index, row.generation == record.generation, "publication (generation)",
         Words(row.generation), Words(record.generation));
  Column(index, row.given_at == dates.given_at, "given_at", FormatTime(row.given_at),
         FormatTime(dates.given_at));
  Column(index, row.valid_until == dates.valid_until, "valid_until", FormatTime(row.valid_until),
         FormatTime(dates.valid_until));
  Column(index, row.previous == record.previous, "previous", Words(row.previous),
         Words(record.previous));
  Column(index, row.scan == record.scan, "scan", Words(int64_t{row.scan}),
         Words(int64_t{record.scan}));
  Column(index, !row.purge, "purge", Words(row.purge), "nothing of an erasure");
  Successor(row);
  Predecessor(record, row);
  if (row.valid_until == dates.valid_until) Due(row);
}

// The record that is said to replace this one.
void ColumnCheck::Successor(const ChoiceRow& row) {
  if (row.superseded_by) {
    const auto later = store().FindByIndex(*row.superseded_by);
    const bool kept =
        later.ok() && later->type == EntryType::kConsent && later->row.state == State::kKept;
    const bool replaces =
        kept ? later->row.previous == row.index : later.ok() && later->type == EntryType::kConsent;
    if (*row.superseded_by <= row.index || !replaces) {
      return Find(fmt::format(
          "Record {}: the column superseded_by names entry {}, which does not replace it.",
          row.index, *row.superseded_by));
    }
    if (!row.superseded_at) {
      return Find(
          fmt::format("Record {}: the column superseded_at is empty, and record {} "
                      "replaces it.",
                      row.index, *row.superseded_by));
    }
    if (!kept || *row.superseded_at == later->row.given_at) return;
    if (*row.superseded_at < later->row.given_at && EndedWithoutALink(row)) return;
    return Find(
        fmt::format("Record {}: the column superseded_at holds {}, record {} replaced it "
                    "at {}.",
                    row.index, FormatTime(*row.superseded_at), *row.superseded_by,
                    FormatTime(later->row.given_at)));
  }
  if (!row.superseded_at) return;
  if (EndedWithoutALink(row)) return;
  Find(fmt::format("Record {}: the column superseded_at holds {}, when no record replaced it.",
                   row.index, FormatTime(*row.superseded_at)));
}

// The record that this one replaces must say so.
void ColumnCheck::Predecessor(const consent::Record& record, const ChoiceRow& row) {
  if (!record.previous) return;
  const auto earlier = store().FindByIndex(*record.previous);
  if (!earlier.ok()) {
    return Find(fmt::format("Record {} replaces record {}, which cannot be read: {}", row.index,
                            *record.previous, earlier.error().message));
  }
  if (earlier->type != EntryType::kConsent || *record.previous >= row.index) {
    return Find(fmt::format("Record {} replaces entry {}, which is no earlier record.", row.index,
                            *record.previous));
  }
  if (earlier->row.state != State::kKept || earlier->row.superseded_by == row.index) return;
  Find(fmt::format("Record {}: the column superseded_by holds {}, and record {} replaces it.",
                   *record.previous, Words(earlier->row.superseded_by), row.index));
}

// A refusal that leaves no identifier ends the record before it and has no link to it: one of that
// very second must be there. It is erased later than what it ended, unless a hold keeps that.
bool ColumnCheck::EndedWithoutALink(const ChoiceRow& row) const {
  if (row.held_until) return true;
  store::SearchQuery query;
  query.site = row.site;
  query.from = *row.superseded_at;
  query.to = *row.superseded_at + std::chrono::seconds(1);
  query.newest_first = false;
  query.limit = store::kMaxSearchLimit;
  do {
    const auto page = store().Search(query, std::chrono::steady_clock::now() + kLookFor);
    if (!page) return false;
    for (const ChoiceRow& other : page->rows) {
      if (other.index <= row.index || other.previous || other.event == consent::Event::kGiven ||
          other.event == consent::Event::kPartial) {
        continue;
      }
      const auto found = store().FindByIndex(other.index);
      if (!found.ok() || !found->content) continue;
      const auto record = consent::ParseRecord(found->content->record);
      if (record.ok() && !record->token) return true;
    }
    query.cursor = page->next;
  } while (query.cursor);
  return false;
}

void ColumnCheck::Due(const ChoiceRow& row) {
  if (!row.erased_after) {
    return Find(
        fmt::format("Record {}: the column due is empty: it would never be erased.", row.index));
  }
  if (DueFits(row)) return;
  LoadRetentions();  // another may have come into use since the walk began
  if (DueFits(row)) return;
  Find(fmt::format("Record {}: the column due holds {}, which no retention of {} gives{}.",
                   row.index, FormatTime(*row.erased_after), row.site,
                   row.erasure_requested ? " and no request explains" : ""));
}

bool ColumnCheck::DueFits(const ChoiceRow& row) const {
  const Time due = *row.erased_after;
  const auto uses = retentions_.find(row.site);
  // Records from before retentions were noted: what holds whichever it was.
  if (uses == retentions_.end() || row.index < uses->second.front().first) {
    return row.erasure_requested || due >= consent::EndOfEffect(row.valid_until, row.superseded_at);
  }
  for (const store::RetentionUse& own : uses->second) {
    for (const store::RetentionUse& later : uses->second) {
      const Time expected =
          consent::ErasedAfter(row.valid_until, row.superseded_at, own.retention, later.retention);
      if (due == expected || (row.erasure_requested && due < expected)) return true;
    }
  }
  return false;
}

void ColumnCheck::Purged(const ChoiceRow& row) {
  const std::pair<const char*, bool> columns[] = {
      {"publication", row.site.empty() && row.revision.empty()},
      {"given_at", row.given_at == Time{}},
      {"valid_until", row.valid_until == Time{}},
      {"previous", !row.previous},
      {"superseded_by", !row.superseded_by},
      {"superseded_at", !row.superseded_at},
      {"due", !row.erased_after},
      {"requested", !row.erasure_requested},
      {"scan", !row.scan},
  };
  for (const auto& [column, empty] : columns) {
    if (!empty) {
      Find(
          fmt::format("Record {} was erased and its column {} is still there.", row.index, column));
    }
  }
}

// The bounds that search and erasure go by.
void ColumnCheck::End() {
  for (Index from = 0; from < head().size;) {
    const auto blocks = store().ReadBlocks(from, kBlocksAtATime);
    if (!blocks) return Find("The blocks cannot be read: " + blocks.error().message);
    if (blocks->empty()) return;
    for (const store::BlockState& block : *blocks) {
      if (!block.due_covered) {
        Find(
            fmt::format("Entries {} to {}: block.min_due is later than a record's due date, "
                        "which would not be erased then.",
                        block.first, block.last));
      }
      if (!block.times_covered) {
        Find(
            fmt::format("Entries {} to {}: block.min_time and max_time leave out a record's "
                        "time: a search by period would not find it.",
                        block.first, block.last));
      }
      if (!block.events_covered) {
        Find(
            fmt::format("Entries {} to {}: block_events leaves out a record's event: a search by "
                        "site, revision or event would not find it.",
                        block.first, block.last));
      }
      from = block.last + 1;
    }
  }
}

}  // namespace temoin::app
