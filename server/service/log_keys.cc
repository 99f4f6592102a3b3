#include "server/service/log_keys.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "base/file.h"
#include "server/prooflog/text.h"

namespace temoin::service {
namespace {

constexpr size_t kMaxKeyFile = 64 * 1024;

std::string KeyPath(const std::string& data_dir) {
  return (std::filesystem::path(data_dir) / "log.key").string();
}
std::string VkeysPath(const std::string& data_dir) {
  return (std::filesystem::path(data_dir) / "log.vkeys").string();
}

// A secret that others could have read is no secret.
Status CheckPermissions(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return ErrnoError("look at", path, errno);
  if (!S_ISREG(info.st_mode)) {
    return Error(ErrorCode::kForbidden, path + " is not a regular file; put the key itself there.");
  }
  if (info.st_uid != ::geteuid()) {
    return Error(ErrorCode::kForbidden,
                 fmt::format("{} belongs to user {}, not to the user who runs this ({}); chown it.",
                             path, info.st_uid, ::geteuid()));
  }
  if ((info.st_mode & 077) != 0) {
    return Error(ErrorCode::kForbidden,
                 fmt::format("{} has mode {:04o}: others may have read the log's key. Run \"chmod "
                             "600 {}\", and \"temoin key rotate\" if they could.",
                             path, info.st_mode & 07777, path));
  }
  return {};
}

std::string Lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

Result<LogKeys> Assemble(prooflog::SignerKey current, std::vector<std::string> known,
                         const std::string& path) {
  const std::string first = current.Vkey();
  std::erase(known, first);
  known.insert(known.begin(), first);
  std::vector<prooflog::VerifierKey> verifiers;
  for (const std::string& vkey : known) {
    auto key = prooflog::ParseVerifierKey(vkey);
    if (!key || key->name != current.name()) {
      // Not quoted: a damaged line may hold anything.
      return Error(
          ErrorCode::kDataLoss,
          fmt::format("{} has a line that is no key of log \"{}\". Restore it; its lines are "
                      "public and stand in every backup.",
                      path, current.name()));
    }
    verifiers.push_back(std::move(*key));
  }
  return LogKeys{std::move(current), std::move(known), std::move(verifiers)};
}

}  // namespace

Result<std::vector<std::string>> ReadLogVkeys(const std::string& data_dir) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadFile(VkeysPath(data_dir), kMaxKeyFile));
  std::vector<std::string> out;
  std::string_view rest = text;
  while (const auto line = prooflog::TakeLine(rest)) {
    if (!line->empty()) out.emplace_back(*line);
  }
  if (!rest.empty() || out.empty()) {
    return Error(ErrorCode::kDataLoss, VkeysPath(data_dir) + " is no list of keys.");
  }
  return out;
}

Result<LogKeys> LoadLogKeys(const std::string& data_dir) {
  const std::string path = KeyPath(data_dir);
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 && errno == ENOENT) {
    return Error(ErrorCode::kNotFound, "There is no log key at " + path + ".");
  }
  TEMOIN_RETURN_IF_ERROR(CheckPermissions(path));
  TEMOIN_ASSIGN_OR_RETURN(std::string text, ReadFile(path, kMaxKeyFile));
  std::string_view rest = text;
  auto key = prooflog::SignerKey::Parse(prooflog::TakeLine(rest).value_or(""));
  const bool more = !rest.empty();
  Wipe({reinterpret_cast<uint8_t*>(text.data()), text.size()});
  if (!key || more) {
    return Error(
        ErrorCode::kDataLoss,
        path + " is no key file: " + (key ? "it has more than one line." : key.error().message));
  }
  auto known = ReadLogVkeys(data_dir);
  if (!known && known.error().code != ErrorCode::kNotFound) return known.error();
  return Assemble(std::move(*key), known ? std::move(*known) : std::vector<std::string>(),
                  VkeysPath(data_dir));
}

Result<LogKeys> GenerateLogKeys(const std::string& data_dir, std::string_view origin) {
  struct stat info {};
  if (::lstat(KeyPath(data_dir).c_str(), &info) == 0 ||
      ::lstat(VkeysPath(data_dir).c_str(), &info) == 0) {
    return Error(ErrorCode::kConflict,
                 "There is a log key in " + data_dir +
                     " already. \"temoin key rotate\" replaces it and keeps the old public key.");
  }
  TEMOIN_ASSIGN_OR_RETURN(auto key, prooflog::SignerKey::Generate(origin));
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(KeyPath(data_dir), key.Skey() + "\n", 0600));
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(VkeysPath(data_dir), key.Vkey() + "\n", 0644));
  return LoadLogKeys(data_dir);
}

// The public list first: cut between the two writes, the list names a key that never signed, which
// harms nobody; the other way round a signature could lack its public key.
Result<LogKeys> RotateLogKeys(const std::string& data_dir) {
  std::vector<std::string> vkeys;
  auto keys = LoadLogKeys(data_dir);
  if (keys) {
    vkeys = std::move(keys->vkeys);
  } else {
    // A lost secret is replaced too, as long as the log's name is known.
    if (keys.error().code != ErrorCode::kNotFound) return keys.error();
    auto known = ReadLogVkeys(data_dir);
    if (!known) return keys.error();
    vkeys = std::move(*known);
  }
  TEMOIN_ASSIGN_OR_RETURN(const auto newest, prooflog::ParseVerifierKey(vkeys.front()));
  TEMOIN_ASSIGN_OR_RETURN(auto next, prooflog::SignerKey::Generate(newest.name));
  vkeys.insert(vkeys.begin(), next.Vkey());
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(VkeysPath(data_dir), Lines(vkeys), 0644));
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(KeyPath(data_dir), next.Skey() + "\n", 0600));
  return LoadLogKeys(data_dir);
}

}  // namespace temoin::service
