// What a route asks of a request before its work begins: one row a route says it, on the public
// listener and on the staff's.
//
// Thread-safety: plain values.
#ifndef TEMOIN_SERVER_HTTP_POLICY_H_
#define TEMOIN_SERVER_HTTP_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace temoin::http {

// Which pages may read the response (WHATWG Fetch, CORS protocol).
enum class Cors : uint8_t {
  kAnyone,       // cacheable and without cookies: "*"
  kCredentials,  // with cookies: pages of the site's origins only
  kNone,         // not for pages at all
};

// The body that a route reads. Without a media type it reads none.
struct BodyRule {
  std::string_view media_type;
  std::string_view refusal;  // what is said to who sends another media type (415)
  size_t max_bytes = 0;      // over it: 413
  int max_depth = 0;         // of JSON
};

struct Policy {
  Cors cors = Cors::kNone;
  unsigned roles = 0;  // of staff, one bit each (staff/api.h); 0: nobody has to sign in
  BodyRule body = {};
  bool gives_choice = false;  // counted towards the cap of choices
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_POLICY_H_
