// What proves one entry of the log: its inclusion under a signed checkpoint, as values and as the
// C2SP texts that a visitor or a receiver verifies without us (docs/formats.md).
//
// Thread-safety: pure functions over a Store that may be read from any thread.
#ifndef TEMOIN_REPORTS_EVIDENCE_H_
#define TEMOIN_REPORTS_EVIDENCE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "prooflog/checkpoint.h"
#include "prooflog/tile.h"
#include "store/consents.h"
#include "store/log.h"

namespace temoin::reports {

// The store's tiles as the tree builder reads them.
class StoreTiles final : public prooflog::TileStorage {
 public:
  explicit StoreTiles(const store::LogStore& store) : store_(store) {}  // outlives this
  Result<std::optional<Bytes>> ReadTile(unsigned level, uint64_t index) override;

 private:
  const store::LogStore& store_;
};

// The checkpoint that a signed note carries; its signatures are not looked at.
Result<prooflog::Checkpoint> CheckpointOfNote(std::string_view note);

struct Inclusion {
  uint64_t index = 0;
  uint64_t size = 0;  // of the tree that the checkpoint signs
  store::LogEntry entry{};
  std::vector<Digest> path;  // the leaf's sibling first
  std::string checkpoint;    // the signed note, verbatim
};

// kUnavailable while the entry is not yet under `checkpoint_note`, or no note was signed yet.
Result<Inclusion> ProveInclusion(const store::LogStore& store, store::Index index,
                                 std::string_view checkpoint_note);

// Recomputes everything that the evidence rests on, with the verifier's own code: signature,
// inclusion, and the commitment to the record where that is kept. kDataLoss says what does not fit.
Status VerifyEvidence(const Inclusion& inclusion, const std::optional<store::Content>& content,
                      std::string_view verifier_key);

// The bare proof of an entry that commits to `bytes`, verified. kDataLoss where it does not.
Result<std::string> SealedProof(const store::LogStore& store, store::Index index,
                                std::string_view bytes, std::string_view checkpoint_note,
                                std::string_view verifier_key);

// The tlog-proof@v1 of an entry; with the record's content in it, a receipt.
std::string ProofText(const Inclusion& inclusion);
std::string ReceiptText(const Inclusion& inclusion, const store::Content& content);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_EVIDENCE_H_
