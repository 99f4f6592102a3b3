#include "catalog/redaction.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "catalog/cookie_date.h"
#include "catalog/set_cookie.h"

namespace temoin::catalog {

bool IsRedactionMark(std::string_view text) {
  // These are marks by themselves; the others only between brackets or stars.
  constexpr std::array<std::string_view, 6> kMarks = {"redacted",   "sanitized",  "sanitised",
                                                      "anonymized", "anonymised", "scrubbed"};
  constexpr std::array<std::string_view, 11> kWords = {
      "removed",  "masked",   "filtered",   "hidden",        "omitted",    "obfuscated",
      "censored", "stripped", "suppressed", "supprim\u00e9", "masqu\u00e9"};
  text = TrimAscii(text);
  if (text.size() > 96) return false;
  constexpr std::string_view kEdges = "\"'[](){}<>*";
  constexpr std::string_view kFillers = "_-#%$~ ";
  const size_t from = text.find_first_not_of(kEdges);
  if (from == std::string_view::npos) {
    return text.size() >= 3 && text.find_first_not_of('*') == std::string_view::npos;
  }
  const std::string_view core =
      TrimAscii(text.substr(from, text.find_last_not_of(kEdges) - from + 1));
  const std::string low = LowerAscii(core);
  const auto is_word = [&](std::string_view word) {
    if (!low.starts_with(word)) return false;
    const char next = low.size() == word.size() ? ' ' : low[word.size()];
    return !(next >= 'a' && next <= 'z') && next != '=';
  };
  if (std::any_of(kMarks.begin(), kMarks.end(), is_word)) return true;
  if (core.size() < text.size()) {  // between brackets or stars
    if (std::any_of(kWords.begin(), kWords.end(), is_word)) return true;
    // "[set-cookie redacted]"
    const bool last = std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view word) {
      return low.ends_with(word) && low[low.size() - word.size() - 1] == ' ';
    });
    if (last && low.find('=') == std::string::npos) return true;
    // "[2 cookies]"
    const bool counted = low.ends_with(" cookie") || low.ends_with(" cookies");
    if (counted && low.find_first_not_of("0123456789") == low.rfind(' ')) return true;
  }
  // "sha256:9f86d0…": what a value was turned into.
  constexpr std::array<std::string_view, 7> kHashes = {
      "sha1:", "sha256:", "sha-256:", "sha512:", "md5:", "hmac:", "hash:"};
  const bool hashed = std::any_of(kHashes.begin(), kHashes.end(),
                                  [&](std::string_view hash) { return low.starts_with(hash); });
  if (hashed) return true;
  // "__REDACTED__", "-- redacted --"
  const size_t start = low.find_first_not_of(kFillers);
  if (start == 0 || start == std::string::npos) return false;
  const std::string bare = low.substr(start, low.find_last_not_of(kFillers) - start + 1);
  return std::find(kMarks.begin(), kMarks.end(), bare) != kMarks.end();
}

bool HoldsRedactionMark(std::string_view text) {
  if (text.size() > kMostAttributeBytes || TrimAscii(text).empty()) return false;
  if (IsRedactionMark("[" + std::string(TrimAscii(text)) + "]")) return true;
  const auto is_word = [](char c) { return IsDateDigit(c) || (c >= 'a' && c <= 'z'); };
  const std::string low = LowerAscii(text);  // "Xxx, xx xxx xxxx"
  if (std::count(low.begin(), low.end(), 'x') >= 3 &&
      std::all_of(low.begin(), low.end(), [&](char c) { return c == 'x' || !is_word(c); })) {
    return true;
  }
  constexpr std::array<std::string_view, 6> kLeftOut = {"***",    "…",      "...",
                                                        "\u2588", "\u2022", "\uFFFD"};
  for (const std::string_view mark : kLeftOut) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  constexpr std::string_view kOpening = "[<({";
  for (size_t at = text.find_first_of(kOpening); at != std::string_view::npos;
       at = text.find_first_of(kOpening, at + 1)) {
    const size_t end = text.find_first_of("])>}", at);
    if (end == std::string_view::npos) return false;
    if (IsRedactionMark(text.substr(at, end - at + 1))) return true;
  }
  return false;
}

}  // namespace temoin::catalog
