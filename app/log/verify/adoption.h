// Rows from before there were entries that commit to rows of their kind, against what the entry of
// type 8 adopted: each is there as it was found, and none beside them.
//
// Memory: one hash for each level of the tree; the rows are read in pages.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_ADOPTION_H_
#define TEMOIN_APP_LOG_VERIFY_ADOPTION_H_

#include <map>
#include <vector>

#include "app/log/verify/checker.h"
#include "app/log/verify/clock.h"
#include "store/adoption_manifest.h"

namespace temoin::app {

class AdoptionCheck final : public Checker {
 public:
  AdoptionCheck(Verification& verification, const ClockCheck& clock)
      : Checker(verification), clock_(clock) {}

  void Begin() override;
  void End() override;

 private:
  struct Adoption {
    store::AdoptionManifest manifest;
    prooflog::RootAccumulator rows;  // those that stand under it in the database
  };

  void Row(const store::AdoptedRow& row);

  const ClockCheck& clock_;
  std::vector<store::Loss> losses_;
  std::map<store::Index, Adoption> adoptions_;  // by entry
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_ADOPTION_H_
