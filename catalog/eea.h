// Where data goes without a transfer in the sense of RGPD chapter V. Countries are written as in
// the catalogue: ISO 3166-1 alpha-2, or "EU" for the Union as a whole.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_EEA_H_
#define TEMOIN_CATALOG_EEA_H_

#include <algorithm>
#include <array>
#include <string_view>

namespace temoin::catalog {

// The European Economic Area: the Union's members, Iceland, Liechtenstein and Norway; and "EU".
inline constexpr std::array<std::string_view, 31> kEea = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "EU", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"};

inline bool InsideEea(std::string_view country) { return std::ranges::count(kEea, country) > 0; }

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_EEA_H_
