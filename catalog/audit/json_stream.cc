#include "catalog/audit/json_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace temoin::catalog {
namespace {

class Parser {
 public:
  Parser(const ByteSource& source, JsonEvents& events, const JsonStreamLimits& limits)
      : source_(source), events_(events), limits_(limits), buffer_(64 * 1024) {}

  Status Run();

 private:
  static constexpr int kEnd = -1;

  int Peek() {
    if (at_ == filled_) {
      if (ended_) return kEnd;
      consumed_ += filled_;
      at_ = 0;
      filled_ = source_(buffer_.data(), buffer_.size());
      if (filled_ == 0) {
        ended_ = true;
        return kEnd;
      }
    }
    return static_cast<unsigned char>(buffer_[at_]);
  }
  int Next() {
    const int c = Peek();
    if (c != kEnd) ++at_;
    return c;
  }
  int NextVisible() {
    int c = Next();
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n') c = Next();
    return c;
  }
  Error Fail(std::string_view what) const {
    return {ErrorCode::kInvalidArgument,
            fmt::format("not JSON: {} at byte {}", what, consumed_ + at_)};
  }
  void Keep(char c) {
    if (text_.size() < limits_.max_string) {
      text_ += c;
    } else {
      whole_ = false;
    }
  }
  // A run of characters that need no thought, as far as the buffer goes.
  void TakePlain() {
    size_t end = at_;
    while (end < filled_ && buffer_[end] != '"' && buffer_[end] != '\\' &&
           static_cast<unsigned char>(buffer_[end]) >= 0x20) {
      ++end;
    }
    const size_t room = limits_.max_string - text_.size();
    if (end - at_ > room) whole_ = false;
    text_.append(buffer_.data() + at_, std::min(end - at_, room));
    at_ = end;
  }
  void KeepCodePoint(uint32_t code);
  bool ReadHex(uint32_t& code);
  Status ReadEscape();   // after the backslash
  Status ReadUnicode();  // after "\\u"
  Status ReadString();   // after the opening quote, into text_
  Status ReadScalar(int first);

