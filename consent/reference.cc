#include "consent/reference.h"

#include <array>

#include "consent/token.h"

namespace temoin::consent {
namespace {

// Nineteen letters, a prime number: without B, I, L, O, Q, S, Z, which are read as digits.
constexpr std::string_view kLetters = "ACDEFGHJKMNPRTUVWXY";
constexpr unsigned kPrime = 19;
static_assert(kLetters.size() == kPrime);

// The sum of digit times weight^position, modulo 19. A wrong digit changes it by (1..9) times a
// power, two neighbours exchanged by their difference times (weight - 1) times a power: neither is
// ever a multiple of 19.
unsigned Sum(std::string_view digits, unsigned weight) {
  unsigned sum = 0;
  for (const char c : digits) sum = (sum * weight + static_cast<unsigned>(c - '0')) % kPrime;
  return sum;
}

std::array<char, 2> CheckLetters(std::string_view digits) {
  return {kLetters[Sum(digits, 2)], kLetters[Sum(digits, 3)]};
}

}  // namespace

std::string FormatReference(uint64_t index) {
  const std::string digits = std::to_string(index);
  const auto letters = CheckLetters(digits);
  return digits + "-" + std::string(letters.begin(), letters.end());
}

std::optional<uint64_t> ParseReference(std::string_view text) {
  std::string digits;
  std::string letters;
  bool hyphen = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == ' ') continue;
    if (text.substr(i, 2) == "\u00a0") {
      ++i;
      continue;
    }
    if (text.substr(i, 3) == "\u202f") {
      i += 2;
      continue;
    }
    if (c >= '0' && c <= '9') {
      if (hyphen || !letters.empty() || digits.size() == 16) return std::nullopt;
      digits += c;
    } else if (c == '-') {
      if (hyphen || digits.empty() || !letters.empty()) return std::nullopt;
      hyphen = true;
    } else {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      if (kLetters.find(c) == std::string_view::npos || letters.size() == 2) return std::nullopt;
      letters += c;
    }
  }
  if (digits.empty() || letters.size() != 2 || (digits.size() > 1 && digits[0] == '0')) {
    return std::nullopt;
  }
  const auto wanted = CheckLetters(digits);
  if (letters[0] != wanted[0] || letters[1] != wanted[1]) return std::nullopt;
  const uint64_t index = std::stoull(digits);
  return index <= kMaxIndex ? std::optional(index) : std::nullopt;
}

}  // namespace temoin::consent
