// The key that signs dossiers: "dossiers.key" in the data directory, one skey line; 0600, of the
// user who runs the server. It is none of the log's keys: a dossier that is handed out bears a
// signature of its own, and whoever makes dossiers need not be able to sign the log. Its name is
// the log's origin with "/dossiers". It is announced in the log before its first use; one that is
// lost is replaced by a new one, which is announced in turn.
//
// Thread-safety: free functions; the writer's thread alone makes the key.
#ifndef TEMOIN_APP_LOG_DOSSIER_KEY_H_
#define TEMOIN_APP_LOG_DOSSIER_KEY_H_

#include <string>
#include <string_view>

#include "base/result.h"
#include "prooflog/note.h"

namespace temoin::app {

// The key of the directory, made when there is none. kForbidden when others may read it, saying
// what to do; kDataLoss when the file is no key file of that log.
Result<prooflog::SignerKey> DossierKey(const std::string& data_dir, std::string_view log_origin);
// Of the log that the directory keeps. kUnavailable while it has no key yet.
Result<prooflog::SignerKey> DossierKeyOfLog(const std::string& data_dir);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_DOSSIER_KEY_H_
