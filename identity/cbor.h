// CBOR (RFC 8949) as authenticators write it (CTAP2, canonical form): definite lengths alone, at
// most kMaxCborDepth levels, nothing that claims to be longer than the bytes that are there. What
// passes is fit for a decoder that trusts the lengths it reads.
//
// Thread-safety: pure.
#ifndef TEMOIN_IDENTITY_CBOR_H_
#define TEMOIN_IDENTITY_CBOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace temoin::identity {

inline constexpr int kMaxCborDepth = 4;

enum class CborKind : uint8_t {
  kUnsigned,
  kNegative,
  kBytes,
  kText,
  kArray,
  kMap,
  kTag,
  kSimple,
};

// The item at the beginning of some bytes.
struct CborItem {
  CborKind kind = CborKind::kSimple;
  uint64_t value = 0;          // a number, a length, how many members
  std::string_view content{};  // of bytes and text
  size_t head = 0;             // bytes before the content or the members
  size_t size = 0;             // bytes in all, with its members
};

// Nothing for what is none, or is over a bound.
std::optional<CborItem> ReadCbor(std::string_view bytes, int depth = kMaxCborDepth);

// The value of a text key in the map that these bytes are, to the last of them. Nothing where they
// are no such map, or it has the key twice or not at all.
std::optional<CborItem> CborMember(std::string_view map, std::string_view key);

}  // namespace temoin::identity

#endif  // TEMOIN_IDENTITY_CBOR_H_
