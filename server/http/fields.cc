#include "server/http/fields.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "base/utf8.h"
#include "server/http/address.h"

namespace temoin::http {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string Lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), Lower);
  return out;
}

// Cuts the text before the next `separator` off `rest`.
std::string_view NextPart(std::string_view& rest, char separator) {
  const size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return part;
}

// Whether the parameters of a coding give it the weight 0: "q=0", "q=0.", "q=0.000".
bool WeightIsZero(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string parameter = Lowered(TrimOws(NextPart(parameters, ';')));
    if (!parameter.starts_with("q=")) continue;
    return parameter.find_first_not_of("0.", 2) == std::string::npos;
  }
  return false;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = Lower(c);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return -1;
}

std::optional<std::string> DecodePercent(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = HexDigit(text[i + 1]);
      const int low = HexDigit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace

std::vector<std::string_view> CookieValues(std::string_view cookie_header, std::string_view name) {
  std::vector<std::string_view> values;
  while (!cookie_header.empty()) {
    const std::string_view pair = TrimOws(NextPart(cookie_header, ';'));
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || TrimOws(pair.substr(0, equals)) != name) continue;
    values.push_back(TrimOws(pair.substr(equals + 1)));
  }
  return values;
}

Encodings ParseAcceptEncoding(std::string_view accept_encoding) {
  std::optional<bool> brotli;
  std::optional<bool> gzip;
  std::optional<bool> any;
  while (!accept_encoding.empty()) {
    std::string_view item = NextPart(accept_encoding, ',');
    const std::string coding = Lowered(TrimOws(NextPart(item, ';')));
    const bool wanted = !WeightIsZero(item);
    if (coding == "br") brotli = wanted;
    if (coding == "gzip" || coding == "x-gzip") gzip = wanted;
    if (coding == "*") any = wanted;
  }
  return {brotli.value_or(any.value_or(false)), gzip.value_or(any.value_or(false))};
}

bool MatchesEtag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view tag = TrimOws(NextPart(if_none_match, ','));
    if (tag == "*") return true;
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

std::string MediaType(std::string_view content_type) {
  return Lowered(TrimOws(NextPart(content_type, ';')));
}

Result<std::optional<std::string>> QueryParameter(std::string_view query, std::string_view name) {
  std::optional<std::string> found;
  while (!query.empty()) {
    std::string_view value = NextPart(query, '&');
    const std::optional<std::string> key = DecodePercent(NextPart(value, '='));
    if (key != name) continue;
    if (found) {
      return Error(ErrorCode::kInvalidArgument,
                   "the query parameter \"" + std::string(name) + "\" is there twice");
    }
    found = DecodePercent(value);
    if (!found || HasControlCharacter(*found) || !IsUtf8(*found)) {
      return Error(ErrorCode::kInvalidArgument, "the query parameter \"" + std::string(name) +
                                                    "\" is not percent-encoded UTF-8");
    }
  }
  return found;
}

std::optional<std::string> HostName(std::string_view host_header) {
  std::string_view host = TrimOws(host_header);
  if (host.starts_with('[')) {
    const size_t close = host.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view inside = host.substr(1, close - 1);
    if (!ParseIpAddress(inside)) return std::nullopt;
    return Lowered(inside);
  }
  host = host.substr(0, host.find(':'));
  if (host.empty() || host.size() > 253) return std::nullopt;
  for (const char c : host) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.' && c != '_') {
      return std::nullopt;
    }
  }
  return Lowered(host);
}

}  // namespace temoin::http
