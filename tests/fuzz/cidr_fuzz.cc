#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/address.h"

// A network that parses contains its own base address, and nothing when a prefix bit differs.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cidr = temoin::http::ParseCidr(text);
  if (!cidr.ok()) return 0;
  if (cidr->prefix < 0 || cidr->prefix > 128 || !cidr->Contains(cidr->base)) std::abort();
  if (cidr->prefix > 0) {
    temoin::http::IpAddress other = cidr->base;
    const int bit = cidr->prefix - 1;
    other.bytes[static_cast<size_t>(bit / 8)] ^= static_cast<uint8_t>(0x80u >> (bit % 8));
    if (cidr->Contains(other)) std::abort();
  }
  return 0;
}
