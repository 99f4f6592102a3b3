#include <optional>
#include <utility>
#include <vector>

#include "store/directory_lock.h"
#include "store/sqlite/adopted_rows.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/day_counts.h"
#include "store/sqlite/kept_times.h"
#include "store/sqlite/kinds_check.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/search.h"
#include "store/sqlite/store_parts.h"
#include "store/sqlite/tiles.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

Error ReadOnly() {
  return {ErrorCode::kForbidden, "The data directory was opened for reading only."};
}

constexpr size_t kBlocksCounted = 64;  // counted in one read

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(StoreParts parts)
      : lock_(std::move(parts.lock)),
        writer_(std::move(parts.writer)),
        readers_(std::move(parts.readers)),
        holds_(std::make_shared<const HoldSet>(std::move(parts.holds))),
        made_(parts.made) {
    if (writer_ != nullptr) holds_ = writer_->holds();
  }

  ~SqliteStore() override {
    // Readers first: the writer, as the last to close, empties the write-ahead log.
    readers_.reset();
    writer_.reset();
  }

  Result<Appended> Append(const Batch& batch) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->Append(batch);
  }
  Result<PurgeResult> PurgeDue(const PurgePlan& plan, size_t limit) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->PurgeDue(plan, limit);
  }
  Result<ClockCorrected> CorrectClock(Time time, const Access& access) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->CorrectClock(time, access);
  }
  Result<size_t> CloseCounts(Time now, size_t limit) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->CloseCounts(now, limit);
  }
  Result<int64_t> AddHold(const Hold& hold) override {
    if (writer_ == nullptr) return ReadOnly();
    auto out = writer_->AddHold(hold);
    ShareHolds();
    return out;
  }
  Status ReleaseHold(int64_t id, Time now, std::string_view by, std::string_view role) override {
    if (writer_ == nullptr) return ReadOnly();
    auto out = writer_->ReleaseHold(id, now, by, role);
    ShareHolds();
    return out;
  }
  Result<int64_t> AddRequestNote(const RequestNote& note) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->AddRequestNote(note);
  }
  Result<Index> AddDossierNote(const DossierNote& note) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->AddDossierNote(note);
  }
  Result<std::optional<Index>> CloseAccessDay(Time day, Time now) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->CloseAccessDay(day, now);
  }
  Result<bool> ForgetAccesses(const PastAccesses& past, size_t limit) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->ForgetAccesses(past, limit);
  }
  Status KeepCheckpoint(const KeptCheckpoint& checkpoint) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->KeepCheckpoint(checkpoint);
  }
  Result<Head> Complete(std::span<const LogEntry> entries, std::span<const PurgeEntry> purges,
                        std::span<const ManifestEntry> manifests) override {
    if (writer_ == nullptr) return ReadOnly();
    auto out = writer_->Complete(entries, purges, manifests);
    ShareHolds();
    return out;
  }
  Result<std::optional<Index>> Adopt(Time now) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->Adopt(now);
  }
  Status NoteLoss(const Loss& loss) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->NoteLoss(loss);
  }
  Result<std::vector<Loss>> AcknowledgeLosses(Time now, std::string_view by) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->AcknowledgeLosses(now, by);
  }
  Result<bool> Truncate() override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->Truncate();
  }
  Status CheckServed() override { return writer_ == nullptr ? Status() : writer_->CheckServed(); }
  Result<bool> BackupPages(const std::string& target, size_t pages) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->BackupPages(target, pages);
  }

  bool made() const override { return made_; }
  Result<std::vector<Loss>> Losses() const override {
    return Read([](Connection& db) { return ReadLossRows(db, /*acknowledged_too=*/true); });
  }
  Result<Head> ReadHead() const override { return Read(ReadHeadRow); }
  Result<std::vector<ClockCorrection>> ClockCorrections() const override {
    return Read(ReadCorrections);
  }
  Result<std::optional<Time>> NewestTime() const override {
    TEMOIN_ASSIGN_OR_RETURN(const auto corrections, ClockCorrections());
    return Read([&](Connection& db) { return ReadNewestTime(db, corrections); });
  }
  Result<std::vector<DueCount>> CountDue(Time due) const override {
    const auto holds = SharedHolds();
    std::vector<DueCount> out;
    for (std::optional<uint64_t> block = 0; block;) {
      TEMOIN_ASSIGN_OR_RETURN(block, Read([&](Connection& db) {
                                return CountDueRows(db, *holds, due, *block, kBlocksCounted, out);
                              }));
    }
    return out;
  }
  Result<uint64_t> CountKept(std::string_view site, uint64_t enough) const override {
    TEMOIN_ASSIGN_OR_RETURN(const Head head, ReadHead());
    uint64_t out = 0;
    for (uint64_t block = 0; block * kBlockSize < head.size && out < enough;
         block += kBlocksCounted) {
      TEMOIN_ASSIGN_OR_RETURN(const uint64_t some, Read([&](Connection& db) {
                                return CountKeptRows(db, site, block, kBlocksCounted);
                              }));
      out += some;
    }
    return out;
  }
  Result<uint64_t> CountRetired(std::string_view site, Time now) const override {
    return Read([&](Connection& db) { return ReadRetired(db, site, now); });
  }
  Result<Found> FindByIndex(Index index) const override {
    const auto holds = SharedHolds();
    return Read([&](Connection& db) { return ReadFound(db, *holds, index); });
  }
  Result<SearchPage> Search(const SearchQuery& query, Deadline deadline) const override {
    const auto holds = SharedHolds();
    const auto late = [deadline] { return std::chrono::steady_clock::now() >= deadline; };
    return Read([&](Connection& db) { return SearchRows(db, *holds, query, late); });
  }
  Result<std::optional<Publication>> CurrentPublication(std::string_view site) const override {
    return Read([&](Connection& db) { return ReadPublication(db, site, std::nullopt); });
  }
  Result<std::vector<Publication>> Publications(std::string_view site) const override {
    return Read([&](Connection& db) { return ReadPublications(db, site); });
  }
  Result<std::optional<Publication>> FindPublication(std::string_view site,
                                                     std::string_view hash) const override {
    return Read([&](Connection& db) { return ReadPublication(db, site, hash); });
  }
  Result<std::vector<Publication>> AllPublications() const override {
    return Read(ReadAllPublications);
  }
  Result<std::string> ReadPublicationManifest(std::string_view hash) const override {
    return Read([&](Connection& db) { return ReadPublicationManifestRow(db, hash); });
  }
  Result<Document> ReadDocument(std::string_view hash) const override {
    return Read([&](Connection& db) { return ReadDocumentRow(db, hash); });
  }
  Result<std::vector<PictureSet>> PicturesOfRevision(std::string_view revision) const override {
    return Read([&](Connection& db) { return ReadPictureSets(db, std::nullopt, revision); });
  }
  Result<std::vector<PictureSet>> PicturesOfSite(std::string_view site) const override {
    return Read([&](Connection& db) { return ReadPictureSets(db, site, std::nullopt); });
  }
  Result<std::string> ReadPicture(std::string_view hash) const override {
    return Read([&](Connection& db) { return ReadPictureRow(db, hash); });
  }
  Result<std::vector<LogEntry>> ReadEntries(Index from, size_t count) const override {
    return Read(
        [&](Connection& db) { return ReadLogEntries(db, from, std::min(count, kMaxEntries)); });
  }
  Result<Bytes> ReadTile(int level, uint64_t index) const override {
    return Read([&](Connection& db) -> Result<Bytes> {
      TEMOIN_ASSIGN_OR_RETURN(auto tile,
                              TileReaderOf(db).ReadTile(static_cast<unsigned>(level), index));
      if (!tile) return Error(ErrorCode::kNotFound, "The log has no such tile yet.");
      return std::move(*tile);
    });
  }
  Result<std::vector<PurgeEntry>> ReadPurges(Index from, size_t limit) const override {
    return Read([&](Connection& db) { return ReadPurgeRows(db, from, limit); });
  }
  Result<std::vector<ManifestEntry>> ReadManifests(Index from, size_t limit) const override {
    return Read([&](Connection& db) { return ReadManifestRows(db, from, limit); });
  }
  Result<std::vector<ManifestEntry>> ReadDocuments(Index from, size_t limit) const override {
    return Read([&](Connection& db) { return ReadRidingDocuments(db, from, limit); });
  }
  Result<std::vector<Found>> ReadRange(Index from, size_t count) const override {
    const auto holds = SharedHolds();
    return Read([&](Connection& db) { return ReadFoundRange(db, *holds, from, count); });
  }
  Result<std::vector<RetentionUse>> RetentionUses() const override {
    return Read(ReadRetentionRows);
  }
  Result<std::vector<BlockState>> ReadBlocks(Index from, size_t limit) const override {
    return Read([&](Connection& db) { return ReadBlockStates(db, from, limit); });
  }
  Result<std::vector<DayZone>> ReadDayZones(std::string_view site) const override {
    return Read([&](Connection& db) { return ReadDayZoneRows(db, site); });
  }
  Result<DayCounts> ReadDayCounts(std::string_view site, Time day, Index entry,
                                  bool apart) const override {
    return Read([&](Connection& db) { return store::ReadDayCounts(db, site, day, entry, apart); });
  }
  Result<std::vector<CountedDay>> CountedDays() const override {
    return Read([](Connection& db) { return ReadCountedDays(db, Time{}); });
  }
  Result<std::vector<DailyCount>> ReadCounts(std::string_view site, Time from_day,
                                             Time to_day) const override {
    return Read([&](Connection& db) { return ReadCountRows(db, site, from_day, to_day); });
  }
  Result<std::vector<LanguageCount>> ReadLanguageCounts(std::string_view site, Time from_day,
                                                        Time to_day) const override {
    return Read([&](Connection& db) { return ReadLanguageRows(db, site, from_day, to_day); });
  }
  Result<std::vector<ImpressionCount>> ReadImpressions(std::string_view site, Time from_day,
                                                       Time to_day) const override {
    return Read([&](Connection& db) { return ReadImpressionRows(db, site, from_day, to_day); });
  }
  Result<std::vector<ObservedName>> ReadObservations(std::string_view site) const override {
    return Read([&](Connection& db) { return ReadObservationRows(db, site); });
  }
  Result<std::vector<Hold>> Holds(bool released_too) const override {
    return Read([&](Connection& db) { return ReadHolds(db, released_too); });
  }
  Result<std::vector<RequestNote>> RequestNotes() const override {
    return Read([&](Connection& db) { return ReadRequestNotes(db); });
  }
  Result<std::vector<AccessRow>> ReadAccesses(int64_t after_id, size_t limit) const override {
    return Read([&](Connection& db) { return ReadAccessRows(db, after_id, limit); });
  }
  Result<std::vector<AdoptedRow>> ReadAdopted(int64_t after, size_t limit) const override {
    return Read([&](Connection& db) { return ReadAdoptedRows(db, after, limit); });
  }
  Result<std::vector<OddRows>> ReadOddRows() const override {
    KindsCheck check;
    for (bool more = true; more;) {
      TEMOIN_ASSIGN_OR_RETURN(more, Read([&](Connection& db) { return CheckKinds(db, check); }));
    }
    return std::move(check.odd);
  }
  Result<std::vector<std::string>> ReadUnadopted(size_t limit) const override {
    return Read([&](Connection& db) { return ReadUnadoptedRows(db, limit); });
  }
  Result<bool> AdoptionDue() const override { return Read(ReadAdoptionDue); }
  Result<AccessChain> ReadAccessChain() const override { return Read(ReadAccessChainRow); }
  Result<std::vector<AccessLink>> ReadAccessLinks(int64_t after_id, size_t limit) const override {
    return Read([&](Connection& db) { return ReadAccessLinkRows(db, after_id, limit); });
  }
  Result<std::vector<AccessDay>> ReadAccessDays(Time from_day, size_t limit) const override {
    return Read([&](Connection& db) { return ReadAccessDayRows(db, from_day, limit); });
  }
  Result<std::vector<KeptCheckpoint>> KeptCheckpoints() const override {
    return Read(ReadCheckpointRows);
  }

 private:
  template <typename Function>
  auto Read(Function function) const -> decltype(function(std::declval<Connection&>())) {
    // A reader that is opened now would see another database than the writer.
    if (writer_ != nullptr) TEMOIN_RETURN_IF_ERROR(writer_->served());
    TEMOIN_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, readers_->Take());
    auto out = function(*connection);
    // A connection that failed is not lent again.
    if (out.ok() || out.error().code == ErrorCode::kNotFound) readers_->Give(std::move(connection));
    return out;
  }

  std::shared_ptr<const HoldSet> SharedHolds() const {
    const std::lock_guard lock(holds_mutex_);
    return holds_;
  }
  void ShareHolds() {
    const std::lock_guard lock(holds_mutex_);
    holds_ = writer_->holds();
  }

  std::optional<DirectoryLock> lock_;  // released last
  std::unique_ptr<Writer> writer_;     // null: read only
  std::unique_ptr<ReaderPool> readers_;
  mutable std::mutex holds_mutex_;
  std::shared_ptr<const HoldSet> holds_;
  const bool made_;
};

}  // namespace

std::unique_ptr<Store> MakeStore(StoreParts parts) {
  return std::make_unique<SqliteStore>(std::move(parts));
}

}  // namespace temoin::store
