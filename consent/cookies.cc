#include "consent/cookies.h"

#include <algorithm>

#include "base/calendar.h"
#include "consent/retry.h"

namespace temoin::consent {
namespace {

enum class Reader { kServerOnly, kPage };

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view WithoutLeadingDot(std::string_view domain) {
  if (!domain.empty() && domain.front() == '.') domain.remove_prefix(1);
  return domain;
}

std::string Build(std::string_view name, const CookieSettings& settings, std::string_view host,
                  std::string_view value, Time until, Time now, Reader reader) {
  const bool clear = until <= now;
  std::string out;
  out.reserve(name.size() + value.size() + settings.domain.size() + 128);
  out.append(name).append("=").append(clear ? "" : value).append("; Path=/");
  if (HostInsideDomain(host, settings.domain)) {
    out.append("; Domain=").append(WithoutLeadingDot(settings.domain));
  }
  out.append("; Expires=").append(FormatHttpDate(clear ? Time{} : until)).append("; Max-Age=");
  out.append(std::to_string(clear ? 0 : (until - now).count())).append("; Secure");
  if (reader == Reader::kServerOnly) out.append("; HttpOnly");
  return out.append("; SameSite=Lax");
}

}  // namespace

bool HostInsideDomain(std::string_view host, std::string_view domain) {
  if (host.empty() || host.front() == '[') return false;
  host = host.substr(0, host.find(':'));
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const std::string_view parent = WithoutLeadingDot(domain);
  // A name of one label is a public suffix of its own: browsers drop such a cookie.
  if (parent.find('.') == std::string_view::npos || parent.front() == '.' || parent.back() == '.') {
    return false;
  }
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; })) return false;
  if (host.size() < parent.size()) return false;
  const size_t above = host.size() - parent.size();
  return std::ranges::equal(host.substr(above), parent, {}, Lower, Lower) &&
         (above == 0 || host[above - 1] == '.');
}

std::string ChoiceCookie(const CookieSettings& settings, std::string_view host,
                         std::string_view value, Time until, Time now) {
  return Build(settings.choice, settings, host, value, until, now, Reader::kServerOnly);
}

std::string ContextCookie(const CookieSettings& settings, std::string_view host,
                          std::string_view value, Time until, Time now) {
  return Build(settings.context, settings, host, value, until, now, Reader::kPage);
}

std::string RetryCookieName(const CookieSettings& settings) { return settings.choice + "_retry"; }

std::string RetryCookie(const CookieSettings& settings, std::string_view host,
                        std::string_view value, Time now) {
  return Build(RetryCookieName(settings), settings, host, value, now + kRetryLifetime, now,
               Reader::kServerOnly);
}

std::string ClearRetryCookie(const CookieSettings& settings, std::string_view host, Time now) {
  return Build(RetryCookieName(settings), settings, host, "", now, now, Reader::kServerOnly);
}

std::string ClearChoiceCookie(const CookieSettings& settings, std::string_view host, Time now) {
  return ChoiceCookie(settings, host, "", now, now);
}

}  // namespace temoin::consent
