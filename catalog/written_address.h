// Addresses as people write them, with and without their scheme.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_WRITTEN_ADDRESS_H_
#define TEMOIN_CATALOG_WRITTEN_ADDRESS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace temoin::catalog {

// The host of "https://a.example/x", "//a.example/x", "a.example/x"; empty: no address.
std::string AddressHost(std::string_view text);

// The address from its host on: "player.vimeo.com/video/1" of "https://player.vimeo.com/video/1".
std::string FromHostOn(std::string_view text, const std::string& host);

// The first `most` addresses in a row, from their hosts on: "https://a.example/x
// https://b.example/y", with ",", ";" or "|" between. What stands between two of them belongs to
// the first one, as a comma in a path does.
std::vector<std::string> AddressRow(std::string_view line, size_t most);

// The hosts of such addresses, each once.
std::vector<std::string> HostsOf(const std::vector<std::string>& addresses);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_WRITTEN_ADDRESS_H_
