#include "catalog/accents.h"

#include <algorithm>
#include <array>

namespace temoin::catalog {
namespace {

// A letter of Latin-1 without its accent, by the second byte of its UTF-8; '.': it is none.
char BaseOf(unsigned char second) {
  constexpr std::string_view kCapitals = "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..";
  const char base = kCapitals[second & 0x1FU];
  return base != '.' && second >= 0xA0 ? static_cast<char>(base - 'A' + 'a') : base;
}

}  // namespace

std::string WithoutAccents(std::string_view text) {
  constexpr std::array<std::string_view, 3> kSpaces = {"\u00A0", "\u202F", "\u2009"};
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const auto first = static_cast<unsigned char>(rest[0]);
    const auto second = rest.size() > 1 ? static_cast<unsigned char>(rest[1]) : 0U;
    const auto wide = std::find_if(kSpaces.begin(), kSpaces.end(),
                                   [&](std::string_view space) { return rest.starts_with(space); });
    if (wide != kSpaces.end() || rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n') {
      if (!out.ends_with(' ')) out += ' ';
      if (wide != kSpaces.end()) at += wide->size() - 1;
    } else if (first == 0xC3 && second >= 0x80 &&
               BaseOf(static_cast<unsigned char>(second)) != '.') {
      out += BaseOf(static_cast<unsigned char>(second));
      ++at;
    } else if ((first == 0xCC && second >= 0x80) || (first == 0xCD && second < 0xB0)) {
      ++at;  // an accent that follows its letter
    } else {
      out += rest[0];
    }
  }
  return out;
}

}  // namespace temoin::catalog
