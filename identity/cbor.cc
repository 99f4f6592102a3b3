#include "identity/cbor.h"

namespace temoin::identity {
namespace {

constexpr uint8_t kOneByte = 24;  // from here on the value stands in the bytes that follow
constexpr uint8_t kEightBytes = 27;

// Kind, value and head; nothing for indefinite lengths and what is reserved.
std::optional<CborItem> ReadHead(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto first = static_cast<uint8_t>(bytes.front());
  CborItem item{.kind = static_cast<CborKind>(first >> 5), .head = 1};
  const uint8_t low = first & 0x1F;
  if (low > kEightBytes) return std::nullopt;
  if (low < kOneByte) {
    item.value = low;
    return item;
  }
  const size_t more = size_t{1} << (low - kOneByte);
  if (bytes.size() < 1 + more) return std::nullopt;
  for (const char c : bytes.substr(1, more)) {
    item.value = (item.value << 8) | static_cast<uint8_t>(c);
  }
  item.head += more;
  return item;
}

// How many items stand inside; a map has two for each member.
uint64_t Inside(const CborItem& item) {
  if (item.kind == CborKind::kTag) return 1;
  if (item.kind == CborKind::kArray) return item.value;
  return item.kind == CborKind::kMap ? 2 * item.value : 0;
}

}  // namespace

std::optional<CborItem> ReadCbor(std::string_view bytes, int depth) {
  std::optional<CborItem> item = ReadHead(bytes);
  if (!item) return std::nullopt;
  item->size = item->head;
  const size_t rest = bytes.size() - item->head;
  switch (item->kind) {
    case CborKind::kBytes:
    case CborKind::kText:
      if (item->value > rest) return std::nullopt;
      item->content = bytes.substr(item->head, item->value);
      item->size += item->value;
      return item;
    case CborKind::kArray:
    case CborKind::kMap:
    case CborKind::kTag:
      // Each item inside takes a byte at least.
      if (depth == 0 || (item->kind != CborKind::kTag && item->value > rest)) return std::nullopt;
      for (uint64_t left = Inside(*item); left > 0; --left) {
        const auto member = ReadCbor(bytes.substr(item->size), depth - 1);
        if (!member) return std::nullopt;
        item->size += member->size;
      }
      return item;
    default:
      return item;
  }
}

std::optional<CborItem> CborMember(std::string_view map, std::string_view key) {
  const std::optional<CborItem> whole = ReadCbor(map);
  if (!whole || whole->kind != CborKind::kMap || whole->size != map.size()) return std::nullopt;
  std::optional<CborItem> found;
  size_t at = whole->head;
  for (uint64_t left = whole->value; left > 0; --left) {
    const auto name = ReadCbor(map.substr(at));
    const auto value = name ? ReadCbor(map.substr(at + name->size)) : std::nullopt;
    if (!value) return std::nullopt;
    at += name->size + value->size;
    if (name->kind != CborKind::kText || name->content != key) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

}  // namespace temoin::identity
