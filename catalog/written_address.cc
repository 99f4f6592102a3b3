#include "catalog/written_address.h"

#include <algorithm>
#include <utility>

#include "base/host.h"
#include "catalog/written_host.h"

namespace temoin::catalog {

std::string AddressHost(std::string_view text) {
  if (text.find_first_of(" \t=;,<") < text.find('/')) return {};
  if (std::string host = HostOfUrl(text); !host.empty()) return host;
  const std::string_view authority = text.substr(0, text.find('/'));
  return authority.size() == text.size() ? KnownHost(authority) : WrittenHost(authority);
}

std::string FromHostOn(std::string_view text, const std::string& host) {
  const size_t scheme = text.find("//");
  const std::string_view after =
      scheme < text.find_first_of("/?#") + 2 ? text.substr(scheme + 2) : text;
  return host + std::string(after.substr(std::min(after.find_first_of("/?#"), after.size())));
}

std::vector<std::string> AddressRow(std::string_view line, size_t most) {
  constexpr std::string_view kBetween = " \t\r\n,;|";
  std::vector<std::string> out;
  for (size_t at = 0; at < line.size();) {
    const size_t word = line.find_first_not_of(kBetween, at);
    if (word == std::string_view::npos) break;
    const size_t end = std::min(line.find_first_of(kBetween, word), line.size());
    const std::string_view text = line.substr(word, end - word);
    if (std::string host = AddressHost(text); !host.empty() && out.size() < most) {
      out.push_back(FromHostOn(text, host));
    }
    at = end;
  }
  return out;
}

std::vector<std::string> HostsOf(const std::vector<std::string>& addresses) {
  std::vector<std::string> out;
  for (const std::string& address : addresses) {
    std::string host = address.substr(0, address.find_first_of("/?#"));
    if (std::find(out.begin(), out.end(), host) == out.end()) out.push_back(std::move(host));
  }
  return out;
}

}  // namespace temoin::catalog
