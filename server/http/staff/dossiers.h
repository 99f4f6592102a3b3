// Dossiers that the console has made: one after the other, on threads that step back for visitors.
// They lie in memory for whoever asked for them.
//
// Bounds: archives of at most kMostBytes, kMostKept of them, for kKept after they were made. A
// larger dossier is made by `temoin report dossier`, which writes a file.
//
// Thread-safety: from any thread. The destructor ends what is being made.
#ifndef TEMOIN_SERVER_HTTP_STAFF_DOSSIERS_H_
#define TEMOIN_SERVER_HTTP_STAFF_DOSSIERS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "reports/dossier.h"
#include "reports/dossier_registration.h"
#include "server/http/staff/call.h"

namespace temoin::http {

// The archive of a dossier whose files stand in `folder`, registered by the log that runs here.
struct DossierArchive {
  std::string bytes;
  reports::MadeDossier made;
};
struct DossierMaking {
  StaffBackend& backend;
  app::Actor actor;
  std::string folder;
  reports::DossierQuery query;
  std::string certificates{};  // of its receivers, in PEM: sealed for them; empty: as it is
  std::function<Status(uint64_t done, uint64_t of)> progress{};
};
// kTooLarge over DossierDesk::kMostBytes.
Result<DossierArchive> MakeArchive(const DossierMaking& making);

class DossierDesk {
 public:
  static constexpr size_t kMostBytes = size_t{64} << 20;
  static constexpr size_t kMostKept = 4;
  static constexpr std::chrono::minutes kKept{15};

  struct Seen {
    enum class State : uint8_t { kMaking, kMade, kFailed };
    State state = State::kMaking;
    uint64_t done = 0;  // consents
    uint64_t of = 0;    // 0: not known yet
    std::string name;   // of the archive
    std::optional<Error> error;
    std::shared_ptr<const DossierArchive> archive;  // when it is made
  };

  DossierDesk() = default;
  ~DossierDesk();
  DossierDesk(const DossierDesk&) = delete;
  DossierDesk& operator=(const DossierDesk&) = delete;

  // Begins; the id by which `owner` asks for it. kUnavailable while kMostKept are waited for.
  Result<std::string> Begin(std::string_view owner, DossierMaking making);
  // kNotFound for one that is not there any more, or is of somebody else.
  Result<Seen> Look(std::string_view owner, std::string_view id);

 private:
  struct Job {
    std::string id;
    std::string owner;
    std::chrono::steady_clock::time_point ended{};
    Seen seen;
    std::thread thread;
  };
  void Run(Job& job, const DossierMaking& making);
  void DropOld();  // mutex_ is held

  std::mutex making_;  // held while one is made; taken before mutex_
  std::mutex mutex_;
  std::vector<std::unique_ptr<Job>> jobs_;  // oldest first
  std::atomic<bool> stopping_{false};
};

// Answers with the way to a dossier that is being made; how far it is; the archive.
Status BeginDossier(StaffCall& call);
Status ShowDossier(StaffCall& call);
Status TakeDossier(StaffCall& call);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_DOSSIERS_H_
