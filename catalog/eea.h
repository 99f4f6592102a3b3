// Where data goes without a transfer in the sense of RGPD chapter V. Countries are written as in
// the catalogue: ISO 3166-1 alpha-2, or "EU" for the Union as a whole.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_EEA_H_
#define TEMOIN_CATALOG_EEA_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace temoin::catalog {

// The European Economic Area: the Union's members, Iceland, Liechtenstein and Norway; and "EU".
inline constexpr std::array<std::string_view, 31> kEea = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "EU", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"};

// ISO 3166-1, each code and a space.
inline constexpr std::string_view kCountryCodes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS YE YT ZA ZM ZW ";

// A code of ISO 3166-1, or "EU"; and XK, which the Union uses for Kosovo.
inline bool IsCountry(std::string_view country) {
  if (country == "EU" || country == "XK") return true;
  const size_t at = country.size() == 2 ? kCountryCodes.find(country) : std::string_view::npos;
  return at != std::string_view::npos && at % 3 == 0;
}

inline bool InsideEea(std::string_view country) { return std::ranges::count(kEea, country) > 0; }

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_EEA_H_
