// The store's tiles as the proof log reads them, as of one size of the log.
//
// Thread-safety: used by one thread at a time; the store may be used by others meanwhile.
#ifndef TEMOIN_APP_LOG_LOG_TILES_H_
#define TEMOIN_APP_LOG_LOG_TILES_H_

#include <cstdint>

#include "prooflog/tile.h"
#include "store/log.h"

namespace temoin::app {

// A tile only grows at its end, so that of a smaller tree is the beginning of the stored one.
class StoreTiles final : public prooflog::TileStorage {
 public:
  StoreTiles(const store::LogStore& store, uint64_t size) : store_(store), size_(size) {}
  Result<std::optional<Bytes>> ReadTile(unsigned level, uint64_t index) override;

 private:
  const store::LogStore& store_;
  const uint64_t size_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_TILES_H_
