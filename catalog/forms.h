// What strings in the catalogue's files look like. Internal to the catalogue.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_FORMS_H_
#define TEMOIN_CATALOG_FORMS_H_

#include <string_view>

namespace temoin::catalog {

// What a string may look like; each has its twin under $defs in the schema files.
enum class Form {
  kLine,        // 1 to 300 characters, no control character
  kProse,       // 1 to 4000 characters, no control character
  kServiceId,   // [a-z0-9-]{1,64}
  kSiteId,      // [a-z0-9.-]{1,64}
  kHost,        // lower case, at most 253 characters
  kAddress,     // host/path of A-Z, a-z, 0-9 and ._~%-/, at most 300 characters
  kOrigin,      // scheme://host[:port]
  kCookieName,  // [A-Za-z0-9_-]{1,64}
  kCountry,     // [A-Z]{2}
  kDuration,    // P13M, P30D, PT30M, P1Y6M: parts in their order, each 1 to 9999
  kDate,        // 2027-01-31
  kHttpsUrl,
  kTimeZone,  // Europe/Paris, UTC
  kLanguage,  // fr, de, pt-BR, zh-Hant: RFC 5646 with script and region
  kWordKey,   // [A-Za-z0-9._-]{1,64}
  kTextPath,  // /transfer/text: (/[a-z0-9_]{1,32}){1,4}
};
bool HasForm(std::string_view text, Form form);
std::string_view FormWords(Form form);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_FORMS_H_
