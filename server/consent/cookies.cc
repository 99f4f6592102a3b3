#include "server/consent/cookies.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace temoin::consent {
namespace {

enum class Reader { kServerOnly, kPage };

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view WithoutLeadingDot(std::string_view domain) {
  if (!domain.empty() && domain.front() == '.') domain.remove_prefix(1);
  return domain;
}

std::string Build(std::string_view name, const CookieSettings& settings, std::string_view host,
                  std::string_view value, Time until, Time now, Reader reader) {
  const bool clear = until <= now;
  std::string out = fmt::format("{}={}; Path=/", name, clear ? "" : value);
  if (HostInsideDomain(host, settings.domain)) {
    out += fmt::format("; Domain={}", WithoutLeadingDot(settings.domain));
  }
  out += fmt::format("; Expires={}; Max-Age={}; Secure", FormatHttpDate(clear ? Time{} : until),
                     clear ? 0 : (until - now).count());
  if (reader == Reader::kServerOnly) out += "; HttpOnly";
  return out + "; SameSite=Lax";
}

}  // namespace

bool HostInsideDomain(std::string_view host, std::string_view domain) {
  if (host.empty() || host.front() == '[') return false;
  host = host.substr(0, host.find(':'));
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const std::string name = Lower(host);
  const std::string parent = Lower(WithoutLeadingDot(domain));
  // A name of one label is a public suffix of its own: browsers drop such a cookie.
  if (parent.find('.') == std::string::npos || parent.front() == '.' || parent.back() == '.') {
    return false;
  }
  const std::string last = name.substr(name.rfind('.') + 1);
  if (std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; })) return false;
  return name == parent || name.ends_with("." + parent);
}

std::string ChoiceCookie(const CookieSettings& settings, std::string_view host,
                         std::string_view value, Time until, Time now) {
  return Build(settings.choice, settings, host, value, until, now, Reader::kServerOnly);
}

std::string ContextCookie(const CookieSettings& settings, std::string_view host,
                          std::string_view value, Time until, Time now) {
  return Build(settings.context, settings, host, value, until, now, Reader::kPage);
}

std::string ClearChoiceCookie(const CookieSettings& settings, std::string_view host, Time now) {
  return ChoiceCookie(settings, host, "", now, now);
}

std::string ClearContextCookie(const CookieSettings& settings, std::string_view host, Time now) {
  return ContextCookie(settings, host, "", now, now);
}

}  // namespace temoin::consent
