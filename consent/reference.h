// The short reference that a visitor reads out to staff: the record's index in decimal and two
// check letters, "1048576-HK". It finds a record; it never opens or erases one.
//
// Letters are taken from 19 that are not mistaken for digits or for one another in print or on the
// telephone. Any one wrong digit or letter, and any two neighbours exchanged, is noticed.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CONSENT_REFERENCE_H_
#define TEMOIN_CONSENT_REFERENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace temoin::consent {

std::string FormatReference(uint64_t index);

// Accepts lower case, and spaces or no-break spaces anywhere between characters; the hyphen may be
// missing. Nothing when the letters do not fit the number.
std::optional<uint64_t> ParseReference(std::string_view text);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_REFERENCE_H_
