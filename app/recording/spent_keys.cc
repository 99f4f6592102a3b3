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

std::string SpentLine(const Digest& noted, Time given_at) {
  return fmt::format("{} {}\n", EncodeHex(noted), FormatTime(given_at));
}

std::optional<std::pair<Digest, Time>> ParseSpent(std::string_view line) {
  if (line.size() < kHexDigits + 1 || line[kHexDigits] != ' ') return std::nullopt;
  const auto bytes = DecodeHex(line.substr(0, kHexDigits));
  const auto given_at = ParseTime(line.substr(kHexDigits + 1));
  if (!bytes || !given_at) return std::nullopt;
  std::pair<Digest, Time> out{{}, *given_at};
  std::copy(bytes->begin(), bytes->end(), out.first.begin());
  return out;
}

}  // namespace

Result<SpentKeyList> ParseSpentKeys(std::string_view text) {
  const Error damaged(ErrorCode::kDataLoss, "no list of spent keys");
  SpentKeyList out;
  if (text.empty()) return out;
  if (text.size() > kMaxSpentKeyBytes || !text.starts_with(kSpentHeader)) return damaged;
  text.remove_prefix(kSpentHeader.size());
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const auto key = ParseSpent(text.substr(0, end));
    // One spelling only.
    if (!key || SpentLine(key->first, key->second) != text.substr(0, end + 1)) return damaged;
    out.push_back(*key);
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string FormatSpentKeys(std::span<const std::pair<Digest, Time>> keys) {
  std::string out(kSpentHeader);
  for (const auto& [noted, given_at] : keys) out += SpentLine(noted, given_at);
  return out;
}

SpentKeys::SpentKeys(const std::string& directory, std::chrono::seconds lifetime)
    : lifetime_(lifetime), kept_(!directory.empty()), file_(directory + "/spent-keys") {}

// One from the future was noted under a clock that has been put back since.
bool SpentKeys::Over(Time given_at, Time now) const {
  return given_at + lifetime_ <= now || given_at > now + lifetime_;
}

Status SpentKeys::Read(Time now) {
  if (!kept_) return {};
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, file_.Read(kMaxSpentKeyBytes));
  TEMOIN_ASSIGN_OR_RETURN(const SpentKeyList noted, ParseSpentKeys(text));
  keys_.insert(noted.begin(), noted.end());
  Forget(now);
  if (keys_.empty() && !text.empty()) file_.Remove();
  return {};
}

Status SpentKeys::Add(std::span<const std::pair<Digest, Time>> keys, Time now) {
  if (!kept_) return {};
  std::string lines;
  for (const auto& [key, given_at] : keys) {
    const Digest noted = NotedAs(key);
    if (keys_.emplace(noted, given_at).second) lines += SpentLine(noted, given_at);
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
    std::ranges::sort(kept, std::greater(), &std::pair<Digest, Time>::second);
    kept.resize(kMaxSpentKeys / 2);
    keys_ = {kept.begin(), kept.end()};
  }
  return file_.Replace(FormatSpentKeys(kept));
}

bool SpentKeys::Contains(const Digest& key, Time now) const {
  if (keys_.empty()) return false;
  const auto found = keys_.find(NotedAs(key));
  return found != keys_.end() && !Over(found->second, now);
}

void SpentKeys::Forget(Time now) {
  if (keys_.empty()) return;
  std::erase_if(keys_, [&](const auto& each) { return Over(each.second, now); });
  if (keys_.empty()) file_.Remove();
}

}  // namespace temoin::app
