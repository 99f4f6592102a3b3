// IP addresses and networks: who is asking, when proxies stand in between.
//
// IPv4 is kept as IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2), so that "::ffff:192.0.2.1" and
// "192.0.2.1" are one client. Addresses live in memory only; nothing here is ever stored or logged.
//
// Thread-safety: values and pure functions.
#ifndef TEMOIN_SERVER_HTTP_ADDRESS_H_
#define TEMOIN_SERVER_HTTP_ADDRESS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/http/message/message.h"

namespace temoin::http {

struct IpAddress {
  std::array<uint8_t, 16> bytes{};

  bool IsV4() const;
  // NOLINTNEXTLINE(modernize-use-nullptr): taken for the 0 that a comparison is held against
  auto operator<=>(const IpAddress&) const = default;
};

// "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1". No brackets, port, zone or white space.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// A network: `prefix` counts bits of the 16-byte form (an IPv4 /8 is 104 here).
struct Cidr {
  IpAddress base;
  int prefix = 128;

  bool Contains(const IpAddress& address) const;
};

// "10.0.0.0/8", "2001:db8::/32", or a lone address. Bits after the prefix must be zero, so that a
// typing mistake is told and does not trust more than was meant. kInvalidArgument.
Result<Cidr> ParseCidr(std::string_view text);

// The client's address: the peer's, unless the peer is a trusted proxy. Then X-Forwarded-For is
// read from its end, each trusted hop believed for the one before it; the first untrusted address
// is the client. A malformed entry ends the walk at the last hop that can be believed.
// `forwarded_for` is the header's values joined by commas, in order.
IpAddress ClientAddress(const IpAddress& peer, std::string_view forwarded_for,
                        std::span<const Cidr> trusted);

// The same of a request, by its peer's address and its X-Forwarded-For.
IpAddress ClientAddress(const Request& request, std::span<const Cidr> trusted);

// Whom limits count: one household or company has a /64 of IPv6.
IpAddress CountedClient(IpAddress address);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_ADDRESS_H_
