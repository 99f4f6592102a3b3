#include "server/composition.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "app/clock/clock_confirm.h"
#include "app/clock/clock_file.h"
#include "app/log/dossier_key.h"
#include "app/log/log_loss.h"
#include "app/log/log_publisher.h"
#include "app/log/log_survey.h"
#include "app/publish/publications.h"
#include "app/recording/upkeep.h"
#include "app/staff/people.h"
#include "banner-js/assets.h"
#include "base/crypto.h"
#include "base/file.h"
#include "identity/passkey.h"
#include "server/http/public/banner_assets.h"
#include "store/directory_lock.h"
#include "store/sqlite/sqlite_store.h"
#include "store/unusable_store.h"

namespace temoin::server {

namespace {

// What a server says of a part that it does without.
std::string WithRemedy(const Error& error) {
  std::string out = error.message;
  if (!out.ends_with('.')) out += '.';
  return out + " Start the server again once that is done.";
}

// Of a log whose clock file is gone nobody knows: it counts as served.
bool WasServed(const Result<store::Head>& head, const std::string& data) {
  return (!head || head->size > 0) && !app::ReadClockFile(data);
}

// As a server that started now would judge the machine's clock.
Result<std::unique_ptr<app::ClockGuard>> JudgeStoppedClock(const store::Store& store,
                                                           const std::string& data) {
  static const app::SystemMachineClock machine;
  auto clock = std::make_unique<app::ClockGuard>(
      app::ClockGuardOptions{.data_directory = data, .visitors = WasServed(store.ReadHead(), data)},
      machine);
  TEMOIN_RETURN_IF_ERROR(clock->Learn(store, std::nullopt));
  return clock;
}

}  // namespace

Composition::~Composition() = default;

void Composition::StopRecording() {
  if (recorder_) recorder_->Stop();
}

app::PurgeLimit Composition::purge_limit() const {
  return {.records = app::PurgeLimit().records, .percent = options_.purge_percent};
}

std::string Composition::checkpoint_log_directory() const {
  return options_.checkpoint_log.empty() ? options_.data + "/log-journal" : options_.checkpoint_log;
}

Status Composition::OpenStore() {
  TEMOIN_RETURN_IF_ERROR(
      app::CheckPretendedTime(options_.data, /*demo_now=*/options_.pretended.has_value()));
  TEMOIN_RETURN_IF_ERROR(OpenDatabase());
  if (const Status owned = CheckNotEverybodys(options_.data); !owned && options_.serves) {
    readiness_.Complain("data", WithRemedy(owned.error()));
  }
  had_server_keys_ = ::access((options_.data + "/server.key").c_str(), F_OK) == 0;
  return OpenClock();
}

// A server whose database cannot be opened serves all the same what needs none. Not where another
// process holds the directory, or a newer version wrote it.
Status Composition::OpenDatabase() {
  auto opened = store::OpenSqliteStore({.directory = options_.data, .migrate = options_.serves});
  if (!opened && opened.error().code != ErrorCode::kConflict && options_.serves) {
    const std::string why = WithRemedy(opened.error());
    opened = store::OpenUnusable(options_.data, Error(ErrorCode::kDataLoss, why));
    if (opened) {
      store_usable_ = false;
      readiness_.HoldChoices("store", why);
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(store_, std::move(opened));
  return {};
}

Status Composition::OpenClock() {
  const auto head = store_->ReadHead();
  if (options_.pretended) {
    if (!head) return head.error();
    TEMOIN_RETURN_IF_ERROR(app::CheckPretendedLog(options_.data, head->size));
    clock_ = std::make_unique<app::UnjudgedClock>(*options_.pretended);
    return app::MarkPretendedTime(options_.data);
  }
  auto guard = std::make_unique<app::ClockGuard>(
      app::ClockGuardOptions{
          .data_directory = options_.data,
          .demo = options_.demo,
          .visitors = (options_.serves && !options_.demo) || WasServed(head, options_.data)},
      machine_clock_);
  guard_ = guard.get();
  clock_ = std::move(guard);
  (void)guard_->Learn(*store_, std::nullopt);  // judged again when the log's end is known
  return {};
}

Status Composition::JudgeLog(bool reads_only) {
  const std::string checkpoint_log = checkpoint_log_directory();
  std::error_code ignored;
  bool refused = false;
  if (std::filesystem::exists(checkpoint_log, ignored)) {
    const auto log = app::LogPublisher::Open({.data_dir = options_.data,
                                              .checkpoint_log_dir = checkpoint_log,
                                              .origin = "",
                                              .keep = nullptr,
                                              .publications = store_.get()},
                                             *store_, clock_->Now());
    if (!log && !reads_only) return log.error();
    if (log && (*log)->Refusal()) {
      if (!reads_only && (*log)->HoldsChoices()) {
        return Error(ErrorCode::kConflict, *(*log)->Refusal());
      }
      readiness_.Complain("log", *(*log)->Refusal());
      refused = true;
    }
  } else if (app::HasSigned(options_.data, store_.get())) {
    // It may lie elsewhere, where only the server looks.
    readiness_.HoldRecords("log", app::StartSentence(app::LogStart::kCheckpointLogMissing,
                                                     {options_.data, checkpoint_log, ""}));
    refused = true;
  }
  if (!refused) {
    TEMOIN_ASSIGN_OR_RETURN(const auto losses, app::PendingLosses(*store_));
    if (!losses.empty()) readiness_.HoldChoices("log", app::LossSentence(losses));
  }
  if (guard_ == nullptr) return {};
  TEMOIN_ASSIGN_OR_RETURN(const auto end, app::CheckpointLogEnd(checkpoint_log));
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_->ReadHead());
  // A database that is behind its checkpoint log is completed by the server's start, and written by
  // nobody before.
  if (end && end->first > head.size) {
    return Error(
        ErrorCode::kConflict,
        fmt::format("The database in {} ends at entry {}, its checkpoint log at {}: start the "
                    "server first, which completes it.",
                    options_.data, head.size, end->first));
  }
  TEMOIN_RETURN_IF_ERROR(guard_->Learn(*store_, end));
  guard_->Check(readiness_);
  return {};
}

// A server whose keys cannot be read goes on with others until the next start: it costs what pages
// repeat of the last minutes, and no visitor a choice.
Status Composition::OpenKeys() {
  auto keys = app::LoadOrCreateServerKeys(options_.data);
  if (!keys && options_.serves) {
    readiness_.Complain("server.key", WithRemedy(keys.error()));
    FillRandom(keys_.token_key);
    return {};
  }
  TEMOIN_ASSIGN_OR_RETURN(keys_, std::move(keys));
  return {};
}

// Where the staff's tokens cannot be read, nobody of the staff is let in.
Status Composition::OpenTokens() {
  auto tokens = app::StaffTokens::Load(options_.data);
  if (!tokens && options_.serves) {
    readiness_.Complain("staff-tokens", WithRemedy(tokens.error()));
    tokens_ = app::StaffTokens::Unreadable(tokens.error());
    return {};
  }
  TEMOIN_ASSIGN_OR_RETURN(tokens_, std::move(tokens));
  return {};
}

Status Composition::OpenPeople() {
  auto people = app::StaffPeople::Load(options_.data);
  if (people) {
    const Status kept = app::CheckKept(**people, *store_, options_.data, options_.serves);
    if (!kept) people = kept.error();
  }
  if (!people && options_.serves) {
    readiness_.Complain("staff-people", WithRemedy(people.error()));
    people_ = app::StaffPeople::Unreadable(people.error());
    return {};
  }
  TEMOIN_ASSIGN_OR_RETURN(people_, std::move(people));
  if (auto site = identity::RelyingPartyOf(options_.staff_url); site && options_.passkeys) {
    passkeys_ = std::make_unique<app::Passkeys>(std::move(*site));
  }
  return {};
}

Status Composition::OpenParts() {
  TEMOIN_RETURN_IF_ERROR(OpenKeys());
  TEMOIN_RETURN_IF_ERROR(OpenTokens());
  TEMOIN_RETURN_IF_ERROR(OpenPeople());
  app::RecorderOptions recorder_options;
  recorder_options.data_directory = options_.data;
  recorder_ = std::make_unique<app::Recorder>(*store_, *clock_, keys_, readiness_,
                                              std::move(recorder_options));
  const std::vector<EmbeddedFile> files = assets::Banner();
  TEMOIN_ASSIGN_OR_RETURN(const http::BannerAssets banner, http::ReadBannerAssets(files));
  // Rules are judged by the true time, also when a demonstration pretends that it is later.
  publisher_ = std::make_unique<app::Publisher>(
      *store_, *recorder_, *clock_, readiness_,
      app::PublisherOptions{options_.catalog, options_.data,
                            options_.pretended ? &wall_ : static_cast<const Clock*>(clock_.get()),
                            /*enforce_rules=*/!options_.demo, banner.Build()});
  return {};
}

Result<std::unique_ptr<store::Store>> OpenToRead(const std::string& data) {
  return store::OpenSqliteStore({.directory = data, .read_only = true});
}

Result<std::unique_ptr<store::Store>> OpenStopped(const std::string& data) {
  TEMOIN_RETURN_IF_ERROR(app::CheckPretendedTime(data, /*demo_now=*/false));
  if (!std::filesystem::exists(std::filesystem::path(data) / "temoin.db")) {
    return std::unique_ptr<store::Store>();
  }
  if (const auto lock = store::DirectoryLock::Take(data);
      !lock && lock.error().code == ErrorCode::kConflict) {
    return Error(ErrorCode::kConflict,
                 "a server runs on " + data + ": stop it first, and start it again after");
  }
  return store::OpenSqliteStore({.directory = data, .migrate = false});
}

Result<app::Context> StoppedContext(store::Store& store, const std::string& data) {
  TEMOIN_ASSIGN_OR_RETURN(const auto clock, JudgeStoppedClock(store, data));
  return app::Context{
      .store = store,
      .write = [&store](const std::function<Status(store::Store&)>& work) { return work(store); },
      .now = clock->Now()};
}

Status StoppedClockVouched(const store::Store& store, const std::string& data) {
  if (!app::CheckPretendedTime(data, /*demo_now=*/false)) return {};
  TEMOIN_ASSIGN_OR_RETURN(const auto clock, JudgeStoppedClock(store, data));
  return clock->Vouched();
}

Status RestoreBackup(const std::string& file, const std::string& data) {
  return app::Restore(&store::RestoreSqlite, {.file = file, .data_directory = data});
}

app::Context Composition::context() {
  std::function<Result<prooflog::SignerKey>()> dossier_key;
  if (log_ != nullptr) dossier_key = [this] { return app::DossierKeyOfLog(options_.data); };
  catalog::Catalog::Sites sites;
  // Nothing was ever published: there is nothing to show.
  if (const auto current = publisher_->Current()) {
    for (const auto& [id, published] : current->sites) sites.emplace(id, published.site);
  }
  return {
      .store = *store_,
      .write =
          [this](std::function<Status(store::Store&)> work) {
            return recorder_->Run(std::move(work));
          },
      .now = clock_->Now(),
      .log_access = [this](const store::Access& line) { return recorder_->LogAccess(line); },
      .log_whole = [this] { return app::LogWhole(readiness_); },
      .tokens = tokens_.get(),
      .people = people_.get(),
      .passkeys = passkeys_.get(),
      .catalogue =
          std::make_shared<const catalog::Catalog>(std::move(sites), catalog::Catalog::Vendors{}),
      .erase = [this](store::Index index, Time at) { return recorder_->EraseRecord(index, at); },
      .republish =
          [this](const app::Actor& actor, const app::RepublishRevision& command) {
            return publisher_->Republish(command.site, command.revision, actor.name,
                                         command.dry_run, command.expected);
          },
      .dossier_key = std::move(dossier_key)};
}

app::Machine Composition::machine() {
  app::Machine machine{.context = context(),
                       .recorder = *recorder_,
                       .clock = *clock_,
                       .readiness = readiness_,
                       .publisher = *publisher_};
  machine.purge_limit = purge_limit();
  machine.erase_wait = options_.erase_wait;
  machine.data_directory = options_.data;
  machine.log = log_;
  machine.anchors = anchors_;
  machine.guard = guard_;
  machine.publishing = &publishing_;
  machine.purges = &purges_;
  machine.losses_noted = losses_noted_;
  return machine;
}

}  // namespace temoin::server
