// What visitors chose: finding consents, erasing them in time, what holds them back, and the daily
// counts that outlive them. New choices come in a batch (store.h).
//
// Bounds: ReadRange and Search return at most kMaxSearchLimit records; Search ends at its deadline.
// No read holds a read transaction longer than 100 ms.
//
// Errors: kNotFound for an index beyond the log; kDataLoss when stored bytes contradict themselves;
// kUnavailable for what passes (disk full, I/O error, busy). A writing call that returns an error
// has changed nothing.
//
// Thread-safety: PurgeDue, CloseCounts, AddHold and ReleaseHold belong to the store's one writing
// thread; the rest may be called from any thread at the same time.
#ifndef TEMOIN_STORE_CONSENTS_H_
#define TEMOIN_STORE_CONSENTS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "base/zones.h"
#include "consent/record.h"
#include "store/counts.h"
#include "store/types.h"

namespace temoin::store {

using Deadline = std::chrono::steady_clock::time_point;

// A choice that was judged and is to be kept. `record.previous` is the record the visitor's token
// names; when that one was meanwhile replaced, the store links to the last of its line instead, so
// that a visitor's records are always one chain.
struct NewChoice {
  consent::Record record{};
  // Ends the effect of this record without a link, for a refusal that leaves no identifier.
  std::optional<Index> supersedes{};
  Duration evidence_retention{};
  TimeZone time_zone{};  // it is counted on that zone's day
};

// A request to erase the record and its whole line: the earlier ones it links to and those that
// link to it. `at` later than `now` (erasure_delay) only sets the date.
struct ErasureRequest {
  Index index = 0;
  Time at{};
};

// One transaction goes through at most this many records of the lines that are to be erased.
inline constexpr size_t kEraseAtOnce = 128;

struct Erased {
  std::vector<Index> erased{};       // gone now
  std::vector<Index> scheduled{};    // gone at the request's `at`
  std::vector<Index> held{};         // kept by a hold until it is released
  std::optional<Time> held_until{};  // when the last of those holds is looked at again
  // Where the line goes on: requests with the same `at` erase what is left. Durably noted already,
  // so that PurgeDue carries them out should nobody ask again.
  std::vector<Index> rest{};
};

// What is known of a consent. `content` is set exactly when it is kept.
struct Content {
  std::string record{};  // canonical bytes
  Random random{};
};

// The narrow facts of a kept consent, as search returns them. Nothing of them outlives a purge but
// index, state and purge entry.
struct ChoiceRow {
  Index index = 0;
  State state = State::kKept;
  std::string site{};
  consent::Event event = consent::Event::kGiven;
  std::string revision{};
  int64_t generation = 1;
  Time given_at{};
  Time valid_until{};
  std::optional<Index> previous{};
  std::optional<Index> superseded_by{};
  std::optional<Time> superseded_at{};
  std::optional<Time> erased_after{};  // when the content is due to go
  bool erasure_requested = false;
  bool scan = false;                 // consent::Record::scan
  std::optional<Time> held_until{};  // a hold keeps it past that date: when it is looked at again
  std::optional<Time> limited_since{};  // its processing is limited, at the person's request
  std::optional<Index> purge{};         // the purge entry, when purged
  std::optional<PurgeReason> purge_reason{};
};

struct Found {
  EntryType type = EntryType::kConsent;
  ChoiceRow row{};  // of a consent; otherwise only index and state
  std::optional<Content> content{};
  bool leftover = false;  // erased or lost, and bytes of a content are there: a damaged database
};

// What a visitor answered about one service.
struct ServiceDecision {
  std::string service{};
  bool accepted = true;
};

struct SearchQuery {
  std::optional<std::string> site{};
  std::optional<Time> from{};  // given_at >= from
  std::optional<Time> to{};    // given_at < to
  std::optional<consent::Event> event{};
  std::optional<std::string> revision{};
  std::optional<ServiceDecision> decision{};
  bool newest_first = true;
  bool scans_too = true;          // also choices of scans, which are no visitor's
  bool purged_too = false;        // also index and state of what is gone, where nothing is asked
  bool limited_too = false;       // also what is only to be kept (HoldKind::kLimitation)
  bool contents = false;          // with the content of each
  std::optional<Index> cursor{};  // from an earlier page's `next`
  size_t limit = 100;             // at most kMaxSearchLimit
};
inline constexpr size_t kMaxSearchLimit = 1000;

struct SearchPage {
  std::vector<ChoiceRow> rows{};
  std::vector<Content> contents{};  // of each row, if asked for; empty where it is gone
  std::optional<Index> next{};      // ask on from here; none: everything was seen
  bool out_of_time = false;         // the deadline cut this page short: there may be more
};

// What a purge erases.
struct PurgePlan {
  PurgePlan() = default;
  // All that is due at `now`.
  PurgePlan(Time at) : now(at), due(at) {}  // NOLINT(google-explicit-constructor)

