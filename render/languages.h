// The languages that the tables of words have: the rows of locale.cc, the columns of
// country_names.cc. Adding one here makes both tables incomplete until they have it too.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_RENDER_LANGUAGES_H_
#define TEMOIN_RENDER_LANGUAGES_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace temoin::render {

inline constexpr std::array<std::string_view, 2> kLanguages = {"fr", "en"};

// Where the words of a BCP 47 tag stand: by its primary part, the first language for one that the
// tables do not have.
inline size_t LanguageIndex(std::string_view tag) {
  const auto* found = std::ranges::find(kLanguages, tag.substr(0, tag.find('-')));
  return found == kLanguages.end() ? 0 : static_cast<size_t>(found - kLanguages.begin());
}

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_LANGUAGES_H_
