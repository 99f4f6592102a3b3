// `temoin serve`: puts the parts together, runs until told to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/clock/clock_file.h"
#include "app/clock/clock_guard.h"
#include "app/log/log_loss.h"
#include "app/log/log_publisher.h"
#include "app/publish/publisher.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "app/recording/retention.h"
#include "app/recording/server_keys.h"
#include "app/staff/access_journal.h"
#include "app/staff/staff_tokens.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "reports/assets.h"
#include "server/cli/cli.h"
#include "server/control/clock_operations.h"
#include "server/control/control.h"
#include "server/control/operations.h"
#include "server/daemon/worker.h"
#include "server/http/address.h"
#include "server/http/public/log_routes.h"
#include "server/http/server.h"
#include "server/http/staff/api.h"
#include "server/http/staff/service.h"
#include "store/sqlite/sqlite_store.h"

namespace temoin::cli {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kStopGrace{10};
constexpr size_t kLinesLookedAt = 1000;  // of the access log
constexpr seconds kErasureWait{10};      // of a command for what it erased

struct ServeOptions {
  std::string data;
  std::string catalog;
  std::string listen = "127.0.0.1:8080";
  std::string staff_listen = "127.0.0.1:8081";
  std::string base_path;
  std::vector<std::string> allow_origins;
  std::vector<std::string> trusted_proxies;
  int rate_limit = 600;
  std::string log_origin;
  std::string log_journal;
  uint64_t purge_percent = app::PurgeLimit().percent;
  bool demo = false;
  std::string demo_now;
};

// Signals are waited for by the main thread; every other thread is born with them blocked.
sigset_t BlockSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is a full disk, not a reason to die
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

Status CheckBasePath(const std::string& path) {
  if (path.empty()) return {};
  const bool odd = path.find_first_not_of(
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789-_./~") != std::string::npos;
  if (path[0] != '/' || path.back() == '/' || path.find("//") != std::string::npos || odd) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("--base-path {}: write it like /consentement", path));
  }
  return {};
}

Status CheckOrigin(const std::string& origin) {
  const size_t scheme = origin.find("://");
  const bool http = origin.starts_with("http://") || origin.starts_with("https://");
  if (!http || origin.size() == scheme + 3 ||
      origin.find_first_of("/?# ", scheme + 3) != std::string::npos) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("--allow-origin {}: write it like https://www.ameli.fr", origin));
  }
  return {};
}

Result<http::HttpOptions> MakeHttpOptions(const ServeOptions& options) {
  http::HttpOptions out;
  out.listen = options.listen;
  out.staff_listen = options.staff_listen;
  out.demo = options.demo;
  TEMOIN_RETURN_IF_ERROR(CheckBasePath(options.base_path));
  out.public_side.base_path = options.base_path;
  for (const std::string& origin : options.allow_origins) {
    TEMOIN_RETURN_IF_ERROR(CheckOrigin(origin));
    out.public_side.allowed_origins.push_back(origin);
  }
  for (const std::string& proxy : options.trusted_proxies) {
    TEMOIN_ASSIGN_OR_RETURN(const http::Cidr cidr, http::ParseCidr(proxy));
    out.public_side.trusted_proxies.push_back(cidr);
  }
  out.public_side.rate_limit_per_minute = options.rate_limit;
  return out;
}

Result<SystemClock> MakeClock(const ServeOptions& options) {
  if (options.demo_now.empty()) return SystemClock();
  if (!options.demo) {
    return Error(ErrorCode::kInvalidArgument, "--demo-now moves the clock; it needs --demo");
  }
  TEMOIN_ASSIGN_OR_RETURN(const Time wanted, ParseTime(options.demo_now));
  return SystemClock(wanted - SystemClock().Now());
}

// In a demonstration without tokens there is one of each role at once.
void AnnounceTokens(app::StaffTokens& tokens, Time now) {
  if (!tokens.List().empty()) return;
  fmt::print("Jetons du personnel, montrés cette seule fois :\n");
  for (const app::StaffRole role :
       {app::StaffRole::kMarketing, app::StaffRole::kAuditor, app::StaffRole::kOperator}) {
    const auto created = tokens.Create(role, "démonstration", now);
    if (created) {
      fmt::print("  {:<9} {}\n", app::StaffRoleName(role), created->secret);
    } else {
      spdlog::error("no token was made: {}", created.error().message);
    }
  }
}

