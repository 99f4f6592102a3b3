// The log's keys on disk, in the data directory:
//   log.key         the secret of the key that signs, one skey line; 0600, of the user who runs the
//                   server
//   log.vkeys       the public keys, one vkey a line, newest first: all that ever signed. The first
//                   is that of log.key
//   log.key.unused  the vkey of a log.key that has signed nothing yet; gone once there is a log.
//                   With a second line, "rotated", after a rotation: the log has signed before
//   log.key.next    a rotation that was cut: taken as log.key when log.vkeys begins with its vkey
//
// Rotation adds a key and keeps the public halves of the old ones, so that what they signed keeps
// verifying. The name of every key is the log's origin, which never changes. Whether a log.key may
// sign is judged by log_start.h; nothing here puts two files in agreement that are not.
//
// Thread-safety: free functions; two processes are kept apart by the data directory's lock.
#ifndef TEMOIN_APP_LOG_LOG_KEYS_H_
#define TEMOIN_APP_LOG_LOG_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "prooflog/note.h"
#include "prooflog/verify.h"

namespace temoin::app {

inline constexpr char kDefaultLogOrigin[] = "temoin.localhost/log";

// Where the vkey of log.key stands in log.vkeys.
enum class KeyStanding : uint8_t {
  kFirst,    // as it should
  kEarlier,  // an earlier key of this log
  kForeign,  // not in the list: no key of this log
  kNoList,   // log.vkeys is missing
};

struct LogKeys {
  prooflog::SignerKey current;
  std::vector<std::string> vkeys;                // as log.vkeys has them; of `current` without it
  std::vector<prooflog::VerifierKey> verifiers;  // the same keys, in the same order
  KeyStanding standing = KeyStanding::kFirst;
  bool unused = false;  // it has signed nothing yet, nor has any key of this log
  bool fresh = false;   // it has signed nothing yet
};

// kNotFound when there is no key; kForbidden when others may read it or it belongs to someone else,
// saying what to do; kDataLoss when a file is no key file.
Result<LogKeys> LoadLogKeys(const std::string& data_dir);

// A new key on a directory without one; kConflict when there is one already, or a list.
Result<LogKeys> GenerateLogKeys(const std::string& data_dir, std::string_view origin);

// Whether a note says that the key has signed nothing yet.
bool IsFreshLogKey(const std::string& data_dir, const std::string& vkey);

// From now on the key counts as one that has signed. Durable.
Status MarkLogKeyUsed(const std::string& data_dir);

// A new key of the same name; the old secret is gone, its public half stays. Works too when the
// secret was lost and only log.vkeys is there. kConflict for a log.key that is no key of this log.
Result<LogKeys> RotateLogKeys(const std::string& data_dir);

// Replaces log.vkeys by `vkeys`, which begin with that of log.key.
Status WriteLogVkeys(const std::string& data_dir, const std::vector<std::string>& vkeys);

// The vkey of log.key; empty: there is none that can be read, or a rotation is under way. Changes
// nothing.
std::string SigningVkey(const std::string& data_dir);

// Only the public halves, newest first, each once; needs no access to the secret.
Result<std::vector<std::string>> ReadLogVkeys(const std::string& data_dir);

// What verifies, whether or not log.key can be used to sign.
struct PublicKeys {
  std::vector<std::string> vkeys;  // newest first
  std::vector<prooflog::VerifierKey> verifiers;
  bool listed = false;  // by log.vkeys, which can be read; else that of log.key, or none
};
PublicKeys ReadPublicKeys(const std::string& data_dir);

// Whether log.key and log.vkeys are still those of `keys`, with which a server signs. kDataLoss,
// saying what to do; changes nothing.
Status CheckKeyFiles(const std::string& data_dir, const LogKeys& keys);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_KEYS_H_
