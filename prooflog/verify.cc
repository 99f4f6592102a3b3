#include "prooflog/verify.h"

#include <algorithm>
#include <array>
#include <optional>

#include "prooflog/proof.h"

namespace temoin::prooflog {
namespace {

Error Broken(std::string message) { return {ErrorCode::kDataLoss, std::move(message)}; }
Error NoReceipt(std::string message) { return {ErrorCode::kInvalidArgument, std::move(message)}; }

Digest Join(const Digest& left, const Digest& right) {
  std::array<uint8_t, 65> node{0x01};
  std::ranges::copy(left, node.begin() + 1);
  std::ranges::copy(right, node.begin() + 33);
  return Sha256(node);
}

}  // namespace

Digest VerifierLeafHash(ByteView entry) {
  Bytes leaf(1 + entry.size(), 0x00);
  std::ranges::copy(entry, leaf.begin() + 1);
  return Sha256(leaf);
}

// RFC 9162 section 2.1.3.2: fn and sn are the leaf's and the last leaf's positions, shifted up the
// tree step by step; r becomes the root.
Status VerifyInclusion(uint64_t index, uint64_t size, const Digest& leaf_hash,
                       std::span<const Digest> path, const Digest& root) {
  if (index >= size) {
    return Broken("Index " + std::to_string(index) + " is not in a tree of " +
                  std::to_string(size) + " leaves.");
  }
  uint64_t fn = index;
  uint64_t sn = size - 1;
  Digest r = leaf_hash;
  for (const Digest& p : path) {
    if (sn == 0) return Broken("The inclusion proof is too long.");
    if ((fn & 1) != 0 || fn == sn) {
      r = Join(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = Join(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Broken("The inclusion proof is too short.");
  if (r != root) return Broken("The inclusion proof does not lead to the root.");
  return {};
}

// RFC 9162 section 2.1.4.2.
Status VerifyConsistency(uint64_t size1, uint64_t size2, const Digest& root1, const Digest& root2,
                         std::span<const Digest> proof) {
  if (size1 == 0) return Broken("A consistency proof from the empty tree proves nothing.");
  if (size1 > size2) return Broken("The older tree has more leaves than the newer one.");
  if (size1 == size2) {
    if (!proof.empty()) return Broken("Trees of one size need no consistency proof.");
    if (root1 != root2) return Broken("Two trees of one size have different roots.");
    return {};
  }
  if (proof.empty()) return Broken("The consistency proof is empty.");

  uint64_t fn = size1 - 1;
  uint64_t sn = size2 - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  // A whole subtree (a power of two of leaves) is its own first hash.
  const bool whole = (size1 & (size1 - 1)) == 0;
  Digest fr = whole ? root1 : proof[0];
  Digest sr = fr;
  for (size_t i = whole ? 0 : 1; i < proof.size(); ++i) {
    const Digest& c = proof[i];
    if (sn == 0) return Broken("The consistency proof is too long.");
    if ((fn & 1) != 0 || fn == sn) {
      fr = Join(c, fr);
      sr = Join(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = Join(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Broken("The consistency proof is too short.");
  if (fr != root1) return Broken("The consistency proof does not lead to the older root.");
  if (sr != root2) return Broken("The consistency proof does not lead to the newer root.");
  return {};
}

// Two subtrees of one size become one, as long as there are two.
void RootAccumulator::Add(const Digest& leaf_hash) {
  Subtree last{1, leaf_hash};
  while (!stack_.empty() && stack_.back().leaves == last.leaves) {
    last = {2 * last.leaves, Join(stack_.back().hash, last.hash)};
    stack_.pop_back();
  }
  stack_.push_back(last);
  ++size_;
}

Digest RootAccumulator::Root() const {
  if (stack_.empty()) return Sha256(ByteView());
  Digest root = stack_.back().hash;
  for (auto it = stack_.rbegin() + 1; it != stack_.rend(); ++it) root = Join(it->hash, root);
  return root;
}

Result<VerifiedReceipt> VerifyReceipt(std::string_view text, std::span<const VerifierKey> keys) {
  TEMOIN_ASSIGN_OR_RETURN(TlogProof proof, ParseProof(text));
  constexpr size_t kKeySize = std::tuple_size_v<RecordKey>;
  if (!proof.extra || proof.extra->size() <= kKeySize) {
    return NoReceipt("The proof carries no record: it is no receipt.");
  }
  const ByteView extra(*proof.extra);
  const ByteView record = extra.subspan(kKeySize);
  const Digest commitment = HmacSha256(extra.first(kKeySize), record);
  std::array<uint8_t, 34> entry{1, 1};  // version, type "consent"
  std::copy(commitment.begin(), commitment.end(), entry.begin() + 2);

  TEMOIN_ASSIGN_OR_RETURN(OpenedCheckpoint opened, OpenCheckpoint(proof.checkpoint, keys));
  TEMOIN_RETURN_IF_ERROR(VerifyInclusion(proof.index, opened.checkpoint.size,
                                         VerifierLeafHash(entry), proof.path,
                                         opened.checkpoint.root));
  VerifiedReceipt out;
  out.index = proof.index;
  out.record.assign(record.begin(), record.end());
  out.checkpoint = std::move(opened.checkpoint);
  out.signer = std::move(opened.signers.front());
  return out;
}

Status VerifyProof(std::string_view text, ByteView entry, std::span<const VerifierKey> keys) {
  TEMOIN_ASSIGN_OR_RETURN(TlogProof proof, ParseProof(text));
  TEMOIN_ASSIGN_OR_RETURN(OpenedCheckpoint opened, OpenCheckpoint(proof.checkpoint, keys));
  return VerifyInclusion(proof.index, opened.checkpoint.size, VerifierLeafHash(entry), proof.path,
                         opened.checkpoint.root);
}

}  // namespace temoin::prooflog
