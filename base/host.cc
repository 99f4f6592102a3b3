#include "base/host.h"

#include <arpa/inet.h>
#include <libpsl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"

namespace temoin {
namespace {

const psl_ctx_t* PublicSuffixes() {
  static const psl_ctx_t* const list = psl_latest(nullptr);
  return list;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<uint8_t>(c) < 128; });
}

// The code points of well-formed UTF-8.
std::vector<uint32_t> CodePoints(std::string_view text) {
  std::vector<uint32_t> out;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<uint8_t>(text[i]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code = size == 1 ? lead : lead & (0xffU >> (size + 1));
    for (size_t k = 1; k < size; ++k)
      code = code << 6 | (static_cast<uint8_t>(text[i + k]) & 0x3fU);
    out.push_back(code);
    i += size;
  }
  return out;
}

// RFC 3492 section 6.1.
uint32_t AdaptedBias(uint32_t delta, uint32_t points, bool first) {
  delta = first ? delta / 700 : delta / 2;
  delta += delta / points;
  uint32_t k = 0;
  for (; delta > 455; k += 36) delta /= 35;
  return k + 36 * delta / (delta + 38);
}

// RFC 3492 section 6.3, of one label of at most 253 code points: nothing overflows.
std::string Punycode(const std::vector<uint32_t>& label) {
  const auto digit = [](uint32_t d) { return static_cast<char>(d < 26 ? 'a' + d : '0' + d - 26); };
  std::string out;
  for (const uint32_t code : label) {
    if (code < 128) out += static_cast<char>(code);
  }
  const auto basic = static_cast<uint32_t>(out.size());
  uint32_t handled = basic;
  if (basic > 0) out += '-';
  uint32_t n = 128;
  uint32_t delta = 0;
  uint32_t bias = 72;
  while (handled < label.size()) {
    uint32_t next = UINT32_MAX;
    for (const uint32_t code : label) {
      if (code >= n) next = std::min(next, code);
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (const uint32_t code : label) {
      if (code < n) ++delta;
      if (code != n) continue;
      uint32_t q = delta;
      for (uint32_t k = 36;; k += 36) {
        const uint32_t t = k <= bias ? 1 : std::min(k - bias, 26U);
        if (q < t) break;
        out += digit(t + (q - t) % (36 - t));
        q = (q - t) / (36 - t);
      }
      out += digit(q);
      bias = AdaptedBias(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

// A name with letters beyond ASCII in its "xn--" form; empty: it has none.
std::string AsciiName(std::string_view name) {
  if (!IsUtf8(name) || name.size() > kMaxHost) return {};
  char* lower = nullptr;
  if (psl_str_to_utf8lower(std::string(name).c_str(), "utf-8", nullptr, &lower) != PSL_SUCCESS) {
    return {};
  }
  const std::string folded(lower);
  psl_free_string(lower);
  if (!IsUtf8(folded)) return {};
  std::string out;
  for (std::string_view rest = folded;;) {
    const size_t dot = rest.find('.');
    const std::string_view label = rest.substr(0, dot);
    if (IsAscii(label)) {
      out += label;
    } else {
      out += "xn--" + Punycode(CodePoints(label));
    }
    if (dot == std::string_view::npos) return out;
    out += '.';
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string NormalHost(std::string_view text) {
  if (text.size() > kMaxHost + 2) return {};
  if (text.starts_with('[')) {
    const bool address = text.ends_with(']') &&
                         text.find_first_not_of("0123456789abcdefABCDEF:.", 1) == text.size() - 1;
    return address ? LowerAscii(text) : std::string();
  }
  if (text.starts_with('.')) text.remove_prefix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  std::string host = IsAscii(text) ? LowerAscii(text) : AsciiName(text);
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  if (host.size() > kMaxHost || host.find("..") != std::string::npos || host.starts_with('.') ||
      !std::all_of(host.begin(), host.end(), good)) {
    return {};
  }
  return host;
}

std::string HostOfAuthority(std::string_view authority) {
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  const size_t from = authority.starts_with('[') ? authority.find(']') : 0;
  if (from == std::string_view::npos) return {};
  return NormalHost(authority.substr(0, authority.find(':', from)));
}

namespace {

// What follows the "//" of an address; npos: it is none.
size_t AuthorityStart(std::string_view url) {
  if (url.starts_with("//")) return 2;
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || scheme == 0 || scheme > 16) return std::string_view::npos;
  const auto good = [](char c) {  // with "blob:" before the scheme
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.' || c == ':';
  };
  return std::all_of(url.begin(), url.begin() + scheme, good) ? scheme + 3 : std::string_view::npos;
}

}  // namespace

std::string HostOfUrl(std::string_view url) {
  const size_t start = AuthorityStart(url);
  if (start == std::string_view::npos) return {};
  url.remove_prefix(start);
  return HostOfAuthority(url.substr(0, url.find_first_of("/?#\\")));
}

std::string PathOfUrl(std::string_view url) {
  const size_t start = AuthorityStart(url);
  if (start != std::string_view::npos) {
    const size_t end = url.find_first_of("/?#", start);
    url = end == std::string_view::npos ? std::string_view() : url.substr(end);
  }
  url = url.substr(0, url.find_first_of("?#"));
  return url.starts_with('/') ? std::string(url) : "/";
}

bool IsAddress(std::string_view host) {
  if (host.starts_with('[')) return true;
  std::array<uint8_t, 4> bytes{};
  return inet_pton(AF_INET, std::string(host).c_str(), bytes.data()) == 1;
}

bool HostWithin(std::string_view host, std::string_view domain) {
  if (domain.empty()) return false;
  if (host == domain) return true;
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.' && !IsAddress(host);
}

bool IsPublicSuffix(const std::string& host) {
  if (host.empty() || IsAddress(host)) return false;
  return psl_is_public_suffix(PublicSuffixes(), host.c_str()) == 1;
}

bool IsTopLevelDomain(const std::string& label) {
  constexpr std::array<std::string_view, 4> kReserved = {"example", "invalid", "localhost", "test"};
  if (std::find(kReserved.begin(), kReserved.end(), label) != kReserved.end()) return true;
  return psl_is_public_suffix2(PublicSuffixes(), label.c_str(),
                               PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

}  // namespace temoin
