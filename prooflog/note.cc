#include "prooflog/note.h"

#include <algorithm>
#include <cstdio>

#include "base/encoding.h"
#include "prooflog/text.h"

namespace temoin::prooflog {
namespace {

constexpr uint8_t kEd25519 = 0x01;  // signed-note, "Signature types"
constexpr std::string_view kSkeyPrefix = "PRIVATE+KEY+";
constexpr size_t kMaxNameBytes = 255;

uint32_t KeyId(std::string_view name, const Ed25519PublicKey& key) {
  Bytes input(name.begin(), name.end());
  input.push_back('\n');
  input.push_back(kEd25519);
  input.insert(input.end(), key.begin(), key.end());
  const Digest digest = Sha256(input);
  return uint32_t{digest[0]} << 24 | uint32_t{digest[1]} << 16 | uint32_t{digest[2]} << 8 |
         uint32_t{digest[3]};
}

std::string HexId(uint32_t id) {
  char out[9];
  std::snprintf(out, sizeof out, "%08x", id);
  return out;
}

std::string TypedKey(const std::array<uint8_t, 32>& key) {
  Bytes typed{kEd25519};
  typed.insert(typed.end(), key.begin(), key.end());
  std::string out = EncodeBase64(typed);
  Wipe(typed);
  return out;
}

}  // namespace

bool ValidKeyName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && IsNoteText(name) && !HasSpaceOrPlus(name);
}

Result<SignerKey> SignerKey::Generate(std::string_view name) {
  return FromSeed(name, RandomArray<32>());
}

Result<SignerKey> SignerKey::FromSeed(std::string_view name, const Ed25519Seed& seed) {
  if (!ValidKeyName(name)) {
    return Error(ErrorCode::kInvalidArgument,
                 "A log's name is one word of at most 255 bytes without spaces or '+', such as "
                 "\"consentement.example.fr/log\".");
  }
  SignerKey out;
  out.name_ = name;
  out.seed_ = seed;
  out.public_key_ = Ed25519PublicFromSeed(seed);
  out.id_ = KeyId(name, out.public_key_);
  return out;
}

Result<SignerKey> SignerKey::Parse(std::string_view skey) {
  const auto refuse = [](const char* why) {
    return Error(ErrorCode::kInvalidArgument, std::string("The private key ") + why + ".");
  };
  if (!skey.starts_with(kSkeyPrefix)) return refuse("does not begin with PRIVATE+KEY+");
  skey.remove_prefix(kSkeyPrefix.size());
  const size_t plus = skey.find('+');
  if (plus == std::string_view::npos) return refuse("has no key ID");
  const std::string_view name = skey.substr(0, plus);
  skey.remove_prefix(plus + 1);
  if (skey.size() < 10 || skey[8] != '+') return refuse("has no key ID of 8 hex digits");
  const std::string_view id = skey.substr(0, 8);
  auto typed = DecodeBase64(skey.substr(9));
  if (!typed || typed->size() != 33 || (*typed)[0] != kEd25519) {
    if (typed) Wipe(*typed);
    return refuse("is no Ed25519 key (base64 of 01 and 32 bytes)");
  }
  Ed25519Seed seed{};
  std::copy(typed->begin() + 1, typed->end(), seed.begin());
  Wipe(*typed);
  auto key = FromSeed(name, seed);
  Wipe(seed);
  if (!key) return refuse("has no valid name");
  if (HexId(key->id()) != id) return refuse("has a key ID that is not its own");
  return key;
}

std::string SignerKey::Skey() const {
  return std::string(kSkeyPrefix) + name_ + "+" + HexId(id_) + "+" + TypedKey(seed_);
}

std::string SignerKey::Vkey() const {
  return name_ + "+" + HexId(id_) + "+" + TypedKey(public_key_);
}

std::string SignerKey::SignatureLine(std::string_view text) const {
  const Ed25519Signature signature = Ed25519Sign(seed_, AsBytes(text));
  Bytes blob{static_cast<uint8_t>(id_ >> 24), static_cast<uint8_t>(id_ >> 16),
             static_cast<uint8_t>(id_ >> 8), static_cast<uint8_t>(id_)};
  blob.insert(blob.end(), signature.begin(), signature.end());
  return "\u2014 " + name_ + " " + EncodeBase64(blob) + "\n";
}

Result<std::string> SignNote(std::string_view text, std::span<const SignerKey> keys) {
  if (text.empty() || text.back() != '\n' || !IsNoteText(text)) {
    return Error(ErrorCode::kInvalidArgument,
                 "A note's text is valid UTF-8 without control characters and ends in a newline.");
  }
  if (keys.empty()) return Error(ErrorCode::kInvalidArgument, "A note needs a key to sign it.");
  std::string out(text);
  out += '\n';
  for (const SignerKey& key : keys) out += key.SignatureLine(text);
  return out;
}

}  // namespace temoin::prooflog
