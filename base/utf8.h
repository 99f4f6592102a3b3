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

// Whether a character, by its bytes, steers a terminal (C0, DEL, C1), breaks a line (U+2028,
// U+2029) or turns the direction of writing (Unicode UAX 9).
bool Steers(std::string_view character);

// Whether it is a line that reads as it is written: UTF-8 of which no character steers.
bool IsPlainLine(std::string_view text);

// Whether it is a name that reads as it is written: a plain line without characters that nobody
// sees (Unicode's Default_Ignorable_Code_Point, and interlinear annotation).
bool IsPlainName(std::string_view text);

// The text without the characters and bytes that a plain name does not have.
std::string PlainName(std::string_view text);

// The text as a line that reads as it is written: a space in the place of each character that
// steers, U+FFFD in that of each byte that is no part of the text.
std::string TameLine(std::string_view text);

// The text with U+FFFD in the place of each byte that is no part of it.
std::string ValidUtf8(std::string_view text);

// The same of a file that may be Windows-1252, as spreadsheets save: it is read so where it has no
// whole character beyond ASCII.
std::string ReadAsUtf8(std::string_view text);

}  // namespace temoin

#endif  // TEMOIN_BASE_UTF8_H_
