#include "catalog/countries.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace temoin::catalog {
namespace {

struct Country {
  std::string_view code;
  std::string_view fr;
  std::string_view en;
  bool eea;
};

bool IsOneOf(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

constexpr std::array<Country, 44> kCountries = {{
    {"AT", "Autriche", "Austria", true},
    {"AU", "Australie", "Australia", false},
    {"BE", "Belgique", "Belgium", true},
    {"BG", "Bulgarie", "Bulgaria", true},
    {"BR", "Brésil", "Brazil", false},
    {"CA", "Canada", "Canada", false},
    {"CH", "Suisse", "Switzerland", false},
    {"CN", "Chine", "China", false},
    {"CY", "Chypre", "Cyprus", true},
    {"CZ", "Tchéquie", "Czechia", true},
    {"DE", "Allemagne", "Germany", true},
    {"DK", "Danemark", "Denmark", true},
    {"EE", "Estonie", "Estonia", true},
    {"ES", "Espagne", "Spain", true},
    {"EU", "Union européenne", "European Union", true},
    {"FI", "Finlande", "Finland", true},
    {"FR", "France", "France", true},
    {"GB", "Royaume-Uni", "United Kingdom", false},
    {"GR", "Grèce", "Greece", true},
    {"HR", "Croatie", "Croatia", true},
    {"HU", "Hongrie", "Hungary", true},
    {"IE", "Irlande", "Ireland", true},
    {"IL", "Israël", "Israel", false},
    {"IN", "Inde", "India", false},
    {"IS", "Islande", "Iceland", true},
    {"IT", "Italie", "Italy", true},
    {"JP", "Japon", "Japan", false},
    {"KR", "Corée du Sud", "South Korea", false},
    {"LI", "Liechtenstein", "Liechtenstein", true},
    {"LT", "Lituanie", "Lithuania", true},
    {"LU", "Luxembourg", "Luxembourg", true},
    {"LV", "Lettonie", "Latvia", true},
    {"MT", "Malte", "Malta", true},
    {"NL", "Pays-Bas", "Netherlands", true},
    {"NO", "Norvège", "Norway", true},
    {"NZ", "Nouvelle-Zélande", "New Zealand", false},
    {"PL", "Pologne", "Poland", true},
    {"PT", "Portugal", "Portugal", true},
    {"RO", "Roumanie", "Romania", true},
    {"SE", "Suède", "Sweden", true},
    {"SG", "Singapour", "Singapore", false},
    {"SI", "Slovénie", "Slovenia", true},
    {"SK", "Slovaquie", "Slovakia", true},
    {"US", "États-Unis", "United States", false},
}};

const Country* Find(std::string_view code) {
  const auto* found = std::find_if(kCountries.begin(), kCountries.end(),
                                   [&](const Country& country) { return country.code == code; });
  return found == kCountries.end() ? nullptr : found;
}

}  // namespace

bool InsideEea(std::string_view country) {
  const Country* known = Find(country);
  return known != nullptr && known->eea;
}

std::string CountryName(std::string_view country, std::string_view language) {
  const Country* known = Find(country);
  if (known == nullptr) return std::string(country);
  return std::string(language == "en" ? known->en : known->fr);
}

std::string CountryAfterTo(std::string_view country, std::string_view language) {
  std::string name = CountryName(country, language);
  if (name == country) return name;  // an unknown code
  if (language == "en") {
    return IsOneOf(country, {"EU", "GB", "NL", "US"}) ? "the " + name : name;
  }
  if (IsOneOf(country, {"CY", "IL", "MT", "SG"})) return name;
  if (IsOneOf(country, {"NL", "US"})) return "les " + name;
  if (IsOneOf(country, {"BR", "CA", "DK", "GB", "JP", "LI", "LU", "PT"})) return "le " + name;
  if (std::string_view("AEIOU").find(name.front()) != std::string_view::npos) return "l’" + name;
  return "la " + name;
}

}  // namespace temoin::catalog
