// The manifests of entries of types 5 to 11: each is the one that its entry committed to, and the
// one that the checkpoint log has. What they say is checked by subject.
//
// Memory: one digest for each of them.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_MANIFESTS_H_
#define TEMOIN_APP_LOG_VERIFY_MANIFESTS_H_

#include <map>

#include "app/log/verify/checker.h"

namespace temoin::app {

class ManifestCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void Logged(const CheckpointBatch& batch) override;
  void End() override;

 private:
  struct Manifest {
    Digest digest{};   // SHA-256
    bool met = false;  // an entry of that index came by
  };

  std::map<store::Index, Manifest> manifests_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_MANIFESTS_H_
