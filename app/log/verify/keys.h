// The keys that log.vkeys lists against those that the checkpoint log names: one that it does not
// name, and under which no kept checkpoint verifies, is no key of this log; one that only the
// checkpoint log names was dropped; and the list begins with the key that signed last, unless a
// rotation brought another, which is that of log.key. A checkpoint log of versions before 0.2 names
// none, and tells nothing; of a copy, keys and checkpoint log need not be of the same day.
//
// Memory: the keys.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_KEYS_H_
#define TEMOIN_APP_LOG_VERIFY_KEYS_H_

#include <string>
#include <vector>

#include "app/log/verify/checker.h"

namespace temoin::app {

class KeyListCheck final : public Checker {
 public:
  using Checker::Checker;

  void End() override;

 private:
  void FindDisorder(const std::vector<std::string>& listed, const std::vector<std::string>& named);
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_KEYS_H_