// Prints what to open, once everything answers.
void Announce(const http::HttpServer& server, const ServeOptions& options) {
  const std::string base = options.base_path;
  if (const auto host = server.demo_host()) {
    fmt::print("Page de démonstration : http://{}:{}/demo/\n", *host, server.port());
  }
  fmt::print("API publique :          http://127.0.0.1:{}{}/openapi.json\n", server.port(), base);
  if (!options.staff_listen.empty()) {
    fmt::print("Console du personnel :  http://127.0.0.1:{}/\n", server.staff_port());
  }
  fflush(stdout);
}

// One run of the server: the parts in the order in which they need each other.
class Daemon {
 public:
  Daemon(const ServeOptions& options, const SystemClock& clock)
      : options_(options), pretended_(clock) {}

  Status Open() {
    TEMOIN_ASSIGN_OR_RETURN(http::HttpOptions http_options, MakeHttpOptions(options_));
    TEMOIN_RETURN_IF_ERROR(app::CheckPretendedTime(options_.data, Pretends()));
    TEMOIN_ASSIGN_OR_RETURN(store_, store::OpenSqliteStore({.directory = options_.data}));
    const bool had_keys = ::access((options_.data + "/server.key").c_str(), F_OK) == 0;
    TEMOIN_RETURN_IF_ERROR(OpenClock());
    TEMOIN_ASSIGN_OR_RETURN(keys_, app::LoadOrCreateServerKeys(options_.data));
    TEMOIN_ASSIGN_OR_RETURN(tokens_, app::StaffTokens::Load(options_.data));
    recorder_ = std::make_unique<app::Recorder>(
        *store_, *clock_, keys_, readiness_, app::RecorderOptions{.data_directory = options_.data});
    SayWhatIsMissing(had_keys);
    TEMOIN_RETURN_IF_ERROR(OpenLog());
    if (guard_ != nullptr) {
      // What completed the database, and the end of the journal, may tell of a later time.
      (void)guard_->Learn(*store_, log_->journal_end());  // an error holds the choices
      guard_->Check(readiness_);
    }
    http_options.judged = clock_.get();
    http_options.purges = &purges_;
    TEMOIN_ASSIGN_OR_RETURN(http_, http::HttpServer::Create(*clock_, *store_, *recorder_,
                                                            readiness_, std::move(http_options)));
    http::AddLogRoutes(http_->public_router(), http_->services(), *log_);
    publisher_ = std::make_unique<app::Publisher>(
        *store_, *recorder_, *clock_, readiness_,
        app::PublisherOptions{options_.catalog, options_.data,
                              Pretends() ? &wall_ : static_cast<const Clock*>(clock_.get()),
                              !options_.demo, http_->banner().Build()});
    publisher_->OnPrepare(http_->PrepareHook());
    recorder_->Start();
    if (const Status published = publisher_->Start(); !published) {
      spdlog::error("nothing to serve yet: {}", published.error().message);
    }
    staff_backend_ = std::make_unique<http::ServiceBackend>(http::ServiceBackend::Parts{
        *clock_, *store_, *recorder_, readiness_, *publisher_, *log_, *tokens_});
    staff_ = std::make_unique<http::StaffApi>(*staff_backend_, assets::Console());
    http_->staff_handler().Intercept(
        [this](http::Exchange& exchange) { return staff_->Handle(exchange); });
    TEMOIN_RETURN_IF_ERROR(http_->Start());
    StartWorkers();
    control::AddRetentionOperations(operations_, *store_, *recorder_, *clock_, PurgeLimit(),
                                    kErasureWait);
    if (guard_ != nullptr) {
      control::AddClockOperations(operations_, *recorder_, *guard_, readiness_, publishing_);
    }
    control::AddTokenOperations(operations_, *tokens_, *store_, *recorder_, *clock_);
    control::AddNoteOperation(operations_, *store_, *recorder_, *clock_);
    control::AddPublishOperation(operations_, *publisher_);
    control::AddLogOperations(operations_, *log_, *store_, *recorder_, options_.data);
    control::AddRevisionOperations(operations_, *store_);
    control::AddPictureOperations(operations_, *store_, *recorder_, *clock_);
    control::AddBackupOperation(operations_, *recorder_);
    control::AddLossOperation(operations_, *store_, *recorder_, *clock_,
                              [this] { TakeNoteOfLosses(); });
    control::AddStatusOperation(operations_, *store_, *recorder_, readiness_, *clock_, PurgeLimit(),
                                Notices());
    if (!log_->HoldsChoices()) FileAnchors();
    return control_.Start(options_.data);
  }