  Time now{};                          // dates the purge; what was asked to be gone by then goes
  Time due{};                          // what retention ends by then goes, too
  std::vector<std::string> waiting{};  // but not of these sites
};

// What retention ends of a site, apart from what a hold keeps.
struct DueCount {
  std::string site{};
  uint64_t records = 0;
  Time oldest{};  // when the oldest of them was given
};

struct PurgeResult {
  uint64_t purged = 0;
  uint64_t held = 0;             // were due and stay, because a hold names them
  bool more = false;             // another page is due
  std::vector<Index> entries{};  // purge entries written
};

// Why what is due stays: the controller suspends erasure, the person's own included; or the person
// asked that their records be kept and not used (GDPR article 18), which their own erasure ends.
enum class HoldKind : uint8_t { kHold, kLimitation };

// A reason not to erase. Empty site: every site. A period counts the record's given_at.
struct Hold {
  int64_t id = 0;
  HoldKind kind = HoldKind::kHold;
  std::string site{};
  std::optional<Time> from{};    // given_at >= from
  std::optional<Time> to{};      // given_at < to
  std::vector<Index> records{};  // empty: all of site and period
  std::string reason{};
  std::string author{};
  std::string role = "operator";  // the author's, for the access log; not kept with the hold
  Time review{};
  Time created{};
  std::optional<Time> released{};
  std::string released_by{};
  // The entries of type 6 that say so, and the row's own bytes under which they commit to author
  // and reason. None where it was written before there were such entries; no bytes in a row that
  // came back from the checkpoint log.
  std::optional<Index> entry{};
  Bytes random{};
  std::optional<Index> release_entry{};
  Bytes release_random{};
};

// An evidence retention under which choices of a site were kept, from the entry `first` on: what
// their due dates were computed with. Choices from before the first one of a site: unknown.
struct RetentionUse {
  std::string site{};
  Duration retention{};
  Index first = 0;
};

// What search and erasure go by in place of secondary indexes: whether the bounds and events that
// are kept for the entries [first, last] cover what stands in their rows.
struct BlockState {
  Index first = 0;
  Index last = 0;
  bool due_covered = true;
  bool times_covered = true;
  bool events_covered = true;
};

class ConsentStore {
 public:
  virtual ~ConsentStore() = default;

  // ---- writing: one thread ----

  // Erases at most `limit` records whose date has come, in one short transaction. Call again while
  // `more`; the caller lets choices through in between.
  virtual Result<PurgeResult> PurgeDue(const PurgePlan& plan, size_t limit) = 0;

  // Both write their entry of type 6 and their line of the access log in the same transaction;
  // `role` is that of `by`. A limitation names a site and records.
  virtual Result<int64_t> AddHold(const Hold& hold) = 0;
  virtual Status ReleaseHold(int64_t id, Time now, std::string_view by, std::string_view role) = 0;

  // Commits to the counts of days that are over since an hour, at most `limit` of them, each by an
  // entry of type 7; how many. A day that counts may have come to since is closed again
  // (CountsMayHaveChanged).
  virtual Result<size_t> CloseCounts(Time now, size_t limit) = 0;

  // ---- reading: any thread ----

  virtual Result<Found> FindByIndex(Index index) const = 0;
  virtual Result<SearchPage> Search(const SearchQuery& query, Deadline deadline) const = 0;
  // The narrow facts of consents [from, from + count) in index order, purged and lost ones too, and
  // the contents of those that are kept; for verification and export in pages.
  virtual Result<std::vector<Found>> ReadRange(Index from, size_t count) const = 0;

  // What retention ends by `due`, by site; how many consents of a site are kept, counted to
  // `enough` at least; and what retention erased of it on the day of `now`. In short reads.
  virtual Result<std::vector<DueCount>> CountDue(Time due) const = 0;
  virtual Result<uint64_t> CountKept(std::string_view site, uint64_t enough) const = 0;
  virtual Result<uint64_t> CountRetired(std::string_view site, Time now) const = 0;
  virtual Result<std::vector<Hold>> Holds(bool released_too) const = 0;

  // Of one site, oldest first.
  virtual Result<std::vector<DayZone>> ReadDayZones(std::string_view site) const = 0;
  virtual Result<std::vector<DailyCount>> ReadCounts(std::string_view site, Time from_day,
                                                     Time to_day) const = 0;
  virtual Result<std::vector<LanguageCount>> ReadLanguageCounts(std::string_view site,
                                                                Time from_day,
                                                                Time to_day) const = 0;
  virtual Result<std::vector<ImpressionCount>> ReadImpressions(std::string_view site, Time from_day,
                                                               Time to_day) const = 0;
  virtual Result<std::vector<ObservedName>> ReadObservations(std::string_view site) const = 0;

  // What was counted on a day as the entry of type 7 with the index `entry` commits to it; and
  // every day with counts.
  virtual Result<DayCounts> ReadDayCounts(std::string_view site, Time day, Index entry,
                                          bool apart) const = 0;
  virtual Result<std::vector<CountedDay>> CountedDays() const = 0;

  // For verification: by site, oldest first; and the blocks from the one of entry `from` on, each
  // judged in one moment, fewer than `limit` at the end.
  virtual Result<std::vector<RetentionUse>> RetentionUses() const = 0;
  virtual Result<std::vector<BlockState>> ReadBlocks(Index from, size_t limit) const = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_CONSENTS_H_
