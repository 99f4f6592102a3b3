// The verifier: what a stranger computes to believe the log. It shares no code with the builder
// (hash, tree, note): one mistake would have to be made twice, in two shapes, to go unseen. Below
// it are only SHA-256, Ed25519 and base64 of base/.
//
// Inclusion and consistency: RFC 9162 sections 2.1.3.2 and 2.1.4.2. Notes: C2SP signed-note.
//
// Thread-safety: pure functions and values; a RootAccumulator is used by one thread at a time.
#ifndef TEMOIN_PROOFLOG_VERIFY_H_
#define TEMOIN_PROOFLOG_VERIFY_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"
#include "prooflog/checkpoint.h"
#include "prooflog/entry.h"

namespace temoin::prooflog {

// All errors of this file are kDataLoss when something does not verify, kInvalidArgument when it
// cannot be read; the message names what and where.

// SHA-256(0x00 || entry), computed here.
Digest VerifierLeafHash(ByteView entry);

Status VerifyInclusion(uint64_t index, uint64_t size, const Digest& leaf_hash,
                       std::span<const Digest> path, const Digest& root);

// A proof from size1 = 0 proves nothing and is refused.
Status VerifyConsistency(uint64_t size1, uint64_t size2, const Digest& root1, const Digest& root2,
                         std::span<const Digest> proof);

// The root over leaves that arrive in order, in constant memory.
class RootAccumulator {
 public:
  void Add(const Digest& leaf_hash);
  uint64_t size() const { return size_; }
  Digest Root() const;

 private:
  struct Subtree {
    uint64_t leaves;
    Digest hash;
  };
  uint64_t size_ = 0;
  std::vector<Subtree> stack_;  // sizes strictly falling, at most 64
};

struct VerifierKey {
  std::string name;
  uint32_t id = 0;
  Ed25519PublicKey public_key{};

  bool operator==(const VerifierKey&) const = default;
};

// Reads a vkey text; the key ID in it must be that of its name and key.
Result<VerifierKey> ParseVerifierKey(std::string_view vkey);

struct OpenedNote {
  std::string text;                  // with its last newline
  std::vector<VerifierKey> signers;  // known keys whose signatures verified, in the note's order
};

// Bounds of a note: 64 KiB, 64 signatures. Signatures of unknown keys are ignored; one of a known
// key that fails refuses the whole note; none of a known key refuses it too.
Result<OpenedNote> OpenNote(std::string_view note, std::span<const VerifierKey> keys);

struct OpenedCheckpoint {
  Checkpoint checkpoint;
  std::vector<VerifierKey> signers;
};

// A note that is a checkpoint whose origin is the name of a key that signed it.
Result<OpenedCheckpoint> OpenCheckpoint(std::string_view note, std::span<const VerifierKey> keys);

struct VerifiedReceipt {
  uint64_t index = 0;
  Bytes record;  // canonical JSON; its meaning is the reader's business
  Checkpoint checkpoint;
  VerifierKey signer;
};

// A tlog-proof with extra data whose first 32 bytes key the commitment to the rest.
Result<VerifiedReceipt> VerifyReceipt(std::string_view text, std::span<const VerifierKey> keys);

// Any tlog-proof, for an entry that the caller has.
Status VerifyProof(std::string_view text, ByteView entry, std::span<const VerifierKey> keys);

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_VERIFY_H_
