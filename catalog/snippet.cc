#include "catalog/snippet.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "base/utf8.h"
#include "catalog/service_search.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kQuotes = "\"'`";
constexpr size_t kMostPiece = 60;
constexpr size_t kMostDigits = 8;

bool IsQuote(char c) { return kQuotes.find(c) != std::string_view::npos; }

// A character that was written as a number, if it is of ASCII.
std::optional<char> AsciiOf(std::string_view digits, int base) {
  uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && code > 0 && code < 0x80 ? std::optional(static_cast<char>(code)) : std::nullopt;
}

// What is written in the place of one character.
struct Written {
  size_t size = 0;  // 0: the character itself
  char stands_for = '\0';
};

// "&#x2F;", "&#47;", "&sol;"
Written ReferenceAt(std::string_view rest) {
  constexpr std::array<std::pair<std::string_view, char>, 11> kNames = {{{"sol;", '/'},
                                                                         {"bsol;", '\\'},
                                                                         {"colon;", ':'},
                                                                         {"period;", '.'},
                                                                         {"amp;", '&'},
                                                                         {"lt;", '<'},
                                                                         {"gt;", '>'},
                                                                         {"quot;", '"'},
                                                                         {"apos;", '\''},
                                                                         {"lpar;", '('},
                                                                         {"equals;", '='}}};
  if (!rest.starts_with('&')) return {};
  rest.remove_prefix(1);
  for (const auto& [name, stands_for] : kNames) {
    if (rest.starts_with(name)) return {name.size() + 1, stands_for};
  }
  if (!rest.starts_with('#')) return {};
  const bool hex = rest.size() > 1 && (rest[1] == 'x' || rest[1] == 'X');
  const std::string_view digits = rest.substr(hex ? 2 : 1, kMostDigits);
  const size_t end = std::min(
      digits.find_first_not_of(hex ? "0123456789abcdefABCDEF" : "0123456789"), digits.size());
  const auto c = AsciiOf(digits.substr(0, end), hex ? 16 : 10);
  if (!c) return {};
  const bool closed = digits.substr(end).starts_with(';');
  return {1 + (hex ? 2U : 1U) + end + (closed ? 1U : 0U), *c};
}

// "\/", "\x2F", "\u002F", "\u{2f}"
Written EscapeAt(std::string_view rest) {
  if (rest.size() < 2 || rest[0] != '\\') return {};
  if (rest[1] == '/') return {2, '/'};
  std::string_view digits;
  size_t size = 0;
  if (rest[1] == 'x') {
    digits = rest.substr(2, 2);
    size = 4;
  } else if (rest.starts_with("\\u{")) {
    const size_t end = rest.substr(0, kMostDigits + 4).find('}');
    if (end == std::string_view::npos) return {};
    digits = rest.substr(3, end - 3);
    size = end + 1;
  } else if (rest[1] == 'u') {
    digits = rest.substr(2, 4);
    size = 6;
  }
  const auto c = rest.size() < size ? std::nullopt : AsciiOf(digits, 16);
  return c ? Written{size, *c} : Written();
}

template <typename At>
std::string Replaced(std::string_view code, char first, const At& at) {
  std::string out;
  out.reserve(code.size());
  for (size_t i = 0; i < code.size();) {
    const Written written = code[i] == first ? at(code.substr(i)) : Written();
    out += written.size > 0 ? written.stands_for : code[i];
    i += std::max<size_t>(written.size, 1);
  }
  return out;
}

// "https:" + "//a.example" as one text.
std::string Joined(std::string_view code) {
  std::string out;
  out.reserve(code.size());
  for (size_t i = 0; i < code.size(); ++i) {
    if (IsQuote(code[i])) {
      const size_t plus = code.find_first_not_of(kSpace, i + 1);
      const size_t next = plus == std::string_view::npos || code[plus] != '+'
                              ? std::string_view::npos
                              : code.find_first_not_of(kSpace, plus + 1);
      if (next != std::string_view::npos && IsQuote(code[next])) {
        i = next;
        continue;
      }
    }
    out += code[i];
  }
  return out;
}

class CodeReader {
 public:
  explicit CodeReader(std::string_view code)
      : code_(Joined(Replaced(Replaced(code, '&', ReferenceAt), '\\', EscapeAt))),
        low_(LowerAscii(code_)) {}

  Snippet Read() {
    Addresses();
    Cookies();
    Stores();
    OtherStores();
    Riddles();
    out_.calls = AddressesOfCalls(code_);
    return std::move(out_);
  }

