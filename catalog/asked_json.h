// Cookies asked about in JSON: objects with a name and a domain, as exports have them, wherever
// they stand, one whole text or an object a line; at the top a name alone or a list of them. At
// most a mebibyte, 32 levels deep.
//
// Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_ASKED_JSON_H_
#define TEMOIN_CATALOG_ASKED_JSON_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "catalog/question.h"

namespace temoin::catalog {

// `most` of them; none when it is no such text.
std::vector<Question> JsonCookies(std::string_view text, size_t most);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_ASKED_JSON_H_
