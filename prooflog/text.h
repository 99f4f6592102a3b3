// What C2SP allows in the text of a note and in the name of a key. A description of the format,
// used by writer and verifier alike; nothing is computed or proved here.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_PROOFLOG_TEXT_H_
#define TEMOIN_PROOFLOG_TEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace temoin::prooflog {

// Valid UTF-8 (RFC 3629: no overlong forms, no surrogates) without ASCII control characters other
// than newline.
bool IsNoteText(std::string_view text);

// Whether valid UTF-8 contains a character with the White_Space property, or a plus sign.
bool HasSpaceOrPlus(std::string_view text);

// ASCII decimal without sign or leading zero, at most `max`; nullopt otherwise.
std::optional<uint64_t> ParseDecimal(std::string_view text, uint64_t max);

// Takes the text before the next newline, and the newline. nullopt when there is no newline left.
std::optional<std::string_view> TakeLine(std::string_view& rest);

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_TEXT_H_