  const ByteSource& source_;
  JsonEvents& events_;
  JsonStreamLimits limits_;
  std::vector<char> buffer_;
  size_t at_ = 0;
  size_t filled_ = 0;
  size_t consumed_ = 0;
  bool ended_ = false;
  std::string text_;
  bool whole_ = true;  // text_ holds all of the string
};

// What RFC 8259, section 6, takes for a number: no plus, no leading zero, digits on both sides of
// the point.
bool IsNumber(std::string_view text) {
  size_t at = 0;
  const auto take = [&](std::string_view wanted) {
    if (at == text.size() || wanted.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
  };
  const auto digits = [&] {
    const size_t from = at;
    while (take("0123456789")) {
    }
    return at > from;
  };
  take("-");
  if (!take("0") && !digits()) return false;
  if (take(".") && !digits()) return false;
  if (take("eE")) {
    take("+-");
    if (!digits()) return false;
  }
  return at == text.size();
}

bool IsHigh(uint32_t code) { return code >= 0xD800 && code < 0xDC00; }
bool IsLow(uint32_t code) { return code >= 0xDC00 && code < 0xE000; }

void Parser::KeepCodePoint(uint32_t code) {
  if (code < 0x80) {
    Keep(static_cast<char>(code));
  } else if (code < 0x800) {
    Keep(static_cast<char>(0xC0 | (code >> 6)));
    Keep(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    Keep(static_cast<char>(0xE0 | (code >> 12)));
    Keep(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    Keep(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    Keep(static_cast<char>(0xF0 | (code >> 18)));
    Keep(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    Keep(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    Keep(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

bool Parser::ReadHex(uint32_t& code) {
  code = 0;
  for (int i = 0; i < 4; ++i) {
    const int c = Next();
    uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<uint32_t>(c - 'A' + 10);
    } else {
      return false;
    }
    code = code * 16 + digit;
  }
  return true;
}

Status Parser::ReadUnicode() {
  constexpr uint32_t kReplacement = 0xFFFD;
  uint32_t code = 0;
  if (!ReadHex(code)) return Fail("a malformed \\u escape");
  while (IsHigh(code)) {  // its other half follows, or it stands alone
    if (Peek() != '\\') break;
    Next();
    if (Peek() != 'u') {
      KeepCodePoint(kReplacement);
      return ReadEscape();
    }
    Next();
    uint32_t low = 0;
    if (!ReadHex(low)) return Fail("a malformed \\u escape");
    if (IsLow(low)) {
      KeepCodePoint(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
      return {};
    }
    KeepCodePoint(kReplacement);
    code = low;
  }
  KeepCodePoint(IsHigh(code) || IsLow(code) ? kReplacement : code);
  return {};
}

Status Parser::ReadEscape() {
  const int escaped = Next();
  switch (escaped) {
    case '"':
    case '\\':
    case '/':
      Keep(static_cast<char>(escaped));
      return {};
    case 'b':
      Keep('\b');
      return {};
    case 'f':
      Keep('\f');
      return {};
    case 'n':
      Keep('\n');
      return {};
    case 'r':
      Keep('\r');
      return {};
    case 't':
      Keep('\t');
      return {};
    case 'u':
      return ReadUnicode();
    default:
      return Fail("an unknown escape");
  }
}

Status Parser::ReadString() {
  text_.clear();
  whole_ = true;
  while (true) {
    TakePlain();
    const int c = Next();
    if (c == kEnd) return Fail("a string that never ends");
    if (c == '"') return {};
    if (c < 0x20) return Fail("a control character in a string");
    if (c == '\\') {
      TEMOIN_RETURN_IF_ERROR(ReadEscape());
    } else {
      Keep(static_cast<char>(c));
    }
  }
}

Status Parser::ReadScalar(int first) {
  text_.assign(1, static_cast<char>(first));
  while (true) {
    const int c = Peek();
    const bool part = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '+' ||
                      c == '-' || c == 'E';
    if (!part) break;
    if (text_.size() >= 64) return Fail("an overlong number");
    text_ += static_cast<char>(Next());
  }
  const bool word = text_ == "true" || text_ == "false" || text_ == "null";
  if (!word && !IsNumber(text_)) {
    const bool number = first == '-' || (first >= '0' && first <= '9');
    return Fail(number ? "a malformed number" : "an unknown word");
  }
  events_.Scalar(text_);
  return {};
}

Status Parser::Run() {
  std::vector<bool> objects;  // of each open container: whether it is an object
  bool value_next = true;     // else a separator or an end
  bool may_close = false;     // an empty container may close where a value could stand
  while (true) {
    int c = NextVisible();
    if (value_next) {
      if (may_close && c == (objects.back() ? '}' : ']')) {
        value_next = false;
        may_close = false;
      } else {
        may_close = false;
        if (!objects.empty() && objects.back()) {
          if (c != '"') return Fail("a key is missing");
          TEMOIN_RETURN_IF_ERROR(ReadString());
          events_.Key(text_);
          if (NextVisible() != ':') return Fail("a colon is missing");
          c = NextVisible();
        }
        if (c == '{' || c == '[') {
          if (objects.size() >= static_cast<size_t>(limits_.max_depth)) {
            return Fail("nesting that is too deep");
          }
          objects.push_back(c == '{');
          c == '{' ? events_.StartObject() : events_.StartArray();
          may_close = true;
          continue;
        }
        if (c == '"') {
          TEMOIN_RETURN_IF_ERROR(ReadString());
          events_.String(text_, whole_);
        } else if (c == kEnd) {
          return Fail("the end where a value is missing");
        } else {
          TEMOIN_RETURN_IF_ERROR(ReadScalar(c));
        }
        value_next = false;
        if (objects.empty()) break;
        continue;
      }
    }
    if (c == ',') {
      value_next = true;
      continue;
    }
    if (c != (objects.back() ? '}' : ']')) return Fail("a comma or an end is missing");
    objects.back() ? events_.EndObject() : events_.EndArray();
    objects.pop_back();
    if (objects.empty()) break;
  }
  if (NextVisible() != kEnd) return Fail("text after the value");
  return {};
}

}  // namespace

Status ReadJsonStream(const ByteSource& source, JsonEvents& events,
                      const JsonStreamLimits& limits) {
  return Parser(source, events, limits).Run();
}

}  // namespace temoin::catalog
