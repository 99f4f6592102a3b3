// What a visitor's browser shows of itself: the values of its cookies, read out of the Cookie
// headers of a request. Nothing is verified here.
//
// A browser sends several values of one name when a parent domain or another path has one too, and
// any script of the site can plant some. Looked through are the first kMaxCookieValues of each
// name, well formed or not; how many more there were is told in the response (`unread`), so that a
// token which stood behind them is not taken for one that does not exist.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_VISITOR_COOKIES_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_VISITOR_COOKIES_H_

#include <cstddef>
#include <vector>

#include "consent/retry.h"
#include "consent/terms.h"
#include "consent/token.h"
#include "server/http/message/message.h"
#include "server/http/resource.h"

namespace temoin::http {

inline constexpr size_t kMaxCookieValues = 64;

struct VisitorCookies {
  std::vector<consent::Token> tokens;
  std::vector<consent::RetryNonce> nonces;
  bool retry = false;  // a nonce cookie stands in the browser, well formed or not
  size_t unread = 0;   // values past kMaxCookieValues
};

VisitorCookies ReadVisitorCookies(const Request& request, const consent::CookieSettings& settings);

// The header `Temoin-Cookies-Unread: <count>`, when there is something to say. For every response
// that depends on a visitor's cookies.
void AddUnread(const VisitorCookies& cookies, HeaderList* headers);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_VISITOR_COOKIES_H_
