// The store: everything Témoin remembers, behind the domain's words. store/sqlite is the
// default implementation.
//
// Durability: a writing call that returns a value has reached the disk; one that returns an error
// has changed nothing, in the database and in memory, and may be tried again (kUnavailable: disk
// full, I/O error, busy).
//
// Thread-safety: the writing calls (the first group) belong to ONE thread. The reading calls are
// const and may be made from any thread at the same time; none holds a read transaction longer than
// 100 ms.
//
// Errors: kNotFound for an index beyond the log or an unknown hash; kDataLoss when stored bytes
// contradict themselves; kUnavailable as above.
#ifndef TEMOIN_STORE_STORE_H_
#define TEMOIN_STORE_STORE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/clock_correction.h"
#include "store/types.h"

namespace temoin::store {

using Deadline = std::chrono::steady_clock::time_point;

class Store {
 public:
  virtual ~Store() = default;

  // ---- writing: one thread ----

  // One transaction, one sync: revisions, banners, pictures, choices and erasures in that order,
  // each taking the next indices, with their log entries, tiles, counts and lines of the access
  // journal. A choice that names a revision (of its site and generation) that was never published,
  // or whose `previous` is no consent, is refused by itself with kUnprocessable; an error of the
  // whole means that nothing was written. Erasures go through kEraseAtOnce records together at
  // most; each says where its line goes on.
  virtual Result<Appended> Append(const Batch& batch) = 0;

  // Erases at most `limit` records whose date has come, in one short transaction. Call again while
  // `more`; the caller lets choices through in between.
  virtual Result<PurgeResult> PurgeDue(const PurgePlan& plan, size_t limit) = 0;

  // Says that the time is `time` and that what was kept under a later date was dated by a wrong
  // clock: an entry of type 10, and the dates of all that count as of then (clock_correction.h).
  // `access` is its line of the access journal. One transaction.
  virtual Result<ClockCorrected> CorrectClock(Time time, const Access& access) = 0;

  // Both write their line of the access journal in the same transaction; `role` is that of `by`.
  virtual Result<int64_t> AddHold(const Hold& hold) = 0;
  virtual Status ReleaseHold(int64_t id, Time now, std::string_view by, std::string_view role) = 0;

  // Closes the journal of a day that is over: its digest becomes an entry of type 4. Nothing to do
  // (no access that day, or closed already) is no error and returns nothing.
  virtual Result<std::optional<Index>> CloseAccessDay(Time day, Time now) = 0;
  // Forgets accesses that are past their time, of days that are closed; at most `limit` of them.
  // True: more.
  virtual Result<bool> ForgetAccesses(const PastAccesses& past, size_t limit) = 0;

  virtual Status KeepCheckpoint(const KeptCheckpoint& checkpoint) = 0;

  // Completes a database that is behind the log journal: entries from the current size on, whose
  // contents are lost, except entries of types 3 and 5 to 10: their manifests are given, each with
  // its index, and what they say is done again here.
  virtual Result<Head> Complete(std::span<const LogEntry> entries,
                                std::span<const PurgeEntry> purges,
                                std::span<const ManifestEntry> manifests = {}) = 0;

  // Keeps what was found to be lost, before the database is completed. Nothing to do when losses
  // that nobody acknowledged yet name all of it already.
  virtual Status NoteLoss(const Loss& loss) = 0;
  // Ends every loss that nobody acknowledged yet, with a line in the access journal for each.
  // Returns those.
  virtual Result<std::vector<Loss>> AcknowledgeLosses(Time now, std::string_view by) = 0;

  // Empties the write-ahead log so that no erased byte stays readable there. False: a reader was in
  // the way, try again (at most once a second).
  virtual Result<bool> Truncate() = 0;

  // Whether what this store has open is still what its path names, and only this process wrote to
  // it: each writing call asks first and last. kUnavailable, for good, says what happened; reading
  // calls then fail, too.
  virtual Status CheckServed() = 0;

