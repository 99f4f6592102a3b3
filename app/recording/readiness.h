// Whether this process should be sent visitors, and if not, why.
//
// Each part of the service speaks for itself under its own name ("store", "catalog", "log",
// "start"): it says what is wrong, and takes it back when it is right again, without a restart. The
// server is ready when nobody complains. A part that cannot vouch for what would be recorded now (a
// clock that cannot be right, a database that lost something) holds the choices as well: they are
// answered 503, the banner keeps them, and documents are served as ever.
//
// Thread-safety: all functions may be called from any thread.
#ifndef TEMOIN_APP_RECORDING_READINESS_H_
#define TEMOIN_APP_RECORDING_READINESS_H_

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace temoin::app {

class Readiness {
 public:
  // `reason` is for operators: a sentence, no secret, no personal data. Logged when it changes.
  void Complain(std::string_view part, std::string reason);
  // Complains, and lets nothing be recorded until this part withdraws or complains without holding.
  void HoldChoices(std::string_view part, std::string reason);
  // The same, and no record is told of or erased either: nobody knows yet what was erased, and an
  // erasure would take the place of another entry of the log.
  void HoldRecords(std::string_view part, std::string reason);
  void Withdraw(std::string_view part);

  bool ready() const;
  bool complains(std::string_view part) const;
  std::map<std::string, std::string, std::less<>> reasons() const;
  // All of them as one text: "part: reason part: reason".
  std::string why() const;
  // Cheap: asked for every choice.
  bool holds_choices() const { return holding_.load(std::memory_order_acquire) > 0; }
  bool holds_records() const { return holding_records_.load(std::memory_order_acquire) > 0; }

 private:
  struct Complaint {
    std::string reason;
    bool holds = false;    // the choices
    bool records = false;  // what was recorded, too
  };
  void Say(std::string_view part, Complaint complaint);

  mutable std::mutex mutex_;
  std::map<std::string, Complaint, std::less<>> complaints_;
  std::atomic<int> holding_{0};          // parts that hold the choices
  std::atomic<int> holding_records_{0};  // of these, the records as well
};

// Whether an entry can be added to the log: kUnavailable, with the reasons, while records are held.
Status LogWhole(const Readiness& readiness);

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_READINESS_H_
