// Small questions about text that several rooms ask.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_TEXT_H_
#define TEMOIN_BASE_TEXT_H_

#include <cstdint>
#include <cstring>
#include <string_view>

namespace temoin {

// True when no byte of `text` is below a space or is `first` or `second`. Looks at eight bytes at a
// time: whole responses and records go through it.
inline bool IsPlain(std::string_view text, char first, char second) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = 0x8080808080808080;
  const auto below = [](uint64_t word, uint64_t bound) {  // some byte of `word` is; bound <= 128
    return (word - kOnes * bound) & ~word & kHighs;
  };
  const uint64_t firsts = kOnes * static_cast<uint8_t>(first);
  const uint64_t seconds = kOnes * static_cast<uint8_t>(second);
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((below(word, ' ') | below(word ^ firsts, 1) | below(word ^ seconds, 1)) != 0) return false;
  }
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<uint8_t>(c) < ' ' || c == first || c == second) return false;
  }
  return true;
}

// Without the spaces and tabs at both ends (OWS of RFC 9110 section 5.6.3).
inline std::string_view TrimOws(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// A SHA-256 as this project writes it: 64 hexadecimal digits in lower case.
inline bool IsSha256Hex(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace temoin

#endif  // TEMOIN_BASE_TEXT_H_
