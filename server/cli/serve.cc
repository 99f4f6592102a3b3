// `temoin serve`: reads the options, runs until told to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "server/cli/cli.h"
#include "server/daemon.h"
#include "server/http/address.h"

namespace temoin::cli {
namespace {

struct ServeOptions {
  std::string data;
  std::string catalog;
  std::string listen = "127.0.0.1:8080";
  std::string staff_listen = "127.0.0.1:8081";
  std::vector<std::string> staff_hosts;
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

Status CheckStaffHost(const std::string& host) {
  const bool odd = host.find_first_not_of(
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789-.") != std::string::npos;
  if (!host.empty() && !odd && host.back() != '.') return {};
  return Error(ErrorCode::kInvalidArgument,
               fmt::format("--staff-host {}: write it like staff.example.fr, without port", host));
}

Result<http::HttpOptions> MakeHttpOptions(const ServeOptions& options) {
  http::HttpOptions out;
  out.listen = options.listen;
  out.staff_listen = options.staff_listen;
  for (const std::string& host : options.staff_hosts) {
    TEMOIN_RETURN_IF_ERROR(CheckStaffHost(host));
    out.staff_hosts.push_back(LowerAscii(host));
  }
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

Result<std::optional<SystemClock>> PretendedClock(const ServeOptions& options) {
  if (options.demo_now.empty()) return std::optional<SystemClock>();
  if (!options.demo) {
    return Error(ErrorCode::kInvalidArgument, "--demo-now moves the clock; it needs --demo");
  }
  TEMOIN_ASSIGN_OR_RETURN(const Time wanted, ParseTime(options.demo_now));
  return std::optional(SystemClock(wanted - SystemClock().Now()));
}

// In a demonstration without tokens there is one of each role at once.
void AnnounceTokens(server::Daemon& daemon) {
  if (!daemon.tokens().List().empty()) return;
  fmt::print("Jetons du personnel, montrés cette seule fois :\n");
  for (const app::StaffRole role :
       {app::StaffRole::kMarketing, app::StaffRole::kAuditor, app::StaffRole::kOperator}) {
    const auto created = daemon.CreateToken(role, "démonstration");
    if (created) {
      fmt::print("  {:<9} {}\n", app::StaffRoleName(role), created->secret);
    } else {
      spdlog::error("no token was made: {}", created.error().message);
    }
  }
}

// A catalogue that cannot be published is said where what can be opened is said.
void AnnounceBlockers(const ServeOptions& options, Time now) {
  const auto outcome = catalog::LoadCatalog(options.catalog);
  const std::string blockers =
      outcome.ok() ? catalog::BlockersText(catalog::CheckCatalog(*outcome.catalog, now), "fr")
                   : outcome.ToString();
  if (blockers.empty()) return;
  fmt::print("Le catalogue n’est pas publiable : seule sert une révision déjà publiée.\n{}",
             blockers);
}

// Prints what to open, once everything answers.
void Announce(const http::HttpServer& server, const ServeOptions& options, Time now) {
  const std::string base = options.base_path;
  if (const auto host = server.demo_host()) {
    fmt::print("Page de démonstration : http://{}:{}/demo/\n", *host, server.port());
  }
  fmt::print("API publique :          http://127.0.0.1:{}{}/openapi.json\n", server.port(), base);
  if (!options.staff_listen.empty()) {
    fmt::print("Console du personnel :  http://127.0.0.1:{}/\n", server.staff_port());
  }
  AnnounceBlockers(options, now);
  fflush(stdout);
}

Result<server::DaemonOptions> MakeDaemonOptions(const ServeOptions& options) {
  server::DaemonOptions out;
  TEMOIN_ASSIGN_OR_RETURN(out.parts.pretended, PretendedClock(options));
  TEMOIN_ASSIGN_OR_RETURN(out.http, MakeHttpOptions(options));
  out.parts.data = options.data;
  out.parts.catalog = options.catalog;
  out.parts.journal = options.log_journal;
  out.parts.purge_percent = options.purge_percent;
  out.parts.demo = options.demo;
  out.log_origin = options.log_origin;
  return out;
}

// SIGHUP publishes the catalogue again, every other signal ends the run.
void Run(server::Daemon& daemon, const sigset_t& signals) {
  while (true) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return;
    daemon.PublishAgain();
  }
}

int Serve(const ServeOptions& options) {
  // What is announced goes to standard output, what happens to standard error.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("temoin"));
  const sigset_t signals = BlockSignals();
  Result<server::DaemonOptions> checked = MakeDaemonOptions(options);
  if (!checked) return Fail(checked.error());
  server::Daemon daemon(std::move(*checked));
  if (const Status opened = daemon.Open(); !opened) return Fail(opened.error());
  if (options.demo) AnnounceTokens(daemon);
  Announce(daemon.http(), options, daemon.Now());
  Run(daemon, signals);
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
  serve->add_option("--staff-host", options->staff_hosts,
                    "Name by which browsers ask the staff listener, beside localhost and its "
                    "address (repeat)");
  serve->add_option("--base-path", options->base_path, "Path that stands before every public one");
  serve->add_option("--allow-origin", options->allow_origins,
                    "Further origin whose pages may post choices (repeat)");
  serve->add_option("--trusted-proxy", options->trusted_proxies,
                    "Network whose X-Forwarded-For is believed (repeat)");
  serve
      ->add_option("--rate-limit", options->rate_limit,
                   "Requests that write, per client and minute; 0: no limit")
      ->check(Digits())
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  serve->add_option("--log-origin", options->log_origin, "Name of the log, fixed from then on");
  serve->add_option("--log-journal", options->log_journal,
                    "Directory of the log journal; best on another disk");
  serve
      ->add_option("--purge-percent", options->purge_percent,
                   "Share of a site's kept records that retention may erase in a day without being "
                   "asked for; what is over it, and over 1,000, waits for `temoin purge --approve`")
      ->check(Digits())
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  serve->add_flag("--demo", options->demo, "Serve the demonstration page and its stand-ins");
  serve->add_option("--demo-now", options->demo_now,
                    "With --demo: pretend that it is now this RFC 3339 time");
  serve->callback([options, &exit_code] { exit_code = Serve(*options); });
}

}  // namespace temoin::cli
