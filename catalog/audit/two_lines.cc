#include "catalog/audit/two_lines.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "catalog/audit/log_lines.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostFieldName = 64;
constexpr size_t kMostLabel = 32;

template <size_t kSize>
bool IsIn(const std::array<std::string_view, kSize>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Fields whose value is an address of somebody else, or may be.
bool TellsOfOthers(std::string_view low) {
  constexpr std::array<std::string_view, 9> kNames = {
      "referer",  "referrer",         "origin",
      "location", "content-location", "access-control-allow-origin",
      "link",     "sourcemap",        "refresh"};
  return IsIn(kNames, low);
}

TwoLines::Line KindOf(std::string_view low) {
  using Line = TwoLines::Line;
  if (low == "set-cookie") return Line::kSetCookie;
  if (low == "cookie") return Line::kCookie;
  if (low == "host" || low == ":authority") return Line::kHost;
  if (low == "date") return Line::kDate;
  return Line::kAlone;
}

bool IsCookie(TwoLines::Line kind) {
  return kind == TwoLines::Line::kSetCookie || kind == TwoLines::Line::kCookie;
}

// Names that no value looks like.
bool IsSurelyName(std::string_view written) {
  constexpr std::array<std::string_view, 4> kGeneral = {"request method", "status code",
                                                        "remote address", "referrer policy"};
  const std::string low = LowerCase(written);
  return KindOf(low) != TwoLines::Line::kAlone || TellsOfOthers(low) || TellsOfNames(low) ||
         IsIn(kGeneral, low) || IsRequestUrl(written) || low.starts_with(':') ||
         (low.find('-') != std::string::npos && !FieldName(low + ":").empty());
}

// "Date: Fri, 20 Nov …"
bool IsWholeField(std::string_view line) {
  const size_t size = FieldName(line).size();
  return size > 0 && line.size() > size + 1 && (line[size + 1] == ' ' || line[size + 1] == '\t');
}

bool MayBeName(std::string_view line) {
  return line.size() <= kMostFieldName &&
         line.find_first_of("=;\"<>{}") == std::string_view::npos &&
         line.find(": ") == std::string_view::npos;
}

}  // namespace

bool TellsOfNames(std::string_view low) {
  constexpr std::array<std::string_view, 6> kNames = {
      "vary",    "connection",    "access-control-allow-headers",
      "trailer", "cache-control", "access-control-expose-headers"};
  return IsIn(kNames, low);
}

bool IsRequestUrl(std::string_view name) {
  if (name.size() > kMostLabel) return false;
  const std::string low = LowerCase(name);
  if (low == "request url") return true;
  if (low.starts_with("x-")) return false;
  for (const std::string_view other : {"refer", "redir", "origin"}) {
    if (low.find(other) != std::string::npos) return false;
  }
  return name.find("URL") != std::string_view::npos;
}

TwoLines::Line TwoLines::Take(std::string_view line, size_t number, bool structured) {
  const std::string name = std::exchange(name_, std::string());
  const size_t name_number = std::exchange(number_, number);
  const bool name_had_colon = std::exchange(colon_, false);
  const std::string low = LowerCase(name);
  const Line kind = KindOf(low);
  lost_ = {};
  const bool head = line.find(" HTTP/") != std::string_view::npos || line.starts_with("HTTP/");
  const bool whole = IsWholeField(line);
  const std::string_view written =
      line.ends_with(':') ? TrimOws(line.substr(0, line.size() - 1)) : line;
  const bool name_again = MayBeName(line) && IsSurelyName(written);
  copied_ = copied_ || IsRequestUrl(TrimOws(line.substr(0, line.find(':'))));
  const bool no_value = line.empty() || head || whole;
  if (kind != Line::kAlone) {
    if (!no_value && !(name_again && IsCookie(kind))) return kind;
    lost_ = {kind, name_number, name_had_colon};
  }
  if (no_value) return Line::kAlone;
  if (IsAddressLine(line)) {
    return name.empty() ? Line::kAlone : AddressBehind(name, structured);
  }
  const bool value = !name.empty() && (!name_again || TellsOfNames(low));
  if (value || !MayBeName(line)) return Line::kAlone;
  name_ = written;
  colon_ = written.size() < line.size();
  copied_ = copied_ || (!colon_ && name_again);
  return colon_ && KindOf(LowerCase(written)) != Line::kAlone ? Line::kName : Line::kAlone;
}

// A name of which it is not known that it is one may be a heading above an address.
TwoLines::Line TwoLines::AddressBehind(std::string_view name, bool structured) const {
  if (IsRequestUrl(name)) return Line::kRequestUrl;
  const std::string low = LowerCase(name);
  if (TellsOfOthers(low)) return Line::kElsewhere;
  if (low.find(' ') != std::string::npos) {
    const bool others =
        low.find("refer") != std::string::npos || low.find("redir") != std::string::npos;
    return others ? Line::kElsewhere : Line::kAlone;
  }
  if (low.find('-') != std::string::npos) {
    return copied_ || structured ? Line::kElsewhere : Line::kUncertain;
  }
  if (!copied_) return Line::kAlone;
  return low == name ? Line::kElsewhere : Line::kUncertain;
}

TwoLines::Lost TwoLines::TakeLost() { return std::exchange(lost_, Lost()); }

void TwoLines::End() {
  const Line kind = KindOf(LowerCase(name_));
  lost_ = kind == Line::kAlone ? Lost() : Lost{kind, number_, colon_};
  name_.clear();
}

bool TwoLines::waits_for_cookie() const { return IsCookie(KindOf(LowerCase(name_))); }

}  // namespace temoin::catalog
