#include "prooflog/proof.h"

#include <algorithm>

#include "prooflog/text.h"
#include "prooflog/tile.h"

namespace temoin::prooflog {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr size_t kMaxPath = 63;

}  // namespace

std::string FormatProof(const TlogProof& proof) {
  std::string out(kFirstLine);
  out += '\n';
  if (proof.extra) out.append(kExtra).append(EncodeBase64(*proof.extra)) += '\n';
  out.append(kIndex).append(std::to_string(proof.index)) += '\n';
  for (const Digest& hash : proof.path) out.append(EncodeBase64(hash)) += '\n';
  out += '\n';
  out += proof.checkpoint;
  return out;
}

Result<TlogProof> ParseProof(std::string_view text) {
  if (text.size() > kMaxProofBytes) {
    return Error(ErrorCode::kTooLarge, "A proof is at most 64 KiB.");
  }
  size_t line_number = 1;
  const auto refuse = [&](const char* why) {
    return Error(ErrorCode::kInvalidArgument,
                 "Line " + std::to_string(line_number) + " of the proof " + why + ".");
  };
  if (TakeLine(text) != kFirstLine) return refuse("is not \"c2sp.org/tlog-proof@v1\"");
  ++line_number;
  TlogProof out;
  auto line = TakeLine(text);
  if (line && line->starts_with(kExtra)) {
    out.extra = DecodeBase64(line->substr(kExtra.size()));
    if (!out.extra) return refuse("has extra data that is not base64");
    line = TakeLine(text);
    ++line_number;
  }
  if (!line || !line->starts_with(kIndex)) return refuse("does not begin with \"index \"");
  const auto index = ParseDecimal(line->substr(kIndex.size()), kMaxTreeSize - 1);
  if (!index) return refuse("has an index that is no number");
  out.index = *index;
  for (;;) {
    line = TakeLine(text);
    ++line_number;
    if (!line) return refuse("is missing: no empty line ends the hashes");
    if (line->empty()) break;
    const auto hash = DecodeBase64(*line);
    if (!hash || hash->size() != kHashSize) return refuse("is no hash");
    if (out.path.size() == kMaxPath) return refuse("is one hash too many");
    std::copy(hash->begin(), hash->end(), out.path.emplace_back().begin());
  }
  if (text.empty()) return refuse("is missing: the checkpoint");
  out.checkpoint = text;
  return out;
}

Bytes ReceiptExtra(const RecordKey& key, ByteView canonical_record) {
  Bytes out(key.begin(), key.end());
  out.insert(out.end(), canonical_record.begin(), canonical_record.end());
  return out;
}

}  // namespace temoin::prooflog
