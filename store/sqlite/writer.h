// The one connection that writes, and what it carries in memory between transactions: the right
// edge of the tree, the publications, the holds. A transaction that fails leaves all of that as it
// was before.
//
// Thread-safety: one thread.
#ifndef TEMOIN_STORE_SQLITE_WRITER_H_
#define TEMOIN_STORE_SQLITE_WRITER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/served_file.h"
#include "prooflog/tree.h"
#include "store/clock_correction.h"
#include "store/purge_manifest.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/hold_set.h"
#include "store/sqlite/lineage.h"
#include "store/store.h"

namespace temoin::store {

// What to do about a database file that is not served any more.
inline constexpr char kDatabaseRemedy[] =
    "Stop the server, put the latest database in place and start again: it is judged against the "
    "checkpoint log.";

class Writer {
 public:
  static Result<std::unique_ptr<Writer>> Open(std::unique_ptr<Connection> db);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // From now on nothing is written or acknowledged once the database (opened before the connection
  // was) or its write-ahead log is no longer the file that its path names, or was written to by
  // something else. That lasts: only a new start judges what stands there then.
  Status WatchFiles(ServedFile database);
  // kUnavailable with what happened, for good.
  Status CheckServed();
  // The same without looking; from any thread.
  Status served() const;

  Result<Appended> Append(const Batch& batch);
  Result<PurgeResult> PurgeDue(const PurgePlan& plan, size_t limit);
  Result<ClockCorrected> CorrectClock(Time time, const Access& access);
  Result<size_t> CloseCounts(Time now, size_t limit);
  Result<std::optional<Index>> Adopt(Time now);
  Result<int64_t> AddHold(const Hold& hold);
  Status ReleaseHold(int64_t id, Time now, std::string_view by, std::string_view role);
  Result<int64_t> AddRequestNote(const RequestNote& note);
  Result<Index> AddDossierNote(const DossierNote& note);
  Result<std::optional<Index>> CloseAccessDay(Time day, Time now);
  Result<bool> ForgetAccesses(const PastAccesses& past, size_t limit);
  Status KeepCheckpoint(const KeptCheckpoint& checkpoint);
  Status NoteLoss(const Loss& loss);
  Result<std::vector<Loss>> AcknowledgeLosses(Time now, std::string_view by);
  Result<Head> Complete(std::span<const LogEntry> entries, std::span<const PurgeEntry> purges,
                        std::span<const ManifestEntry> manifests);
  Result<bool> Truncate();
  Result<bool> BackupPages(const std::string& target, size_t pages);

  std::shared_ptr<const HoldSet> holds() const { return holds_; }
  Connection& db() { return *db_; }

 private:
  // Records of one line that are followed in one transaction; the next one goes on from there.
  static constexpr int kLineSteps = 10'000;

  // What a transaction changes besides rows, gathered and written once before its commit.
  struct BlockChange {
    std::optional<int64_t> min_due;
    std::optional<int64_t> min_time;
    std::optional<int64_t> max_time;
    std::map<Index, unsigned> events;  // by publication: those that are added
  };
  struct Tally {
    std::string service;  // empty: the event itself
    uint64_t accepted = 0;
    uint64_t refused = 0;
    uint64_t repeats = 0;
    uint64_t scans = 0;
    uint64_t marked = 0;
  };
  struct Spoken {
    uint64_t count = 0;
    uint64_t repeats = 0;
    uint64_t scans = 0;
    uint64_t marked = 0;
  };
  struct Work {
    std::vector<Digest> leaves;
    std::map<uint64_t, BlockChange> blocks;
    std::map<std::tuple<Index, int64_t, consent::Event>, std::vector<Tally>> tallies;
    std::map<std::tuple<Index, int64_t, consent::Event, std::string>, Spoken> languages;
  };
  // The narrow columns that linking and erasing need.
  struct Row {
    EntryType type = EntryType::kConsent;
    State state = State::kKept;
    Index publication = 0;
    std::string site;  // of the publication
    Time given_at{};
    std::optional<Index> previous;
    std::optional<Index> superseded_by;
    std::optional<Time> superseded_at;
    std::optional<Time> due;
    bool requested = false;
  };

  explicit Writer(std::unique_ptr<Connection> db) : db_(std::move(db)) {}

