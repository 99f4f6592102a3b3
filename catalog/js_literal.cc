#include "catalog/js_literal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/utf8.h"
#include "catalog/js_code.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr int kMostDepth = 32;
constexpr size_t kMostString = 64 * 1024;
constexpr size_t kMostStarts = 200;

bool IsIdentifierByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

void AppendCodePoint(uint32_t point, std::string& out) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

// What may still be read, of all attempts together.
struct Budget {
  size_t values = kMostLiteralValues;
  size_t names = kMostLiteralNames;
};

class Reader {
 public:
  Reader(std::string_view code, size_t at, Budget& budget)
      : code_(code), at_(at), budget_(budget) {}

  size_t at() const { return at_; }

  // Of the value that begins here; nullopt: it does not end, or is out of bounds.
  std::optional<json> Value(int depth) {
    Blanks();
    if (at_ >= code_.size() || depth > kMostDepth || budget_.values == 0) return std::nullopt;
    --budget_.values;
    const size_t start = at_;
    std::optional<json> value = Plain(depth);
    if (!value && failed_) return std::nullopt;
    Blanks();
    // "a" + b, x ? 1 : 2, f(): what goes on is an expression, of which nothing is known.
    if (value && AtEnd()) return value;
    if (!value) at_ = start;
    json named = value ? json() : Named(depth);
    if (!SkipExpression()) return std::nullopt;
    return named;
  }

  // A string literal that begins here; nullopt: there is none, or it is put together.
  std::optional<std::string> String() {
    const char quote = at_ < code_.size() ? code_[at_] : '\0';
    if (quote != '"' && quote != '\'' && quote != '`') return std::nullopt;
    std::string out;
    for (++at_; at_ < code_.size();) {
      const char c = code_[at_++];
      if (c == quote) return ValidUtf8(out);
      if (c == '\n' && quote != '`') return std::nullopt;
      if (quote == '`' && c == '$' && Peek() == '{') return std::nullopt;
      if (out.size() > kMostString) return std::nullopt;
      if (c == '\\') {
        Escape(out);
      } else {
        out += c;
      }
    }
    return std::nullopt;
  }

  // The next argument of a call, where it is a string.
  std::optional<std::string> Argument() {
    Blanks();
    if (Peek() == ',') ++at_;
    Blanks();
    return String();
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < code_.size() ? code_[at_ + ahead] : '\0';
  }
  bool AtEnd() const {
    const char c = Peek();
    return c == '\0' || c == ',' || c == '}' || c == ']' || c == ')' || c == ';';
  }

  void Blanks() {
    while (at_ < code_.size()) {
      const char c = code_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (!Comment()) {
        return;
      }
    }
  }
  bool Comment() {
    if (Peek() != '/' || (Peek(1) != '/' && Peek(1) != '*')) return false;
    const bool line = Peek(1) == '/';
    const size_t end = code_.find(line ? "\n" : "*/", at_ + 2);
    at_ = end == std::string_view::npos ? code_.size() : end + (line ? 1 : 2);
    return true;
  }