  void Run(const sigset_t& signals) {
    if (options_.demo) AnnounceTokens(*tokens_, clock_->Now());
    Announce(*http_, options_);
    while (true) {
      int signal = 0;
      if (sigwait(&signals, &signal) != 0) continue;
      if (signal != SIGHUP) return;
      const auto published = publisher_->Publish("SIGHUP");
      if (!published) {
        spdlog::error("the catalogue was not published, the last published one is served: {}",
                      published.error().message);
      }
    }
  }

  // First nobody new, then everyone who was accepted, then what runs by itself.
  void Close() {
    stopping_.store(true);
    control_.Stop();
    if (http_) {
      http_->Stop(kStopGrace);
      http_->Join();
    }
    retention_.reset();
    if (recorder_) recorder_->Stop();
    log_worker_.reset();
    clock_worker_.reset();
    if (guard_ != nullptr) (void)guard_->Save();
    if (log_) PublishLog();
  }

  ~Daemon() { Close(); }

 private:
  // After a restore the database may have forgotten them.
  void FileAnchors() {
    const auto kept =
        operations_.Run("anchor.keep", nlohmann::json::object(), {"temoin", "operator"});
    if (!kept) spdlog::warn("the anchors were not filed: {}", kept.error().message);
  }

  // Files whose loss costs little, and is still said: all of them lie beside a database in use.
  void SayWhatIsMissing(bool had_keys) const {
    const auto head = store_->ReadHead();
    if (!had_keys && head && head->size > 0) {
      spdlog::warn(
          "server.key was missing and a new one was made: a choice that a page repeats from before "
          "gets a new token; tokens given out stay good");
    }
    const auto lines = store_->ReadAccesses(0, kLinesLookedAt);
    const bool had_tokens =
        lines && std::ranges::any_of(*lines, [](const store::AccessRow& row) {
          return row.access.action == "token.create" || row.access.action == "sign-in";
        });
    if (had_tokens && tokens_->List().empty()) {
      spdlog::warn(
          "staff-tokens.json is missing: nobody of the staff can sign in. Restore it, or make new "
          "tokens: temoin token create");
    }
  }

  bool Pretends() const { return !options_.demo_now.empty(); }
  app::PurgeLimit PurgeLimit() const {
    return {.records = app::PurgeLimit().records, .percent = options_.purge_percent};
  }

  Status OpenClock() {
    if (Pretends()) {
      clock_ = std::make_unique<app::UnjudgedClock>(pretended_);
      return app::MarkPretendedTime(options_.data);
    }
    auto guard = std::make_unique<app::ClockGuard>(
        app::ClockGuardOptions{
            .data_directory = options_.data, .demo = options_.demo, .visitors = !options_.demo},
        machine_);
    guard_ = guard.get();
    clock_ = std::move(guard);
    (void)guard_->Learn(*store_, std::nullopt);  // judged when the log was opened, too
    return {};
  }

  Status OpenLog() {
    app::LogOptions log_options;
    log_options.data_dir = options_.data;
    log_options.journal_dir = options_.log_journal;
    log_options.origin = options_.log_origin;
    log_options.keep = [this](const store::KeptCheckpoint& checkpoint) -> Status {
      TEMOIN_RETURN_IF_ERROR(clock_->Vouched());
      return recorder_->Run([&](store::Store& store) { return store.KeepCheckpoint(checkpoint); });
    };
    TEMOIN_ASSIGN_OR_RETURN(
        log_, app::LogPublisher::Open(std::move(log_options), *store_, clock_->Now()));
    // What the checkpoint log erased again in a restored database must be gone before anyone is
    // served.
    if (log_->start() == app::LogStart::kDatabaseLost) {
      TEMOIN_RETURN_IF_ERROR(store::EmptyWriteAheadLog(*store_));
    }
    TEMOIN_RETURN_IF_ERROR(ReadLosses());
    SayLog({});
    recorder_->OnCommit([this](const store::Head&) { log_behind_.store(true); });
    return {};
  }

