#include "server/http/staff/dossiers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/staff/dossiers.h"
#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/exception.h"
#include "base/file.h"
#include "base/scheduling.h"
#include "base/sealed_file.h"
#include "base/utf8.h"
#include "render/zip.h"
#include "server/http/staff/codec.h"

namespace temoin::http {
namespace {

constexpr size_t kMostDetail = 500;  // bytes of a line of the access log

using State = DossierDesk::Seen::State;

// The same bytes that only the holders of the certificates' keys can read. They never lie on a
// disk.
Result<std::string> Seal(std::string_view bytes, std::string_view certificates) {
  const FileDescriptor memory(::memfd_create("dossier", MFD_CLOEXEC));
  if (!memory.valid()) return ErrnoError("create", "a file in memory", errno);
  TEMOIN_ASSIGN_OR_RETURN(SealedFile sealed,
                          SealedFile::Create(memory.get(), certificates, SystemClock().Now()));
  TEMOIN_RETURN_IF_ERROR(sealed.Write(bytes));
  TEMOIN_RETURN_IF_ERROR(sealed.Finish());
  std::string out(static_cast<size_t>(::lseek(memory.get(), 0, SEEK_END)), '\0');
  for (size_t at = 0; at < out.size();) {
    const ssize_t got =
        ::pread(memory.get(), out.data() + at, out.size() - at, static_cast<off_t>(at));
    if (got <= 0) return ErrnoError("read", "a file in memory", errno);
    at += static_cast<size_t>(got);
  }
  return out;
}

Result<reports::Registration> RegisterHere(const DossierMaking& making,
                                           const std::string& manifest) {
  TEMOIN_ASSIGN_OR_RETURN(
      const app::RegisteredDossier entry,
      app::Register(making.backend.Context(), making.actor, {making.query.site, manifest}));
  reports::Registration out{entry.entry, entry.key_entry, entry.note, {}};
  TEMOIN_ASSIGN_OR_RETURN(
      out.checkpoint, reports::CoveringCheckpoint(entry.entry, [&making]() -> Result<std::string> {
        return making.backend.Checkpoint();
      }));
  return out;
}

// A member that stands on the first page: one line that reads as it is written.
Result<std::string> LineMember(const nlohmann::json& body, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(std::string text, TextMember(body, name, 500, false));
  if (IsPlainLine(text)) return text;
  return Error(ErrorCode::kUnprocessable, "This is one line of plain text.",
               "/" + std::string(name));
}

Result<Time> DayMember(const nlohmann::json& body, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> day, DateMember(body, name));
  if (day) return *day;
  return Error(ErrorCode::kUnprocessable, "A day such as 2026-03-31 is needed.",
               "/" + std::string(name));
}

// Services of the site, by their ids, for an extract; none: the whole.
Result<std::vector<std::string>> ServicesMember(const StaffCall& call, const nlohmann::json& body,
                                                std::string_view name) {
  std::vector<std::string> out;
  const auto found = body.find("services");
  if (found == body.end() || found->is_null()) return out;
  const auto site = call.backend.Catalogue()->FindSite(name);
  const auto known = [&site](const nlohmann::json& service) {
    return service.is_string() && site && site->FindService(service.get<std::string>()) != nullptr;
  };
  if (!found->is_array() || !std::ranges::all_of(*found, known)) {
    return Error(ErrorCode::kUnprocessable, "A list of services of this site.", "/services");
  }
  for (const nlohmann::json& service : *found) out.push_back(service.get<std::string>());
  return out;
}

Result<reports::DossierQuery> ReadQuery(const StaffCall& call, const nlohmann::json& body) {
  reports::DossierQuery query;
  TEMOIN_ASSIGN_OR_RETURN(query.site, TextMember(body, "site", 64, true));
  TEMOIN_RETURN_IF_ERROR(app::RequireSeen(call.actor, query.site));
  TEMOIN_RETURN_IF_ERROR(app::RequireSite(call.backend.Context(), query.site));
  query.time_zone = call.ZoneOf(query.site);
  TEMOIN_ASSIGN_OR_RETURN(const Time first, DayMember(body, "from"));
  TEMOIN_ASSIGN_OR_RETURN(const Time last, DayMember(body, "to"));
  if (last < first) {
    return Error(ErrorCode::kUnprocessable, "The last day is before the first one.", "/to");
  }
  query.from = query.time_zone.StartOf(first);
  query.to = query.time_zone.StartOf(last + std::chrono::days(1));
  TEMOIN_ASSIGN_OR_RETURN(query.word, LineMember(body, "word"));
  TEMOIN_ASSIGN_OR_RETURN(query.purpose, LineMember(body, "purpose"));
  TEMOIN_ASSIGN_OR_RETURN(query.recipient, LineMember(body, "recipient"));
  TEMOIN_ASSIGN_OR_RETURN(query.destroy_by, DateMember(body, "destroy_by"));
  if (query.destroy_by && *query.destroy_by < query.time_zone.DateAt(call.now)) {
    return Error(ErrorCode::kUnprocessable, "This day is over.", "/destroy_by");
  }
  TEMOIN_ASSIGN_OR_RETURN(query.services, ServicesMember(call, body, query.site));
  const auto sample = body.find("sample");
  if (sample != body.end() && !sample->is_null()) {
    if (!sample->is_number_unsigned() || sample->get<uint64_t>() == 0 ||
        sample->get<uint64_t>() > reports::kMaxDossier) {
      return Error(ErrorCode::kUnprocessable,
                   fmt::format("A number from 1 to {}.", reports::kMaxDossier), "/sample");
    }
    query.sample = sample->get<uint64_t>();
  }
  return query;
}

// "from 2026-06-12, to 2026-06-13, sample 200".
std::string DetailOf(const nlohmann::json& body, const reports::DossierQuery& query) {
  std::string out =
      fmt::format("from {}, to {}, sample {}", body.at("from").get<std::string>(),
                  body.at("to").get<std::string>(), query.sample.value_or(reports::kDefaultSample));
  if (!query.services.empty()) out += fmt::format(", extract {}", fmt::join(query.services, " "));
  return out.substr(0, kMostDetail);
}

}  // namespace

