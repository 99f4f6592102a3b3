// Countries as the catalogue writes them: ISO 3166-1 alpha-2, or "EU" for the Union as a whole.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_COUNTRIES_H_
#define TEMOIN_CATALOG_COUNTRIES_H_

#include <string>
#include <string_view>

namespace temoin::catalog {

// The European Economic Area: where data goes without a transfer in the sense of RGPD chapter V
// (the Union's members, Iceland, Liechtenstein and Norway), and "EU" itself.
bool InsideEea(std::string_view country);

// "France", "États-Unis"; "United States". The code itself for a country this table does not know.
std::string CountryName(std::string_view country, std::string_view language);
// The same after "vers" or "to", with its article: "les États-Unis", "l’Inde"; "the United States".
std::string CountryAfterTo(std::string_view country, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COUNTRIES_H_
