// Text encodings of bytes: base64 (RFC 4648 section 4), base64url without padding (section 5),
// hexadecimal in lower case.
//
// Decoders accept only the canonical form: no white space, no line breaks, padding exactly where
// the alphabet wants it, unused trailing bits zero. What decodes therefore encodes back to the same
// text, so that one token has one spelling.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_ENCODING_H_
#define TEMOIN_BASE_ENCODING_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace temoin {

using Bytes = std::vector<uint8_t>;
using ByteView = std::span<const uint8_t>;

// Views of the same memory, for the borders between text and bytes.
inline ByteView AsBytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view AsText(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string EncodeHex(ByteView bytes);
std::optional<Bytes> DecodeHex(std::string_view text);  // lower case only

std::string EncodeBase64(ByteView bytes);
std::optional<Bytes> DecodeBase64(std::string_view text);

std::string EncodeBase64Url(ByteView bytes);
std::optional<Bytes> DecodeBase64Url(std::string_view text);

}  // namespace temoin

#endif  // TEMOIN_BASE_ENCODING_H_
