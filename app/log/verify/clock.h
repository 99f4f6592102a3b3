// The corrections of clocks that were wrong (entries of type 10), against what they say they name:
// exactly the records that were dated later, and no line that was slipped into a day of the access
// journal after it was closed.
//
// Memory: the corrections, of which there are few.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_CLOCK_H_
#define TEMOIN_APP_LOG_VERIFY_CLOCK_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "store/store.h"

namespace temoin::app {

class CorrectionCheck {
 public:
  using Find = std::function<void(std::string)>;

  CorrectionCheck(const store::Store& store, Find find) : store_(store), find_(std::move(find)) {}

  // Reads the manifests of types 5 to 10; an error is a finding.
  void Load();
  // An entry of one of these types: its manifest must be the one it commits to.
  void Entry(store::Index index, const Digest& commitment);
  // The same manifest as the log journal has it.
  void Journaled(store::Index index, const std::string& manifest);
  // A record that matches its leaf: what its dates count as.
  store::ChoiceDates Dates(store::Index index, store::ChoiceDates dates);
  // What was added to a closed day of the access journal, or closed once more, was dated by a clock
  // that had been put back since.
  void ClosedAgain(const store::AccessDay& before, const store::AccessDay& after);
  // After all entries.
  void Finish();

  const std::vector<store::ClockCorrection>& corrections() const { return corrections_; }

 private:
  const store::Store& store_;
  const Find find_;
  std::vector<store::ClockCorrection> corrections_;
  std::map<store::Index, Digest> manifests_;  // SHA-256
  std::map<store::Index, bool> met_;          // whether an entry of that index came by
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_CLOCK_H_
