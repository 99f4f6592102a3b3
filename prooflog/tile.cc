#include "prooflog/tile.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace temoin::prooflog {
namespace {

constexpr size_t kMaxIndexGroups = 6;  // 18 digits: more than any tree here needs

// Decimal, 1 to `max_digits` digits, no leading zero.
std::optional<unsigned> ParseSmall(std::string_view text, size_t max_digits) {
  if (text.empty() || text.size() > max_digits) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

// Takes the text up to the next '/', and the slash.
std::string_view TakeElement(std::string_view& rest) {
  const size_t slash = rest.find('/');
  const std::string_view element = rest.substr(0, slash);
  rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  return element;
}

std::optional<uint64_t> ParseIndex(std::string_view text) {
  uint64_t index = 0;
  for (size_t groups = 1; groups <= kMaxIndexGroups; ++groups) {
    const bool last = text.size() == 3;
    if (!last) {
      if (text.size() < 5 || text[0] != 'x' || text[4] != '/') return std::nullopt;
      text.remove_prefix(1);
    }
    unsigned group = 0;
    for (const char c : text.substr(0, 3)) {
      if (c < '0' || c > '9') return std::nullopt;
      group = group * 10 + static_cast<unsigned>(c - '0');
    }
    // "x000/067" is 67 with a superfluous group: one index, one spelling.
    if (groups == 1 && !last && group == 0) return std::nullopt;
    index = index * 1000 + group;
    if (last) return index;
    text.remove_prefix(4);
  }
  return std::nullopt;
}

}  // namespace

unsigned TileWidthAt(unsigned level, uint64_t index, uint64_t size) {
  if (level * kTileHeight >= 64) return 0;
  const uint64_t hashes = size >> (level * kTileHeight);
  if (index >= (uint64_t{1} << 56)) return 0;
  const uint64_t first = index * kTileWidth;
  if (hashes <= first) return 0;
  return static_cast<unsigned>(std::min<uint64_t>(hashes - first, kTileWidth));
}

std::optional<TilePath> ParseTilePath(std::string_view path) {
  TilePath out;
  if (TakeElement(path) != "tile") return std::nullopt;
  const std::string_view level = TakeElement(path);
  if (level == "entries") {
    out.entries = true;
  } else {
    const auto parsed = ParseSmall(level, 2);
    if (!parsed || *parsed > kMaxTileLevel) return std::nullopt;
    out.level = *parsed;
  }
  const size_t partial = path.find(".p/");
  if (partial != std::string_view::npos) {
    const auto width = ParseSmall(path.substr(partial + 3), 3);
    if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
    out.width = *width;
    path = path.substr(0, partial);
  }
  const auto index = ParseIndex(path);
  if (!index) return std::nullopt;
  out.index = *index;
  return out;
}

std::string FormatTilePath(const TilePath& path) {
  std::string index;
  uint64_t rest = path.index;
  do {
    std::array<char, 8> group{};
    std::snprintf(group.data(), group.size(), "%03u", static_cast<unsigned>(rest % 1000));
    rest /= 1000;
    index =
        index.empty() ? std::string(group.data()) : "x" + std::string(group.data()) + "/" + index;
  } while (rest > 0);
  std::string out = "tile/";
  out += path.entries ? "entries" : std::to_string(path.level);
  out += "/" + index;
  if (path.width != kTileWidth) out += ".p/" + std::to_string(path.width);
  return out;
}

}  // namespace temoin::prooflog
