// What is held: each hold and each release against the entry of type 6 that commits to it, and each
// of these entries against its row. A hold that no entry commits to is from before there were such
// entries, or it is a finding.
//
// Memory: the holds.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_HOLDS_H_
#define TEMOIN_APP_LOG_VERIFY_HOLDS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/log/verify/checker.h"
#include "store/hold_manifest.h"

namespace temoin::app {

class HoldCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  struct Said {
    store::Index index = 0;
    store::HoldManifest manifest;
  };

  void LoadManifests();
  void Placed(const Said& said);
  void Released(const Said& said);
  void Column(const Said& said, bool same, std::string_view column);
  // That what only the database knew of it is lost, as the row says.
  bool Returned(const Said& said, const Bytes& random, std::string_view person) const;

  std::vector<store::Loss> losses_;
  std::map<int64_t, store::Hold> rows_;
  std::map<int64_t, Said> placed_;  // by hold
  std::map<int64_t, Said> released_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_HOLDS_H_
