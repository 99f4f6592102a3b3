// Verification of a data directory as one walk and a check for each subject. The walk
// (log_verify.cc) reads every page once and hands what it reads to each check; a check keeps what
// it needs to remember, and says what is wrong in a sentence. A new subject is a new file here and
// a line in the walk.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_CHECKER_H_
#define TEMOIN_APP_LOG_VERIFY_CHECKER_H_

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "app/log/log_loss.h"
#include "app/log/log_verify.h"
#include "base/crypto.h"
#include "consent/record.h"
#include "prooflog/verify.h"
#include "store/store.h"

namespace temoin::app {

// What all checks of one walk share.
struct Verification {
  // At most kMaxFindings are worded; all are counted.
  void Find(std::string finding) {
    ++report.problems;
    if (report.findings.size() < kMaxFindings) report.findings.push_back(std::move(finding));
  }

  const store::Store& store;
  const LogVerifyOptions& options;
  store::Head head{};                     // the log as it was when the walk began
  prooflog::RootAccumulator leaves{};     // those the walk has come by
  std::vector<std::string> named_keys{};  // by the checkpoint log, once it was walked
  LogVerifyReport report{};
};

// An entry that the log and the database know as the same type.
struct WalkedEntry {
  store::Index index = 0;
  Digest commitment{};
  const store::Found& found;
  // Of a consent: its record, when it is kept and matches its leaf; else null.
  const consent::Record* record = nullptr;
};

class Checker {
 public:
  explicit Checker(Verification& verification) : verification_(verification) {}
  virtual ~Checker() = default;
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  // In this order; each entry in the order of the log, its leaf before it. An entry that cannot be
  // understood has a leaf and does not come.
  virtual void Begin() {}
  virtual void Leaf(const Digest& /*leaf*/) {}
  virtual void Entry(const WalkedEntry& /*entry*/) {}
  // Each batch of the checkpoint log, from its beginning; what the database lacks comes too.
  virtual void Logged(const CheckpointBatch& /*batch*/) {}
  virtual void End() {}

 protected:
  const store::Store& store() const { return verification_.store; }
  const LogVerifyOptions& options() const { return verification_.options; }
  const store::Head& head() const { return verification_.head; }
  const prooflog::RootAccumulator& leaves() const { return verification_.leaves; }
  const std::vector<std::string>& named_keys() const { return verification_.named_keys; }
  // Whether the entry came after the walk began.
  bool Since(store::Index index) const {
    if (index < head().size) return false;
    const auto now = store().ReadHead();
    return now.ok() && index < now->size;
  }
  LogVerifyReport& report() { return verification_.report; }
  void Find(std::string finding) { verification_.Find(std::move(finding)); }

 private:
  Verification& verification_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_CHECKER_H_
