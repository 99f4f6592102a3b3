#include "prooflog/text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace temoin::prooflog {
namespace {

// The code points of one character at the beginning of `text`, with its length; length 0 when it
// is not valid UTF-8.
struct Character {
  uint32_t code = 0;
  size_t length = 0;
};

Character DecodeCharacter(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  size_t length = 0;
  uint32_t code = 0;
  uint32_t least = 0;
  if ((lead & 0xe0) == 0xc0) {
    length = 2, code = lead & 0x1fu, least = 0x80;
  } else if ((lead & 0xf0) == 0xe0) {
    length = 3, code = lead & 0x0fu, least = 0x800;
  } else if ((lead & 0xf8) == 0xf0) {
    length = 4, code = lead & 0x07u, least = 0x10000;
  } else {
    return {};
  }
  if (text.size() < length) return {};
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3fu);
  }
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < least || code > 0x10ffff || surrogate) return {};
  return {code, length};
}

// Unicode White_Space (PropList.txt).
bool IsSpace(uint32_t code) {
  constexpr std::array<uint32_t, 9> kSingles = {0x20,   0x85,   0xa0,   0x1680, 0x2028,
                                                0x2029, 0x202f, 0x205f, 0x3000};
  return (code >= 0x09 && code <= 0x0d) || (code >= 0x2000 && code <= 0x200a) ||
         std::find(kSingles.begin(), kSingles.end(), code) != kSingles.end();
}

}  // namespace

bool IsNoteText(std::string_view text) {
  while (!text.empty()) {
    const Character c = DecodeCharacter(text);
    if (c.length == 0 || (c.code < 0x20 && c.code != '\n')) return false;
    text.remove_prefix(c.length);
  }
  return true;
}

bool HasSpaceOrPlus(std::string_view text) {
  while (!text.empty()) {
    const Character c = DecodeCharacter(text);
    if (c.length == 0 || c.code == '+' || IsSpace(c.code)) return true;
    text.remove_prefix(c.length);
  }
  return false;
}

std::optional<uint64_t> ParseDecimal(std::string_view text, uint64_t max) {
  if (text.empty() || text.size() > 20 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<uint64_t>(c - '0');
    if (value > (max - std::min(digit, max)) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value <= max ? std::optional(value) : std::nullopt;
}

std::optional<std::string_view> TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace temoin::prooflog