Result<DossierArchive> MakeArchive(const DossierMaking& making) {
  const Time now = making.backend.Now();
  reports::DossierSource source{making.backend.Reader(), making.backend.Checkpoint(),
                                making.backend.VerifierKeys(), now};
  source.progress = making.progress;
  DossierArchive out;
  render::ZipWriter zip(now);
  const auto add = [&](const std::string& path, std::string_view contents) -> Status {
    TEMOIN_RETURN_IF_ERROR(zip.Add(making.folder + "/" + path, contents, out.bytes));
    if (out.bytes.size() <= DossierDesk::kMostBytes) return {};
    return Error(ErrorCode::kTooLarge,
                 "The dossier is too large to be made here: name a shorter period, draw fewer "
                 "choices, or have it made by `temoin report dossier`.");
  };
  TEMOIN_ASSIGN_OR_RETURN(
      out.made,
      reports::MakeDossier(
          source, making.query,
          [&](const std::string& manifest) { return RegisterHere(making, manifest); }, add));
  zip.Finish(out.bytes);
  if (!making.certificates.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(out.bytes, Seal(out.bytes, making.certificates));
  }
  return out;
}

DossierDesk::~DossierDesk() {
  stopping_ = true;
  for (const std::unique_ptr<Job>& job : jobs_) job->thread.join();
}

Result<std::string> DossierDesk::Begin(std::string_view owner, DossierMaking making) {
  const std::lock_guard lock(mutex_);
  DropOld();
  if (jobs_.size() >= kMostKept) {
    return Error(ErrorCode::kUnavailable,
                 "Other dossiers are being made here. Ask again when they are done.");
  }
  jobs_.push_back(std::make_unique<Job>());
  Job& job = *jobs_.back();
  job.id = EncodeHex(RandomArray<16>());
  job.owner = owner;
  job.seen.name = making.folder + (making.certificates.empty() ? ".zip" : ".zip.p7m");
  making.progress = [this, &job](uint64_t done, uint64_t of) -> Status {
    if (stopping_) return Error(ErrorCode::kUnavailable, "The service is stopping.");
    const std::lock_guard guard(mutex_);
    job.seen.done = done;
    job.seen.of = of;
    return {};
  };
  job.thread = std::thread([this, &job, making = std::move(making)] { Run(job, making); });
  return job.id;
}