  // What the database lacks and nobody took note of yet.
  Status ReadLosses() {
    TEMOIN_ASSIGN_OR_RETURN(const auto losses, app::PendingLosses(*store_));
    const std::lock_guard lock(losses_mutex_);
    losses_ = losses.empty() ? "" : app::LossSentence(losses);
    return {};
  }

  // The log's part of the readiness, after a publication or without one.
  void SayLog(const Status& published) {
    std::string losses;
    {
      const std::lock_guard lock(losses_mutex_);
      losses = losses_;
    }
    if (const auto refusal = log_->Refusal()) {
      if (log_->HoldsChoices()) return readiness_.HoldChoices("log", *refusal);
      return readiness_.Complain("log", *refusal);
    }
    if (!losses.empty()) return readiness_.HoldChoices("log", std::move(losses));
    if (!published) return readiness_.Complain("log", published.error().message);
    readiness_.Withdraw("log");
  }

  void PublishLog() {
    if (!log_behind_.exchange(false)) return;
    const std::lock_guard lock(publishing_);
    const Status published = log_->Publish(clock_->Now());
    if (!published) log_behind_.store(true);
    // What was signed stands in the checkpoint log, synced.
    if (const auto signed_log = log_->Current()) {
      recorder_->LogSynced(signed_log->checkpoint.size);
    }
    SayLog(published);
  }

  // A publication that had to wait for the choices to be recorded again.
  void PublishWhatWaits() {
    if (!publisher_->waits() || readiness_.holds_choices()) return;
    if (const Status published = publisher_->Start(); !published) {
      spdlog::error("nothing to serve yet: {}", published.error().message);
    }
  }

  // The holds that a lost database had are not known, so nothing falls due.
  bool Doubts() {
    const std::lock_guard lock(losses_mutex_);
    return !losses_.empty() || log_->HoldsChoices();
  }

  void TakeNoteOfLosses() {
    if (const Status read = ReadLosses(); !read) return spdlog::error("{}", read.error().message);
    SayLog({});
    PublishWhatWaits();
  }

  // What is no reason to be unready, and yet nothing to pass over.
  std::vector<std::string> Notices() const {
    std::vector<std::string> out;
    std::string ids;
    for (const std::string& id : log_->missing_keys()) ids += (ids.empty() ? "" : ", ") + id;
    if (!ids.empty()) {
      out.push_back("log.vkeys lacks earlier keys of this log, with the ids " + ids +
                    ": put their lines back from a backup; what they signed verifies no more");
    }
    return out;
  }

  app::JournalYears JournalYears() const {
    const auto published = publisher_->Current();
    return published ? app::JournalYearsOf(*published) : app::JournalYears();
  }

  void EraseOnTime() {
    if (!clock_->Vouched() || Doubts()) return;  // said by the parts "clock" and "log"
    const auto report = app::PurgeNow(*store_, *recorder_, *clock_, PurgeLimit(), std::nullopt,
                                      [this] { return stopping_.load(); });
    if (!report) {
      spdlog::error("erasure on time did not finish: {}", report.error().message);
    } else {
      purges_.Note(report->waiting);
      for (const store::DueCount& waiting : report->waiting) {
        spdlog::warn("more is due than on a usual day, and waits: {}",
                     app::WaitingInWords(waiting));
      }
      if (report->purged > 0 || report->held > 0) {
        spdlog::info("erased {} records that were due, {} are held", report->purged, report->held);
      }
    }
    if (const Status kept = app::KeepAccessJournal(*recorder_, *clock_, JournalYears()); !kept) {
      spdlog::error("the access journal was not brought up to date: {}", kept.error().message);
    }
  }

