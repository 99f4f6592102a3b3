// A host as people write it among other words: in a question, in a row of a table, in code.
//
// Names of cookies have dots too ("connect.sid"): where either may stand, KnownHost decides.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_WRITTEN_HOST_H_
#define TEMOIN_CATALOG_WRITTEN_HOST_H_

#include <string>
#include <string_view>

namespace temoin::catalog {

// The normal host of "www.ameli.fr", ".ameli.fr", "vimeo.com:8080", "192.0.2.7"; empty: it is none.
// A name has a dot, and its last label is letters: "13.5" and "a_b.c" are none.
std::string WrittenHost(std::string_view text);

// The same where its last label is a domain that exists, or it is an address.
std::string KnownHost(std::string_view text);

// The host of "https://a.example/x", "a.example/x" or "a.example"; empty: none is written there.
// Where a browser ends it, a backslash does: of "a.example\@b.example" it is a.example.
std::string HostOfPlace(std::string_view text);

// Of two hosts that are named beside one cookie: the wider one, as its Domain is; of two that are
// not one below the other both, which is no host, so that neither is passed over.
std::string HostOfBoth(const std::string& one, const std::string& other);

// What somebody gave as a host, alone: normal where it is one, else as it was written, so that it
// is told and never passes for no host.
std::string GivenHost(std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_WRITTEN_HOST_H_
