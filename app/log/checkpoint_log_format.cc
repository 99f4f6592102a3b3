#include "app/log/checkpoint_log_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/crypto.h"
#include "prooflog/tile.h"
#include "prooflog/verify.h"

namespace temoin::app {
namespace {

constexpr uint8_t kHeaderRecord = 'H';
constexpr uint8_t kBatchRecord = 'B';
constexpr uint8_t kManifestsRecord = 'M';  // a batch with manifests beside those of purges
constexpr uint8_t kAccessesRecord = 'A';   // likewise, none perhaps, and the access log's hash
constexpr uint8_t kCommitRecord = 'C';
constexpr uint8_t kKeyRecord = 'K';
constexpr size_t kFrameBytes = 1 + 4;  // type, length
constexpr size_t kCheckBytes = sizeof(SegmentCheck);
constexpr size_t kCommitBytes = kFrameBytes + 8 + kCheckBytes;
constexpr std::string_view kSegmentSuffix = ".journal";

void Put(Bytes& out, uint64_t value, unsigned bytes) {
  for (unsigned i = bytes; i-- > 0;) out.push_back(static_cast<uint8_t>(value >> (8 * i)));
}
void Put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// Takes from the front; ok() is false once anything was missing.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : bytes_(bytes) {}
  uint64_t Number(unsigned bytes) {
    uint64_t value = 0;
    for (const uint8_t byte : Take(bytes)) value = value << 8 | byte;
    return value;
  }
  ByteView Take(size_t count) {
    if (count > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
      return {};
    }
    const ByteView out = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return out;
  }
  template <size_t N>
  std::array<uint8_t, N> Array() {
    std::array<uint8_t, N> out{};
    const ByteView bytes = Take(N);
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && bytes_.empty(); }

