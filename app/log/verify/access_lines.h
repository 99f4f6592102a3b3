// Each line of the access log against its own commitment, and the running hash of all of them
// against what each batch of the checkpoint log says of it: so that today's lines are bound, too,
// and those of a closed day stay bound when one of them was forgotten. No more lines are empty than
// the program noted to have forgotten. Lines from before there was a running hash are bound by
// their closed days only (access_days.h). What the checkpoint log says of lines that were lost with
// a database binds nothing: others stand in their place. After AdoptionCheck, which counts those of
// before.
//
// Memory: one number and one hash for each batch of the checkpoint log before which lines were
// added.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_ACCESS_LINES_H_
#define TEMOIN_APP_LOG_VERIFY_ACCESS_LINES_H_

#include <vector>

#include "app/log/verify/checker.h"

namespace temoin::app {

class AccessLineCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Logged(const CheckpointBatch& batch) override;
  void End() override;

 private:
  bool OfAnotherState(const CheckpointBatch& batch) const;
  void Line(const store::AccessLink& line);
  // What is bound of as many lines as have come by.
  void Compare();

  std::vector<store::Loss> losses_;
  store::AccessChain kept_;                // as the database says, when the walk began
  std::vector<store::AccessChain> bound_;  // by the checkpoint log, ascending
  size_t next_ = 0;                        // of bound_
  store::AccessChain walked_;
  uint64_t told_ = 0;      // lines that were forgotten, as others say
  int64_t last_ = 0;       // number of the line before
  bool mismatch_ = false;  // told once: what follows a line that was altered differs, too
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_ACCESS_LINES_H_