void DossierDesk::Run(Job& job, const DossierMaking& making) {
  LowerPriority();
  std::shared_ptr<DossierArchive> archive;
  std::optional<Error> error;
  {
    const std::lock_guard turn(making_);
    try {
      auto made = MakeArchive(making);
      if (made) {
        archive = std::make_shared<DossierArchive>(std::move(*made));
      } else {
        error = made.error();
      }
    } catch (const std::exception&) {
      error = Error(ErrorCode::kInternal, "The dossier was not made: " + CurrentExceptionType());
    }
  }
  const std::lock_guard lock(mutex_);
  job.ended = std::chrono::steady_clock::now();
  job.seen.state = archive ? State::kMade : State::kFailed;
  job.seen.error = std::move(error);
  job.seen.archive = std::move(archive);
}

// Those that are over for long, and of too many the oldest that is over.
void DossierDesk::DropOld() {
  const auto now = std::chrono::steady_clock::now();
  size_t many = jobs_.size();
  std::erase_if(jobs_, [&](const std::unique_ptr<Job>& job) {
    if (job->seen.state == State::kMaking) return false;
    if (many < kMostKept && now - job->ended <= kKept) return false;
    job->thread.join();  // has ended, or is about to return
    --many;
    return true;
  });
}

Result<DossierDesk::Seen> DossierDesk::Look(std::string_view owner, std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(
      jobs_, [&](const auto& job) { return job->id == id && job->owner == owner; });
  if (found != jobs_.end()) return (*found)->seen;
  return Error(ErrorCode::kNotFound, "There is no such dossier here any more.");
}

Status BeginDossier(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(reports::DossierQuery query, ReadQuery(call, body));
  TEMOIN_ASSIGN_OR_RETURN(
      std::string certificates,
      TextMember(body, "certificates", SealedFile::kMostCertificateBytes, false));
  if (!certificates.empty()) {  // before the work, not after it
    const auto tried = Seal("", certificates);
    if (!tried) return Error(ErrorCode::kUnprocessable, tried.error().message, "/certificates");
  }
  TEMOIN_RETURN_IF_ERROR(NoteMade(call, "dossier", query.site, DetailOf(body, query)));
  const std::string folder =
      fmt::format("dossier-{}-{}", query.site, body.at("from").get<std::string>());
  TEMOIN_ASSIGN_OR_RETURN(
      const std::string id,
      call.dossiers.Begin(call.who.id, {.backend = call.backend,
                                        .actor = call.actor,
                                        .folder = folder,
                                        .query = std::move(query),
                                        .certificates = std::move(certificates)}));
  call.Json({{"id", id}}, 202);
  return {};
}

Status ShowDossier(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const DossierDesk::Seen seen,
                          call.dossiers.Look(call.who.id, call.parameter()));
  if (seen.error) return *seen.error;
  nlohmann::json out = {{"state", seen.state == State::kMade ? "made" : "making"},
                        {"done", seen.done},
                        {"of", seen.of},
                        {"name", seen.name}};
  if (seen.archive) {
    const reports::MadeDossier& made = seen.archive->made;
    out["bytes"] = seen.archive->bytes.size();
    out["kept"] = made.summary.kept;
    out["gone"] = made.summary.gone;
    out["drawn_from"] = made.summary.drawn_from;
    out["registered"] = made.unregistered.empty();
  }
  call.Json(out);
  return {};
}

Status TakeDossier(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const DossierDesk::Seen seen,
                          call.dossiers.Look(call.who.id, call.parameter()));
  if (seen.error) return *seen.error;
  if (!seen.archive) {
    return Error(ErrorCode::kConflict, "The dossier is not made yet.");
  }
  call.Download(seen.archive->bytes,
                seen.name.ends_with(".p7m") ? "application/pkcs7-mime" : "application/zip",
                seen.name);
  return {};
}

}  // namespace temoin::http
