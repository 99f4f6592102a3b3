#include "app/recording/key_memory.h"

#include <algorithm>
#include <vector>

namespace temoin::app {
namespace {

constexpr size_t kLearnPage = 1024;

}  // namespace

Digest ChoiceFingerprint(std::string_view revision, consent::Action action,
                         const consent::Decisions& decisions) {
  std::string text(revision);
  text += ' ';
  text += consent::ActionName(action);
  for (const auto& [service, accepted] : decisions) {
    text += ' ';
    text += service;
    text += accepted ? '+' : '-';
  }
  return Sha256(text);
}

void KeyMemory::Forget(Time now) {
  // One from the future was remembered under a clock that has been put back since.
  const auto over = [&](Time given_at) {
    return given_at + lifetime_ <= now || given_at > now + lifetime_;
  };
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

Status KeyMemory::Learn(const store::Store& store, Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
  std::vector<std::pair<Digest, RememberedChoice>> learnt;
  std::vector<Digest> repeated;
  store::Index end = head.size;
  bool recent = true;
  while (end > 0 && recent && learnt.size() < capacity_) {
    const store::Index begin = end > kLearnPage ? end - kLearnPage : 0;
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Found> page,
                            store.ReadRange(begin, end - begin));
    for (auto found = page.rbegin(); found != page.rend(); ++found) {
      if (found->type != store::EntryType::kConsent || !found->content) continue;
      if (found->row.given_at + lifetime_ <= now) {
        recent = false;
        break;
      }
      TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                              consent::ParseRecord(found->content->record));
      if (!record.key) continue;
      learnt.emplace_back(
          *record.key,
          RememberedChoice{ChoiceFingerprint(record.revision, record.action, record.decisions),
                           found->row.index, record.given_at});
      if (record.repeats) repeated.push_back(*record.repeats);
    }
    end = begin;
  }
  std::reverse(learnt.begin(), learnt.end());
  for (const auto& [key, choice] : learnt) Remember(key, choice);
  for (const Digest& key : repeated) MarkRepeated(key);
  return {};
}

}  // namespace temoin::app
