#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "server/http/address.h"

// Whatever a client writes, the entry that the trusted proxy appended is the client.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<temoin::http::Cidr> trusted = {
      temoin::http::ParseCidr("127.0.0.0/8").value(), temoin::http::ParseCidr("fd00::/8").value()};
  static const temoin::http::IpAddress peer = temoin::http::ParseIpAddress("127.0.0.1").value();
  static const temoin::http::IpAddress client =
      temoin::http::ParseIpAddress("198.51.100.7").value();
  const std::string header(reinterpret_cast<const char*>(data), size);
  if (temoin::http::ClientAddress(peer, header + ",198.51.100.7", trusted) != client) std::abort();
  if (temoin::http::ClientAddress(client, header, trusted) != client) std::abort();
  (void)temoin::http::ClientAddress(peer, header, trusted);
  return 0;
}