  // Runs `body(work)` in one transaction and commits; after any error database and memory are as
  // before.
  template <typename Body>
  auto Transact(Body body) -> decltype(body(std::declval<Work&>()));
  Status Load();
  Status LoadHolds();
  Status Flush(Work& work);
  Status FlushEvents(uint64_t block, const BlockChange& change);
  void KeepNoted(const Work& work);
  // Commits a change, with the number that lineage.h asks for.
  Status CommitChange(Transaction& transaction);
  // Before the log is copied into the database, unless its last commit shows a number.
  Status ShowNumber();
  void CheckpointIfLong();
  Status Abandon(Status why);
  Status CheckFiles();
  // Whether another program committed something; within a transaction, before it changes anything.
  Status CheckVersion();
  void RememberFiles();
  // After a commit: RememberFiles and CheckFiles in one look.
  Status RememberServed();

  Index Next(const Work& work) const { return tree_.size() + work.leaves.size(); }
  Result<Index> AppendEntry(Work& work, EntryType type, const Digest& commitment,
                            State state = State::kKept);
  static void NoteLeaf(Work& work, EntryType type, const Digest& commitment);
  static void NoteDue(Work& work, Index index, Time due);
  static void NoteTime(Work& work, Index index, Time given_at);
  static void NoteEvent(Work& work, Index index, Index publication, consent::Event event);

  Result<Index> AppendRevision(Work& work, const NewRevision& revision);
  Status InsertPublication(const Publication& published);
  Status ReplayDocument(const ManifestEntry& document, const Digest& commitment);
  Status ReplayPublication(const ManifestEntry& manifest);
  Result<Index> AppendBanner(Work& work, const NewBanner& banner);
  Result<Index> AppendPictureSet(Work& work, const NewPictureSet& set);
  Result<std::optional<Index>> FindDocument(std::string_view hash);
  Status InsertDocument(Index index, Document::Kind kind, std::string_view hash,
                        std::string_view bytes);
  // The inner result refuses one choice; the outer fails the transaction.
  Result<Result<Index>> AppendChoice(Work& work, const NewChoice& choice, const Random& random);
  Result<std::optional<Row>> ReadRow(const Work& work, Index index);
  struct LineEnd {
    std::optional<Index> index{};  // none: it is gone
    bool requested = false;        // it is to be erased
    bool reached = true;           // false: a longer line than one transaction follows
  };
  // The last record of the line that `index` belongs to.
  Result<LineEnd> EndOfLine(const Work& work, Index index);
  void RememberFarAhead(Index from, Index to);
  Status Supersede(Work& work, Index old, std::optional<Index> by, Time at,
                   const Duration& retention);
  // The date on which what happens now, at `at`, is counted for a site; notes from which entry on
  // its days are told otherwise than before.
  Result<int64_t> CountedDay(const Work& work, const std::string& site, const TimeZone& zone,
                             Time at);
  Result<bool> AnythingCounted(const std::string& site);
  void Count(Work& work, Index publication, int64_t day, const consent::Record& record) const;
  Status NoteRetention(const std::string& site, const Duration& retention, Index index);

  Result<bool> RequestErasure(Work& work, Index index, Time at);
  // Goes through the line of `start`, `room` records of it at most, and notes that they must go.
  Result<Erased> WalkLine(Work& work, Index start, Time at, Time now, size_t& room);
  struct Lines {
    std::set<Index> gone;
    std::set<Index> held;
  };
  // Gathers what is due now of a line; false: there is more of it than `limit` lets through.
  Result<bool> PurgeLine(Work& work, Index start, Time now, size_t limit, Lines& lines);
  // Empties the contents and writes the purge entries: as many as their manifests need.
  Result<std::vector<Index>> PurgeContents(Work& work, PurgeReason reason, Time now,
                                           std::vector<Index> gone);
  // On which day of its site each of them was counted, by the records themselves.
  Result<std::vector<PurgedDay>> DaysOf(std::span<const Index> gone);
  Status EmptyContent(Index index, Index purge);
  Status ReplayPurge(Work& work, const PurgeEntry& purge);
  // Keeps the manifest of an entry of type 5 to 11 and does what it says.
  Status ReplayManifest(Work& work, EntryType type, const ManifestEntry& manifest);
  Status KeepManifest(Index index, std::string_view bytes);
  Result<Index> AppendManifest(Work& work, EntryType type, std::string_view bytes);
  Result<std::map<std::pair<std::string, Time>, Index>> ClosedCounts();
  Status InsertHold(const Hold& hold);
  Result<bool> UpdateReleased(const Hold& hold);  // false: it is not in force
  Status ReplayHold(const ManifestEntry& manifest);
  Status InsertRequestNote(const RequestNote& note);
  Status ReplayRequest(const ManifestEntry& manifest);
  Result<std::vector<Index>> DatedAfter(Time time, std::span<const ClockCorrection> corrections);
  // What a correction says of the columns of the entries before it.
  Status ApplyCorrection(Work& work, const ClockCorrection& correction);
  // Adds what retention erased to the day's number for each site.
  Status NoteRetired(Time now, const std::map<std::string, uint64_t>& retired);

