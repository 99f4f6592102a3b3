#include "app/recording/server_keys.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/crypto.h"
#include "base/file.h"

namespace temoin::app {
namespace {

constexpr std::string_view kHeader = "temoin server key v1\n";
constexpr size_t kMaxBytes = 4096;

std::string FileText(const ServerKeys& keys) {
  return fmt::format("{}token {}\n", kHeader, EncodeHex(keys.token_key));
}

}  // namespace

Result<ServerKeys> LoadOrCreateServerKeys(const std::string& data_directory) {
  const std::string path = data_directory + "/server.key";
  TEMOIN_RETURN_IF_ERROR(CheckRegular(path));
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno != ENOENT) return ErrnoError("look at", path, errno);
    ServerKeys keys;
    FillRandom(keys.token_key);
    TEMOIN_RETURN_IF_ERROR(WriteFileDurably(path, FileText(keys), 0600));
    return keys;
  }
  TEMOIN_RETURN_IF_ERROR(CheckPrivate(path));
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kMaxBytes));
  ServerKeys keys;
  const size_t hex_begin = kHeader.size() + std::string_view("token ").size();
  if (text.size() > hex_begin) {
    const auto bytes = DecodeHex(std::string_view(text).substr(hex_begin, 64));
    if (bytes && bytes->size() == keys.token_key.size()) {
      std::copy(bytes->begin(), bytes->end(), keys.token_key.begin());
    }
  }
  if (text != FileText(keys)) {
    return Error(
        ErrorCode::kDataLoss,
        fmt::format("{} is damaged; restore it, or remove it to have a new one made (tokens "
                    "already given out stay good)",
                    path));
  }
  return keys;
}

consent::TokenSecret DeriveTokenSecret(const ServerKeys& keys, std::string_view site,
                                       const consent::ChoiceKey& key,
                                       const consent::RetryNonce& nonce) {
  std::string message = "temoin token v2";
  message += '\0';
  message += site;
  message += '\0';
  message += AsText(key);
  message += AsText(nonce);
  const Digest digest = HmacSha256(keys.token_key, AsBytes(message));
  consent::TokenSecret secret;
  std::copy_n(digest.begin(), secret.size(), secret.begin());
  return secret;
}

}  // namespace temoin::app
