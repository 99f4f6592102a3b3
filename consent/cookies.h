// The Set-Cookie lines of an answer (RFC 6265 section 4.1, RFC 6265bis SameSite).
//
// `pcid` and `pctx` end when the choice does, the nonce of a repeated choice after kRetryLifetime
// (Expires, and Max-Age for browsers with a wrong clock). `Domain` is sent only when the request's
// host lies inside it, or the browser would drop the cookie whole.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CONSENT_COOKIES_H_
#define TEMOIN_CONSENT_COOKIES_H_

#include <string>
#include <string_view>

#include "base/clock.h"
#include "consent/terms.h"

namespace temoin::consent {

// Whether `host` (a Host header: name, optional port) is `domain` or a name below it. Never for IP
// addresses. Case does not count.
bool HostInsideDomain(std::string_view host, std::string_view domain);

// The cookie that carries the nonce of a choice (retry.h): "pcid_retry".
std::string RetryCookieName(const CookieSettings& settings);

// Values of Set-Cookie headers. `value` holds cookie-octets only (EncodeToken, EncodeContext,
// EncodeNonce). `until` not after `now` clears the cookie.
std::string ChoiceCookie(const CookieSettings& settings, std::string_view host,
                         std::string_view value, Time until, Time now);
std::string ContextCookie(const CookieSettings& settings, std::string_view host,
                          std::string_view value, Time until, Time now);
std::string RetryCookie(const CookieSettings& settings, std::string_view host,
                        std::string_view value, Time now);
// Clears `pcid`.
std::string ClearChoiceCookie(const CookieSettings& settings, std::string_view host, Time now);
std::string ClearRetryCookie(const CookieSettings& settings, std::string_view host, Time now);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_COOKIES_H_
