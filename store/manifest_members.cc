#include "store/manifest_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "base/json.h"

namespace temoin::store {

ManifestMembers::ManifestMembers(std::string_view bytes, std::string_view what)
    : bytes_(bytes), what_(what) {
  auto value = ParseJson(bytes, {.max_bytes = kMaxManifestBytes, .max_depth = 4});
  if (!value) {
    Fail(value.error().message);
  } else if (!value->is_object()) {
    Fail("it is no object");
  } else {
    value_ = std::move(*value);
  }
}

void ManifestMembers::Fail(std::string_view why) {
  if (!status_) return;
  status_ =
      Error(ErrorCode::kInvalidArgument, fmt::format("not the manifest of {}: {}", what_, why));
}

const nlohmann::json* ManifestMembers::Find(const char* member) {
  if (!status_) return nullptr;
  const auto found = value_.find(member);
  if (found != value_.end()) return &*found;
  Fail(fmt::format("{} is missing", member));
  return nullptr;
}

uint64_t ManifestMembers::NumberOf(const nlohmann::json& value, const char* member) {
  constexpr uint64_t kMost = (uint64_t{1} << 53) - 1;
  if (value.is_number_unsigned() && value.get<uint64_t>() <= kMost) return value.get<uint64_t>();
  Fail(fmt::format("{} is no number", member));
  return 0;
}

uint64_t ManifestMembers::Number(const char* member) {
  const nlohmann::json* const value = Find(member);
  return value == nullptr ? 0 : NumberOf(*value, member);
}

std::optional<uint64_t> ManifestMembers::MaybeNumber(const char* member) {
  const nlohmann::json* const value = Find(member);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return NumberOf(*value, member);
}

std::string ManifestMembers::Text(const char* member) {
  const nlohmann::json* const value = Find(member);
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  Fail(fmt::format("{} is no text", member));
  return {};
}

std::string ManifestMembers::Object(const char* member) {
  const nlohmann::json* const value = Find(member);
  if (value == nullptr) return {};
  if (value->is_object()) {
    if (auto text = CanonicalJson(*value)) return std::move(*text);
  }
  Fail(fmt::format("{} is no object", member));
  return {};
}

Digest ManifestMembers::Hash(const char* member) {
  const std::string text = Text(member);
  Digest out{};
  const auto bytes = DecodeHex(text);
  if (bytes && bytes->size() == out.size()) {
    std::copy(bytes->begin(), bytes->end(), out.begin());
  } else {
    Fail(fmt::format("{} is no hash", member));
  }
  return out;
}

Time ManifestMembers::Day(const char* member) {
  const auto day = ParseDate(Text(member));
  if (day) return *day;
  Fail(fmt::format("{} is no day", member));
  return {};
}

Time ManifestMembers::InstantOf(const nlohmann::json& value) {
  if (value.is_string()) {
    if (const auto time = ParseTime(value.get_ref<const std::string&>())) return *time;
  }
  Fail("a time is none");
  return {};
}

Time ManifestMembers::Instant(const char* member) {
  const nlohmann::json* const value = Find(member);
  return value == nullptr ? Time{} : InstantOf(*value);
}

std::optional<Time> ManifestMembers::MaybeInstant(const char* member) {
  const nlohmann::json* const value = Find(member);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return InstantOf(*value);
}

IndexRanges ManifestMembers::Ranges(const char* member) {
  const nlohmann::json* const value = Find(member);
  if (value == nullptr) return {};
  auto ranges = ParseRanges(*value);
  if (ranges) return std::move(*ranges);
  Fail(ranges.error().message);
  return {};
}

Status ManifestMembers::Same(const Result<std::string>& again) const {
  if (again.ok() && *again == bytes_) return {};
  return Error(ErrorCode::kInvalidArgument,
               fmt::format("not the manifest of {}: the bytes are not canonical", what_));
}

}  // namespace temoin::store
