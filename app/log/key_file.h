// A secret key in a file of its own: one skey line (prooflog/note.h), mode 0600, of the user who
// runs this. A secret that others could have read is none.
//
// Thread-safety: free functions.
#ifndef TEMOIN_APP_LOG_KEY_FILE_H_
#define TEMOIN_APP_LOG_KEY_FILE_H_

#include <string>
#include <string_view>

#include "base/result.h"
#include "prooflog/note.h"

namespace temoin::app {

inline constexpr size_t kMaxKeyFile = 64 * 1024;

// kNotFound when there is none; kForbidden when others may read it, it belongs to someone else or
// is no regular file, saying what to do (`instead`: where others could have read it); kDataLoss
// when it is no key file.
Result<prooflog::SignerKey> ReadSigner(const std::string& path, std::string_view instead);

// Durable.
Status WriteSigner(const std::string& path, const prooflog::SignerKey& key);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_KEY_FILE_H_
