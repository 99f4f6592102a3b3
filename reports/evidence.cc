#include "reports/evidence.h"

#include <fmt/format.h>

#include <span>

#include "base/encoding.h"
#include "prooflog/entry.h"
#include "prooflog/proof.h"
#include "prooflog/tree.h"
#include "prooflog/verify.h"

namespace temoin::reports {

Result<std::optional<Bytes>> StoreTiles::ReadTile(unsigned level, uint64_t index) {
  Result<Bytes> hashes = store_.ReadTile(static_cast<int>(level), index);
  if (!hashes) {
    if (hashes.error().code == ErrorCode::kNotFound) return std::optional<Bytes>();
    return hashes.error();
  }
  if (hashes->empty()) return std::optional<Bytes>();
  return std::optional<Bytes>(std::move(*hashes));
}

Result<prooflog::Checkpoint> CheckpointOfNote(std::string_view note) {
  const size_t end = note.find("\n\n");
  if (end == std::string_view::npos) {
    return Error(ErrorCode::kUnavailable, "No checkpoint has been signed yet.");
  }
  return prooflog::ParseCheckpoint(note.substr(0, end + 1));
}

Result<Inclusion> ProveInclusion(const store::LogStore& store, store::Index index,
                                 std::string_view checkpoint_note) {
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint checkpoint, CheckpointOfNote(checkpoint_note));
  if (index >= checkpoint.size) {
    return Error(ErrorCode::kUnavailable,
                 "This entry is not under a signed checkpoint yet: try again in a second.");
  }
  Inclusion out;
  out.index = index;
  out.size = checkpoint.size;
  out.checkpoint = checkpoint_note;
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::LogEntry> entries, store.ReadEntries(index, 1));
  if (entries.empty()) return Error(ErrorCode::kNotFound, "The log has no such entry.");
  out.entry = entries.front();
  StoreTiles tiles(store);
  prooflog::TreeReader tree(tiles);
  TEMOIN_ASSIGN_OR_RETURN(out.path, tree.InclusionProof(index, checkpoint.size));
  return out;
}

Status VerifyEvidence(const Inclusion& inclusion, const std::optional<store::Content>& content,
                      std::string_view verifier_key) {
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::VerifierKey key,
                          prooflog::ParseVerifierKey(verifier_key));
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::OpenedCheckpoint opened,
                          prooflog::OpenCheckpoint(inclusion.checkpoint, std::span(&key, 1)));
  TEMOIN_RETURN_IF_ERROR(prooflog::VerifyInclusion(inclusion.index, opened.checkpoint.size,
                                                   prooflog::VerifierLeafHash(inclusion.entry),
                                                   inclusion.path, opened.checkpoint.root));
  if (!content) return {};
  const Digest commitment = HmacSha256(content->random, AsBytes(content->record));
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::Entry entry, prooflog::DecodeEntry(inclusion.entry));
  if (entry.type != prooflog::EntryType::kConsent || entry.commitment != commitment) {
    return Error(ErrorCode::kDataLoss, "The record kept is not the one that was sealed.");
  }
  return {};
}

Result<std::string> SealedProof(const store::LogStore& store, store::Index index,
                                std::string_view bytes, std::string_view checkpoint_note,
                                std::string_view verifier_key) {
  TEMOIN_ASSIGN_OR_RETURN(const Inclusion inclusion, ProveInclusion(store, index, checkpoint_note));
  TEMOIN_RETURN_IF_ERROR(VerifyEvidence(inclusion, {}, verifier_key));
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::Entry entry, prooflog::DecodeEntry(inclusion.entry));
  if (entry.commitment != Sha256(bytes)) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("The manifest of entry {} is not the one that was sealed.", index));
  }
  return ProofText(inclusion);
}

std::string ProofText(const Inclusion& inclusion) {
  return prooflog::FormatProof(
      {std::nullopt, inclusion.index, inclusion.path, inclusion.checkpoint});
}

std::string ReceiptText(const Inclusion& inclusion, const store::Content& content) {
  return prooflog::FormatProof({prooflog::ReceiptExtra(content.random, AsBytes(content.record)),
                                inclusion.index, inclusion.path, inclusion.checkpoint});
}

}  // namespace temoin::reports
