#include "app/log/log_keys.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "app/log/key_file.h"
#include "base/file.h"
#include "prooflog/text.h"

namespace temoin::app {
namespace {

std::string KeyPath(const std::string& data_dir) {
  return (std::filesystem::path(data_dir) / "log.key").string();
}
std::string VkeysPath(const std::string& data_dir) {
  return (std::filesystem::path(data_dir) / "log.vkeys").string();
}

std::string UnusedPath(const std::string& data_dir) { return KeyPath(data_dir) + ".unused"; }
std::string NextPath(const std::string& data_dir) { return KeyPath(data_dir) + ".next"; }

std::string RotatedNote(const std::string& vkey) { return vkey + "\nrotated\n"; }

bool Exists(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0;
}

Result<prooflog::SignerKey> ReadLogKey(const std::string& path) {
  return ReadSigner(path, "run \"temoin key rotate\"");
}

std::string Lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

// The keys of a list, which are all of one log.
Result<std::vector<prooflog::VerifierKey>> Verifiers(const std::vector<std::string>& vkeys,
                                                     const std::string& path) {
  std::vector<prooflog::VerifierKey> out;
  for (const std::string& vkey : vkeys) {
    auto key = prooflog::ParseVerifierKey(vkey);
    if (!key || (!out.empty() && key->name != out.front().name)) {
      // Not quoted: a damaged line may hold anything.
      return Error(
          ErrorCode::kDataLoss,
          fmt::format("{} has a line that is no key of log \"{}\". Restore it; its lines are "
                      "public and stand in every backup.",
                      path, out.empty() ? "" : out.front().name));
    }
    out.push_back(std::move(*key));
  }
  return out;
}

Status Rename(const std::string& from, const std::string& to, const std::string& data_dir) {
  if (::rename(from.c_str(), to.c_str()) != 0) return ErrnoError("rename", from, errno);
  return SyncDirectory(data_dir);
}

}  // namespace

Result<std::vector<std::string>> ReadLogVkeys(const std::string& data_dir) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadFile(VkeysPath(data_dir), kMaxKeyFile));
  std::vector<std::string> out;
  std::string_view rest = text;
  while (const auto line = prooflog::TakeLine(rest)) {
    if (!line->empty() && std::ranges::find(out, *line) == out.end()) out.emplace_back(*line);
  }
  if (!rest.empty() || out.empty()) {
    return Error(ErrorCode::kDataLoss, VkeysPath(data_dir) + " is no list of keys.");
  }
  return out;
}

std::string SigningVkey(const std::string& data_dir) {
  const auto key = ReadLogKey(KeyPath(data_dir));
  return key && !Exists(NextPath(data_dir)) ? key->Vkey() : std::string();
}

