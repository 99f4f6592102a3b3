// What was noted of people's requests: each entry of type 11 against the row that has what its
// manifest only commits to, and each of these rows against its entry.
//
// Memory: the notes.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_REQUESTS_H_
#define TEMOIN_APP_LOG_VERIFY_REQUESTS_H_

#include <map>
#include <vector>

#include "app/log/verify/checker.h"

namespace temoin::app {

class RequestCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  std::vector<store::Loss> losses_;
  std::map<store::Index, store::RequestNote> notes_;  // those that no entry was met of yet
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_REQUESTS_H_
