#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace temoin {

namespace {

// How many ASCII characters `text` starts with: most texts are nothing else, so eight at a time.
size_t AsciiSize(std::string_view text) {
  size_t size = 0;
  for (uint64_t eight = 0; text.size() - size >= sizeof eight; size += sizeof eight) {
    std::memcpy(&eight, text.data() + size, sizeof eight);
    if ((eight & 0x8080808080808080U) != 0) break;
  }
  while (size < text.size() && static_cast<unsigned char>(text[size]) < 0x80) ++size;
  return size;
}

// The length of the character that `text` starts with; 0: it starts with none.
size_t CharacterSize(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || length > text.size()) return 0;
  for (size_t k = 1; k < length; ++k) {
    if ((static_cast<unsigned char>(text[k]) & 0xc0) != 0x80) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
      (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) {
    return 0;
  }
  return length;
}

char32_t CodePointOf(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return lead;
  char32_t code = lead & (0x7fU >> character.size());
  for (const char c : character.substr(1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3f);
  return code;
}

// DerivedCoreProperties.txt of Unicode 15, and U+FFF9 to U+FFFB.
bool IsUnseen(std::string_view character) {
  struct Span {
    char32_t first;
    char32_t last;
  };
  constexpr std::array<Span, 18> kUnseen = {{{0xAD, 0xAD},
                                             {0x34F, 0x34F},
                                             {0x61C, 0x61C},
                                             {0x115F, 0x1160},
                                             {0x17B4, 0x17B5},
                                             {0x180B, 0x180F},
                                             {0x200B, 0x200F},
                                             {0x202A, 0x202E},
                                             {0x2060, 0x206F},
                                             {0x3164, 0x3164},
                                             {0xFE00, 0xFE0F},
                                             {0xFEFF, 0xFEFF},
                                             {0xFFA0, 0xFFA0},
                                             {0xFFF0, 0xFFF8},
                                             {0xFFF9, 0xFFFB},
                                             {0x1BCA0, 0x1BCA3},
                                             {0x1D173, 0x1D17A},
                                             {0xE0000, 0xE0FFF}}};
  const char32_t code = CodePointOf(character);
  return std::ranges::any_of(
      kUnseen, [code](const Span& span) { return code >= span.first && code <= span.last; });
}

// Whether the character of this size, which may be none, belongs into a name.
bool IsOfName(std::string_view text, size_t size) {
  return size != 0 && !Steers(text.substr(0, size)) && !IsUnseen(text.substr(0, size));
}

}  // namespace

bool IsUtf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(AsciiSize(text));
    if (text.empty()) return true;
    const size_t size = CharacterSize(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
}

bool Steers(std::string_view character) {
  constexpr std::array<std::string_view, 14> kTurns = {
      "\u200E", "\u200F", "\u061C", "\u202A", "\u202B", "\u202C", "\u202D",
      "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029"};
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  if (first == 0xC2) return static_cast<unsigned char>(character[1]) < 0xA0;
  return std::ranges::find(kTurns, character) != kTurns.end();
}

bool IsPlainLine(std::string_view text) {
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    if (size == 0 || Steers(text.substr(0, size))) return false;
    text.remove_prefix(size);
  }
  return true;
}

bool IsPlainName(std::string_view text) { return PlainName(text) == text; }

std::string PlainName(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    if (IsOfName(text, size)) out += text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string TameLine(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const std::string_view character = text.substr(0, size);
    if (size == 0) {
      out += "\uFFFD";
    } else {
      out += Steers(character) ? std::string_view(" ") : character;
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string ValidUtf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    out += size == 0 ? std::string_view("\uFFFD") : text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string ReadAsUtf8(std::string_view text) {
  // Of the bytes 0x80 to 0x9F; five of them are nothing.
  constexpr std::array<std::string_view, 32> kWindows = {
      "\u20AC", "\uFFFD", "\u201A", "\u0192", "\u201E", "\u2026", "\u2020", "\u2021",
      "\u02C6", "\u2030", "\u0160", "\u2039", "\u0152", "\uFFFD", "\u017D", "\uFFFD",
      "\uFFFD", "\u2018", "\u2019", "\u201C", "\u201D", "\u2022", "\u2013", "\u2014",
      "\u02DC", "\u2122", "\u0161", "\u203A", "\u0153", "\uFFFD", "\u017E", "\u0178"};
  for (std::string_view rest = text; !rest.empty();) {
    const size_t size = CharacterSize(rest);
    if (size > 1) return ValidUtf8(text);
    rest.remove_prefix(1);
  }
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else if (byte < 0xA0) {
      out += kWindows[byte - 0x80];
    } else {
      out += static_cast<char>(0xC0 | (byte >> 6));
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

}  // namespace temoin
