// The reason phrases of RFC 9110, for the status line of every response and the title of every
// problem.
//
// Thread-safety: a pure function.
#ifndef TEMOIN_SERVER_HTTP_MESSAGE_REASONS_H_
#define TEMOIN_SERVER_HTTP_MESSAGE_REASONS_H_

#include <string_view>

namespace temoin::http {

// "OK", "Not Found", ...; "Unknown" for a number that is not in the table.
std::string_view ReasonPhrase(int status);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_MESSAGE_REASONS_H_