  // Copies everything into the new file `target`, at most `pages` pages a call; call again with the
  // same target while it answers true. The copy is of the moment the last call ends: what is
  // written in between is in it. An error ends it and leaves no file. kConflict when the target
  // exists or another copy is being made.
  virtual Result<bool> BackupPages(const std::string& target, size_t pages) = 0;

  // ---- reading: any thread ----

  // Whether there was no database, or an empty file, when this store was opened.
  virtual bool made() const = 0;
  // Oldest first.
  virtual Result<std::vector<Loss>> Losses() const = 0;

  virtual Result<Head> ReadHead() const = 0;
  // The corrections in the order of their entries, and the newest time that anything was kept at as
  // they let it count; nothing in a new database.
  virtual Result<std::vector<ClockCorrection>> ClockCorrections() const = 0;
  virtual Result<std::optional<Time>> NewestTime() const = 0;
  // What retention ends by `due`, by site; how many consents of a site are kept, counted to
  // `enough` at least; and what retention erased of it on the day of `now`. In short reads.
  virtual Result<std::vector<DueCount>> CountDue(Time due) const = 0;
  virtual Result<uint64_t> CountKept(std::string_view site, uint64_t enough) const = 0;
  virtual Result<uint64_t> CountRetired(std::string_view site, Time now) const = 0;
  virtual Result<Found> FindByIndex(Index index) const = 0;
  virtual Result<SearchPage> Search(const SearchQuery& query, Deadline deadline) const = 0;

  // The publication in force of a site, every publication of it (oldest first), and the latest
  // publication of one revision.
  virtual Result<std::optional<Publication>> CurrentPublication(std::string_view site) const = 0;
  virtual Result<std::vector<Publication>> Publications(std::string_view site) const = 0;
  virtual Result<std::optional<Publication>> FindPublication(std::string_view site,
                                                             std::string_view hash) const = 0;
  virtual Result<Document> ReadDocument(std::string_view hash) const = 0;

  // The pictures that were filed of a revision, or of every revision of a site, oldest entry first;
  // and the bytes of one picture.
  virtual Result<std::vector<PictureSet>> PicturesOfRevision(std::string_view revision) const = 0;
  virtual Result<std::vector<PictureSet>> PicturesOfSite(std::string_view site) const = 0;
  virtual Result<std::string> ReadPicture(std::string_view hash) const = 0;

  // The log. Entries [from, from + count), fewer at the end of the log; at most 4096 at a time.
  virtual Result<std::vector<LogEntry>> ReadEntries(Index from, size_t count) const = 0;
  // The hashes of tile `index` of `level` as far as they exist: 32 bytes each, at most 256.
  virtual Result<Bytes> ReadTile(int level, uint64_t index) const = 0;
  virtual Result<std::vector<PurgeEntry>> ReadPurges(Index from, size_t limit) const = 0;
  // Those of types 5 to 10.
  virtual Result<std::vector<ManifestEntry>> ReadManifests(Index from, size_t limit) const = 0;
  // The narrow facts of consents [from, from + count) in index order, purged and lost ones too, and
  // the contents of those that are kept; for verification and export in pages.
  virtual Result<std::vector<Found>> ReadRange(Index from, size_t count) const = 0;

  // For verification: by site, oldest first; and the blocks from the one of entry `from` on, each
  // judged in one moment, fewer than `limit` at the end.
  virtual Result<std::vector<RetentionUse>> RetentionUses() const = 0;
  virtual Result<std::vector<BlockState>> ReadBlocks(Index from, size_t limit) const = 0;

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

  virtual Result<std::vector<Hold>> Holds(bool released_too) const = 0;
  virtual Result<std::vector<AccessRow>> ReadAccesses(int64_t after_id, size_t limit) const = 0;
  // Days from `from_day` on, at most `limit` of them, oldest first; more values than that when days
  // were closed more than once.
  virtual Result<std::vector<AccessDay>> ReadAccessDays(Time from_day, size_t limit) const = 0;
  virtual Result<std::vector<KeptCheckpoint>> KeptCheckpoints() const = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_STORE_H_
