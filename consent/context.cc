#include "consent/context.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace temoin::consent {
namespace {

constexpr int64_t kMaxSeconds = 253'402'300'799;  // end of the year 9999

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<int64_t> Number(std::string_view text, int64_t most) {
  if (text.empty() || text.size() > 16 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  if (text[0] < '0' || text[0] > '9') return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

bool IsServiceId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::string EncodeContext(const Context& context) {
  std::string out;
  out.reserve(384);
  out.append("1~").append(context.revision);
  for (const int64_t number : {context.generation, context.given_at.time_since_epoch().count(),
                               context.valid_until.time_since_epoch().count()}) {
    out.append("~").append(std::to_string(number));
  }
  out += '~';
  bool first = true;
  for (const auto& [service, decision] : context.decisions) {
    if (!first) out += '_';
    first = false;
    out += service;
    out += decision ? ":1" : ":0";
  }
  return out;
}

std::optional<Context> DecodeContext(std::string_view text) {
  if (text.size() > kMaxContextBytes) return std::nullopt;
  const auto parts = Split(text, '~');
  if (parts.size() != 6 || parts[0] != "1" || !IsSha256Hex(parts[1])) return std::nullopt;
  Context context;
  context.revision = parts[1];
  const auto generation = Number(parts[2], (int64_t{1} << 53) - 1);
  const auto given_at = Number(parts[3], kMaxSeconds);
  const auto valid_until = Number(parts[4], kMaxSeconds);
  if (!generation || *generation < 1 || !given_at || !valid_until) return std::nullopt;
  context.generation = *generation;
  context.given_at = Time(std::chrono::seconds(*given_at));
  context.valid_until = Time(std::chrono::seconds(*valid_until));
  if (parts[5].empty()) return context;
  std::string_view before;
  for (const std::string_view decision : Split(parts[5], '_')) {
    if (decision.size() < 3) return std::nullopt;
    const std::string_view service = decision.substr(0, decision.size() - 2);
    const std::string_view mark = decision.substr(decision.size() - 2);
    if (!IsServiceId(service) || (mark != ":0" && mark != ":1") || service <= before) {
      return std::nullopt;
    }
    context.decisions.emplace(service, mark == ":1");
    before = service;
  }
  return context;
}

}  // namespace temoin::consent
