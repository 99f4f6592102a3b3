// An offline-verifiable proof that an entry stands in the log (C2SP tlog-proof@v1), and the receipt
// that a visitor takes along: such a proof whose extra data is what the commitment was made from.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_PROOFLOG_PROOF_H_
#define TEMOIN_PROOFLOG_PROOF_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"
#include "prooflog/entry.h"

namespace temoin::prooflog {

// A proof is at most this long; a receipt with a 16 KiB record has room.
inline constexpr size_t kMaxProofBytes = 64 * 1024;

struct TlogProof {
  std::optional<Bytes> extra;
  uint64_t index = 0;
  std::vector<Digest> path;  // inclusion proof, leaf's sibling first; at most 63
  std::string checkpoint;    // the signed note, verbatim

  bool operator==(const TlogProof&) const = default;
};

std::string FormatProof(const TlogProof& proof);

// Only the form is judged here (lines, numbers, base64, lengths): kInvalidArgument says which line
// is wrong, kTooLarge over kMaxProofBytes. What it proves is for verify.h.
Result<TlogProof> ParseProof(std::string_view text);

// The extra data of a receipt: the record's 32 random bytes, then its canonical bytes.
Bytes ReceiptExtra(const RecordKey& key, ByteView canonical_record);

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_PROOF_H_
