#include "catalog/forms.h"

#include <algorithm>
#include <cstddef>

#include "base/zones.h"

namespace temoin::catalog {
namespace {

bool AllOf(std::string_view text, std::string_view more, bool upper = false) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (upper && c >= 'A' && c <= 'Z') ||
           more.find(c) != std::string_view::npos;
  });
}

// Characters, not bytes: what maxLength counts in a JSON Schema. The text is valid UTF-8 already.
size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool Printable(std::string_view text, size_t most) {
  if (text.empty() || Characters(text) > most) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool IsHost(std::string_view text) {
  if (text.empty() || text.size() > 253 || !AllOf(text, ".-")) return false;
  const auto edge = [](char c) { return c != '.' && c != '-'; };
  return edge(text.front()) && edge(text.back());
}

// It stands in policies and nginx files as it is written: nothing that ends or begins something
// there.
bool IsSharedAddress(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.size() > 300) return false;
  return IsHost(text.substr(0, slash)) && AllOf(text.substr(slash), "/._~%-", /*upper=*/true);
}

bool IsOrigin(std::string_view text) {
  const size_t scheme =
      text.starts_with("https://") ? 8 : (text.starts_with("http://") ? 7 : std::string_view::npos);
  if (scheme == std::string_view::npos) return false;
  text.remove_prefix(scheme);
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || port.size() > 5 ||
        port.find_first_not_of("0123456789") != std::string_view::npos) {
      return false;
    }
    text = text.substr(0, colon);
  }
  return IsHost(text);
}

bool IsDuration(std::string_view text) {
  if (text.empty() || text[0] != 'P') return false;
  text.remove_prefix(1);
  std::string_view units = "YMWD";  // those that may still come
  bool any = false;
  for (bool in_time = false; !text.empty(); any = true) {
    if (text[0] == 'T' && !in_time) {
      in_time = true;
      units = "HMS";
      text.remove_prefix(1);
    }
    const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > 4 || digits == text.size() || text[0] == '0') return false;
    const size_t unit = units.find(text[digits]);
    if (unit == std::string_view::npos) return false;
    units.remove_prefix(unit + 1);
    text.remove_prefix(digits + 1);
  }
  return any;
}

// RFC 5646 as far as a page's language goes, in the case that the RFC recommends.
bool IsLanguage(std::string_view text) {
  const auto all = [](std::string_view part, char least, char most) {
    return std::all_of(part.begin(), part.end(), [&](char c) { return c >= least && c <= most; });
  };
  const auto next = [&text] {
    const size_t end = std::min(text.find('-'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
  };
  if (text.ends_with('-')) return false;
  std::string_view part = next();
  if (part.size() < 2 || part.size() > 3 || !all(part, 'a', 'z')) return false;
  if (text.empty()) return true;
  part = next();
  if (part.size() == 4 && all(part.substr(0, 1), 'A', 'Z') && all(part.substr(1), 'a', 'z')) {
    if (text.empty()) return true;
    part = next();
  }
  const bool region =
      (part.size() == 2 && all(part, 'A', 'Z')) || (part.size() == 3 && all(part, '0', '9'));
  return region && text.empty();
}

bool IsTextPath(std::string_view text) {
  size_t parts = 0;
  while (text.starts_with('/')) {
    text.remove_prefix(1);
    const std::string_view part = text.substr(0, text.find('/'));
    if (part.empty() || part.size() > 32 || !AllOf(part, "_") || ++parts > 4) return false;
    text.remove_prefix(part.size());
  }
  return parts > 0 && text.empty();
}

bool IsDate(std::string_view text) {
  if (text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

}  // namespace

bool HasForm(std::string_view text, Form form) {
  switch (form) {
    case Form::kLine:
      return Printable(text, 300);
    case Form::kProse:
      return Printable(text, 4000);
    case Form::kServiceId:
      return !text.empty() && text.size() <= 64 && AllOf(text, "-");
    case Form::kSiteId:
      return !text.empty() && text.size() <= 64 && AllOf(text, ".-") && text[0] != '.' &&
             text[0] != '-';
    case Form::kHost:
      return IsHost(text);
    case Form::kAddress:
      return IsSharedAddress(text);
    case Form::kOrigin:
      return IsOrigin(text);
    case Form::kCookieName:
      return !text.empty() && text.size() <= 64 && AllOf(text, "_-", /*upper=*/true);
    case Form::kCountry:
      return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' &&
             text[1] <= 'Z';
    case Form::kDuration:
      return IsDuration(text);
    case Form::kDate:
      return IsDate(text);
    case Form::kHttpsUrl:
      return text.starts_with("https://") && text.size() > 8 && text.size() <= 300 &&
             std::all_of(text.begin(), text.end(), [](char c) {
               return c > ' ' && c <= '~' && c != '"' && c != '<' && c != '>' && c != '\\';
             });
    case Form::kTimeZone:
      return TimeZone::HasForm(text);
    case Form::kLanguage:
      return IsLanguage(text);
    case Form::kWordKey:
      return !text.empty() && text.size() <= 64 && AllOf(text, "._-", /*upper=*/true);
    case Form::kTextPath:
      return IsTextPath(text);
  }
  return false;
}

std::string_view FormWords(Form form) {
  switch (form) {
    case Form::kLine:
      return "1 to 300 characters on one line";
    case Form::kProse:
      return "1 to 4000 characters without control characters";
    case Form::kServiceId:
      return "1 to 64 characters of a-z, 0-9 and -";
    case Form::kSiteId:
      return "1 to 64 characters of a-z, 0-9, . and -, the first a letter or digit";
    case Form::kHost:
      return "a host name in lower case such as adform.net";
    case Form::kAddress:
      return "a host and a path such as www.google.com/maps/embed";
    case Form::kOrigin:
      return "an origin such as https://www.ameli.fr, without a path";
    case Form::kCookieName:
      return "1 to 64 letters, digits, _ or -";
    case Form::kCountry:
      return "two capital letters of ISO 3166-1, or EU";
    case Form::kDuration:
      return "a duration such as P13M, P30D, PT30M or P1Y6M";
    case Form::kDate:
      return "a date such as 2027-06-30";
    case Form::kHttpsUrl:
      return "an address that begins with https://";
    case Form::kTimeZone:
      return "the IANA name of a time zone such as Europe/Paris, or UTC";
    case Form::kLanguage:
      return "a language tag such as fr, de or pt-BR";
    case Form::kWordKey:
      return "1 to 64 letters, digits, ., _ or -";
    case Form::kTextPath:
      return "the pointer of a text in the vendor's file, such as /transfer/text";
  }
  return "";
}

}  // namespace temoin::catalog
