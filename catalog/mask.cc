#include "catalog/mask.h"

#include <algorithm>

namespace temoin::catalog {
namespace {

// Words that are longer than any word a person chose for a tracker.
constexpr size_t kLongWord = 24;
constexpr size_t kLongMixedWord = 16;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsWord(char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// 8-4-4-4-12 hexadecimal digits, whatever follows.
constexpr size_t kUuid = 36;
bool StartsWithUuid(std::string_view text) {
  if (text.size() < kUuid) return false;
  for (size_t i = 0; i < kUuid; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

// How a word of letters and digits reads once what varies from visitor to visitor is gone.
std::string MaskWord(std::string_view word) {
  size_t digits = 0;
  size_t turns = 0;  // from letter to digit or back
  size_t rises = 0;  // from a small letter to a capital
  for (size_t i = 0; i < word.size(); ++i) {
    if (IsDigit(word[i])) ++digits;
    if (i == 0) continue;
    if (IsDigit(word[i]) != IsDigit(word[i - 1])) ++turns;
    if (IsLower(word[i - 1]) && IsUpper(word[i])) ++rises;
  }
  const size_t size = word.size();
  bool masked = false;
  if (digits == 0) {
    masked = size >= kLongWord || (rises >= 4 && size >= 10);
  } else if (turns == 0) {
    masked = size >= 3;
  } else if (turns == 1 && IsDigit(word.back())) {
    if (size < kLongMixedWord && digits >= 3)
      return std::string(word.substr(0, size - digits)) + '*';
    masked = size >= kLongMixedWord;
  } else {
    masked = size >= (turns == 1 ? 5 : 4);
  }
  return masked ? "*" : std::string(word);
}

bool IsSeparator(char c) { return c == '-' || c == '_' || c == '.' || c == ':'; }

// "*-*_*" says no more than "*".
std::string Collapse(std::string_view text) {
  std::string out;
  size_t star = std::string::npos;  // in `out`, with only separators after it
  for (const char c : text) {
    if (c == '*' && star != std::string::npos) {
      out.resize(star + 1);
      continue;
    }
    out += c;
    if (c == '*') {
      star = out.size() - 1;
    } else if (!IsSeparator(c)) {
      star = std::string::npos;
    }
  }
  return out;
}

}  // namespace

std::string MaskName(std::string_view name) {
  if (name.find('@') != std::string_view::npos || name.find("%40") != std::string_view::npos) {
    return "*";
  }
  std::string out;
  for (size_t at = 0; at < name.size();) {
    if (StartsWithUuid(name.substr(at))) {
      out += '*';
      at += kUuid;
      continue;
    }
    if (!IsWord(name[at])) {
      out += name[at] > ' ' && name[at] <= '~' ? name[at] : '*';
      ++at;
      continue;
    }
    const auto* const begin = name.begin() + static_cast<std::ptrdiff_t>(at);
    const auto* const end = std::find_if_not(begin, name.end(), IsWord);
    out += MaskWord(std::string_view(begin, end));
    at += static_cast<size_t>(end - begin);
  }
  return Collapse(std::string_view(Collapse(out)).substr(0, kMaxMaskedName));
}

}  // namespace temoin::catalog