Result<LogKeys> LoadLogKeys(const std::string& data_dir) {
  auto known = ReadLogVkeys(data_dir);
  if (!known && known.error().code != ErrorCode::kNotFound) return known.error();
  // A rotation that was cut after the new list was written is finished here.
  if (known && Exists(NextPath(data_dir))) {
    const auto next = ReadLogKey(NextPath(data_dir));
    if (next && next->Vkey() == known->front()) {
      TEMOIN_RETURN_IF_ERROR(Rename(NextPath(data_dir), KeyPath(data_dir), data_dir));
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(auto key, ReadLogKey(KeyPath(data_dir)));
  const std::string vkey = key.Vkey();
  LogKeys keys{.current = std::move(key), .vkeys = {}, .verifiers = {}};
  if (known) {
    keys.vkeys = std::move(*known);
    const auto at = std::find(keys.vkeys.begin(), keys.vkeys.end(), vkey);
    keys.standing = at == keys.vkeys.begin() ? KeyStanding::kFirst
                    : at != keys.vkeys.end() ? KeyStanding::kEarlier
                                             : KeyStanding::kForeign;
  } else {
    keys.vkeys = {vkey};
    keys.standing = KeyStanding::kNoList;
  }
  TEMOIN_ASSIGN_OR_RETURN(keys.verifiers, Verifiers(keys.vkeys, VkeysPath(data_dir)));
  const auto unused = ReadFile(UnusedPath(data_dir), kMaxKeyFile);
  keys.unused = unused.ok() && *unused == vkey + "\n";
  keys.fresh = keys.unused || (unused.ok() && *unused == RotatedNote(vkey));
  return keys;
}

PublicKeys ReadPublicKeys(const std::string& data_dir) {
  if (auto vkeys = ReadLogVkeys(data_dir)) {
    if (auto verifiers = Verifiers(*vkeys, VkeysPath(data_dir))) {
      return {.vkeys = std::move(*vkeys), .verifiers = std::move(*verifiers), .listed = true};
    }
  }
  PublicKeys out;
  const auto key = ReadLogKey(KeyPath(data_dir));
  if (!key) return out;
  auto verifier = prooflog::ParseVerifierKey(key->Vkey());
  if (!verifier) return out;
  out.vkeys.push_back(key->Vkey());
  out.verifiers.push_back(std::move(*verifier));
  return out;
}

Status CheckKeyFiles(const std::string& data_dir, const LogKeys& keys) {
  const auto changed = [&](const std::string& path, std::string_view what) {
    return Error(
        ErrorCode::kDataLoss,
        fmt::format("{} {} since the server started, which signs on with the keys of then. Restore "
                    "it before the next start, which would not sign; find out who changed it.",
                    path, what));
  };
  const auto vkeys = ReadLogVkeys(data_dir);
  if (!vkeys || *vkeys != keys.vkeys) {
    return changed(VkeysPath(data_dir), vkeys ? "was changed" : "cannot be read any more");
  }
  const auto key = ReadLogKey(KeyPath(data_dir));
  if (!key) return changed(KeyPath(data_dir), "cannot be used any more");
  if (key->Vkey() != keys.current.Vkey()) return changed(KeyPath(data_dir), "was replaced");
  return {};
}

Result<LogKeys> GenerateLogKeys(const std::string& data_dir, std::string_view origin) {
  if (Exists(KeyPath(data_dir)) || Exists(VkeysPath(data_dir))) {
    return Error(ErrorCode::kConflict,
                 "There is a log key in " + data_dir +
                     " already. \"temoin key rotate\" replaces it and keeps the old public key.");
  }
  TEMOIN_ASSIGN_OR_RETURN(auto key, prooflog::SignerKey::Generate(origin));
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(UnusedPath(data_dir), key.Vkey() + "\n", 0644));
  TEMOIN_RETURN_IF_ERROR(WriteSigner(KeyPath(data_dir), key));
  TEMOIN_RETURN_IF_ERROR(WriteLogVkeys(data_dir, {key.Vkey()}));
  return LoadLogKeys(data_dir);
}

bool IsFreshLogKey(const std::string& data_dir, const std::string& vkey) {
  const auto unused = ReadFile(UnusedPath(data_dir), kMaxKeyFile);
  return unused.ok() && (*unused == vkey + "\n" || *unused == RotatedNote(vkey));
}

Status MarkLogKeyUsed(const std::string& data_dir) {
  if (::unlink(UnusedPath(data_dir).c_str()) == 0) return SyncDirectory(data_dir);
  if (errno == ENOENT || errno == EISDIR) return {};  // a directory is no such note
  return ErrnoError("remove", UnusedPath(data_dir), errno);
}

Status WriteLogVkeys(const std::string& data_dir, const std::vector<std::string>& vkeys) {
  return WriteFileDurably(VkeysPath(data_dir), Lines(vkeys), 0644);
}

// The new secret lies beside, then the list, then the secret takes its place: cut anywhere, the
// key that signs is the first of the list.
Result<LogKeys> RotateLogKeys(const std::string& data_dir) {
  std::vector<std::string> vkeys;
  auto keys = LoadLogKeys(data_dir);
  if (keys && keys->standing == KeyStanding::kForeign) {
    return Error(
        ErrorCode::kConflict,
        KeyPath(data_dir) +
            " is no key of this log: log.vkeys does not name it. Move it away, to where it "
            "belongs; then \"temoin key rotate\" makes a new key of this log.");
  }
  if (keys && keys->standing == KeyStanding::kNoList) {
    return Error(ErrorCode::kConflict,
                 VkeysPath(data_dir) +
                     " is missing: a new key would make a list without those that signed before. "
                     "Restore it, or start the server, which makes it again from what verifies.");
  }
  const bool unused = keys && keys->unused;
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
  TEMOIN_RETURN_IF_ERROR(WriteSigner(NextPath(data_dir), next));
  if (!unused) {
    TEMOIN_RETURN_IF_ERROR(WriteFileDurably(UnusedPath(data_dir), RotatedNote(next.Vkey()), 0644));
  }
  TEMOIN_RETURN_IF_ERROR(WriteLogVkeys(data_dir, vkeys));
  TEMOIN_RETURN_IF_ERROR(Rename(NextPath(data_dir), KeyPath(data_dir), data_dir));
  if (unused) {
    TEMOIN_RETURN_IF_ERROR(WriteFileDurably(UnusedPath(data_dir), next.Vkey() + "\n", 0644));
  }
  return LoadLogKeys(data_dir);
}

}  // namespace temoin::app
