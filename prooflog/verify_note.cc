// The verifier's half that reads keys and notes; verify.cc has the tree's half.
#include <algorithm>
#include <optional>

#include "prooflog/text.h"
#include "prooflog/verify.h"

namespace temoin::prooflog {
namespace {

constexpr size_t kMaxNoteBytes = 64 * 1024;
constexpr size_t kMaxSignatures = 64;
constexpr size_t kMaxVkeyBytes = 1024;
constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space

Error Unreadable(std::string message) { return {ErrorCode::kInvalidArgument, std::move(message)}; }

uint32_t BigEndian32(ByteView bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | bytes[i];
  return value;
}

bool KeyNameIsValid(std::string_view name) {
  return !name.empty() && IsNoteText(name) && !HasSpaceOrPlus(name);
}

struct SignatureLine {
  std::string_view name;
  uint32_t id = 0;
  Bytes signature;
};

std::optional<SignatureLine> ReadSignatureLine(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  SignatureLine out;
  out.name = line.substr(0, space);
  if (!KeyNameIsValid(out.name)) return std::nullopt;
  const auto blob = DecodeBase64(line.substr(space + 1));
  if (!blob || blob->size() < 5) return std::nullopt;
  out.id = BigEndian32(*blob);
  out.signature.assign(blob->begin() + 4, blob->end());
  return out;
}

}  // namespace

Result<VerifierKey> ParseVerifierKey(std::string_view vkey) {
  if (vkey.size() > kMaxVkeyBytes) return Unreadable("A verifier key is at most 1 KiB.");
  const size_t first = vkey.find('+');
  const size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) {
    return Unreadable("A verifier key reads <name>+<key ID>+<base64>.");
  }
  VerifierKey out;
  out.name = vkey.substr(0, first);
  if (!KeyNameIsValid(out.name)) return Unreadable("The verifier key's name is not valid.");
  const auto id = DecodeHex(vkey.substr(first + 1, second - first - 1));
  if (!id || id->size() != 4) return Unreadable("The verifier key's ID is not 8 hex digits.");
  out.id = BigEndian32(*id);
  const auto typed = DecodeBase64(vkey.substr(second + 1));
  if (!typed || typed->size() != 33 || typed->front() != 1) {
    return Unreadable("The verifier key is no Ed25519 key (base64 of 01 and 32 bytes).");
  }
  std::copy(typed->begin() + 1, typed->end(), out.public_key.begin());
  const Digest digest =
      Sha256Stream().Update(AsBytes(out.name)).Update(AsBytes("\n")).Update(*typed).Finish();
  if (BigEndian32(digest) != out.id) {
    return Unreadable(
        "The verifier key's ID is not that of its name and key: a character of it "
        "was changed.");
  }
  return out;
}

Result<OpenedNote> OpenNote(std::string_view note, std::span<const VerifierKey> keys) {
  if (note.size() > kMaxNoteBytes) return Unreadable("A signed note is at most 64 KiB.");
  if (!IsNoteText(note)) {
    return Unreadable("The note is not UTF-8 text, or has a control character.");
  }
  if (note.empty() || note.back() != '\n') return Unreadable("The note's last line does not end.");
  // The last empty line parts the text from the signatures; the text keeps its own newline.
  const size_t parting = note.rfind("\n\n");
  if (parting == std::string_view::npos || parting + 2 == note.size()) {
    return Unreadable("The note has no signatures.");
  }
  const std::string_view text = note.substr(0, parting + 1);
  std::string_view rest = note.substr(parting + 2);

  OpenedNote out;
  out.text = text;
  for (size_t count = 1; !rest.empty(); ++count) {
    const auto line = TakeLine(rest);
    const auto signature = line ? ReadSignatureLine(*line) : std::nullopt;
    if (!signature) {
      return Unreadable("Signature line " + std::to_string(count) + " of the note is malformed.");
    }
    if (count > kMaxSignatures) return Unreadable("The note has more than 64 signatures.");
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const VerifierKey& k) {
      return k.name == signature->name && k.id == signature->id;
    });
    if (key == keys.end()) continue;
    if (!Ed25519Verify(key->public_key, AsBytes(text), signature->signature)) {
      return Error(ErrorCode::kDataLoss,
                   "The signature of " + key->name + " on the note does not verify.");
    }
    const bool again = std::find(out.signers.begin(), out.signers.end(), *key) != out.signers.end();
    if (!again) out.signers.push_back(*key);
  }
  if (out.signers.empty()) {
    return Error(ErrorCode::kDataLoss, "The note carries no signature of a key that was given.");
  }
  return out;
}

Result<OpenedCheckpoint> OpenCheckpoint(std::string_view note, std::span<const VerifierKey> keys) {
  TEMOIN_ASSIGN_OR_RETURN(OpenedNote opened, OpenNote(note, keys));
  OpenedCheckpoint out;
  TEMOIN_ASSIGN_OR_RETURN(out.checkpoint, ParseCheckpoint(opened.text));
  for (VerifierKey& signer : opened.signers) {
    if (signer.name == out.checkpoint.origin) out.signers.push_back(std::move(signer));
  }
  if (out.signers.empty()) {
    return Error(ErrorCode::kDataLoss, "The checkpoint is of log \"" + out.checkpoint.origin +
                                           "\", of which no key that was given signed it.");
  }
  return out;
}

}  // namespace temoin::prooflog
