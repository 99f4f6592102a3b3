// Small questions about text that several rooms ask.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_TEXT_H_
#define TEMOIN_BASE_TEXT_H_

#include <string_view>

namespace temoin {

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
