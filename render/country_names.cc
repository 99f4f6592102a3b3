// What countries are called, with the article that a language puts before the name after "to".
#include <algorithm>
#include <array>

#include "render/languages.h"
#include "render/locale.h"

namespace temoin::render {
namespace {

struct CountryWords {
  std::string_view article;  // as it stands before the name after "vers" or "to"; often empty
  std::string_view name;
};
struct Country {
  std::string_view code;
  std::array<CountryWords, kLanguages.size()> words;
};

constexpr std::array<Country, 44> kCountries = {{
    {"AT", {{{"l’", "Autriche"}, {"", "Austria"}}}},
    {"AU", {{{"l’", "Australie"}, {"", "Australia"}}}},
    {"BE", {{{"la ", "Belgique"}, {"", "Belgium"}}}},
    {"BG", {{{"la ", "Bulgarie"}, {"", "Bulgaria"}}}},
    {"BR", {{{"le ", "Brésil"}, {"", "Brazil"}}}},
    {"CA", {{{"le ", "Canada"}, {"", "Canada"}}}},
    {"CH", {{{"la ", "Suisse"}, {"", "Switzerland"}}}},
    {"CN", {{{"la ", "Chine"}, {"", "China"}}}},
    {"CY", {{{"", "Chypre"}, {"", "Cyprus"}}}},
    {"CZ", {{{"la ", "Tchéquie"}, {"", "Czechia"}}}},
    {"DE", {{{"l’", "Allemagne"}, {"", "Germany"}}}},
    {"DK", {{{"le ", "Danemark"}, {"", "Denmark"}}}},
    {"EE", {{{"l’", "Estonie"}, {"", "Estonia"}}}},
    {"ES", {{{"l’", "Espagne"}, {"", "Spain"}}}},
    {"EU", {{{"l’", "Union européenne"}, {"the ", "European Union"}}}},
    {"FI", {{{"la ", "Finlande"}, {"", "Finland"}}}},
    {"FR", {{{"la ", "France"}, {"", "France"}}}},
    {"GB", {{{"le ", "Royaume-Uni"}, {"the ", "United Kingdom"}}}},
    {"GR", {{{"la ", "Grèce"}, {"", "Greece"}}}},
    {"HR", {{{"la ", "Croatie"}, {"", "Croatia"}}}},
    {"HU", {{{"la ", "Hongrie"}, {"", "Hungary"}}}},
    {"IE", {{{"l’", "Irlande"}, {"", "Ireland"}}}},
    {"IL", {{{"", "Israël"}, {"", "Israel"}}}},
    {"IN", {{{"l’", "Inde"}, {"", "India"}}}},
    {"IS", {{{"l’", "Islande"}, {"", "Iceland"}}}},
    {"IT", {{{"l’", "Italie"}, {"", "Italy"}}}},
    {"JP", {{{"le ", "Japon"}, {"", "Japan"}}}},
    {"KR", {{{"la ", "Corée du Sud"}, {"", "South Korea"}}}},
    {"LI", {{{"le ", "Liechtenstein"}, {"", "Liechtenstein"}}}},
    {"LT", {{{"la ", "Lituanie"}, {"", "Lithuania"}}}},
    {"LU", {{{"le ", "Luxembourg"}, {"", "Luxembourg"}}}},
    {"LV", {{{"la ", "Lettonie"}, {"", "Latvia"}}}},
    {"MT", {{{"", "Malte"}, {"", "Malta"}}}},
    {"NL", {{{"les ", "Pays-Bas"}, {"the ", "Netherlands"}}}},
    {"NO", {{{"la ", "Norvège"}, {"", "Norway"}}}},
    {"NZ", {{{"la ", "Nouvelle-Zélande"}, {"", "New Zealand"}}}},
    {"PL", {{{"la ", "Pologne"}, {"", "Poland"}}}},
    {"PT", {{{"le ", "Portugal"}, {"", "Portugal"}}}},
    {"RO", {{{"la ", "Roumanie"}, {"", "Romania"}}}},
    {"SE", {{{"la ", "Suède"}, {"", "Sweden"}}}},
    {"SG", {{{"", "Singapour"}, {"", "Singapore"}}}},
    {"SI", {{{"la ", "Slovénie"}, {"", "Slovenia"}}}},
    {"SK", {{{"la ", "Slovaquie"}, {"", "Slovakia"}}}},
    {"US", {{{"les ", "États-Unis"}, {"the ", "United States"}}}},
}};

// nullptr for a country that the table does not know.
const CountryWords* FindCountry(std::string_view code, std::string_view language) {
  const auto* found = std::ranges::find(kCountries, code, &Country::code);
  return found == kCountries.end() ? nullptr : &found->words.at(LanguageIndex(language));
}

}  // namespace

std::string CountryName(std::string_view country, std::string_view language) {
  const CountryWords* known = FindCountry(country, language);
  return std::string(known == nullptr ? country : known->name);
}

std::string CountryAfterTo(std::string_view country, std::string_view language) {
  const CountryWords* known = FindCountry(country, language);
  if (known == nullptr) return std::string(country);
  return std::string(known->article).append(known->name);
}

}  // namespace temoin::render
