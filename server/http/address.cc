#include "server/http/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

#include "base/text.h"

namespace temoin::http {
namespace {

constexpr std::array<uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int kV4PrefixBits = 96;

// One entry of X-Forwarded-For: an address, which some proxies write with a port ("192.0.2.1:80",
// "[2001:db8::1]:80") or in brackets.
std::optional<IpAddress> ParseHop(std::string_view entry) {
  entry = TrimOws(entry);
  if (entry.starts_with('[')) {
    const size_t close = entry.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    return ParseIpAddress(entry.substr(1, close - 1));
  }
  if (std::count(entry.begin(), entry.end(), ':') == 1) entry = entry.substr(0, entry.find(':'));
  return ParseIpAddress(entry);
}

}  // namespace

bool IpAddress::IsV4() const {
  return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin());
}

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string terminated(text);
  IpAddress address;
  if (text.find(':') == std::string_view::npos) {
    in_addr v4{};
    if (::inet_pton(AF_INET, terminated.c_str(), &v4) != 1) return std::nullopt;
    std::copy(kV4Prefix.begin(), kV4Prefix.end(), address.bytes.begin());
    std::memcpy(address.bytes.data() + kV4Prefix.size(), &v4, sizeof v4);
    return address;
  }
  in6_addr v6{};
  if (::inet_pton(AF_INET6, terminated.c_str(), &v6) != 1) return std::nullopt;
  std::memcpy(address.bytes.data(), &v6, sizeof v6);
  return address;
}

bool Cidr::Contains(const IpAddress& address) const {
  const auto whole = static_cast<size_t>(prefix / 8);
  if (!std::equal(base.bytes.begin(), base.bytes.begin() + whole, address.bytes.begin())) {
    return false;
  }
  const int rest = prefix % 8;
  if (rest == 0) return true;
  const unsigned mask = 0xffu << (8 - rest) & 0xffu;
  return ((base.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
}

Result<Cidr> ParseCidr(std::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<IpAddress> address = ParseIpAddress(text.substr(0, slash));
  if (!address) {
    return Error(
        ErrorCode::kInvalidArgument,
        fmt::format("\"{}\" is no network; write 10.0.0.0/8, 2001:db8::/32 or an address", text));
  }
  Cidr cidr{*address, 128};
  if (slash == std::string_view::npos) return cidr;

  // The notation of the text decides what the length counts from: "::ffff:0:0/96" is IPv6.
  const bool v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const std::string_view digits = text.substr(slash + 1);
  int length = -1;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (problem != std::errc() || end != digits.data() + digits.size() || digits[0] == '-' ||
      length > (v4 ? 32 : 128)) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("\"{}\": the prefix length goes from 0 to {}", text, v4 ? 32 : 128));
  }
  cidr.prefix = length + (v4 ? kV4PrefixBits : 0);
  for (int bit = cidr.prefix; bit < 128; ++bit) {
    if (cidr.base.bytes[static_cast<size_t>(bit / 8)] & (0x80u >> (bit % 8))) {
      return Error(
          ErrorCode::kInvalidArgument,
          fmt::format("\"{}\" has bits set after its prefix; did you mean a longer one?", text));
    }
  }
  return cidr;
}

IpAddress ClientAddress(const IpAddress& peer, std::string_view forwarded_for,
                        std::span<const Cidr> trusted) {
  const auto is_trusted = [&](const IpAddress& address) {
    return std::any_of(trusted.begin(), trusted.end(),
                       [&](const Cidr& cidr) { return cidr.Contains(address); });
  };
  IpAddress client = peer;
  std::string_view rest = forwarded_for;
  while (!rest.empty() && is_trusted(client)) {
    const size_t comma = rest.rfind(',');
    const std::string_view entry = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
    const std::optional<IpAddress> hop = ParseHop(entry);
    if (!hop) break;
    client = *hop;
  }
  return client;
}

IpAddress ClientAddress(const Request& request, std::span<const Cidr> trusted) {
  std::string forwarded_for;
  for (const Headers::Field& header : request.headers.All("X-Forwarded-For")) {
    if (!forwarded_for.empty()) forwarded_for += ',';
    forwarded_for += header.second;
  }
  const IpAddress peer = ParseIpAddress(request.remote_addr).value_or(IpAddress{});
  return ClientAddress(peer, forwarded_for, trusted);
}

IpAddress CountedClient(IpAddress address) {
  if (!address.IsV4()) std::fill(address.bytes.begin() + 8, address.bytes.end(), uint8_t{0});
  return address;
}

}  // namespace temoin::http
