#include "catalog/written_host.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/host.h"

namespace temoin::catalog {
namespace {

// Where the authority of an address ends.
std::string_view AuthorityOf(std::string_view text) {
  return text.substr(0, text.find_first_of("/\\?#"));
}

}  // namespace

std::string WrittenHost(std::string_view text) {
  if (text.find('@') != std::string_view::npos) return {};
  std::string host = HostOfAuthority(text);
  if (IsAddress(host)) return host;
  const size_t dot = host.rfind('.');
  if (dot == std::string::npos || dot == 0 || host.find('_') != std::string::npos) return {};
  const std::string_view last = std::string_view(host).substr(dot + 1);
  const bool letters = last.size() >= 2 && std::all_of(last.begin(), last.end(),
                                                       [](char c) { return c >= 'a' && c <= 'z'; });
  return letters || last.starts_with("xn--") ? host : std::string();
}

std::string KnownHost(std::string_view text) {
  std::string host = WrittenHost(text);
  const bool known = IsAddress(host) || IsTopLevelDomain(host.substr(host.rfind('.') + 1));
  return !host.empty() && known ? host : std::string();
}

std::string HostOfPlace(std::string_view text) {
  std::string host = HostOfUrl(text);
  return host.empty() ? WrittenHost(AuthorityOf(text)) : host;
}

std::string HostOfBoth(const std::string& one, const std::string& other) {
  if (one.empty() || HostWithin(one, other)) return other;
  return HostWithin(other, one) ? one : one + ", " + other;
}

std::string GivenHost(std::string_view text) {
  text = TrimAscii(text);
  std::string host = NormalHost(text);
  if (host.empty()) host = HostOfUrl(text);
  if (host.empty()) host = HostOfAuthority(AuthorityOf(text));
  return host.empty() ? std::string(text) : host;
}

}  // namespace temoin::catalog
