// The tiles that the database keeps against the leaves, as a reader of the published log would
// check them: a full tile's hash is the root of its hashes and stands in the level above.
//
// Memory: one growing tile a level.
//
// Thread-safety: one thread.
#ifndef TEMOIN_APP_LOG_VERIFY_TILES_H_
#define TEMOIN_APP_LOG_VERIFY_TILES_H_

#include <cstdint>
#include <vector>

#include "app/log/verify/checker.h"
#include "base/encoding.h"

namespace temoin::app {

class TileCheck final : public Checker {
 public:
  using Checker::Checker;

  void Leaf(const Digest& leaf) override { Add(0, leaf); }
  void End() override;

 private:
  struct Tile {
    uint64_t index = 0;
    Bytes hashes{};
    prooflog::RootAccumulator root{};
  };

  void Add(unsigned level, const Digest& hash);
  void Compare(unsigned level, const Tile& tile);

  std::vector<Tile> tiles_;  // by level
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_TILES_H_
