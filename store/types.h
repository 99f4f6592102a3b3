// The words of the store: what goes in, what comes out, in the domain's terms and without SQL.
//
// Every consent, revision, banner build, set of pictures, purge and journal day is an *entry* and
// takes the next index of one sequence for the whole data directory; the index is the leaf index in
// the proof log.
//
// Thread-safety: values.
#ifndef TEMOIN_STORE_TYPES_H_
#define TEMOIN_STORE_TYPES_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"
#include "base/zones.h"
#include "consent/record.h"
#include "prooflog/entry.h"

namespace temoin::store {

using Index = uint64_t;
using Random = std::array<uint8_t, 32>;  // a record's own key, erased with it
using EntryType = prooflog::EntryType;
using LogEntry = prooflog::EntryBytes;

// What became of an entry's content. Only consents are ever purged.
enum class State : uint8_t {
  kKept = 0,
  kPurged = 1,  // erased on time or on request; the log entry stays, a purge entry says why
  kLost = 2,    // the entry was completed from the log journal, its content is gone
};

enum class PurgeReason : uint8_t { kRetention = 1, kRequest = 2 };

// The log's size and root hash (RFC 9162 section 2.1.1).
struct Head {
  uint64_t size = 0;
  Digest root{};

  bool operator==(const Head&) const = default;
};

// ---- in ----

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

// A revision published for a site, entry type 2. The document is public for ever.
struct NewRevision {
  std::string site{};
  std::string hash{};      // 64 lower hex: SHA-256 of `document`
  std::string document{};  // canonical JSON
  int64_t generation = 1;
  std::string since{};   // JSON object: service id -> generation
  std::string author{};  // who published, as told; may be empty
  Time published_at{};
};

// A banner build that was first served now, entry type 2.
struct NewBanner {
  std::string hash{};  // 64 lower hex: SHA-256 of `code`
  std::string code{};
  Time published_at{};
};

// Pictures that were taken of a revision while it was in force, entry type 2: the commitment is
// that of the manifest, which holds the hash of each picture. All of it is public for ever.
struct NewPicture {
  std::string hash{};  // 64 lower hex: SHA-256 of `bytes`
  std::string bytes{};
};
struct NewPictureSet {
  std::string site{};
  std::string revision{};
  std::string hash{};      // 64 lower hex: SHA-256 of `manifest`
  std::string manifest{};  // canonical, picture_manifest.h
  Time taken_at{};
  std::vector<NewPicture> pictures{};
};

// A request to erase the record and its whole line: the earlier ones it links to and those that
// link to it. `at` later than `now` (erasure_delay) only sets the date.
struct ErasureRequest {
  Index index = 0;
  Time at{};
};

struct NewImpressions {
  std::string site{};
  Time at{};
  TimeZone time_zone{};  // they are counted on that zone's day
  std::string revision{};
  uint64_t count = 0;
};

// Days of counts are dates, written as midnight UTC: of the site's time zone, and in UTC before its
// first DayZone.
struct ImpressionCount {
  std::string site{};
  Time day{};
  std::string revision{};
  uint64_t count = 0;
};

// A tracker name seen by browsers that matches nothing declared; never a value.
struct Observation {
  std::string site{};
  std::string name{};
  Time seen_at{};
  uint64_t count = 0;
};

// Who looked at what.
struct Access {
  Time at{};
  std::string who{};
  std::string role{};
  std::string action{};  // "consent.read", "export", "sign-in", "hold.add", …
  std::string site{};    // may be empty
  std::string detail{};  // index, query in words; never personal data of visitors
};

struct Batch {
  Time now{};
  std::vector<NewRevision> revisions{};
  std::vector<NewBanner> banners{};
  std::vector<NewPictureSet> picture_sets{};
  std::vector<NewChoice> choices{};
  std::vector<ErasureRequest> erasures{};
  std::vector<NewImpressions> impressions{};
  std::vector<Observation> observations{};
  std::vector<Access> accesses{};
};

// ---- out ----

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

struct Appended {
  std::vector<Index> revisions{};  // in the batch's order; a banner known already keeps its index
  std::vector<Index> banners{};
  std::vector<Index> picture_sets{};     // likewise
  std::vector<Result<Index>> choices{};  // a choice refused does not stop the others
  std::vector<Erased> erasures{};
  Head head{};
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
  bool held = false;             // a hold keeps it past that date
  std::optional<Index> purge{};  // the purge entry, when purged
  std::optional<PurgeReason> purge_reason{};
};

struct Found {
  EntryType type = EntryType::kConsent;
  ChoiceRow row{};  // of a consent; otherwise only index and state
  std::optional<Content> content{};
  bool leftover = false;  // erased or lost, and bytes of a content are there: a damaged database
};

struct Publication {
  Index index = 0;
  std::string site{};
  std::string hash{};
  int64_t generation = 1;
  std::string since{};
  std::string author{};
  Time published_at{};
};

// Pictures that were filed of a revision.
struct PictureSet {
  Index index = 0;
  std::string site{};
  std::string revision{};
  std::string hash{};  // of the manifest, a Document
  Time taken_at{};
};

struct Document {
  enum class Kind : uint8_t { kRevision = 1, kBanner = 2, kPictures = 3 };
  Kind kind = Kind::kRevision;
  std::string bytes{};
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
  bool purged_too = false;        // also index and state of what is gone, where nothing is asked
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

// Counts of one day, kept apart from the records and never erased with them. `service` empty: the
// event as a whole: the choices in `accepted`, and in `repeats` the records that repeat one of them
// (consent::Record::repeats), which are counted nowhere else. Both together are the day's records.
struct DailyCount {
  std::string site{};
  Time day{};
  std::string revision{};
  consent::Event event = consent::Event::kGiven;
  std::string service{};
  uint64_t accepted = 0;
  uint64_t refused = 0;
  uint64_t repeats = 0;
};

// The same events by the language in which the visitor was asked.
struct LanguageCount {
  std::string site{};
  Time day{};
  std::string revision{};
  consent::Event event = consent::Event::kGiven;
  std::string language{};  // "fr"
  uint64_t count = 0;
  uint64_t repeats = 0;
};

struct ObservedName {
  std::string site{};
  std::string name{};
  Time first_seen{};
  Time last_seen{};
  uint64_t count = 0;
};

struct PurgeEntry {
  Index index = 0;
  std::string manifest{};  // canonical JSON, docs/formats.md
};

// The manifest of an entry of type 5 to 10.
struct ManifestEntry {
  Index index = 0;
  std::string manifest{};  // canonical JSON, docs/formats.md
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

// A reason not to erase. Empty site: every site. A period counts the record's given_at.
struct Hold {
  int64_t id = 0;
  std::string site{};
  std::optional<Time> from{};    // given_at >= from
  std::optional<Time> to{};      // given_at < to
  std::vector<Index> records{};  // empty: all of site and period
  std::string reason{};
  std::string author{};
  std::string role = "operator";  // the author's, for the journal; not kept with the hold
  Time review{};
  Time created{};
  std::optional<Time> released{};
  std::string released_by{};
};

// An evidence retention under which choices of a site were kept, from the entry `first` on: what
// their due dates were computed with. Choices from before the first one of a site: unknown.
struct RetentionUse {
  std::string site{};
  Duration retention{};
  Index first = 0;
};

// How the days of a site's counts were told, from the entry `first` on: `offset` ahead of UTC, as
// its time zone was when it was noted. Before the first one of a site they are days of UTC. A later
// one with the same zone is its summer or winter time.
struct DayZone {
  std::string site{};
  Index first = 0;
  Time since{};  // for what is no entry
  std::string zone{};
  std::chrono::seconds offset{};
  std::string before{};  // the zone until then, where something was counted in it; else empty
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

// Accesses that are past their time: those before `before`, to `sites`, or to all others than
// these and to none.
struct PastAccesses {
  Time before{};
  bool sign_ins_only = false;
  std::vector<std::string> sites{};
  bool others = true;
};

struct AccessRow {
  int64_t id = 0;
  Access access{};
};

// A day of the access journal that has accesses, or had and was closed. A day is closed once; when
// a clock that was ahead was put right, accesses come to a day that was closed already, and it is
// closed again for those: then there is one of these for each time.
struct AccessDay {
  Time day{};                    // midnight UTC
  std::optional<Index> entry{};  // the journal entry, once it is closed
  // What the entry commits to, computed again from the accesses. None when some of them were
  // forgotten since, so that nothing can be said of the day any more.
  std::optional<Digest> digest{};
};

// Something that this database lost and that somebody has to take note of: it was missing, or older
// than what the log had signed. The entries [first, end) were completed from the log journal; what
// came after the last checkpoint nobody can name. An empty range: the database alone was missing.
struct Loss {
  int64_t id = 0;
  Index first = 0;
  Index end = 0;
  uint64_t consents = 0;  // of these entries; their contents are gone
  uint64_t others = 0;    // revisions, banners, pictures, journal days
  uint64_t purges = 0;    // erasures, which were carried out again
  bool whole = false;     // there was no database, or an empty one
  Time found{};
  std::optional<Time> acknowledged{};
  std::string acknowledged_by{};
};

// A signed checkpoint that is kept: one a day, and what anchors it outside.
struct KeptCheckpoint {
  Time day{};  // midnight UTC
  uint64_t size = 0;
  std::string note{};  // C2SP signed note
  Bytes anchor{};      // RFC 3161 token, or empty
  std::optional<Time> anchored_at{};
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_TYPES_H_
