// The keys that log.vkeys lists against those that the log journal names: one that it does not
// name, and under which no kept checkpoint verifies, is no key of this log. A journal of versions
// before 0.2 names none, and tells nothing.
//
// Memory: the keys.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_KEYS_H_
#define TEMOIN_APP_LOG_VERIFY_KEYS_H_

#include "app/log/verify/checker.h"

namespace temoin::app {

class KeyListCheck final : public Checker {
 public:
  using Checker::Checker;

  void End() override;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_KEYS_H_
