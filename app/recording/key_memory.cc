#include "app/recording/key_memory.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/encoding.h"

namespace temoin::app {
namespace {

constexpr size_t kLearnPage = store::kMaxSearchLimit;

// A hash that a record holds, read without the rest of it, of which a start reads very many. In
// canonical bytes a quotation mark within a text is escaped, so that a member of this name with a
// hash is the record's own: of services, whose ids are names too, it says other things.
std::optional<Digest> HashIn(std::string_view record, std::string_view member) {
  const std::string begin = '"' + std::string(member) + "\":\"";
  for (size_t at = record.find(begin); at != std::string_view::npos;
       at = record.find(begin, at + 1)) {
    const std::string_view text = record.substr(at + begin.size());
    if (text.size() <= 2 * sizeof(Digest) || text[2 * sizeof(Digest)] != '"') continue;
    const auto bytes = DecodeHex(text.substr(0, 2 * sizeof(Digest)));
    if (!bytes) continue;
    Digest out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
  }
  return std::nullopt;
}

}  // namespace

void KeyMemory::Forget(Time now) {
  const auto over = [&](Time given_at) { return RetryIsOver(given_at, lifetime_, now); };
  while (!order_.empty() && (over(order_.front().first) || order_.size() > capacity_)) {
    const auto found = choices_.find(order_.front().second);
    // A key used again later stands further back in the order, too.
    if (found != choices_.end() && found->second.given_at == order_.front().first) {
      choices_.erase(found);
    }
    order_.pop_front();
  }
}

void KeyMemory::Remember(const Digest& key, const RememberedChoice& choice) {
  choices_.insert_or_assign(key, choice);
  order_.emplace_back(choice.given_at, key);
  Forget(choice.given_at);
}

std::optional<RememberedChoice> KeyMemory::Find(const Digest& key, Time now) {
  Forget(now);
  const auto found = choices_.find(key);
  if (found == choices_.end()) return std::nullopt;
  return found->second;
}

void KeyMemory::MarkRepeated(const Digest& key) {
  if (const auto found = choices_.find(key); found != choices_.end()) found->second.repeated = true;
}

SpentKeyList KeyMemory::KeysOf(std::span<const store::Index> records) const {
  SpentKeyList out;
  if (records.empty()) return out;
  const std::set<store::Index> wanted(records.begin(), records.end());
  for (const auto& [key, choice] : choices_) {
    if (wanted.contains(choice.index)) out.emplace_back(key, choice.given_at);
  }
  return out;
}

Status KeyMemory::Learn(const store::Store& store, Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
  std::vector<std::pair<Digest, RememberedChoice>> learnt;
  std::vector<Digest> repeated;
  store::Index end = head.size;
  // Choices without a key are looked at, too, and choices wait until this is done.
  const store::Index last = end > capacity_ ? end - capacity_ : 0;
  bool recent = true;
  while (end > last && recent) {
    const store::Index begin = end - std::min<store::Index>(end - last, kLearnPage);
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Found> page,
                            store.ReadRange(begin, end - begin));
    for (auto found = page.rbegin(); found != page.rend(); ++found) {
      if (found->type != store::EntryType::kConsent || !found->content) continue;
      recent = found->row.given_at + lifetime_ > now;
      if (!recent) break;
      const auto key = HashIn(found->content->record, "key");
      if (!key) continue;
      learnt.emplace_back(
          *key, RememberedChoice{.index = found->row.index, .given_at = found->row.given_at});
      const auto repeats = HashIn(found->content->record, "repeats");
      if (repeats) repeated.push_back(*repeats);
    }
    end = begin;
  }
  std::reverse(learnt.begin(), learnt.end());
  for (const auto& [key, choice] : learnt) Remember(key, choice);
  for (const Digest& key : repeated) MarkRepeated(key);
  return {};
}

}  // namespace temoin::app
