#include "store/unusable_store.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/directory_lock.h"

namespace temoin::store {
namespace {

class UnusableStore final : public Store {
 public:
  UnusableStore(DirectoryLock lock, Error error)
      : lock_(std::move(lock)), error_(std::move(error)) {}

  Result<PurgeResult> PurgeDue(const PurgePlan& /*plan*/, size_t /*limit*/) override {
    return error_;
  }
  Result<size_t> CloseCounts(Time /*now*/, size_t /*limit*/) override { return error_; }
  Result<DayCounts> ReadDayCounts(std::string_view /*site*/, Time /*day*/, Index /*entry*/,
                                  bool /*apart*/) const override {
    return error_;
  }
  Result<std::vector<CountedDay>> CountedDays() const override { return error_; }
  Result<int64_t> AddHold(const Hold& /*hold*/) override { return error_; }
  Result<int64_t> AddRequestNote(const RequestNote& /*note*/) override { return error_; }
  Result<Index> AddDossierNote(const DossierNote& /*note*/) override { return error_; }
  Status ReleaseHold(int64_t /*id*/, Time /*now*/, std::string_view /*by*/,
                     std::string_view /*role*/) override {
    return error_;
  }
  Result<Found> FindByIndex(Index /*index*/) const override { return error_; }
  Result<SearchPage> Search(const SearchQuery& /*query*/, Deadline /*deadline*/) const override {
    return error_;
  }
  Result<std::vector<Found>> ReadRange(Index /*from*/, size_t /*count*/) const override {
    return error_;
  }
  Result<std::vector<DueCount>> CountDue(Time /*due*/) const override { return error_; }
  Result<uint64_t> CountKept(std::string_view /*site*/, uint64_t /*enough*/) const override {
    return error_;
  }
  Result<uint64_t> CountRetired(std::string_view /*site*/, Time /*now*/) const override {
    return error_;
  }
  Result<std::vector<Hold>> Holds(bool /*released_too*/) const override { return error_; }
  Result<std::vector<RequestNote>> RequestNotes() const override { return error_; }
  Result<std::vector<DayZone>> ReadDayZones(std::string_view /*site*/) const override {
    return error_;
  }
  Result<std::vector<DailyCount>> ReadCounts(std::string_view /*site*/, Time /*from_day*/,
                                             Time /*to_day*/) const override {
    return error_;
  }
  Result<std::vector<LanguageCount>> ReadLanguageCounts(std::string_view /*site*/,
                                                        Time /*from_day*/,
                                                        Time /*to_day*/) const override {
    return error_;
  }
  Result<std::vector<ImpressionCount>> ReadImpressions(std::string_view /*site*/, Time /*from_day*/,
                                                       Time /*to_day*/) const override {
    return error_;
  }
  Result<std::vector<ObservedName>> ReadObservations(std::string_view /*site*/) const override {
    return error_;
  }
  Result<std::vector<RetentionUse>> RetentionUses() const override { return error_; }
  Result<std::vector<BlockState>> ReadBlocks(Index /*from*/, size_t /*limit*/) const override {
    return error_;
  }
  Status KeepCheckpoint(const KeptCheckpoint& /*checkpoint*/) override { return error_; }
  Result<Head> Complete(std::span<const LogEntry> /*entries*/,
                        std::span<const PurgeEntry> /*purges*/,
                        std::span<const ManifestEntry> /*manifests*/) override {
    return error_;
  }
  Result<std::optional<Index>> Adopt(Time /*now*/) override { return error_; }
  Result<std::vector<AdoptedRow>> ReadAdopted(int64_t /*after*/, size_t /*limit*/) const override {
    return error_;
  }
  Result<std::vector<OddRows>> ReadOddRows() const override { return error_; }
  Result<std::vector<std::string>> ReadUnadopted(size_t /*limit*/) const override { return error_; }
  Result<bool> AdoptionDue() const override { return error_; }
  Result<AccessChain> ReadAccessChain() const override { return error_; }
  Result<std::vector<ManifestEntry>> ReadDocuments(Index /*from*/,
                                                   size_t /*limit*/) const override {
    return error_;
  }
  Status NoteLoss(const Loss& /*loss*/) override { return error_; }
  Result<std::vector<Loss>> AcknowledgeLosses(Time /*now*/, std::string_view /*by*/) override {
    return error_;
  }
  bool made() const override { return false; }
  Result<std::vector<Loss>> Losses() const override { return error_; }
  Result<Head> ReadHead() const override { return error_; }
  Result<std::vector<LogEntry>> ReadEntries(Index /*from*/, size_t /*count*/) const override {
    return error_;
  }
  Result<Bytes> ReadTile(int /*level*/, uint64_t /*index*/) const override { return error_; }
  Result<std::vector<PurgeEntry>> ReadPurges(Index /*from*/, size_t /*limit*/) const override {
    return error_;
  }
  Result<std::vector<ManifestEntry>> ReadManifests(Index /*from*/,
                                                   size_t /*limit*/) const override {
    return error_;
  }
  Result<std::vector<KeptCheckpoint>> KeptCheckpoints() const override { return error_; }
  Result<std::vector<ClockCorrection>> ClockCorrections() const override { return error_; }
  Result<std::optional<Time>> NewestTime() const override { return error_; }
  Result<std::optional<Publication>> CurrentPublication(std::string_view /*site*/) const override {
    return error_;
  }
  Result<std::vector<Publication>> Publications(std::string_view /*site*/) const override {
    return error_;
  }
  Result<std::optional<Publication>> FindPublication(std::string_view /*site*/,
                                                     std::string_view /*hash*/) const override {
    return error_;
  }
  Result<std::vector<Publication>> AllPublications() const override { return error_; }
  Result<std::string> ReadPublicationManifest(std::string_view /*hash*/) const override {
    return error_;
  }
  Result<Document> ReadDocument(std::string_view /*hash*/) const override { return error_; }
  Result<std::vector<PictureSet>> PicturesOfRevision(std::string_view /*revision*/) const override {
    return error_;
  }
  Result<std::vector<PictureSet>> PicturesOfSite(std::string_view /*site*/) const override {
    return error_;
  }
  Result<std::string> ReadPicture(std::string_view /*hash*/) const override { return error_; }
  Result<std::optional<Index>> CloseAccessDay(Time /*day*/, Time /*now*/) override {
    return error_;
  }
  Result<bool> ForgetAccesses(const PastAccesses& /*past*/, size_t /*limit*/) override {
    return error_;
  }
  Result<std::vector<AccessRow>> ReadAccesses(int64_t /*after_id*/,
                                              size_t /*limit*/) const override {
    return error_;
  }
  Result<std::vector<AccessLink>> ReadAccessLinks(int64_t /*after_id*/,
                                                  size_t /*limit*/) const override {
    return error_;
  }
  Result<std::vector<AccessDay>> ReadAccessDays(Time /*from_day*/,
                                                size_t /*limit*/) const override {
    return error_;
  }
  Result<Appended> Append(const Batch& /*batch*/) override { return error_; }
  Result<ClockCorrected> CorrectClock(Time /*time*/, const Access& /*access*/) override {
    return error_;
  }
  Result<bool> Truncate() override { return error_; }
  Status CheckServed() override { return error_; }
  Result<bool> BackupPages(const std::string& /*target*/, size_t /*pages*/) override {
    return error_;
  }

 private:
  DirectoryLock lock_;
  const Error error_;
};

}  // namespace

Result<std::unique_ptr<Store>> OpenUnusable(const std::string& directory, Error error) {
  TEMOIN_ASSIGN_OR_RETURN(DirectoryLock lock, DirectoryLock::Take(directory));
  return std::unique_ptr<Store>(new UnusableStore(std::move(lock), std::move(error)));
}

}  // namespace temoin::store