 private:
  void Add(std::vector<std::string>& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) != list.end()) return;
    if (list.size() < Snippet::kMost) {
      list.push_back(std::move(text));
    } else if (&list != &out_.unread) {
      Add(out_.unread, "…");
    }
  }
  void Unread(size_t from) {
    const size_t end = std::min(code_.find_first_of("\r\n", from), code_.size());
    const bool cut = end - from > kMostPiece;
    Add(out_.unread,
        ValidUtf8(std::string_view(code_).substr(from, std::min(end - from, kMostPiece))) +
            (cut ? "…" : ""));
  }
  // Where the scheme before the slashes at `at` begins; `at` itself: there is none.
  size_t SchemeBefore(size_t at) const {
    if (at == 0 || code_[at - 1] != ':') return at;
    size_t from = at - 1;
    while (from > 0 && low_[from - 1] >= 'a' && low_[from - 1] <= 'z') --from;
    const std::string_view scheme(low_.data() + from, at - 1 - from);
    constexpr std::array<std::string_view, 5> kLoading = {"https", "http", "wss", "ws", "ftp"};
    const bool loads = std::find(kLoading.begin(), kLoading.end(), scheme) != kLoading.end();
    return loads ? from : at;
  }

  // Behind two slashes or more, as browsers read them: either way round.
  void Addresses() {
    for (size_t at = code_.find_first_of("/\\"); at != std::string::npos;) {
      const size_t host = code_.find_first_not_of("/\\", at);
      const size_t from = SchemeBefore(at);
      const bool quoted = at > 0 && (IsQuote(code_[at - 1]) || code_[at - 1] == '=');
      if (host == std::string::npos) break;
      if (host >= at + 2) {
        AddressAt(host, from, from < at, quoted);
      } else if (from < at) {  // "https:/a.example"
        AddressAt(host, from, false, false);
      }
      at = code_.find_first_of("/\\", host);
    }
    // "https:a.example" in an attribute or a text.
    for (const std::string_view scheme : {"https:", "http:"}) {
      for (size_t at = low_.find(scheme); at != std::string::npos; at = low_.find(scheme, at + 1)) {
        AddressAt(at + scheme.size(), at, false, false);
      }
    }
  }

  // `schemed`, `quoted`: something is certainly loaded from there, or made up to be.
  void AddressAt(size_t host_at, size_t from, bool schemed, bool quoted) {
    const std::string_view rest = std::string_view(code_).substr(host_at, kMaxHost + 8);
    const size_t end = std::min(rest.find_first_of("/?#\"'`<> \t\r\n\\),;+|{}"), rest.size());
    const std::string_view authority = rest.substr(0, end);
    const char next = end < rest.size() ? rest[end] : '\0';
    std::string host = WrittenHost(authority.substr(authority.rfind('@') + 1));
    // A name without a dot is one where the address goes on, not where another piece follows.
    const bool goes_on = next == '/' || next == '?' || next == '#' || next == '>' || next == ' ' ||
                         authority.find(':') != std::string_view::npos;
    if (host.empty() && schemed && goes_on) host = HostOfAuthority(authority);
    const bool made_up = next == '{' || (IsQuote(next) && Continues(host_at + end));
    if (host == "www.w3.org") return;  // names a sort of document
    if (!host.empty()) {
      if (made_up) Unread(from);  // it may go on: "https://a.example" + region
      const std::string_view whole = rest.substr(0, rest.find_first_of("\"'`<> \t\r\n\\);,"));
      return Add(out_.addresses, host + std::string(whole.substr(std::min(end, whole.size()))));
    }
    if (schemed || (quoted && made_up)) Unread(from);
  }

  // Behind the quote at `at` a "+" or ".concat" puts something on.
  bool Continues(size_t at) const {
    const size_t next = code_.find_first_not_of(kSpace, at + 1);
    return next != std::string::npos &&
           (code_[next] == '+' || std::string_view(code_).substr(next).starts_with(".concat"));
  }

  void Cookies() {
    constexpr std::string_view kTarget = "document.cookie";
    for (size_t at = code_.find(kTarget); at != std::string::npos;
         at = code_.find(kTarget, at + 1)) {
      size_t next = code_.find_first_not_of(kSpace, at + kTarget.size());
      if (next == std::string::npos || code_[next] != '=') continue;
      if (next + 1 < code_.size() && code_[next + 1] == '=') continue;
      StoredAt(code_.find_first_not_of(kSpace, next + 1), at, "=;", TrackerKind::kCookie);
    }
  }

  void Stores() {
    constexpr std::array<std::pair<std::string_view, TrackerKind>, 5> kSetters = {
        {{"localstorage.setitem(", TrackerKind::kLocalStorage},
         {"sessionstorage.setitem(", TrackerKind::kSessionStorage},
         {"cookiestore.set(", TrackerKind::kCookie},
         {"cookies.set(", TrackerKind::kCookie},
         {"setcookie(", TrackerKind::kCookie}}};
    for (const auto& [setter, kind] : kSetters) {
      for (size_t at = low_.find(setter); at != std::string::npos; at = low_.find(setter, at + 1)) {
        if (std::string_view(low_).substr(0, at).ends_with("function ")) continue;
        StoredAt(code_.find_first_not_of(kSpace, at + setter.size()), at, "", kind);
      }
    }
  }

  // The name in the text at `at`, up to its end or one of `ends`; otherwise it is made when the
  // code runs.
  void StoredAt(size_t at, size_t from, std::string_view ends, TrackerKind kind) {
    if (at == std::string::npos || !IsQuote(code_[at])) return Unread(from);
    const std::string_view rest = std::string_view(code_).substr(at + 1);
    const size_t stop = rest.find_first_of(std::string(1, code_[at]).append(ends));
    if (stop == std::string_view::npos) return Unread(from);
    const std::string_view name = TrimAscii(rest.substr(0, stop));
    const bool open = rest[stop] == code_[at] && Continues(at + 1 + stop);
    if (name.empty() || open || name.find_first_of("{}()<>+\"'`") != std::string_view::npos) {
      return Unread(from);
    }
    const bool cookie = kind == TrackerKind::kCookie;
    AddStored({ValidUtf8(name), kind,
               cookie ? DomainBehind(at + 1 + stop, ends.empty()) : std::string()});
  }

  // What follows the name in its line gives it: "; domain=a.example", or as the member of a call
  // ("domain: 'a.example'").
  std::string DomainBehind(size_t from, bool call) const {
    constexpr std::string_view kDomain = "domain";
    constexpr size_t kMost = 512;
    std::string_view rest = std::string_view(low_).substr(from, kMost);
    rest = rest.substr(0, rest.find_first_of("\r\n"));
    const size_t at = rest.find(kDomain);
    if (at == std::string_view::npos) return {};
    std::string_view value = rest.substr(at + kDomain.size());
    const size_t sign = value.find_first_not_of(" \"'");
    if (sign == std::string_view::npos || value[sign] != (call ? ':' : '=')) return {};
    value.remove_prefix(sign + 1);
    value = value.substr(std::min(value.find_first_not_of(" \"'`"), value.size()));
    return std::string(value.substr(0, value.find_first_of(" ;,\"'`})")));
  }

  void AddStored(StoredItem item) {
    if (std::find(out_.stored.begin(), out_.stored.end(), item) != out_.stored.end()) return;
    if (out_.stored.size() < Snippet::kMost) {
      out_.stored.push_back(std::move(item));
    } else {
      Add(out_.unread, "…");
    }
  }

  // What is code, or an address, only when it runs.
  void Riddles() {
    for (const std::string_view call :
         {"eval(", "atob(", "fromcharcode(", "unescape(", "decodeuricomponent(", "decodeuri(",
          "].join(", "\".replace(", "'.replace(", "`.replace(", "rtcpeerconnection(",
          "javascript;base64", "data:text/javascript", "data:application/javascript", "//0x",
          "with(document", "with (document"}) {
      if (const size_t at = low_.find(call); at != std::string::npos) Unread(at);
    }
  }

  // What the browser keeps, reached in another way than by the calls that are read.
  void OtherStores() {
    for (const std::string_view store : {"localstorage", "sessionstorage"}) {
      for (size_t at = low_.find(store); at != std::string::npos; at = low_.find(store, at + 1)) {
        const std::string_view rest = std::string_view(low_).substr(at + store.size());
        constexpr std::array<std::string_view, 5> kRead = {".setitem(", ".getitem(", ".removeitem(",
                                                           ".key(", ".clear("};
        const bool read = std::any_of(kRead.begin(), kRead.end(), [&](std::string_view call) {
          return rest.starts_with(call);
        });
        if (!read) Unread(at);
      }
    }
    for (const std::string_view call : {"indexeddb", "caches.open(", "serviceworker.register(",
                                        "\"cookie\"", "'cookie'", "`cookie`", "$.cookie("}) {
      if (const size_t at = low_.find(call); at != std::string::npos) Unread(at);
    }
    // "d.cookie = …" of what "d" may be.
    constexpr std::string_view kTarget = ".cookie";
    for (size_t at = low_.find(kTarget); at != std::string::npos; at = low_.find(kTarget, at + 1)) {
      const size_t next = low_.find_first_not_of(kSpace, at + kTarget.size());
      const bool set = next != std::string::npos && low_[next] == '=' &&
                       !std::string_view(low_).substr(next).starts_with("==");
      if (set && !std::string_view(low_).substr(0, at).ends_with("document")) Unread(at);
    }
  }

  std::string code_;
  std::string low_;
  Snippet out_;
};

}  // namespace

Snippet ReadSnippet(std::string_view code) { return CodeReader(code).Read(); }

bool ComputesCookie(std::string_view line) {
  return line.find("document.cookie") != std::string_view::npos &&
         !ReadSnippet(line).unread.empty();
}

}  // namespace temoin::catalog
