// The geometry of tiles and their one spelling as a path (C2SP tlog-tiles, "Merkle Tree").
//
// A tile is up to 256 consecutive hashes of one height of the tree: the hash i of tile n at level l
// covers the 256^l leaves from (n * 256 + i) * 256^l. Only whole subtrees are in a tile, so a tile
// only ever grows at its end and a partial tile is the beginning of the full one.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_PROOFLOG_TILE_H_
#define TEMOIN_PROOFLOG_TILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"

namespace temoin::prooflog {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 256;  // hashes of a full tile
inline constexpr size_t kHashSize = 32;
inline constexpr unsigned kMaxTileLevel = 63;  // of a path; a tree of 2^62 leaves uses 0 to 7

// No tree of this program is larger; keeps every sum below within 64 bits.
inline constexpr uint64_t kMaxTreeSize = uint64_t{1} << 62;

// How many hashes tile (level, index) has in a tree of `size` leaves: 0 (no such tile) to 256.
unsigned TileWidthAt(unsigned level, uint64_t index, uint64_t size);

// A resource under /log/: a hash tile or an entry bundle.
struct TilePath {
  bool entries = false;         // an entry bundle; level is then 0
  unsigned level = 0;           // 0 to 63
  uint64_t index = 0;           // below 10^18
  unsigned width = kTileWidth;  // 256: full, no suffix; 1 to 255: partial

  bool operator==(const TilePath&) const = default;
};

// Accepts exactly what FormatTilePath writes ("tile/0/x001/x234/067.p/12", "tile/entries/000");
// everything else is nullopt: leading zeros, a superfluous group, ".p/0", ".p/256", an empty or
// relative element, percent escapes, another case, anything before or after.
std::optional<TilePath> ParseTilePath(std::string_view path);
std::string FormatTilePath(const TilePath& path);

// Where hashes of tiles are kept. An implementation is used by one thread at a time.
class TileStorage {
 public:
  virtual ~TileStorage() = default;

  // The hashes stored of tile (level, index), 32 bytes each, at most 256 of them; nullopt when
  // nothing of it is stored.
  virtual Result<std::optional<Bytes>> ReadTile(unsigned level, uint64_t index) = 0;
};

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_TILE_H_
