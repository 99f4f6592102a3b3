#include "server/cli/dossier.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/log/checkpoint_log.h"
#include "app/log/log_keys.h"
#include "base/ascii.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/sealed_file.h"
#include "base/utf8.h"
#include "prooflog/checkpoint.h"
#include "prooflog/note.h"
#include "render/zip.h"
#include "reports/dossier.h"
#include "reports/dossier_registration.h"
#include "reports/evidence.h"
#include "server/cli/cli.h"
#include "server/cli/data.h"

namespace temoin::cli {
namespace {

// The last checkpoint of the checkpoint log, signed again: the same note that the server serves.
Result<std::string> LastCheckpoint(const ReportOptions& options, const app::LogKeys& keys) {
  const std::string directory =
      options.checkpoint_log.empty() ? options.data + "/log-journal" : options.checkpoint_log;
  prooflog::Checkpoint last;
  TEMOIN_RETURN_IF_ERROR(
      app::ReadCheckpointLog(directory, 0, [&last](const app::CheckpointBatch& batch) -> Status {
        last = batch.checkpoint;
        return {};
      }));
  if (last.size == 0) return Error(ErrorCode::kUnavailable, "the log has no checkpoint yet");
  return prooflog::SignNote(prooflog::FormatCheckpoint(last), std::span(&keys.current, 1));
}

// What stands on the first page and in the manifest is one line that reads as it is written.
Status CheckLine(std::string_view option, const std::string& text) {
  constexpr size_t kMost = 500;
  const bool blank = !text.empty() && TrimAscii(text).empty();
  if (IsPlainLine(text) && text.size() <= kMost && !blank) return {};
  return Error(ErrorCode::kInvalidArgument,
               fmt::format("{} is one line of at most {} bytes of UTF-8, without characters that "
                           "steer a terminal or turn the direction of writing",
                           option, kMost));
}

// The hash of the dossier's manifest into the log of the server that runs, and a checkpoint that
// covers it. An error says why it is not registered.
Result<reports::Registration> Register(const ReportOptions& options, const app::LogKeys& keys,
                                       const std::string& manifest) {
  if (::access(options.data.c_str(), W_OK) != 0) {
    return Error(ErrorCode::kUnavailable, options.data + " cannot be written to");
  }
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json done,
                          RunOnData({options.data, ""}, "dossier.register",
                                    {{"site", options.site}, {"manifest", manifest}}));
  reports::Registration out{done.at("entry").get<store::Index>(),
                            done.at("key_entry").get<store::Index>(),
                            done.at("note").get<std::string>(),
                            {}};
  TEMOIN_ASSIGN_OR_RETURN(out.checkpoint, reports::CoveringCheckpoint(out.entry, [&] {
                            return LastCheckpoint(options, keys);
                          }));
  return out;
}

constexpr std::string_view kSealed = ".zip.p7m";

// Where the parts of an archive go: into a file as they are, or sealed for some receivers.
class ArchiveFile {
 public:
  // Of an empty path of certificates: as they are.
  Status Open(const std::string& path, const std::string& certificates) {
    std::string pem;
    if (!certificates.empty()) {
      TEMOIN_ASSIGN_OR_RETURN(pem, ReadInput(certificates, SealedFile::kMostCertificateBytes));
    }
    file_.Reset(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file_.valid()) return ErrnoError("create", path, errno);
    if (certificates.empty()) return {};
    // Whether a certificate is in force is asked of this day, whatever day is reported on.
    auto sealed = SealedFile::Create(file_.get(), pem, SystemClock().Now());
    if (!sealed) return Error(sealed.error().code, certificates + ": " + sealed.error().message);
    sealed_.emplace(std::move(*sealed));
    return {};
  }
  Status Write(std::string_view part) {
    return sealed_ ? sealed_->Write(part) : WriteAll(file_.get(), AsBytes(part));
  }
  Status Close(const std::string& path) {
    if (sealed_) TEMOIN_RETURN_IF_ERROR(sealed_->Finish());
    return ::fsync(file_.get()) == 0 ? Status() : ErrnoError("sync", path, errno);
  }

 private:
  FileDescriptor file_;
  std::optional<SealedFile> sealed_;
};

// The name that --out must have.
Status CheckOut(const ReportOptions& options) {
  if (options.out.empty()) {
    return Error(ErrorCode::kInvalidArgument, "--out names the folder of the dossier, or the .zip");
  }
  if (options.encrypt_to.empty() == options.out.ends_with(kSealed)) {
    return Error(ErrorCode::kInvalidArgument,
                 options.encrypt_to.empty()
                     ? "a .zip.p7m is sealed: --encrypt-to names the certificates of its receivers"
                     : "--encrypt-to makes a sealed archive: --out names it, such as "
                       "dossier.zip.p7m");
  }
  std::error_code error;
  const bool archive = options.out.ends_with(".zip") || options.out.ends_with(kSealed);
  if (std::filesystem::exists(options.out, error) &&
      (archive || !std::filesystem::is_empty(options.out, error))) {
    return Error(ErrorCode::kConflict, fmt::format("{} is there already", options.out));
  }
  return {};
}

}  // namespace

