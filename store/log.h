// The proof log as the store keeps it: entries, tiles, manifests, checkpoints, and what was lost of
// it. Entries are added by a batch (store.h) or by the call that they are about.
//
// Bounds: ReadEntries returns at most kMaxEntries; a tile is 256 hashes of 32 bytes at most.
//
// Errors: kNotFound for a tile beyond the log; kDataLoss when stored bytes contradict themselves;
// kUnavailable for what passes (disk full, I/O error, busy). A writing call that returns an error
// has changed nothing.
//
// Thread-safety: the calls that are not const belong to the store's one writing thread; the const
// ones may be made from any thread at the same time.
#ifndef TEMOIN_STORE_LOG_H_
#define TEMOIN_STORE_LOG_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/access_log.h"
#include "store/clock_correction.h"
#include "store/counts.h"
#include "store/dossier_manifest.h"
#include "store/types.h"

namespace temoin::store {

inline constexpr size_t kMaxEntries = 4096;  // read at a time

struct PurgeEntry {
  Index index = 0;
  std::string manifest{};  // canonical JSON, docs/formats.md
};

// The manifest of an entry of type 5 to 11, or the document of one of type 2.
struct ManifestEntry {
  Index index = 0;
  std::string manifest{};  // canonical JSON, docs/formats.md
  EntryType type{};        // of its entry, as read; none: there is no such entry
};

// Something that this database lost and that somebody has to take note of: it was missing, or older
// than what the log had signed. The entries [first, end) were completed from the checkpoint log;
// what came after the last checkpoint nobody can name. An empty range: the database alone was
// missing.
struct Loss {
  int64_t id = 0;
  Index first = 0;
  Index end = 0;
  uint64_t consents = 0;  // of these entries; their contents are gone
  uint64_t others = 0;    // revisions, banners, pictures, days of the access log
  uint64_t purges = 0;    // erasures, which were carried out again
  bool whole = false;     // there was no database, or an empty one
  Time found{};
  std::optional<Time> acknowledged{};
  std::string acknowledged_by{};
};

// What the access log says of who took note of it: "12 to 15: 2 choices, 1 other entries".
std::string LossLine(const Loss& loss);

// That an entry of type 7 closed a site's day of counts.
struct CountsClosed {
  Index entry = 0;
  Time day{};
  Time end{};
  Time at{};
};

// Whether counts may have come to the day after that: a clock was put back before its end, the
// site's days were told by a zone further west, or the entry came back to an older database.
bool CountsMayHaveChanged(const CountsClosed& closed, std::span<const ClockCorrection> corrections,
                          std::span<const Loss> losses, std::span<const DayZone> zones);

// A row from before there were entries that commit to rows of its kind. An entry of type 8 adopted
// it as it was found (adoption_manifest.h).
struct AdoptedRow {
  int64_t id = 0;
  Index entry = 0;              // of type 8
  std::string what{};           // "publication 12": its table and key
  Digest commitment{};          // to the row, as it was found
  std::optional<Digest> now{};  // the same again, of the row as it stands; none: it is not there
  bool forgotten = false;  // a line of the access log past its time: it commits to nothing readable
};

// A signed checkpoint that is kept: one a day, and what anchors it outside.
struct KeptCheckpoint {
  Time day{};  // midnight UTC
  uint64_t size = 0;
  std::string note{};  // C2SP signed note
  Bytes anchor{};      // RFC 3161 token, or empty
  std::optional<Time> anchored_at{};
};

// Rows of a table that hold what its columns cannot hold: only a damaged database has some.
struct OddRows {
  std::string first;  // in words: columns, table and, where it has a number, row
  uint64_t rows = 0;
};

class LogStore {
 public:
  virtual ~LogStore() = default;

  // ---- writing: one thread ----

  virtual Status KeepCheckpoint(const KeptCheckpoint& checkpoint) = 0;

  // Commits to the dossiers' key, or to a dossier that was made. The index of its entry, of type 9.
  virtual Result<Index> AddDossierNote(const DossierNote& note) = 0;

  // Completes a database that is behind the checkpoint log: entries from the current size on, whose
  // contents are lost, except entries of types 3 and 5 to 11: their manifests are given, each with
  // its index, and what they say is done again here. Documents of type 2 that are given come back.
  virtual Result<Head> Complete(std::span<const LogEntry> entries,
                                std::span<const PurgeEntry> purges,
                                std::span<const ManifestEntry> manifests = {}) = 0;

  // Commits to every row that stands there from before there were entries for rows of its kind, by
  // one entry of type 8; nothing to do when that was done, or nothing stands there. Once the
  // database was found to be the log's.
  virtual Result<std::optional<Index>> Adopt(Time now) = 0;

  // Keeps what was found to be lost, before the database is completed. Nothing to do when losses
  // that nobody acknowledged yet name all of it already.
  virtual Status NoteLoss(const Loss& loss) = 0;
  // Ends every loss that nobody acknowledged yet, with a line in the access log for each. Returns
  // those.
  virtual Result<std::vector<Loss>> AcknowledgeLosses(Time now, std::string_view by) = 0;

  // ---- reading: any thread ----

  // Whether there was no database, or an empty file, when this store was opened.
  virtual bool made() const = 0;
  // Oldest first.
  virtual Result<std::vector<Loss>> Losses() const = 0;

  virtual Result<Head> ReadHead() const = 0;
  // Entries [from, from + count), fewer at the end of the log.
  virtual Result<std::vector<LogEntry>> ReadEntries(Index from, size_t count) const = 0;
  // The hashes of tile `index` of `level` as far as they exist.
  virtual Result<Bytes> ReadTile(int level, uint64_t index) const = 0;
  virtual Result<std::vector<PurgeEntry>> ReadPurges(Index from, size_t limit) const = 0;
  // Those of types 5 to 11.
  virtual Result<std::vector<ManifestEntry>> ReadManifests(Index from, size_t limit) const = 0;
  // Revision documents of at most kMaxManifestBytes, by the entries of type 2 that they are of.
  virtual Result<std::vector<ManifestEntry>> ReadDocuments(Index from, size_t limit) const = 0;
  virtual Result<std::vector<KeptCheckpoint>> KeptCheckpoints() const = 0;

  // Rows that were adopted, after the one with the number `after`; rows that should have been and
  // were not, in words; and whether adopting is still to be done.
  virtual Result<std::vector<AdoptedRow>> ReadAdopted(int64_t after, size_t limit) const = 0;
  virtual Result<std::vector<std::string>> ReadUnadopted(size_t limit) const = 0;
  virtual Result<bool> AdoptionDue() const = 0;

  // At most one a table. Reads every row, in short pages.
  virtual Result<std::vector<OddRows>> ReadOddRows() const = 0;

  // What the next batch of the checkpoint log binds of the access log.
  virtual Result<AccessChain> ReadAccessChain() const = 0;

  // The corrections in the order of their entries, and the newest time that anything was kept at as
  // they let it count; nothing in a new database.
  virtual Result<std::vector<ClockCorrection>> ClockCorrections() const = 0;
  virtual Result<std::optional<Time>> NewestTime() const = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_LOG_H_
