// The staff's tokens, which stand in a file of their own, against the lines of the access log that
// say who made and revoked each: a token that was slipped in, given another role, end or secret, or
// brought back to life is named. After AdoptionCheck: tokens from before it are taken as found.
//
// Memory: the lines about tokens.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_TOKENS_H_
#define TEMOIN_APP_LOG_VERIFY_TOKENS_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/log/verify/checker.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "base/result.h"

namespace temoin::app {

class TokenCheck final : public Checker {
 public:
  using Checker::Checker;

  void End() override;

 private:
  Status ReadLines();
  // What is wrong now.
  std::vector<std::string> Look();
  void Compare(const StaffToken& token, std::vector<std::string>& findings);
  bool Told(const StaffToken& token);

  std::vector<store::Loss> losses_;
  std::set<std::pair<Time, std::string>> created_;  // with the line's words
  std::map<std::string, Time, std::less<>> revoked_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_TOKENS_H_
