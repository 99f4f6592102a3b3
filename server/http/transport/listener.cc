#include "server/http/transport/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <system_error>

namespace temoin::http {
namespace {

constexpr int kBacklog = 4096;

struct HostPort {
  std::string host;
  int port = 0;
};

Result<HostPort> SplitAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  const Error malformed(ErrorCode::kInvalidArgument,
                        fmt::format("'{}' is no address: write HOST:PORT or [V6]:PORT.", address));
  if (colon == std::string::npos || colon == 0) return malformed;
  HostPort result;
  result.host = address.substr(0, colon);
  if (result.host.front() == '[') {
    if (result.host.back() != ']' || result.host.size() < 3) return malformed;
    result.host = result.host.substr(1, result.host.size() - 2);
  } else if (result.host.find(':') != std::string::npos) {
    return malformed;  // an IPv6 address without brackets: its end would be taken for a port
  }
  const char* begin = address.data() + colon + 1;
  const char* end = address.data() + address.size();
  const auto [rest, error] = std::from_chars(begin, end, result.port);
  if (error != std::errc() || rest != end || result.port < 0 || result.port > 65535) {
    return malformed;
  }
  return result;
}

int BoundPort(int fd) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  int port = 0;
  AddressText(bound, &port);
  return port;
}

Result<ListenSocket> OpenOne(const addrinfo& info, const std::string& address) {
  const int fd = ::socket(info.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    return Error(ErrorCode::kUnavailable, fmt::format("No socket for {}: {}.", address,
                                                      std::generic_category().message(errno)));
  }
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // Each family by its own socket: "[::]" and "0.0.0.0" can then stand side by side.
  if (info.ai_family == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(fd, info.ai_addr, info.ai_addrlen) != 0 || ::listen(fd, kBacklog) != 0) {
    const int error = errno;
    ::close(fd);
    const ErrorCode code = error == EADDRINUSE ? ErrorCode::kConflict : ErrorCode::kUnavailable;
    return Error(code, fmt::format("Cannot listen on {}: {}.", address,
                                   std::generic_category().message(error)));
  }
  return ListenSocket{fd, BoundPort(fd)};
}

void SetPort(addrinfo* info, int port) {
  const auto value = htons(static_cast<uint16_t>(port));
  if (info->ai_family == AF_INET) {
    reinterpret_cast<sockaddr_in*>(info->ai_addr)->sin_port = value;
  } else if (info->ai_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(info->ai_addr)->sin6_port = value;
  }
}

}  // namespace

uint64_t AddressRange(const sockaddr_storage& address) {
  if (address.ss_family != AF_INET6) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return v4.sin_addr.s_addr;
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  const auto bytes = std::to_array(v6.sin6_addr.s6_addr);
  uint32_t v4 = 0;
  std::memcpy(&v4, bytes.data() + 12, sizeof v4);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) return v4;
  uint64_t range = 1;  // no IPv4 address has more than 32 bits
  for (size_t i = 0; i < 6; ++i) range = range << 8 | bytes[i];
  return range;
}

std::string AddressText(const sockaddr_storage& address, int* port) {
  char text[INET6_ADDRSTRLEN] = "";
  *port = 0;
  if (address.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    *port = ntohs(v4.sin_port);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  } else if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    *port = ntohs(v6.sin6_port);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
      ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text, sizeof text);
    } else {
      ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    }
  }
  return text;
}

Status CheckListenAddress(const std::string& address) {
  const auto split = SplitAddress(address);
  return split.ok() ? Status() : Status(split.error());
}

Result<std::vector<ListenSocket>> OpenListeners(const std::string& address) {
  TEMOIN_ASSIGN_OR_RETURN(const HostPort wanted, SplitAddress(address));
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string port_text = std::to_string(wanted.port);
  const int status = ::getaddrinfo(wanted.host.c_str(), port_text.c_str(), &hints, &found);
  if (status != 0) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("'{}' has no address: {}.", wanted.host, ::gai_strerror(status)));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> infos(found, &::freeaddrinfo);
  std::vector<ListenSocket> sockets;
  Error last(ErrorCode::kInvalidArgument, fmt::format("'{}' has no address.", address));
  for (addrinfo* info = infos.get(); info != nullptr; info = info->ai_next) {
    if (wanted.port == 0 && !sockets.empty()) SetPort(info, sockets.front().port);
    auto opened = OpenOne(*info, address);
    if (opened.ok()) {
      sockets.push_back(*opened);
      continue;
    }
    last = opened.error();
    // A name may have an address that this machine does not speak (::1 without IPv6); a port that
    // is taken is never passed over in silence.
    if (last.code == ErrorCode::kConflict) {
      for (const ListenSocket& socket : sockets) ::close(socket.fd);
      return last;
    }
  }
  if (sockets.empty()) return last;
  return sockets;
}

}  // namespace temoin::http
