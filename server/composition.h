// The one place where the parts of the service are put together: for the server, and for a command
// that does what a server would do while none runs. Which store it is, is chosen here.
//
//   Composition parts(options);
//   parts.OpenStore();      // takes the directory's lock; database and clock
//   parts.OpenParts();      // keys, tokens, the recorder (not started), the publisher
//   parts.machine();        // what the use cases of app/ are called with
//
// Thread-safety: opened by one thread; then constant, each part says its own.
#ifndef TEMOIN_SERVER_COMPOSITION_H_
#define TEMOIN_SERVER_COMPOSITION_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/clock/clock_guard.h"
#include "app/clock/judged_clock.h"
#include "app/machine.h"
#include "app/publish/publisher.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "app/recording/retention.h"
#include "app/recording/server_keys.h"
#include "app/staff/passkeys.h"
#include "app/staff/staff_people.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace temoin::server {

struct CompositionOptions {
  std::string data;
  std::string catalog{};         // may be empty for what does not publish
  std::string checkpoint_log{};  // of the log; empty: log-journal in the data directory
  uint64_t purge_percent = app::PurgeLimit().percent;
  std::chrono::milliseconds erase_wait{0};  // of a command for what it erased
  bool serves = false;                      // this is a server's run
  bool demo = false;
  std::optional<SystemClock> pretended{};  // the clock of --demo-now
  std::string staff_url{};                 // the console's address; empty: none that is known
  bool passkeys = true;                    // people may join and sign in with one
};

class Composition {
 public:
  explicit Composition(CompositionOptions options) : options_(std::move(options)) {}
  ~Composition();
  Composition(const Composition&) = delete;
  Composition& operator=(const Composition&) = delete;

  // kConflict while another process holds the directory. A damaged database is an error, but for a
  // server: the store then answers every call with it, and the choices are held.
  Status OpenStore();
  Status OpenParts();

  // What a command without a server does before OpenParts. A database that is missing, older or
  // another's is no better for being written to by a command: it is judged as a start of the server
  // does, where the checkpoint log is at hand. `reads_only`: what is wrong is said by the
  // readiness.
  Status JudgeLog(bool reads_only);

  // To be called for each operation: it holds the time of the call.
  app::Machine machine();
  app::Context context();  // likewise; all that the staff's pages need

  store::Store& store() { return *store_; }
  // False: the database is damaged, and the store answers nothing.
  bool store_usable() const { return store_usable_; }
  const app::JudgedClock& clock() const { return *clock_; }
  app::ClockGuard* guard() { return guard_; }  // null with a pretended time
  app::Readiness& readiness() { return readiness_; }
  app::Recorder& recorder() { return *recorder_; }
  app::StaffTokens& tokens() { return *tokens_; }
  app::StaffPeople& people() { return *people_; }
  app::Publisher& publisher() { return *publisher_; }
  std::mutex& publishing() { return publishing_; }
  app::PurgeWatch& purges() { return purges_; }
  // Whether server.key and the database's token lines were there before OpenParts.
  bool had_server_keys() const { return had_server_keys_; }
  app::PurgeLimit purge_limit() const;
  std::string checkpoint_log_directory() const;

  // Finishes what was accepted; nothing is recorded after. Also when nothing was opened.
  void StopRecording();

  // The server's, for machine(): set before the first operation.
  void SetLog(app::LogPublisher* log) { log_ = log; }
  void SetAnchors(const app::AnchorWatch* anchors) { anchors_ = anchors; }
  void OnLossesNoted(std::function<void()> hook) { losses_noted_ = std::move(hook); }

 private:
  Status OpenDatabase();
  Status OpenClock();
  Status OpenKeys();
  Status OpenTokens();
  Status OpenPeople();

  const CompositionOptions options_;
  const SystemClock wall_;
  const app::SystemMachineClock machine_clock_;
  app::Readiness readiness_;
  std::unique_ptr<store::Store> store_;
  bool store_usable_ = true;
  std::unique_ptr<app::JudgedClock> clock_;
  app::ClockGuard* guard_ = nullptr;  // the same
  bool had_server_keys_ = false;
  app::ServerKeys keys_;
  std::unique_ptr<app::StaffTokens> tokens_;
  std::unique_ptr<app::StaffPeople> people_;
  std::unique_ptr<app::Passkeys> passkeys_;  // null: nobody signs in with one
  std::unique_ptr<app::Recorder> recorder_;
  std::unique_ptr<app::Publisher> publisher_;
  std::mutex publishing_;
  app::PurgeWatch purges_;
  app::LogPublisher* log_ = nullptr;
  const app::AnchorWatch* anchors_ = nullptr;
  std::function<void()> losses_noted_;
};

// The database of a directory, for what only reads beside a server or without one.
Result<std::unique_ptr<store::Store>> OpenToRead(const std::string& data);

// For what must not run beside a server: the directory's lock, held as long as the store is open.
// Null when there is no database; kConflict while a server runs.
Result<std::unique_ptr<store::Store>> OpenStopped(const std::string& data);
// What the use cases are then called with: they write to `store` itself, and go by the time that a
// server would go by, whatever the machine's clock says.
Result<app::Context> StoppedContext(store::Store& store, const std::string& data);
// Whether a server would vouch for the machine's clock now (app::JudgedClock::Vouched). Of a
// directory that lives in a pretended time nothing is asked.
Status StoppedClockVouched(const store::Store& store, const std::string& data);

// Puts a backup in place of a database that was moved away; no server may run.
Status RestoreBackup(const std::string& file, const std::string& data);

}  // namespace temoin::server

#endif  // TEMOIN_SERVER_COMPOSITION_H_
