#include "server/daemon.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/log/log_anchor.h"
#include "app/log/log_loss.h"
#include "app/staff/tokens.h"
#include "reports/assets.h"
#include "server/control/operations.h"
#include "server/http/public/log_routes.h"
#include "server/http/staff/console_files.h"

namespace temoin::server {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kStopGrace{10};
constexpr size_t kLinesLookedAt = 1000;  // of the access log
constexpr seconds kErasureWait{10};      // of a command for what it erased
constexpr seconds kKeysLookedAt{10};     // so often, the files of the log's keys

CompositionOptions OfServer(CompositionOptions options) {
  options.serves = true;
  options.erase_wait = kErasureWait;
  return options;
}

}  // namespace

Daemon::Daemon(DaemonOptions options)
    : options_(std::move(options)),
      parts_(OfServer(options_.parts)),
      anchors_(options_.parts.data, options_.anchors),
      control_([this](std::string_view operation, const nlohmann::json& arguments,
                      const app::Actor& actor) {
        return control::Operate(parts_.machine(), actor, operation, arguments);
      }) {}

Status Daemon::Open() {
  TEMOIN_RETURN_IF_ERROR(parts_.OpenStore());
  TEMOIN_RETURN_IF_ERROR(parts_.OpenParts());
  SayWhatIsMissing();
  TEMOIN_RETURN_IF_ERROR(OpenLog());
  if (app::ClockGuard* const guard = parts_.guard()) {
    // What completed the database, and the end of the checkpoint log, may tell of a later time.
    (void)guard->Learn(parts_.store(), log_->checkpoint_log_end());  // an error holds the choices
    if (const auto signed_log = log_->Current()) guard->Signed(signed_log->checkpoint.size);
    guard->Check(parts_.readiness());
  }
  TEMOIN_RETURN_IF_ERROR(OpenListeners());
  // Where it fails, FileAnchors says the same and keeps on saying it.
  (void)anchors_.Load();
  StartWorkers();
  if (!log_->HoldsChoices()) FileAnchors();
  // Without it commands find no server; visitors do.
  if (const Status listening = control_.Start(options_.parts.data); !listening) {
    parts_.readiness().Complain(
        "control", fmt::format("{}. Move it away and start the server again: commands cannot "
                               "reach it",
                               listening.error().message));
  }
  return {};
}

Status Daemon::OpenListeners() {
  http::HttpOptions http_options = options_.http;
  http_options.measure = [this](const std::shared_ptr<const app::Published>& published) {
    return app::Measure(parts_.machine(), published, findings_);
  };
  http_options.tokens = &parts_.tokens();
  TEMOIN_ASSIGN_OR_RETURN(
      http_, http::HttpServer::Create(parts_.clock(), parts_.store(), parts_.recorder(),
                                      parts_.readiness(), std::move(http_options)));
  http::AddLogRoutes(http_->public_router(), http_->services(), *log_);
  parts_.publisher().OnPrepare(http_->PrepareHook());
  parts_.recorder().Start();
  if (const Status published = parts_.publisher().Start(); !published) {
    spdlog::error("nothing to serve yet: {}", published.error().message);
  }
  if (!options_.provider.issuer.empty()) {
    provider_ = std::make_unique<app::ProviderSignIn>(options_.provider, provider_client_);
  }
  staff_backend_ = std::make_unique<http::ServiceBackend>(http::ServiceBackend::Parts{
      parts_.clock(), parts_.store(), parts_.readiness(), *log_, anchors_, parts_.tokens(),
      parts_.people(), provider_.get(), [this] { return parts_.context(); }, http_->scripts(),
      http_->live()});
  staff_ = std::make_unique<http::StaffApi>(*staff_backend_);
  http_->staff_handler().Serve(*staff_);
  http::AddConsoleFiles(http_->staff_handler().router(), assets::Console());
  return http_->Start();
}

void Daemon::PublishAgain() {
  const auto published = parts_.publisher().Publish("SIGHUP");
  if (!published) {
    spdlog::error("the catalogue was not published, the last published one is served: {}",
                  published.error().message);
  }
}

void Daemon::Close() {
  stopping_.store(true);
  control_.Stop();
  if (http_) {
    http_->Stop(kStopGrace);
    http_->Join();
  }
  retention_.reset();
  parts_.StopRecording();
  log_worker_.reset();
  anchor_worker_.reset();
  clock_worker_.reset();
  if (log_) PublishLog();
  if (parts_.guard() != nullptr) (void)parts_.guard()->Save();
}

// After a restore the database may have forgotten them.
void Daemon::FileAnchors() {
  if (const auto anchors = app::ReadAnchors(options_.parts.data); !anchors) {
    parts_.readiness().Complain("anchors", anchors.error().message +
                                               ". Put the folder `anchors` back from a backup, or "
                                               "move it away, and start the server again");
    return;
  }
  const auto kept = control::Operate(parts_.machine(), {"temoin", "operator"}, "anchor.keep",
                                     nlohmann::json::object());
  if (!kept) spdlog::warn("the anchors were not filed: {}", kept.error().message);
}

