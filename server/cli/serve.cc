// `temoin serve`: reads the options, runs until told to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "server/cli/cli.h"
#include "server/cli/messages.h"
#include "server/cli/provider_options.h"
#include "server/cli/serve_options.h"
#include "server/daemon.h"
#include "server/settings/settings.h"

namespace temoin::cli {
namespace {

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

// In a demonstration without tokens there is one of each role at once.
void AnnounceTokens(server::Daemon& daemon) {
  if (!daemon.tokens().List().empty()) return;
  Say("Staff tokens, shown this once:");
  for (const app::StaffRole role : app::kStaffRoles) {
    const auto created = daemon.CreateToken(role, Worded("demonstration"));
    if (created) {
      fmt::print("  {:<9} {}\n", app::StaffRoleName(role), created->secret);
    } else {
      spdlog::error("no token was made: {}", created.error().message);
    }
  }
}

// A catalogue that cannot be published is said where what can be opened is said.
void AnnounceBlockers(const std::string& catalog, Time now) {
  const auto outcome = catalog::LoadCatalog(catalog);
  const std::string blockers =
      outcome.ok()
          ? catalog::BlockersText(catalog::CheckCatalog(*outcome.catalog, now), SpokenLanguage())
          : outcome.ToString();
  if (blockers.empty()) return;
  Say("The catalogue cannot be published: only a revision published before is served.");
  Print(blockers);
}

// Prints what to open, once everything answers.
void Announce(const http::HttpServer& server, const settings::Settings& settings, Time now) {
  const std::string& base = settings.Text("base-path");
  if (const auto host = server.demo_host()) {
    Say("Demonstration page:  http://{}:{}/demo/", *host, server.port());
  }
  Say("Public API:          http://127.0.0.1:{}{}/openapi.json", server.port(), base);
  if (!settings.Text("staff-listen").empty()) {
    Say("Staff console:       http://127.0.0.1:{}/", server.staff_port());
  }
  AnnounceBlockers(settings.Text("catalog"), now);
  fflush(stdout);
}

// What SIGHUP may change is read anew; a file that cannot be understood changes nothing.
void ReadSettingsAgain(server::Daemon& daemon, const SettingOptions& given,
                       settings::Settings& settings) {
  const auto later = settings::ReadSettings(given.Sources());
  auto live = later ? MakeLiveOptions(*later) : Result<http::LiveOptions>(later.error());
  auto secret = live && !later->Text("provider").empty() ? ProviderSecret(*later)
                                                         : Result<std::string>(std::string());
  if (!live || !secret) {
    spdlog::error("the settings stay as they were: {}",
                  live ? secret.error().message : live.error().message);
    return;
  }
  const std::vector<std::string_view> waiting = settings.Reload(*later);
  SetMessages(settings);
  for (const std::string_view key : waiting) {
    spdlog::warn("{} was changed and needs a restart", key);
  }
  daemon.SetLive(std::move(*live));
  if (!secret->empty()) daemon.SetProviderSecret(*std::move(secret));
}

// SIGHUP publishes the catalogue and reads the settings again, every other signal ends the run.
void Run(server::Daemon& daemon, const sigset_t& signals, const SettingOptions& given,
         settings::Settings& settings) {
  while (true) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return;
    ReadSettingsAgain(daemon, given, settings);
    daemon.PublishAgain();
  }
}

int Serve(const SettingOptions& given) {
  const sigset_t signals = BlockSignals();
  Result<settings::Settings> settings = settings::ReadSettings(given.Sources());
  if (!settings) return Fail(settings.error());
  SetMessages(*settings);
  Result<server::DaemonOptions> checked = MakeDaemonOptions(*settings);
  if (!checked) return Fail(checked.error());
  server::Daemon daemon(std::move(*checked));
  if (const Status opened = daemon.Open(); !opened) return Fail(opened.error());
  if (settings->Switch("demo")) AnnounceTokens(daemon);
  Announce(daemon.http(), *settings, daemon.Now());
  Run(daemon, signals, given, *settings);
  spdlog::info("stopping");
  daemon.Close();
  return kExitDone;
}

}  // namespace

void AddServeCommands(CLI::App& app, int& exit_code) {
  CLI::App* serve = app.add_subcommand("serve", "Serve the banner, record choices, until stopped");
  const auto given = AddSettings(*serve);
  serve->callback([given, &exit_code] { exit_code = Serve(*given); });
}

}  // namespace temoin::cli
