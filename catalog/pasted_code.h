// Whether what somebody pasted is a piece of a page or of a program, and no name of a cookie.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_PASTED_CODE_H_
#define TEMOIN_CATALOG_PASTED_CODE_H_

#include <string_view>

namespace temoin::catalog {

// A tag of HTML in the first mebibyte.
bool HasTag(std::string_view text);

// A call, as code is written: "fbq('init', '1')", "_paq.push([", "!function(f,b". A cookie has its
// "=" before, and a name in words ("Campaign Manager (Doubleclick)") a space.
bool IsCode(std::string_view line);

// No cookie has such a name: it is a piece of a code.
bool IsPieceOfCode(std::string_view name);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_PASTED_CODE_H_