 private:
  ByteView bytes_;
  bool ok_ = true;
};

SegmentCheck Check(const SegmentCheck& previous, ByteView frame_and_payload) {
  const Digest digest = Sha256Stream().Update(previous).Update(frame_and_payload).Finish();
  SegmentCheck out{};
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

Bytes Record(uint8_t type, const Bytes& payload, const SegmentCheck& previous) {
  Bytes out;
  out.reserve(kFrameBytes + payload.size() + kCheckBytes);
  out.push_back(type);
  Put(out, payload.size(), 4);
  Put(out, payload);
  const SegmentCheck check = Check(previous, out);
  Put(out, check);
  return out;
}

struct RawRecord {
  uint8_t type = 0;
  ByteView payload;
  SegmentCheck check{};
  size_t bytes = 0;  // of the whole record
};

// nullopt when the bytes do not begin with a whole record that carries its right check.
std::optional<RawRecord> ReadRecord(ByteView bytes, const SegmentCheck& previous) {
  Cursor cursor(bytes);
  RawRecord out;
  out.type = static_cast<uint8_t>(cursor.Number(1));
  const uint64_t length = cursor.Number(4);
  if (!cursor.ok() || length > kMaxRecordBytes) return std::nullopt;
  out.payload = cursor.Take(length);
  out.check = cursor.Array<kCheckBytes>();
  if (!cursor.ok()) return std::nullopt;
  // A commit stands alone, so that it can be recognized after a record that is not readable.
  const bool alone = out.type == kCommitRecord;
  if (Check(alone ? SegmentCheck{} : previous, bytes.first(kFrameBytes + length)) != out.check) {
    return std::nullopt;
  }
  out.bytes = kFrameBytes + length + kCheckBytes;
  return out;
}

Error Damaged(size_t at, std::string_view what) {
  return {ErrorCode::kDataLoss, fmt::format("byte {}: {}", at, what)};
}

// nullopt beyond the year 9999: no clock said that, and every time has one spelling only.
std::optional<Time> ReadTime(uint64_t seconds) {
  constexpr uint64_t kEnd = 253'402'300'800;  // 10000-01-01
  if (seconds >= kEnd) return std::nullopt;
  return Time(std::chrono::seconds(static_cast<int64_t>(seconds)));
}

// Number, then index, length and bytes of each; nullopt when that is not so or they do not ascend.
std::optional<std::vector<LoggedManifest>> DecodeManifests(Cursor& cursor, uint64_t first,
                                                           uint64_t entries) {
  const uint64_t count = cursor.Number(4);
  if (count > entries) return std::nullopt;
  std::vector<LoggedManifest> out;
  for (uint64_t i = 0; i < count && cursor.ok(); ++i) {
    LoggedManifest manifest;
    manifest.index = cursor.Number(8);
    const uint64_t length = cursor.Number(4);
    const bool follows = out.empty() || manifest.index > out.back().index;
    if (!follows || manifest.index < first || manifest.index - first >= entries ||
        length > kMaxManifestBytes) {
      return std::nullopt;
    }
    manifest.bytes = AsText(cursor.Take(length));
    out.push_back(std::move(manifest));
  }
  return out;
}

std::optional<CheckpointBatch> DecodeBatch(ByteView payload, uint8_t type) {
  Cursor cursor(payload);
  CheckpointBatch out;
  out.first = cursor.Number(8);
  const uint64_t count = cursor.Number(4);
  if (!cursor.ok() || count > kMaxCheckpointBatch) return std::nullopt;
  out.entries.reserve(count);
  for (uint64_t i = 0; i < count && cursor.ok(); ++i) {
    out.entries.push_back(cursor.Array<prooflog::kEntrySize>());
  }
  const uint64_t purges = cursor.Number(4);
  if (purges > count) return std::nullopt;
  for (uint64_t i = 0; i < purges && cursor.ok(); ++i) {
    LoggedPurge purge;
    purge.index = cursor.Number(8);
    const uint64_t length = cursor.Number(4);
    if (length > kMaxManifestBytes) return std::nullopt;
    purge.manifest = AsText(cursor.Take(length));
    out.purges.push_back(std::move(purge));
  }
  if (type != kBatchRecord) {
    auto manifests = DecodeManifests(cursor, out.first, count);
    if (!manifests || (type == kManifestsRecord && manifests->empty())) return std::nullopt;
    out.manifests = std::move(*manifests);
  }
  if (type == kAccessesRecord) {
    out.accesses.emplace();
    out.accesses->count = cursor.Number(8);
    out.accesses->hash = cursor.Array<sizeof(Digest)>();
  }
  out.checkpoint.size = cursor.Number(8);
  out.checkpoint.root = cursor.Array<32>();
  const std::optional<Time> at = ReadTime(cursor.Number(8));
  if (!cursor.done() || !at) return std::nullopt;
  out.at = *at;
  return out;
}

}  // namespace

Bytes EncodeSegmentHeader(const SegmentHeader& header) {
  Bytes payload;
  Put(payload, header.start.origin.size(), 2);
  Put(payload, AsBytes(header.start.origin));
  Put(payload, header.start.size, 8);
  Put(payload, header.start.root);
  Put(payload, header.previous);
  Put(payload, static_cast<uint64_t>(header.created.time_since_epoch().count()), 8);
  Bytes out(kCheckpointLogMagic.begin(), kCheckpointLogMagic.end());
  Put(out, Record(kHeaderRecord, payload, {}));
  return out;
}

Bytes EncodeBatch(const CheckpointBatch& batch, const SegmentCheck& previous) {
  Bytes payload;
  Put(payload, batch.first, 8);
  Put(payload, batch.entries.size(), 4);
  for (const prooflog::EntryBytes& entry : batch.entries) Put(payload, entry);
  Put(payload, batch.purges.size(), 4);
  for (const LoggedPurge& purge : batch.purges) {
    Put(payload, purge.index, 8);
    Put(payload, purge.manifest.size(), 4);
    Put(payload, AsBytes(purge.manifest));
  }
  const uint8_t type = batch.accesses            ? kAccessesRecord
                       : batch.manifests.empty() ? kBatchRecord
                                                 : kManifestsRecord;
  if (type != kBatchRecord) Put(payload, batch.manifests.size(), 4);
  for (const LoggedManifest& manifest : batch.manifests) {
    Put(payload, manifest.index, 8);
    Put(payload, manifest.bytes.size(), 4);
    Put(payload, AsBytes(manifest.bytes));
  }
  if (batch.accesses) {
    Put(payload, batch.accesses->count, 8);
    Put(payload, batch.accesses->hash);
  }
  Put(payload, batch.checkpoint.size, 8);
  Put(payload, batch.checkpoint.root);
  Put(payload, static_cast<uint64_t>(batch.at.time_since_epoch().count()), 8);
  return Record(type, payload, previous);
}

Bytes EncodeKey(std::string_view vkey, const SegmentCheck& previous) {
  return Record(kKeyRecord, Bytes(vkey.begin(), vkey.end()), previous);
}

Bytes EncodeCommit(uint64_t size) {
  Bytes payload;
  Put(payload, size, 8);
  return Record(kCommitRecord, payload, {});
}

Result<SegmentHeader> SegmentReader::ReadHeader() {
  if (!AsText(bytes_).starts_with(kCheckpointLogMagic)) {
    return Damaged(0, "this is no segment of a checkpoint log");
  }
  const auto record = ReadRecord(bytes_.subspan(kCheckpointLogMagic.size()), {});
  if (!record || record->type != kHeaderRecord) {
    return Damaged(kCheckpointLogMagic.size(), "the segment's header was altered or cut");
  }
  Cursor cursor(record->payload);
  SegmentHeader header;
  header.start.origin = AsText(cursor.Take(cursor.Number(2)));
  header.start.size = cursor.Number(8);
  header.start.root = cursor.Array<32>();
  header.previous = cursor.Array<kCheckBytes>();
  const std::optional<Time> created = ReadTime(cursor.Number(8));
  if (!cursor.done() || !created || header.start.size >= prooflog::kMaxTreeSize) {
    return Damaged(kCheckpointLogMagic.size(), "the segment's header makes no sense");
  }
  header.created = *created;
  last_ = header.start;
  last_at_ = header.created;
  check_ = record->check;
  position_ = kCheckpointLogMagic.size() + record->bytes;
  return header;
}

Result<std::optional<CheckpointBatch>> SegmentReader::ReadBatch() {
  while (position_ < bytes_.size()) {
    const auto record = ReadRecord(bytes_.subspan(position_), check_);
    if (!record) return Damaged(position_, "a record was altered or cut");
    if (record->type == kCommitRecord) {
      Cursor cursor(record->payload);
      if (cursor.Number(8) != last_.size || !cursor.done()) {
        return Damaged(position_, "a commit mark is of another batch");
      }
      position_ += record->bytes;
      continue;
    }
    if (record->type == kKeyRecord) {
      const std::string vkey(AsText(record->payload));
      const auto key = prooflog::ParseVerifierKey(vkey);
      if (vkey.size() > kMaxCheckpointLogKey || !key || key->name != last_.origin) {
        return Damaged(position_, "a key record holds no key of this log");
      }
      keys_.push_back(vkey);
      check_ = record->check;
      position_ += record->bytes;
      continue;
    }
    if (record->type != kBatchRecord && record->type != kManifestsRecord &&
        record->type != kAccessesRecord) {
      return Error(
          ErrorCode::kConflict,
          fmt::format("byte {}: a whole record of the kind {}, which this program does not "
                      "know: a newer version wrote it. Use that one.",
                      position_, record->type));
    }
    auto batch = DecodeBatch(record->payload, record->type);
    if (!batch) return Damaged(position_, "a record makes no sense");
    if (batch->first != last_.size ||
        batch->checkpoint.size != batch->first + batch->entries.size()) {
      return Damaged(position_, "a batch does not continue the one before");
    }
    batch->checkpoint.origin = last_.origin;
    last_ = batch->checkpoint;
    last_at_ = batch->at;
    check_ = record->check;
    position_ += record->bytes;
    return std::optional<CheckpointBatch>(std::move(*batch));
  }
  return std::optional<CheckpointBatch>();
}

bool SegmentReader::Torn() const {
  for (size_t at = position_; at + kCommitBytes <= bytes_.size(); ++at) {
    if (bytes_[at] != kCommitRecord) continue;
    const auto record = ReadRecord(bytes_.subspan(at, kCommitBytes), {});
    if (record && record->type == kCommitRecord) return false;
  }
  return true;
}

std::string SegmentName(uint64_t first) { return fmt::format("{:020}{}", first, kSegmentSuffix); }

std::optional<uint64_t> ParseSegmentName(std::string_view name) {
  if (name.size() != 20 + kSegmentSuffix.size() || !name.ends_with(kSegmentSuffix))
    return std::nullopt;
  uint64_t first = 0;
  const char* const end = name.data() + 20;
  const auto [stop, error] = std::from_chars(name.data(), end, first);
  if (error != std::errc() || stop != end) return std::nullopt;
  return first;
}

}  // namespace temoin::app
