#include "app/log/key_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "prooflog/text.h"

namespace temoin::app {
namespace {

Status CheckPermissions(const std::string& path, std::string_view instead) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return Error(ErrorCode::kNotFound, "There is no key at " + path + ".");
    return ErrnoError("look at", path, errno);
  }
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
                 fmt::format("{} has mode {:04o}: others may have read the key. Run \"chmod 600 "
                             "{}\", and {} if they could.",
                             path, info.st_mode & 07777, path, instead));
  }
  return {};
}

}  // namespace

Result<prooflog::SignerKey> ReadSigner(const std::string& path, std::string_view instead) {
  TEMOIN_RETURN_IF_ERROR(CheckPermissions(path, instead));
  TEMOIN_ASSIGN_OR_RETURN(std::string text, ReadFile(path, kMaxKeyFile));
  std::string_view rest = text;
  const auto line = prooflog::TakeLine(rest);
  auto key = prooflog::SignerKey::Parse(line.value_or(""));
  const bool more = line && !rest.empty();
  Wipe({reinterpret_cast<uint8_t*>(text.data()), text.size()});
  if (key && !more) return key;
  return Error(ErrorCode::kDataLoss, path + " is no key file: " +
                                         (!line  ? "its one line has no end."
                                          : more ? "it has more than one line."
                                                 : key.error().message));
}

Status WriteSigner(const std::string& path, const prooflog::SignerKey& key) {
  return WriteFileDurably(path, key.Skey() + "\n", 0600);
}

}  // namespace temoin::app
