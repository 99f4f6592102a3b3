// One run of the server: the parts of server/composition.h with the log that is signed, the two
// listeners, the socket for commands, and what happens by itself every second and every hour.
//
//   Daemon daemon(options);
//   Status opened = daemon.Open();   // everything answers from here on
//   … wait for a signal; daemon.PublishAgain() on SIGHUP …
//   daemon.Close();
//
// Thread-safety: all functions from one thread; the parts have threads of their own.
#ifndef TEMOIN_SERVER_DAEMON_H_
#define TEMOIN_SERVER_DAEMON_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "app/log/anchor_watch.h"
#include "app/log/log_publisher.h"
#include "app/measures.h"
#include "app/recording/erasure_notes.h"
#include "app/staff/access_log.h"
#include "app/staff/provider_sign_in.h"
#include "server/client/http_client.h"
#include "server/composition.h"
#include "server/control/control.h"
#include "server/daemon/worker.h"
#include "server/http/server.h"
#include "server/http/staff/api.h"
#include "server/http/staff/service.h"

namespace temoin::server {

struct DaemonOptions {
  CompositionOptions parts;
  http::HttpOptions http;
  std::string log_origin;
  app::ProviderSettings provider{};  // without an issuer: none
  app::AnchorSettings anchors{};
};

class Daemon {
 public:
  explicit Daemon(DaemonOptions options);
  ~Daemon() { Close(); }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  Status Open();
  // What fails is logged; what was published last goes on being served.
  void PublishAgain();
  // What may change while it runs.
  void SetLive(http::LiveOptions live) { http_->SetLive(std::move(live)); }
  // Nothing to do where no provider was named at the start.
  void SetProviderSecret(std::string secret) {
    if (provider_) provider_->SetSecret(std::move(secret));
  }
  // First nobody new, then everyone who was accepted, then what runs by itself. Idempotent.
  void Close();

  const http::HttpServer& http() const { return *http_; }
  app::StaffTokens& tokens() { return parts_.tokens(); }
  // With its line in the access log.
  Result<app::StaffTokens::Created> CreateToken(app::StaffRole role, const std::string& name);
  Time Now() const { return parts_.clock().Now(); }

 private:
  Status OpenLog();
  Status OpenListeners();
  void FileAnchors();
  void AskAuthorities();
  void SayWhatIsMissing();
  Status RemindOfErasures();
  Status ReadLosses();
  void SayLog(const Status& published);
  void TakeNoteOfLosses();
  void PublishLog();
  void LookAtKeys();
  void NoteSigned();
  void PublishWhatWaits();
  bool Doubts();
  app::AccessLogTerms AccessLogTerms();
  void EraseOnTime();
  void StartWorkers();

  const DaemonOptions options_;
  Composition parts_;
  std::unique_ptr<app::LogPublisher> log_;
  app::AnchorWatch anchors_;
  client::HttpClient authority_client_{std::chrono::seconds(10)};
  app::FindingsWatch findings_;
  std::unique_ptr<app::ErasureNotes> erasure_notes_;  // null: none are noted
  std::chrono::steady_clock::time_point keys_looked_at_;
  bool keys_changed_ = false;
  std::atomic<bool> log_behind_{true};
  std::mutex losses_mutex_;
  std::string losses_;                 // the sentence, empty when there is none
  std::atomic<bool> stopping_{false};  // an erasure of many records ends early, and goes on later
  std::unique_ptr<http::HttpServer> http_;
  client::HttpClient provider_client_{std::chrono::seconds(5)};
  std::unique_ptr<app::ProviderSignIn> provider_;  // null: people sign in with a token
  std::unique_ptr<http::ServiceBackend> staff_backend_;
  std::unique_ptr<http::StaffApi> staff_;
  std::unique_ptr<daemon::Worker> anchor_worker_;  // null: nobody is asked for time stamps
  std::unique_ptr<daemon::Worker> log_worker_;
  std::unique_ptr<daemon::Worker> retention_;
  std::unique_ptr<daemon::Worker> clock_worker_;
  control::ControlServer control_;
};

}  // namespace temoin::server

#endif  // TEMOIN_SERVER_DAEMON_H_
