// The time stamps that a server asks for by itself: of each authority that it is configured with,
// one of the latest kept checkpoint. One checkpoint is kept a day, so that is one stamp a day and
// authority, the first as soon as something is published and signed.
//
// An authority that does not stamp is asked again after a minute, then after twice as long, up to
// an hour. It is late once a checkpoint that it has not stamped, nor a later one, is of a day more
// than two days ago. An idle log keeps no checkpoint, and nobody is late with it.
//
// Thread-safety: Load before all else; Ask from one thread at a time; Read from any.
#ifndef TEMOIN_APP_LOG_ANCHOR_WATCH_H_
#define TEMOIN_APP_LOG_ANCHOR_WATCH_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/outbound.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/log.h"

namespace temoin::app {

struct AnchorSettings {
  std::vector<std::string> authorities{};  // their URLs; empty: nobody is asked
  std::string ca_file{};                   // PEM that each stamp must lead to; may be empty
};

// A log that nobody stamps for so long is a log without a witness.
inline constexpr std::chrono::days kAnchorLate{2};

struct AuthorityStanding {
  std::string authority;     // its URL
  uint64_t size = 0;         // entries that its newest stamp covers; 0: there is none
  std::optional<Time> at{};  // what that stamp says
  bool late = false;
};

class AnchorWatch {
 public:
  AnchorWatch(std::string data_directory, AnchorSettings settings);

  bool anybody() const { return !asked_.empty(); }
  // Learns from the folder `anchors` what was stamped before. Fails where that cannot be read.
  Status Load();
  // Asks whoever has not stamped the latest kept checkpoint and whose turn it is; what fails is
  // logged. How many stamps are new: FileAnchors (keys.h) files them.
  size_t Ask(const store::LogStore& log, Outbound& outbound, Time now);
  // In the order of the settings. Fails where the kept checkpoints cannot be read.
  Result<std::vector<AuthorityStanding>> Read(const store::LogStore& log, Time now) const;

 private:
  struct Asked {
    std::string authority;
    uint64_t size = 0;
    std::optional<Time> at{};
    Time next{};  // not before
    std::chrono::seconds pause{0};
  };

  const std::string data_directory_;
  const std::string ca_file_;
  mutable std::mutex mutex_;  // of what follows
  std::vector<Asked> asked_;
};

// "The time stamping authority at … is late: …", a sentence for operators.
std::string LateSentence(const AuthorityStanding& standing);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_ANCHOR_WATCH_H_
