// What tools that export cookies write in the place of what they leave out.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_REDACTION_H_
#define TEMOIN_CATALOG_REDACTION_H_

#include <string_view>

namespace temoin::catalog {

// "[REDACTED]", "[set-cookie redacted]", "***", "<hidden>": a tool wrote it in the place of
// something.
bool IsRedactionMark(std::string_view text);
// "***.fr", "[redacted].fr", "2031-…": such a mark, or what is left out, in a longer text.
bool HoldsRedactionMark(std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_REDACTION_H_