void Daemon::AskAuthorities() {
  if (!parts_.clock().Vouched() || Doubts()) return;  // said by the parts "clock" and "log"
  if (anchors_.Ask(parts_.store(), authority_client_, parts_.clock().Now()) > 0) FileAnchors();
}

Result<app::StaffTokens::Created> Daemon::CreateToken(app::StaffRole role,
                                                      const std::string& name) {
  return app::Create(parts_.context(), {.name = "temoin", .role = "operator", .at_machine = true},
                     app::CreateToken{.role = role, .name = name, .expires = {}});
}

// Files whose loss costs little, and is still said: all of them lie beside a database in use.
void Daemon::SayWhatIsMissing() {
  const auto head = parts_.store().ReadHead();
  if (!parts_.had_server_keys() && head && head->size > 0) {
    spdlog::warn(
        "server.key was missing and a new one was made: a choice that a page repeats from before "
        "gets a new token; tokens given out stay good");
  }
  const auto lines = parts_.store().ReadAccesses(0, kLinesLookedAt);
  const bool had_tokens =
      lines && std::ranges::any_of(*lines, [](const store::AccessRow& row) {
        return row.access.action == "token.create" || row.access.action == "sign-in";
      });
  if (had_tokens && parts_.tokens().usable() && parts_.tokens().List().empty()) {
    spdlog::warn(
        "staff-tokens.json is missing: nobody of the staff can sign in. Restore it, or make new "
        "tokens: temoin token create");
  }
}

Status Daemon::OpenLog() {
  app::LogOptions log_options;
  log_options.data_dir = options_.parts.data;
  log_options.checkpoint_log_dir = options_.parts.checkpoint_log;
  log_options.origin = options_.log_origin;
  log_options.had_server_keys = parts_.had_server_keys();
  log_options.publications = &parts_.store();
  log_options.keep = [this](const store::KeptCheckpoint& checkpoint) -> Status {
    TEMOIN_RETURN_IF_ERROR(parts_.clock().Vouched());
    TEMOIN_RETURN_IF_ERROR(parts_.recorder().Run(
        [&](store::Store& store) { return store.KeepCheckpoint(checkpoint); }));
    if (anchor_worker_) anchor_worker_->Notify();
    return {};
  };
  TEMOIN_ASSIGN_OR_RETURN(
      log_, app::LogPublisher::Open(std::move(log_options), parts_.store(), parts_.clock().Now()));
  if (Status read = RemindOfErasures(); !read) {
    parts_.readiness().HoldChoices("erasures", read.error().message + ".");
  }
  if (Status read = ReadLosses(); !read && !log_->HoldsChoices()) return read;
  SayLog({});
  parts_.recorder().OnCommit([this](const store::Head&) { log_behind_.store(true); });
  parts_.recorder().AskBeforeResponses([this]() -> Status {
    if (!parts_.store_usable()) {
      return Error(ErrorCode::kUnavailable, "the database cannot be read; try again later");
    }
    Status served = log_->CheckServed();
    if (!served) SayLog(served);
    return served;
  });
  parts_.SetLog(log_.get());
  parts_.SetAnchors(&anchors_);
  parts_.OnLossesNoted([this] { TakeNoteOfLosses(); });
  return {};
}

// What was asked for and waits is known to a database that is the latest: one that has forgotten it
// is older, though nothing was signed since.
Status Daemon::RemindOfErasures() {
  if (!parts_.store_usable() || log_->HoldsChoices()) return {};
  TEMOIN_ASSIGN_OR_RETURN(erasure_notes_,
                          app::ErasureNotes::Open(parts_.checkpoint_log_directory()));
  const Time now = parts_.clock().Now();
  TEMOIN_ASSIGN_OR_RETURN(const size_t forgotten, erasure_notes_->Remind(parts_.store(), now));
  parts_.recorder().OnPromisedErasure([this](std::span<const store::Index> records, Time at) {
    return erasure_notes_->Add(records, at);
  });
  if (forgotten == 0) return {};
  spdlog::warn("the database had forgotten {} erasures that wait: they are scheduled again",
               forgotten);
  TEMOIN_ASSIGN_OR_RETURN(const auto losses, app::PendingLosses(parts_.store()));
  if (!losses.empty()) return {};
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, parts_.store().ReadHead());
  store::Loss loss;
  loss.first = loss.end = head.size;
  loss.found = now;
  return parts_.store().NoteLoss(loss);
}

// What the database lacks and nobody took note of yet.
Status Daemon::ReadLosses() {
  TEMOIN_ASSIGN_OR_RETURN(const auto losses, app::PendingLosses(parts_.store()));
  const std::lock_guard lock(losses_mutex_);
  losses_ = losses.empty() ? "" : app::LossSentence(losses);
  return {};
}

