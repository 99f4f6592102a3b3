// What was noted of dossiers: each manifest of type 9 against its form, and a dossier only after
// the key that signs it was announced. That manifest and entry fit is ManifestCheck's.
//
// Memory: none of its own.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_DOSSIERS_H_
#define TEMOIN_APP_LOG_VERIFY_DOSSIERS_H_

#include "app/log/verify/checker.h"

namespace temoin::app {

class DossierCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_DOSSIERS_H_
