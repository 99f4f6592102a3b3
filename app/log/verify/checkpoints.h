// What is claimed of the first entries: the checkpoints that were kept, one a day, and the anchors
// outside the database, each against the root of as many entries, and each no larger than the
// checkpoint log, which has what is signed before it is signed; and the root that the database
// keeps.
//
// Memory: one row for each of them.
//
// Thread-safety: one thread.
#ifndef TEMOIN_APP_LOG_VERIFY_CHECKPOINTS_H_
#define TEMOIN_APP_LOG_VERIFY_CHECKPOINTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "app/log/verify/checker.h"

namespace temoin::app {

class CheckpointCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Leaf(const Digest& leaf) override;
  void Logged(const CheckpointBatch& batch) override;
  void End() override;

 private:
  struct Expected {
    std::string what;
    Digest root{};
  };

  void LoadCheckpoints();
  void LoadAnchors();
  void Expect(std::string what, std::string_view note, uint64_t size);
  // What is claimed of as many entries as have come by.
  void Compare();

  std::multimap<uint64_t, Expected> expected_;  // by size
  std::multimap<uint64_t, Expected>::const_iterator next_;
  uint64_t logged_ = 0;  // entries of the checkpoint log
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_CHECKPOINTS_H_
