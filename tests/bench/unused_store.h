// What a store that only measures writing never does: each call is an error.
//
// Thread-safety: any thread.
#ifndef TEMOIN_TESTS_BENCH_UNUSED_STORE_H_
#define TEMOIN_TESTS_BENCH_UNUSED_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace temoin::store {

class UnusedStore : public Store {
 public:
  Result<PurgeResult> PurgeDue(const PurgePlan&, size_t) override { return Unused(); }
  Result<ClockCorrected> CorrectClock(Time, const Access&) override { return Unused(); }
  Result<std::vector<ClockCorrection>> ClockCorrections() const override { return Unused(); }
  Result<std::optional<Time>> NewestTime() const override { return Unused(); }
  Result<std::vector<DueCount>> CountDue(Time) const override { return Unused(); }
  Result<uint64_t> CountKept(std::string_view, uint64_t) const override { return Unused(); }
  Result<uint64_t> CountRetired(std::string_view, Time) const override { return Unused(); }
  Result<int64_t> AddHold(const Hold&) override { return Unused(); }
  Result<bool> BackupPages(const std::string&, size_t) override { return Unused(); }
  Status ReleaseHold(int64_t, Time, std::string_view, std::string_view) override {
    return Unused();
  }
  Result<int64_t> AddRequestNote(const RequestNote&) override { return Unused(); }
  Result<Index> AddDossierNote(const DossierNote&) override { return Unused(); }
  Result<std::vector<RequestNote>> RequestNotes() const override { return Unused(); }
  Result<std::optional<Index>> CloseAccessDay(Time, Time) override { return Unused(); }
  Result<bool> ForgetAccesses(const PastAccesses&, size_t) override { return Unused(); }
  Status NoteLoss(const Loss&) override { return Unused(); }
  Result<std::vector<Loss>> AcknowledgeLosses(Time, std::string_view) override { return Unused(); }
  bool made() const override { return false; }
  Result<std::vector<Loss>> Losses() const override { return Unused(); }
  Status CheckServed() override { return {}; }
  Result<Found> FindByIndex(Index) const override { return Unused(); }
  Result<SearchPage> Search(const SearchQuery&, Deadline) const override { return Unused(); }
  Result<std::optional<Publication>> CurrentPublication(std::string_view) const override {
    return Unused();
  }
  Result<std::vector<Publication>> Publications(std::string_view) const override {
    return Unused();
  }
  Result<std::optional<Publication>> FindPublication(std::string_view,
                                                     std::string_view) const override {
    return Unused();
  }
  Result<std::vector<Publication>> AllPublications() const override { return Unused(); }
  Result<std::string> ReadPublicationManifest(std::string_view) const override { return Unused(); }
  Result<Document> ReadDocument(std::string_view) const override { return Unused(); }
  Result<std::vector<PictureSet>> PicturesOfRevision(std::string_view) const override {
    return Unused();
  }
  Result<std::vector<PictureSet>> PicturesOfSite(std::string_view) const override {
    return Unused();
  }
  Result<std::string> ReadPicture(std::string_view) const override { return Unused(); }
  Result<std::vector<DayZone>> ReadDayZones(std::string_view) const override { return Unused(); }
  Result<std::vector<RetentionUse>> RetentionUses() const override { return Unused(); }
  Result<std::vector<BlockState>> ReadBlocks(Index, size_t) const override { return Unused(); }
  Result<size_t> CloseCounts(Time, size_t) override { return Unused(); }
  Result<DayCounts> ReadDayCounts(std::string_view, Time, Index, bool) const override {
    return Unused();
  }
  Result<std::vector<CountedDay>> CountedDays() const override { return Unused(); }
  Result<std::vector<DailyCount>> ReadCounts(std::string_view, Time, Time) const override {
    return Unused();
  }
  Result<std::vector<LanguageCount>> ReadLanguageCounts(std::string_view, Time,
                                                        Time) const override {
    return Unused();
  }
  Result<std::vector<ImpressionCount>> ReadImpressions(std::string_view, Time,
                                                       Time) const override {
    return Unused();
  }
  Result<std::vector<ObservedName>> ReadObservations(std::string_view) const override {
    return Unused();
  }
  Result<std::vector<Hold>> Holds(bool) const override { return Unused(); }
  Result<std::vector<AccessDay>> ReadAccessDays(Time, size_t) const override { return Unused(); }
  Result<std::optional<Index>> Adopt(Time) override { return Unused(); }
  Result<std::vector<AdoptedRow>> ReadAdopted(int64_t, size_t) const override { return Unused(); }
  Result<std::vector<OddRows>> ReadOddRows() const override { return Unused(); }
  Result<std::vector<std::string>> ReadUnadopted(size_t) const override { return Unused(); }
  Result<bool> AdoptionDue() const override { return Unused(); }
  Result<AccessChain> ReadAccessChain() const override { return Unused(); }
  Result<std::vector<AccessLink>> ReadAccessLinks(int64_t, size_t) const override {
    return Unused();
  }
  Result<std::vector<AccessRow>> ReadAccesses(int64_t, size_t) const override { return Unused(); }

  Status KeepCheckpoint(const KeptCheckpoint&) override { return Unused(); }
  Result<Head> Complete(std::span<const LogEntry>, std::span<const PurgeEntry>,
                        std::span<const ManifestEntry>) override {
    return Unused();
  }
  Result<Head> ReadHead() const override { return Head(); }
  Result<std::vector<LogEntry>> ReadEntries(Index, size_t) const override { return Unused(); }
  Result<Bytes> ReadTile(int, uint64_t) const override { return Unused(); }
  Result<std::vector<PurgeEntry>> ReadPurges(Index, size_t) const override { return Unused(); }
  Result<std::vector<ManifestEntry>> ReadDocuments(Index, size_t) const override {
    return Unused();
  }
  Result<std::vector<ManifestEntry>> ReadManifests(Index, size_t) const override {
    return Unused();
  }
  Result<std::vector<KeptCheckpoint>> KeptCheckpoints() const override { return Unused(); }

 private:
  static Error Unused() { return {ErrorCode::kInternal, "This store only records choices."}; }
};

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_BENCH_UNUSED_STORE_H_
