#include "app/log/dossier_key.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "app/log/key_file.h"
#include "app/log/log_keys.h"

namespace temoin::app {

Result<prooflog::SignerKey> DossierKey(const std::string& data_dir, std::string_view log_origin) {
  const std::string path = (std::filesystem::path(data_dir) / "dossiers.key").string();
  const std::string name = fmt::format("{}/dossiers", log_origin);
  auto known = ReadSigner(path, "move it away for a new one");
  if (known && known->name() != name) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("{} is the key of another log. Put the right one there, or move it "
                             "away: a new one is made and announced.",
                             path));
  }
  if (known || known.error().code != ErrorCode::kNotFound) return known;
  TEMOIN_ASSIGN_OR_RETURN(prooflog::SignerKey made, prooflog::SignerKey::Generate(name));
  TEMOIN_RETURN_IF_ERROR(WriteSigner(path, made));
  return made;
}

Result<prooflog::SignerKey> DossierKeyOfLog(const std::string& data_dir) {
  const PublicKeys log = ReadPublicKeys(data_dir);
  if (!log.verifiers.empty()) return DossierKey(data_dir, log.verifiers.front().name);
  return Error(ErrorCode::kUnavailable, "the log has no key yet: no dossier can be registered");
}

}  // namespace temoin::app