  void Escape(std::string& out) {
    const char c = Peek();
    if (c == '\0') return;
    ++at_;
    switch (c) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
      case '\r':
      case '\n':
        break;
      case 'u':
      case 'x':
        Hex(c == 'u' ? 4 : 2, out);
        break;
      default:
        out += c;
    }
  }
  void Hex(size_t digits, std::string& out) {
    uint32_t point = Number(digits);
    if (point >= 0xD800 && point < 0xDC00 && Peek() == '\\' && Peek(1) == 'u') {
      at_ += 2;
      const uint32_t low = Number(4);
      const bool pair = low >= 0xDC00 && low < 0xE000;
      point = pair ? 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
    }
    AppendCodePoint(point >= 0xD800 && point < 0xE000 ? 0xFFFD : point, out);
  }
  uint32_t Number(size_t digits) {
    uint32_t value = 0xFFFD;
    if (at_ + digits > code_.size()) return value;
    const char* const first = code_.data() + at_;
    const auto [stop, error] = std::from_chars(first, first + digits, value, 16);
    if (error != std::errc() || stop != first + digits) return 0xFFFD;
    at_ += digits;
    return value;
  }

  // What a name that stands alone is declared to be; null: it is none, or none that is known. The
  // place stays where it is.
  json Named(int depth) const {
    size_t end = at_;
    while (end < code_.size() && IsIdentifierByte(code_[end])) ++end;
    const std::string_view name = code_.substr(at_, end - at_);
    Reader after(code_, end, budget_);
    after.Blanks();
    if (name.empty() || !after.AtEnd() || budget_.names == 0) return {};
    --budget_.names;
    const size_t declared = ValueDeclared(code_, name);
    if (declared == std::string_view::npos) return {};
    return Reader(code_, declared, budget_).Value(depth + 1).value_or(json());
  }

  std::optional<json> Plain(int depth) {
    const char c = Peek();
    if (c == '{') return Object(depth);
    if (c == '[') return Array(depth);
    if (c == '"' || c == '\'' || c == '`') {
      if (auto text = String()) return json(std::move(*text));
      return std::nullopt;
    }
    if (c == '/') return Pattern();
    if ((c >= '0' && c <= '9') || c == '-') return Digits();
    for (const auto& [word, value] : {std::pair{"true", json(true)},
                                      {"false", json(false)},
                                      {"null", json()},
                                      {"undefined", json()},
                                      {"!0", json(true)},
                                      {"!1", json(false)}}) {
      const std::string_view name(word);
      if (!code_.substr(at_).starts_with(name) || IsIdentifierByte(Peek(name.size()))) continue;
      at_ += name.size();
      return value;
    }
    return std::nullopt;
  }
  std::optional<json> Digits() {
    const char* const first = code_.data() + at_;
    double value = 0;
    const auto [stop, error] = std::from_chars(first, code_.data() + code_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
    at_ += static_cast<size_t>(stop - first);
    return json(value);
  }
  std::optional<json> Pattern() {
    const size_t start = at_;
    if (!SkipPattern()) return std::nullopt;
    const size_t end = code_.rfind('/', at_ - 1);
    return json(ValidUtf8(code_.substr(start, std::min(end + 1 - start, kMostString))));
  }
  bool SkipPattern() {
    bool in_class = false;
    for (size_t i = at_ + 1; i < code_.size() && code_[i] != '\n'; ++i) {
      const char c = code_[i];
      if (c == '\\') {
        ++i;
      } else if (c == '[') {
        in_class = true;
      } else if (c == ']') {
        in_class = false;
      } else if (c == '/' && !in_class) {
        at_ = i + 1;
        while (IsIdentifierByte(Peek())) ++at_;
        return true;
      }
    }
    return false;
  }

  std::optional<json> Array(int depth) {
    json out = json::array();
    for (++at_;;) {
      Blanks();
      if (Peek() == ']') {
        ++at_;
        return out;
      }
      if (Peek() == ',') {
        ++at_;
        continue;
      }
      auto value = Value(depth + 1);
      if (!value || !Separated(']')) return Fail();
      out.push_back(std::move(*value));
    }
  }
  std::optional<json> Object(int depth) {
    json out = json::object();
    for (++at_;;) {
      Blanks();
      if (Peek() == '}') {
        ++at_;
        return out;
      }
      if (Peek() == ',') {
        ++at_;
        continue;
      }
      if (!Member(depth, out) || !Separated('}')) return Fail();
    }
  }
  bool Member(int depth, json& out) {
    const size_t start = at_;
    std::optional<std::string> key = Key();
    Blanks();
    if (key && (Peek() == ',' || Peek() == '}')) {  // "short": it is the name of what it holds
      at_ = start;
      json named = Named(depth);
      if (!named.is_null()) out[std::move(*key)] = std::move(named);
    }
    if (key && Peek() == ':') {
      ++at_;
      auto value = Value(depth + 1);
      if (!value) return false;
      out[std::move(*key)] = std::move(*value);
      return true;
    }
    return SkipExpression();  // a method, "...more", "[computed]: x"
  }
  std::optional<std::string> Key() {
    const char c = Peek();
    if (c == '"' || c == '\'') return String();
    const size_t start = at_;
    while (IsIdentifierByte(Peek())) ++at_;
    if (at_ == start) return std::nullopt;
    return ValidUtf8(code_.substr(start, std::min(at_ - start, kMostString)));
  }
  bool Separated(char close) {
    Blanks();
    if (Peek() == ',') {
      ++at_;
      return true;
    }
    return Peek() == close;
  }
  std::nullopt_t Fail() {
    failed_ = true;
    return std::nullopt;
  }

  // To the "," or the bracket that ends it; brackets in strings and comments do not count.
  bool SkipExpression() {
    std::string open;
    bool operand = true;  // a "/" here begins a pattern
    while (at_ < code_.size()) {
      Blanks();
      const char c = Peek();
      if (c == '\0') return open.empty() && at_ >= code_.size();
      if (open.empty() && AtEnd()) return true;
      if (c == '"' || c == '\'' || c == '`') {
        if (!SkipString()) return false;
        operand = false;
        continue;
      }
      if (c == '/' && operand && SkipPattern()) {
        operand = false;
        continue;
      }
      if (c == '(' || c == '[' || c == '{') {
        if (open.size() > 1'000) return false;
        open += c;
      } else if (c == ')' || c == ']' || c == '}') {
        if (open.empty()) return true;
        open.pop_back();
      }
      operand = !IsIdentifierByte(c) && c != ')' && c != ']' && c != '}';
      ++at_;
    }
    return open.empty();
  }
  // With the expressions in a template, by their brackets alone.
  bool SkipString() {
    const char quote = code_[at_];
    size_t inside = 0;
    for (++at_; at_ < code_.size(); ++at_) {
      const char c = code_[at_];
      if (c == '\\') {
        ++at_;
      } else if (quote == '`' && c == '$' && Peek(1) == '{') {
        ++inside;
        ++at_;
      } else if (inside > 0) {
        if (c == '{') ++inside;
        if (c == '}') --inside;
      } else if (c == quote) {
        ++at_;
        return true;
      } else if (c == '\n' && quote != '`') {
        return false;
      }
    }
    return false;
  }

  std::string_view code_;
  size_t at_;
  Budget& budget_;
  bool failed_ = false;
};

}  // namespace