// The log's part of the readiness, after a publication or without one.
void Daemon::SayLog(const Status& published) {
  app::Readiness& readiness = parts_.readiness();
  std::string losses;
  {
    const std::lock_guard lock(losses_mutex_);
    losses = losses_;
  }
  if (const auto refusal = log_->Refusal()) {
    if (log_->HoldsChoices()) return readiness.HoldRecords("log", *refusal);
    return readiness.Complain("log", *refusal);
  }
  if (!losses.empty()) return readiness.HoldChoices("log", std::move(losses));
  if (!published) return readiness.Complain("log", published.error().message);
  readiness.Withdraw("log");
}

void Daemon::PublishLog() {
  if (const Status served = log_->CheckServed(); !served) return SayLog(served);
  if (!log_behind_.exchange(false)) return;
  const std::lock_guard lock(parts_.publishing());
  const Status published = log_->Publish(parts_.clock().Now());
  if (!published) log_behind_.store(true);
  // What was signed stands in the checkpoint log, synced.
  NoteSigned();
  SayLog(published);
}

// A file that somebody deleted or exchanged is missed at the next start only, when it may be late.
// Looked at twice: a rotation replaces one after the other.
void Daemon::LookAtKeys() {
  const auto now = std::chrono::steady_clock::now();
  if (now - keys_looked_at_ < kKeysLookedAt && !keys_changed_) return;
  keys_looked_at_ = now;
  const auto keys = log_->keys();
  if (keys == nullptr || log_->Refusal()) return;  // said by the part "log"
  const Status same = app::CheckKeyFiles(options_.parts.data, *keys);
  if (same) {
    keys_changed_ = false;
    return parts_.readiness().Withdraw("log.key");
  }
  if (std::exchange(keys_changed_, true)) {
    parts_.readiness().Complain("log.key", same.error().message);
  }
}

void Daemon::NoteSigned() {
  const auto signed_log = log_->Current();
  if (!signed_log || log_->Refusal()) return;
  parts_.recorder().LogSynced(signed_log->checkpoint.size);
  if (parts_.guard() != nullptr) parts_.guard()->Signed(signed_log->checkpoint.size);
}

// A publication that had to wait for the choices to be recorded again.
void Daemon::PublishWhatWaits() {
  if (!parts_.publisher().waits() || parts_.readiness().holds_choices()) return;
  if (const Status published = parts_.publisher().Start(); !published) {
    spdlog::error("nothing to serve yet: {}", published.error().message);
  }
}

// The holds that a lost database had are not known, so nothing falls due.
bool Daemon::Doubts() {
  const std::lock_guard lock(losses_mutex_);
  return !losses_.empty() || log_->HoldsChoices();
}

void Daemon::TakeNoteOfLosses() {
  if (const Status read = ReadLosses(); !read) return spdlog::error("{}", read.error().message);
  SayLog({});
  PublishWhatWaits();
}

app::AccessLogTerms Daemon::AccessLogTerms() {
  const auto published = parts_.publisher().Current();
  return published ? app::AccessLogTermsOf(*published) : app::AccessLogTerms();
}

void Daemon::EraseOnTime() {
  const app::JudgedClock& clock = parts_.clock();
  if (!clock.Vouched() || Doubts()) return;  // said by the parts "clock" and "log"
  const auto report = app::PurgeNow(parts_.store(), parts_.recorder(), clock, parts_.purge_limit(),
                                    std::nullopt, [this] { return stopping_.load(); });
  if (!report) {
    spdlog::error("erasure on time did not finish: {}", report.error().message);
  } else {
    parts_.purges().Note(report->waiting);
    if (!stopping_.load()) parts_.purges().Finished(clock.Now());
    for (const store::DueCount& waiting : report->waiting) {
      spdlog::warn("more is due than on a usual day, and waits: {}", app::WaitingInWords(waiting));
    }
    if (report->purged > 0 || report->held > 0) {
      spdlog::info("erased {} records that were due, {} are held", report->purged, report->held);
    }
  }
  if (const Status kept = app::KeepAccessLog(parts_.recorder(), clock, AccessLogTerms()); !kept) {
    spdlog::error("the access log was not brought up to date: {}", kept.error().message);
  }
}

void Daemon::StartWorkers() {
  constexpr std::chrono::milliseconds kAtLeast(900);
  if (anchors_.anybody()) {
    anchor_worker_ = std::make_unique<daemon::Worker>([this] { AskAuthorities(); },
                                                      std::chrono::minutes(1), kAtLeast);
  }
  log_worker_ = std::make_unique<daemon::Worker>(
      [this] {
        PublishLog();
        LookAtKeys();
        PublishWhatWaits();
      },
      seconds(1), kAtLeast);
  if (parts_.guard() != nullptr) {
    clock_worker_ = std::make_unique<daemon::Worker>(
        [this] { parts_.guard()->Check(parts_.readiness()); }, seconds(1), kAtLeast);
  }
  retention_ = std::make_unique<daemon::Worker>([this] { EraseOnTime(); }, hours(1), seconds(1));
}

}  // namespace temoin::server