Status MakeDossier(const ReportOptions& options) {
  TEMOIN_RETURN_IF_ERROR(CheckOut(options));
  std::error_code error;
  TEMOIN_ASSIGN_OR_RETURN(const Opened opened, OpenReport(options));
  TEMOIN_ASSIGN_OR_RETURN(const app::LogKeys keys, app::LoadLogKeys(options.data));
  TEMOIN_ASSIGN_OR_RETURN(const std::string checkpoint, LastCheckpoint(options, keys));
  reports::DossierQuery query;
  query.indices.assign(options.indices.begin(), options.indices.end());
  query.despite = options.despite;
  query.site = options.site;
  query.time_zone = Zones(opened, options).Of(options.site);
  TEMOIN_ASSIGN_OR_RETURN(const Period period, ReadPeriod(options, query.time_zone));
  query.from = period.from;
  query.to = period.to;
  if (options.sample > 0) query.sample = options.sample;
  TEMOIN_RETURN_IF_ERROR(CheckLine("--word", options.word));
  TEMOIN_RETURN_IF_ERROR(CheckLine("--purpose", options.purpose));
  TEMOIN_RETURN_IF_ERROR(CheckLine("--recipient", options.recipient));
  if (!options.services.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(const PublishedSite published, OpenSite(opened, options));
    for (const std::string& service : options.services) {
      if (published.site->FindService(service) != nullptr) continue;
      return Error(
          ErrorCode::kInvalidArgument,
          fmt::format("--service names a service of {}: \"{}\" is none", options.site, service));
    }
  }
  query.services = options.services;
  query.word = options.word;
  query.all = options.all;
  query.purpose = options.purpose;
  query.recipient = options.recipient;
  if (!options.destroy_by.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(query.destroy_by, ParseDate(options.destroy_by));
    if (*query.destroy_by < query.time_zone.DateAt(opened.now)) {
      return Error(ErrorCode::kInvalidArgument,
                   "--destroy-by is a day to come: " + options.destroy_by + " is over");
    }
  }
  // Written beside and moved at the end: a dossier is whole or not there.
  const std::string partial = options.out + ".partial";
  std::filesystem::remove_all(partial, error);
  const bool sealed = options.out.ends_with(kSealed);
  const bool zipped = sealed || options.out.ends_with(".zip");
  ArchiveFile archive;
  if (zipped) {
    if (Status begun = archive.Open(partial, options.encrypt_to); !begun) {
      std::filesystem::remove(partial, error);
      return begun;
    }
  }
  render::ZipWriter zip(opened.now);
  std::string folder = std::filesystem::path(options.out).filename().string();
  folder.resize(folder.size() - (sealed ? kSealed.size() : zipped ? 4 : 0));
  std::string part;
  const auto pack = [&](const std::string& path, std::string_view contents) -> Status {
    TEMOIN_RETURN_IF_ERROR(zip.Add(folder + "/" + path, contents, part));
    TEMOIN_RETURN_IF_ERROR(archive.Write(part));
    part.clear();
    return {};
  };
  const auto write = [&partial](const std::string& path, std::string_view contents) -> Status {
    const std::filesystem::path target = std::filesystem::path(partial) / path;
    std::error_code failed;
    std::filesystem::create_directories(target.parent_path(), failed);
    if (failed) {
      return Error(ErrorCode::kUnavailable,
                   fmt::format("create {}: {}", target.parent_path().string(), failed.message()));
    }
    return WriteFileDurably(target.string(), contents, 0600);
  };
  const reports::DossierSource source{*opened.store, checkpoint, keys.vkeys, opened.now};
  const reports::FileSink sink = [&](const std::string& path, std::string_view contents) {
    return zipped ? pack(path, contents) : write(path, contents);
  };
  const Result<reports::MadeDossier> made = reports::MakeDossier(
      source, query, [&](const std::string& manifest) { return Register(options, keys, manifest); },
      sink);
  Status closed;
  if (made && zipped) {
    zip.Finish(part);
    closed = archive.Write(part);
    if (closed.ok()) closed = archive.Close(partial);
  }
  if (!made || !closed.ok()) {
    std::filesystem::remove_all(partial, error);
    return made ? closed.error() : made.error();
  }
  if (!made->unregistered.empty()) {
    Remark("The dossier is whole, and not registered in the log: {}", InWords(made->unregistered));
  }
  std::filesystem::rename(partial, options.out, error);
  if (error) {
    return Error(ErrorCode::kUnavailable,
                 fmt::format("rename {} to {}: {}", partial, options.out, error.message()));
  }
  const reports::DossierSummary& summary = made->summary;
  if (PrintedAsJson(options.format, {{"schema", 1},
                                     {"out", options.out},
                                     {"kept", summary.kept},
                                     {"gone", summary.gone},
                                     {"files", summary.files},
                                     {"registered", made->unregistered.empty()},
                                     {"sealed", sealed}})) {
    return {};
  }
  Say("{}: {} proofs, {} seals of erased proofs, {} files, all verified", options.out, summary.kept,
      summary.gone, summary.files);
  if (sealed) {
    Say("  encrypted; each receiver opens it with their key:");
    Say("  openssl cms -decrypt -inform DER -in {} -inkey KEY.pem -out {}.zip",
        std::filesystem::path(options.out).filename().string(), folder);
  }
  return {};
}

}  // namespace temoin::cli