std::optional<json> FindObjectLiteral(std::string_view code,
                                      const std::vector<std::string_view>& members) {
  if (code.size() > kMostLiteralBytes) return std::nullopt;
  Budget budget;
  size_t starts = 0;
  std::optional<json> empty;  // has the member, and nothing in it
  Comments comments(code);
  for (size_t at = comments.NextBrace(0); at != std::string_view::npos;
       at = comments.NextBrace(at + 1)) {
    if (++starts > kMostStarts || budget.values == 0) break;
    auto value = Reader(code, at, budget).Value(0);
    if (!value || !value->is_object()) continue;
    for (const std::string_view member : members) {
      const auto found = value->find(std::string(member));
      if (found == value->end()) continue;
      if (found->is_structured()) return value;
      if (!empty) empty = *value;
    }
  }
  return empty;
}

std::vector<std::string> StringsOfCalls(std::string_view code, std::string_view call,
                                        std::string_view near, size_t most) {
  std::vector<std::string> out;
  if (code.size() > kMostLiteralBytes) return out;
  const std::string open = std::string(call) + "(";
  Comments comments(code);
  bool is_near = false;  // in this statement, on this line
  for (size_t at = 0; at < code.size() && out.size() < most; ++at) {
    const std::string_view rest = code.substr(at);
    if (const size_t comment = comments.SizeAt(at); comment > 0) {
      at += comment - 1;
    } else if (rest[0] == ';' || rest[0] == '\n') {
      is_near = false;
    } else if (rest.starts_with(near)) {
      is_near = true;
    } else if (is_near && rest.starts_with(open)) {
      Budget budget{.values = 1, .names = 0};
      Reader arguments(code, at + open.size(), budget);
      while (auto text = arguments.Argument()) out.push_back(std::move(*text));
    }
  }
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace temoin::catalog
