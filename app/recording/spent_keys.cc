#include "app/recording/spent_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/calendar.h"
#include "base/encoding.h"

namespace temoin::app {
namespace {

constexpr std::string_view kSpentHeader = "temoin spent keys v1\n";
constexpr size_t kHexDigits = 2 * sizeof(Digest);

Digest NotedAs(const Digest& key) { return Sha256("temoin spent key\n" + EncodeHex(key)); }

std::string SpentLine(const SpentKey& key) {
  return fmt::format("{} {}\n", EncodeHex(key.first), FormatTime(key.second));
}

std::optional<SpentKey> ParseSpent(std::string_view line) {
  if (line.size() < kHexDigits + 1 || line[kHexDigits] != ' ') return std::nullopt;
  const auto bytes = DecodeHex(line.substr(0, kHexDigits));
  const auto given_at = ParseTime(line.substr(kHexDigits + 1));
  if (!bytes || !given_at) return std::nullopt;
  SpentKey out{{}, *given_at};
  std::copy(bytes->begin(), bytes->end(), out.first.begin());
  return out;
}

}  // namespace

Result<SpentKeyList> ParseSpentKeys(std::string_view text) {
  if (text.size() > kMaxSpentKeyBytes) return Error(ErrorCode::kDataLoss, "no list of spent keys");
  return ParseNotes<SpentKey>(text, kSpentHeader, ParseSpent, SpentLine);
}

std::string FormatSpentKeys(std::span<const SpentKey> keys) {
  std::string out(kSpentHeader);
  for (const SpentKey& key : keys) out += SpentLine(key);
  return out;
}

SpentKeys::SpentKeys(const std::string& directory, std::chrono::seconds lifetime)
    : lifetime_(lifetime), kept_(!directory.empty()), file_(directory + "/spent-keys") {}

Status SpentKeys::Read(Time now) {
  if (!kept_) return {};
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, file_.Read(kMaxSpentKeyBytes));
  TEMOIN_ASSIGN_OR_RETURN(const SpentKeyList noted, ParseSpentKeys(text));
  keys_.insert(noted.begin(), noted.end());
  Forget(now);
  if (keys_.empty() && !text.empty()) file_.Remove();
  return {};
}

Status SpentKeys::Add(std::span<const SpentKey> keys, Time now) {
  if (!kept_) return {};
  std::string lines;
  for (const auto& [key, given_at] : keys) {
    const Digest noted = NotedAs(key);
    if (keys_.emplace(noted, given_at).second) lines += SpentLine({noted, given_at});
  }
  if (lines.empty()) return {};
  if (file_.ready() && keys_.size() <= kMaxSpentKeys &&
      file_.bytes() + lines.size() <= kMaxSpentKeyBytes) {
    return file_.Append(lines);
  }
  // The whole file: the first of this run, or one that has grown. Then half of it has to go, so
  // that not every further key writes all of it.
  Forget(now);
  SpentKeyList kept(keys_.begin(), keys_.end());
  if (kept.size() > kMaxSpentKeys) {
    std::ranges::sort(kept, std::greater(), &SpentKey::second);
    kept.resize(kMaxSpentKeys / 2);
    keys_ = {kept.begin(), kept.end()};
  }
  return file_.Replace(FormatSpentKeys(kept));
}

bool SpentKeys::Contains(const Digest& key, Time now) const {
  if (keys_.empty()) return false;
  const auto found = keys_.find(NotedAs(key));
  return found != keys_.end() && !RetryIsOver(found->second, lifetime_, now);
}

void SpentKeys::Forget(Time now) {
  if (keys_.empty()) return;
  std::erase_if(keys_, [&](const auto& each) { return RetryIsOver(each.second, lifetime_, now); });
  if (keys_.empty()) file_.Remove();
}

}  // namespace temoin::app
