// Reading: every question of the Store interface, asked of one connection. No function keeps a read
// transaction open after it returned.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_ROWS_H_
#define TEMOIN_STORE_SQLITE_ROWS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/hold_set.h"
#include "store/store.h"

namespace temoin::store {

Result<Head> ReadHeadRow(Connection& db);
Result<Found> ReadFound(Connection& db, const HoldSet& holds, Index index);
// Its narrow facts alone.
Result<Found> ReadFoundRow(Connection& db, const HoldSet& holds, Index index);
Result<std::vector<Found>> ReadFoundRange(Connection& db, const HoldSet& holds, Index from,
                                          size_t count);
Result<std::vector<Publication>> ReadPublications(Connection& db, std::string_view site);
Result<std::optional<Publication>> ReadPublication(Connection& db, std::string_view site,
                                                   std::optional<std::string_view> hash);
Result<std::vector<Publication>> ReadAllPublications(Connection& db);
Result<std::string> ReadPublicationManifestRow(Connection& db, std::string_view hash);
Result<std::vector<ManifestEntry>> ReadRidingDocuments(Connection& db, Index from, size_t limit);
Result<Document> ReadDocumentRow(Connection& db, std::string_view hash);
// Those of a site, of a revision, or both; oldest entry first.
Result<std::vector<PictureSet>> ReadPictureSets(Connection& db,
                                                std::optional<std::string_view> site,
                                                std::optional<std::string_view> revision);
Result<std::string> ReadPictureRow(Connection& db, std::string_view hash);
Result<std::vector<PurgeEntry>> ReadPurgeRows(Connection& db, Index from, size_t limit);
Result<std::vector<ManifestEntry>> ReadManifestRows(Connection& db, Index from, size_t limit);

Result<std::vector<RetentionUse>> ReadRetentionRows(Connection& db);
Result<std::vector<DayZone>> ReadDayZoneRows(Connection& db, std::string_view site);
Result<std::vector<BlockState>> ReadBlockStates(Connection& db, Index from, size_t limit);

Result<std::vector<DailyCount>> ReadCountRows(Connection& db, std::string_view site, Time from_day,
                                              Time to_day);
Result<std::vector<LanguageCount>> ReadLanguageRows(Connection& db, std::string_view site,
                                                    Time from_day, Time to_day);
Result<std::vector<ImpressionCount>> ReadImpressionRows(Connection& db, std::string_view site,
                                                        Time from_day, Time to_day);
Result<std::vector<ObservedName>> ReadObservationRows(Connection& db, std::string_view site);

Result<std::vector<Hold>> ReadHolds(Connection& db, bool released_too);
Result<std::vector<RequestNote>> ReadRequestNotes(Connection& db);
Result<std::vector<AccessRow>> ReadAccessRows(Connection& db, int64_t after_id, size_t limit);
// HMAC-SHA256 under `random` of the canonical JSON {"action","detail","role","site","who"}.
Result<Digest> AccessCommitment(const Access& access, ByteView random);
Result<AccessChain> ReadAccessChainRow(Connection& db);
Result<std::vector<AccessLink>> ReadAccessLinkRows(Connection& db, int64_t after_id, size_t limit);
// What the entry of a closed day commits to: SHA-256 of the day's accesses, one canonical JSON
// object and a line feed each, in the order they were written.
struct AccessDigest {
  bool any = false;  // the day has accesses, or had
  bool cut = false;  // some were forgotten since: the digest says nothing
  int64_t last = 0;  // number of the last one
  Digest digest{};
};
// Those after access number `after`, up to `last`.
Result<AccessDigest> DigestOfAccessDay(Connection& db, Time day, int64_t after, int64_t last);
// The number of the last access that a closed day's newest entry covers; 0: not closed.
Result<int64_t> ClosedUpTo(Connection& db, Time day);
Result<std::vector<AccessDay>> ReadAccessDayRows(Connection& db, Time from_day, size_t limit);
Result<std::vector<KeptCheckpoint>> ReadCheckpointRows(Connection& db);
Result<std::vector<Loss>> ReadLossRows(Connection& db, bool acknowledged_too);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_ROWS_H_
