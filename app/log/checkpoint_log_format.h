// The bytes of the checkpoint log's segments: records with their checks. docs/formats.md, "The
// checkpoint log", is the same in words. No file is touched here.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_APP_LOG_CHECKPOINT_LOG_FORMAT_H_
#define TEMOIN_APP_LOG_CHECKPOINT_LOG_FORMAT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "prooflog/checkpoint.h"

namespace temoin::app {

inline constexpr std::string_view kCheckpointLogMagic = "TEMOINJ1";
inline constexpr size_t kMaxManifestBytes = 1 << 20;
inline constexpr size_t kMaxCheckpointLogKey = 512;
inline constexpr size_t kMaxRecordBytes = 64 << 20;

// The first eight bytes of a SHA-256, which bind each record to the one before.
using SegmentCheck = std::array<uint8_t, 8>;

// How a segment begins: where the log stood.
struct SegmentHeader {
  prooflog::Checkpoint start;  // size: index of the segment's first leaf
  SegmentCheck previous{};     // check of the last batch of the segment before
  Time created{};

  bool operator==(const SegmentHeader&) const = default;
};

Bytes EncodeSegmentHeader(const SegmentHeader& header);  // with the magic
Bytes EncodeBatch(const CheckpointBatch& batch, const SegmentCheck& previous);
// The key that signs what follows it, as a vkey text of at most kMaxCheckpointLogKey bytes.
Bytes EncodeKey(std::string_view vkey, const SegmentCheck& previous);
// Says that all before it was synced; written after the sync, itself unsynced.
Bytes EncodeCommit(uint64_t size);

// Reads one segment from its beginning.
class SegmentReader {
 public:
  // The bytes outlive the reader.
  explicit SegmentReader(ByteView bytes) : bytes_(bytes) {}

  // First. kDataLoss when the segment does not begin as one.
  Result<SegmentHeader> ReadHeader();

  // The next batch; nullopt at the end. kDataLoss when what follows is no whole record, or a batch
  // that does not follow from what was before: torn or altered, see Torn(). kConflict for a record
  // that is whole and of a kind that this version of the program does not know.
  Result<std::optional<CheckpointBatch>> ReadBatch();

  // Bytes read so far that are whole and in order.
  size_t position() const { return position_; }
  // The checkpoint and check to go on from.
  const prooflog::Checkpoint& last() const { return last_; }
  const SegmentCheck& check() const { return check_; }
  // The vkeys of the keys that signed in this segment, in order, as far as it was read. None in
  // what versions before 0.2 wrote.
  const std::vector<std::string>& keys() const { return keys_; }
  Time last_at() const { return last_at_; }  // of that batch, or of the header

  // After ReadBatch failed: true when a power cut explains it, because nothing says that what
  // follows position() was ever synced.
  bool Torn() const;

 private:
  ByteView bytes_;
  size_t position_ = 0;
  prooflog::Checkpoint last_;
  Time last_at_{};
  SegmentCheck check_{};
  std::vector<std::string> keys_;
};

// "00000000000000065536.journal" <-> 65536.
std::string SegmentName(uint64_t first);
std::optional<uint64_t> ParseSegmentName(std::string_view name);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_CHECKPOINT_LOG_FORMAT_H_
