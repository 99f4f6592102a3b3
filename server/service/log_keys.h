// The log's keys on disk, in the data directory:
//   log.key    the secret of the key that signs, one skey line; 0600, of the user who runs the
//   server log.vkeys  the public keys, one vkey a line, newest first: all that ever signed
//
// Rotation adds a key and keeps the public halves of the old ones, so that what they signed keeps
// verifying. The name of every key is the log's origin, which never changes.
//
// Thread-safety: free functions; two processes are kept apart by the data directory's lock.
#ifndef TEMOIN_SERVER_SERVICE_LOG_KEYS_H_
#define TEMOIN_SERVER_SERVICE_LOG_KEYS_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/prooflog/note.h"
#include "server/prooflog/verify.h"

namespace temoin::service {

inline constexpr char kDefaultLogOrigin[] = "temoin.localhost/log";

struct LogKeys {
  prooflog::SignerKey current;
  std::vector<std::string> vkeys;                // current first, then newest first
  std::vector<prooflog::VerifierKey> verifiers;  // the same keys, in the same order
};

// kNotFound when there is no key; kForbidden when others may read it or it belongs to someone else,
// saying what to do; kDataLoss when a file is no key file.
Result<LogKeys> LoadLogKeys(const std::string& data_dir);

// A new key on a directory without one; kConflict when there is one already.
Result<LogKeys> GenerateLogKeys(const std::string& data_dir, std::string_view origin);

// A new key of the same name; the old secret is gone, its public half stays. Works too when the
// secret was lost and only log.vkeys is there.
Result<LogKeys> RotateLogKeys(const std::string& data_dir);

// Only the public halves, newest first; needs no access to the secret.
Result<std::vector<std::string>> ReadLogVkeys(const std::string& data_dir);

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_LOG_KEYS_H_
