// Compression of responses that are built once and served many times.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_SERVER_HTTP_COMPRESS_H_
#define TEMOIN_SERVER_HTTP_COMPRESS_H_

#include <string>
#include <string_view>

namespace temoin::http {

// kQuick is a few milliseconds for 100 KB, so that a start does not wait for it; kBest is some
// hundred, for what is then served until the next publication.
enum class Effort { kQuick, kBest };

// RFC 1952, without a time stamp or a file name: the same bytes in, the same bytes out.
std::string Gzip(std::string_view data, Effort effort);

// RFC 7932.
std::string Brotli(std::string_view data, Effort effort);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_COMPRESS_H_
