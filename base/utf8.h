// Whether bytes are text.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_UTF8_H_
#define TEMOIN_BASE_UTF8_H_

#include <string>
#include <string_view>

namespace temoin {

// Well-formed UTF-8 (Unicode table 3-7): no overlong forms, surrogates, or values over U+10FFFF.
bool IsUtf8(std::string_view text);

// The text with U+FFFD in the place of each byte that is no part of it.
std::string ValidUtf8(std::string_view text);

}  // namespace temoin

#endif  // TEMOIN_BASE_UTF8_H_
