// ASCII text as protocols and files compare it: case and surrounding space without any locale.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_ASCII_H_
#define TEMOIN_BASE_ASCII_H_

#include <string>
#include <string_view>

namespace temoin {

// "A" to "Z" in lower case; every other byte as it is.
inline std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Without spaces, tabs and line ends at both ends.
inline std::string_view TrimAscii(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t from = text.find_first_not_of(kSpace);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kSpace) - from + 1);
}

}  // namespace temoin

#endif  // TEMOIN_BASE_ASCII_H_
