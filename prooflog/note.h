// Signed notes (C2SP signed-note) and their Ed25519 keys, as written by the log.
//
// Key texts are those of the Go checksum database, which C2SP tools read:
//   vkey  <name>+<8 hex digits of the key ID>+<base64 of 0x01 || 32-byte public key>
//   skey  PRIVATE+KEY+<name>+<8 hex digits of the key ID>+<base64 of 0x01 || 32-byte seed>
//
// Opening notes is verify.h.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_PROOFLOG_NOTE_H_
#define TEMOIN_PROOFLOG_NOTE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"

namespace temoin::prooflog {

// Not empty, valid UTF-8, at most 255 bytes, no Unicode space, no plus sign, no control character.
// Also what an origin of this program must be.
bool ValidKeyName(std::string_view name);

// The secret half. Wiped when it goes away; never logged.
class SignerKey {
 public:
  // `name` must be a valid key name (kInvalidArgument).
  static Result<SignerKey> Generate(std::string_view name);
  static Result<SignerKey> FromSeed(std::string_view name, const Ed25519Seed& seed);
  // Reads a skey text; kInvalidArgument says what is wrong with it, without quoting it.
  static Result<SignerKey> Parse(std::string_view skey);

  SignerKey(const SignerKey&) = default;
  SignerKey(SignerKey&&) = default;
  SignerKey& operator=(const SignerKey&) = default;
  SignerKey& operator=(SignerKey&&) = default;
  ~SignerKey() { Wipe(seed_); }

  const std::string& name() const { return name_; }
  uint32_t id() const { return id_; }
  std::string Skey() const;  // secret
  std::string Vkey() const;

  // The line that signs `text`, with its newline.
  std::string SignatureLine(std::string_view text) const;

 private:
  SignerKey() = default;

  std::string name_;
  uint32_t id_ = 0;
  Ed25519Seed seed_{};
  Ed25519PublicKey public_key_{};
};

// `text` (valid UTF-8 without control characters, ending in a newline), an empty line, one
// signature line a key in the order given. kInvalidArgument for another text or without keys.
Result<std::string> SignNote(std::string_view text, std::span<const SignerKey> keys);

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_NOTE_H_