  void StartWorkers() {
    log_worker_ = std::make_unique<daemon::Worker>(
        [this] {
          PublishLog();
          PublishWhatWaits();
        },
        seconds(1), std::chrono::milliseconds(900));
    if (guard_ != nullptr) {
      clock_worker_ = std::make_unique<daemon::Worker>([this] { guard_->Check(readiness_); },
                                                       seconds(1), std::chrono::milliseconds(900));
    }
    retention_ = std::make_unique<daemon::Worker>([this] { EraseOnTime(); }, hours(1), seconds(1));
  }

  const ServeOptions& options_;
  const SystemClock& pretended_;  // with --demo-now
  const SystemClock wall_;
  const app::SystemMachineClock machine_;
  std::unique_ptr<app::JudgedClock> clock_;
  app::ClockGuard* guard_ = nullptr;  // the same; null with --demo-now
  app::PurgeWatch purges_;
  app::Readiness readiness_;
  std::unique_ptr<store::Store> store_;
  app::ServerKeys keys_;
  std::unique_ptr<app::StaffTokens> tokens_;
  std::unique_ptr<app::Recorder> recorder_;
  std::unique_ptr<app::LogPublisher> log_;
  std::atomic<bool> log_behind_{true};
  std::mutex losses_mutex_;
  std::string losses_;  // the sentence, empty when there is none
  std::mutex publishing_;
  std::atomic<bool> stopping_{false};  // an erasure of many records ends early, and goes on later
  std::unique_ptr<http::HttpServer> http_;
  std::unique_ptr<app::Publisher> publisher_;
  std::unique_ptr<http::ServiceBackend> staff_backend_;
  std::unique_ptr<http::StaffApi> staff_;
  std::unique_ptr<daemon::Worker> log_worker_;
  std::unique_ptr<daemon::Worker> retention_;
  std::unique_ptr<daemon::Worker> clock_worker_;
  control::Operations operations_;
  control::ControlServer control_{operations_};
};

int Serve(const ServeOptions& options) {
  // What is announced goes to standard output, what happens to standard error.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("temoin"));
  const sigset_t signals = BlockSignals();
  const Result<SystemClock> clock = MakeClock(options);
  if (!clock) return Fail(clock.error());
  Daemon daemon(options, *clock);
  if (const Status opened = daemon.Open(); !opened) return Fail(opened.error());
  daemon.Run(signals);
  spdlog::info("stopping");
  daemon.Close();
  return kExitDone;
}

}  // namespace

void AddServeCommands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* serve = app.add_subcommand("serve", "Serve the banner, record choices, until stopped");
  serve->add_option("--data", options->data, "Directory of the database, keys and log")->required();
  serve->add_option("--catalog", options->catalog, "Directory of the catalogue")->required();
  serve->add_option("--listen", options->listen, "Address of the public listener, HOST:PORT")
      ->capture_default_str();
  serve->add_option("--staff-listen", options->staff_listen, "Address of the staff listener")
      ->capture_default_str();
  serve->add_option("--base-path", options->base_path, "Path that stands before every public one");
  serve->add_option("--allow-origin", options->allow_origins,
                    "Further origin whose pages may post choices (repeat)");
  serve->add_option("--trusted-proxy", options->trusted_proxies,
                    "Network whose X-Forwarded-For is believed (repeat)");
  serve
      ->add_option("--rate-limit", options->rate_limit,
                   "Requests that write, per client and minute; 0: no limit")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  serve->add_option("--log-origin", options->log_origin, "Name of the log, fixed from then on");
  serve->add_option("--log-journal", options->log_journal,
                    "Directory of the log journal; best on another disk");
  serve
      ->add_option("--purge-percent", options->purge_percent,
                   "Share of a site's kept records that retention may erase in a day without being "
                   "asked for; what is over it, and over 1,000, waits for `temoin purge --approve`")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  serve->add_flag("--demo", options->demo, "Serve the demonstration page and its stand-ins");
  serve->add_option("--demo-now", options->demo_now,
                    "With --demo: pretend that it is now this RFC 3339 time");
  serve->callback([options, &exit_code] { exit_code = Serve(*options); });
}

}  // namespace temoin::cli
