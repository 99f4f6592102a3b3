#include "server/http/public/visitor_cookies.h"

#include <string>
#include <string_view>

#include "consent/cookies.h"
#include "server/http/fields.h"

namespace temoin::http {
namespace {

// The first values of the cookie `name`; the rest is added to `unread`.
std::vector<std::string_view> Values(const Request& request, std::string_view name,
                                     size_t* unread) {
  std::vector<std::string_view> values;
  for (const Headers::Field& header : request.headers.All("Cookie")) {
    for (const std::string_view value : CookieValues(header.second, name)) {
      if (values.size() < kMaxCookieValues) {
        values.push_back(value);
      } else {
        ++*unread;
      }
    }
  }
  return values;
}

}  // namespace

VisitorCookies ReadVisitorCookies(const Request& request, const consent::CookieSettings& settings) {
  VisitorCookies cookies;
  for (const std::string_view value : Values(request, settings.choice, &cookies.unread)) {
    if (const auto token = consent::DecodeToken(value)) cookies.tokens.push_back(*token);
  }
  const std::string retry = consent::RetryCookieName(settings);
  for (const std::string_view value : Values(request, retry, &cookies.unread)) {
    cookies.retry = true;
    if (const auto nonce = consent::DecodeNonce(value)) cookies.nonces.push_back(*nonce);
  }
  return cookies;
}

void AddUnread(const VisitorCookies& cookies, HeaderList* headers) {
  if (cookies.unread == 0) return;
  headers->emplace_back("Temoin-Cookies-Unread", std::to_string(cookies.unread));
}

}  // namespace temoin::http