  Status AddImpressions(const Work& work, const NewImpressions& impressions);
  Status AddObservations(const std::vector<Observation>& observations);
  // How many names of this site may still be new on that day.
  Result<int64_t> RoomForNames(std::string_view site, Time day);
  Status InsertAccess(const Access& access);

  // Closed after the connection.
  std::vector<ServedFile> files_;
  int64_t version_ = 0;  // of the database, as this connection left it
  std::atomic<bool> abandoned_{false};
  Error abandoned_why_{ErrorCode::kUnavailable, ""};  // constant once abandoned_ is set
  std::unique_ptr<Connection> db_;
  prooflog::Appender tree_;
  // Every publication, by index and by (site, hash, generation).
  using SiteMap = std::map<Index, std::string>;
  using PublicationKey = std::tuple<std::string_view, std::string_view, int64_t>;
  struct PublicationOrder {
    using is_transparent = void;
    // Both sides as views: a look-up copies no string.
    bool operator()(const PublicationKey& a, const PublicationKey& b) const { return a < b; }
  };
  using PublicationMap =
      std::map<std::tuple<std::string, std::string, int64_t>, Index, PublicationOrder>;
  SiteMap publication_sites_;
  PublicationMap publications_;
  // Replaced as a whole, so that a transaction that fails can put the old one back.
  using Retentions = std::map<std::string, std::vector<Duration>, std::less<>>;
  std::shared_ptr<const Retentions> retentions_ = std::make_shared<Retentions>();
  struct Told {
    std::string zone = "UTC";
    std::chrono::seconds offset{};
  };
  using DayZones = std::map<std::string, Told, std::less<>>;  // the last of each site
  std::shared_ptr<const DayZones> day_zones_ = std::make_shared<DayZones>();
  using Hashes = std::set<std::string, std::less<>>;
  std::shared_ptr<const Hashes> banners_ = std::make_shared<Hashes>();  // all that were recorded
  std::shared_ptr<const HoldSet> holds_ = std::make_shared<HoldSet>();
  std::chrono::steady_clock::time_point last_restart_{};
  std::unique_ptr<Backup> backup_;  // being made; ends before the connection does
  std::pair<uint64_t, std::map<Index, unsigned>> noted_;  // the last block's events, on disk
  std::map<Index, Index> far_ahead_;  // from a record of a long line to one far behind it
  uint64_t purge_from_ = 0;           // the block where the walk for due records goes on
  // Of the numbers that lineage.h asks for.
  bool number_due_ = true;                        // with the next commit
  bool number_shown_ = false;                     // by the last commit
  std::chrono::steady_clock::duration synced_{};  // what the last commit took
};

template <typename Body>
auto Writer::Transact(Body body) -> decltype(body(std::declval<Work&>())) {
  using Out = decltype(body(std::declval<Work&>()));
  TEMOIN_RETURN_IF_ERROR(CheckFiles());
  const prooflog::Appender tree_before = tree_;
  const int64_t changes = sqlite3_total_changes64(db_->get());
  Work work;
  const auto run = [&]() -> Out {
    TEMOIN_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginImmediate(*db_));
    TEMOIN_RETURN_IF_ERROR(CheckVersion());
    Out out = body(work);
    if (!out.ok()) return out;
    TEMOIN_RETURN_IF_ERROR(Flush(work));
    if (sqlite3_total_changes64(db_->get()) != changes) {
      TEMOIN_RETURN_IF_ERROR(CommitChange(transaction));
    } else {
      TEMOIN_RETURN_IF_ERROR(transaction.Commit());
    }
    KeepNoted(work);
    return out;
  };
  Out out = run();
  if (!out.ok()) {
    tree_ = tree_before;
    RememberFiles();
    return out;
  }
  CheckpointIfLong();
  // What went into a file that nobody will read again is not acknowledged.
  TEMOIN_RETURN_IF_ERROR(RememberServed());
  return out;
}

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_WRITER_H_
