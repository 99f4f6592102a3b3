// Names of hosts as they stand in URLs, cookies and declarations, in one spelling.
//
// A normal host is in lower case, without a dot at its ends or a port; a name that is not ASCII is
// in its "xn--" form (RFC 3492), an IPv6 address in brackets. At most 253 bytes.
//
// Public suffixes ("fr", "co.uk", "github.io") come from the list of libpsl: the newer one of that
// built into it and that of the distribution's package.
//
// Thread-safety: pure functions; the list is loaded once.
#ifndef TEMOIN_BASE_HOST_H_
#define TEMOIN_BASE_HOST_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace temoin {

inline constexpr size_t kMaxHost = 253;

// "WWW.Ameli.FR." and ".www.ameli.fr" become "www.ameli.fr"; empty: it is no host.
std::string NormalHost(std::string_view text);

// The normal host of "https://user@www.ameli.fr:443/page", of "//host/x" and of
// "blob:https://host/x"; empty: no address, or none with a host.
std::string HostOfUrl(std::string_view url);
// "/page" of the same; "/" where there is none.
std::string PathOfUrl(std::string_view url);

// The normal host of "www.ameli.fr:443", as in a Host field.
std::string HostOfAuthority(std::string_view authority);

// Of normal hosts: an IPv4 or IPv6 address, which is below nothing.
bool IsAddress(std::string_view host);

// Of normal hosts: `host` is `domain` or lies below it.
bool HostWithin(std::string_view host, std::string_view domain);

// Of a normal host: anybody may register names below it.
bool IsPublicSuffix(const std::string& host);

// Of one label in lower case: names are registered under it ("com", "fr"), or it is reserved for
// examples (RFC 2606).
bool IsTopLevelDomain(const std::string& label);

}  // namespace temoin

#endif  // TEMOIN_BASE_HOST_H_
