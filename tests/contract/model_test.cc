// Random operations on the store beside a model of a few lines that says what must come out.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "consent/validity.h"
#include "prooflog/hash.h"
#include "store/purge_manifest.h"
#include "tests/contract/store_contract.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

struct ModelEntry {
  EntryType type = EntryType::kConsent;
  State state = State::kKept;
  std::string record{};
  Time given_at{};
  Time due{};
  bool requested = false;
  std::optional<Index> previous{};
  std::optional<Index> superseded_by{};
  std::optional<Time> superseded_at{};
  std::optional<PurgeReason> reason{};
};

class Model {
 public:
  std::vector<ModelEntry> entries;
  std::optional<std::pair<Time, Time>> hold;  // a period
  uint64_t given = 0;

  bool Held(const ModelEntry& entry) const {
    return hold && entry.given_at >= hold->first && entry.given_at < hold->second;
  }

  std::optional<Index> EndOfLine(std::optional<Index> index) const {
    while (index && entries[*index].state == State::kKept && entries[*index].superseded_by) {
      index = entries[*index].superseded_by;
    }
    return index && entries[*index].state == State::kKept ? index : std::nullopt;
  }

  // What Append must answer for this choice.
  std::optional<Index> Give(NewChoice choice) {
    auto& previous = choice.record.previous;
    if (previous &&
        (*previous >= entries.size() || entries[*previous].type != EntryType::kConsent)) {
      return std::nullopt;
    }
    const std::optional<Index> last = EndOfLine(previous);
    // What is to be erased takes no new record.
    previous = last && entries[*last].requested ? std::nullopt : last;
    const Index index = entries.size();
    const Time now = choice.record.given_at;
    if (last) {
      ModelEntry& old = entries[*last];
      if (previous) old.superseded_by = index;
      if (!old.superseded_at) {
        old.superseded_at = now;
        old.due = std::min(old.due, AddDuration(now, kRetention));
      }
    }
    entries.push_back({.record = consent::CanonicalRecord(choice.record),
                       .given_at = now,
                       .due = AddDuration(choice.record.valid_until, kRetention),
                       .previous = previous});
    ++given;
    return index;
  }

  void Purge(const std::vector<Index>& indices, PurgeReason reason) {
    for (const Index index : indices) {
      entries[index] = {.state = State::kPurged, .reason = reason};
    }
    if (!indices.empty()) entries.push_back({.type = EntryType::kPurge});
  }

  bool Kept(Index index) const {
    return index < entries.size() && entries[index].type == EntryType::kConsent &&
           entries[index].state == State::kKept;
  }

  // The whole line, from `first` outwards, up to what was to be erased by then anyhow.
  Erased Erase(Index first, Time at, Time now) {
    Erased out;
    std::deque<Index> ahead = {first};
    for (; !ahead.empty(); ahead.pop_front()) {
      const Index index = ahead.front();
      if (!Kept(index)) continue;
      ModelEntry& entry = entries[index];
      entry.requested = true;
      entry.due = std::min(entry.due, at);
      (Held(entry) ? out.held : at > now ? out.scheduled : out.erased).push_back(index);
      for (const auto& neighbour : {entry.previous, entry.superseded_by}) {
        if (!neighbour || !Kept(*neighbour)) continue;
        ModelEntry& next = entries[*neighbour];
        if (next.requested && next.due <= at) continue;
        next.requested = true;
        next.due = std::min(next.due, at);
        ahead.push_back(*neighbour);
      }
    }
    return out;
  }

  // Whatever is due on request takes its line along.
  std::vector<Index> DueLines(Time now) {
    std::set<Index> out;
    for (Index i = 0; i < entries.size(); ++i) {
      if (!Kept(i) || !entries[i].requested || entries[i].due > now) continue;
      for (const Index gone : Erase(i, now, now).erased) out.insert(gone);
    }
    return {out.begin(), out.end()};
  }

  std::vector<Index> Due(Time now, bool requested) const {
    std::vector<Index> out;
    for (Index i = 0; i < entries.size(); ++i) {
      const ModelEntry& entry = entries[i];
      if (entry.type == EntryType::kConsent && entry.state == State::kKept && entry.due <= now &&
          entry.requested == requested && !Held(entry)) {
        out.push_back(i);
      }
    }
    return out;
  }
};

Digest RootOf(const std::vector<Digest>& leaves, size_t begin, size_t end) {
  if (begin == end) return prooflog::EmptyRoot();
  if (end - begin == 1) return leaves[begin];
  size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return prooflog::NodeHash(RootOf(leaves, begin, begin + split),
                            RootOf(leaves, begin + split, end));
}

void Compare(const Store& store, const Model& model) {
  const Head head = *store.ReadHead();
  RC_ASSERT(head.size == model.entries.size());
  std::vector<Digest> leaves;
  for (Index i = 0; i < model.entries.size(); ++i) {
    const ModelEntry& wanted = model.entries[i];
    const auto found = store.FindByIndex(i);
    RC_ASSERT(found.ok());
    RC_ASSERT(found->type == wanted.type);
    RC_ASSERT(found->row.state == wanted.state);
    RC_ASSERT(found->row.previous == wanted.previous);
    RC_ASSERT(found->row.superseded_by == wanted.superseded_by);
    RC_ASSERT(found->row.superseded_at == wanted.superseded_at);
    RC_ASSERT(found->row.purge_reason == wanted.reason);
    RC_ASSERT(found->content.has_value() ==
              (wanted.type == EntryType::kConsent && wanted.state == State::kKept));
    const auto entry = store.ReadEntries(i, 1);
    if (found->content) {
      RC_ASSERT(found->content->record == wanted.record);
      RC_ASSERT(found->row.erased_after == wanted.due);
      RC_ASSERT(found->row.held_until.has_value() == model.Held(wanted));
      RC_ASSERT(entry->at(0) == prooflog::EncodeEntry(prooflog::ConsentEntry(
                                    found->content->random, AsBytes(found->content->record))));
    }
    leaves.push_back(prooflog::LeafHash(entry->at(0)));
  }
  RC_ASSERT(head.root == RootOf(leaves, 0, leaves.size()));
  // Every purge entry names exactly the records that say so.
  const auto purges = store.ReadPurges(0, 10'000);
  for (const PurgeEntry& purge : *purges) {
    const auto manifest = ParsePurgeManifest(purge.manifest);
    RC_ASSERT(manifest.ok());
    for (const auto& [first, last] : manifest->ranges) {
      for (Index i = first; i <= last; ++i) {
        RC_ASSERT(store.FindByIndex(i)->row.purge == purge.index);
      }
    }
  }
  uint64_t counted = 0;
  const auto counts = store.ReadCounts(kSite, Time{}, At("2199-01-01T00:00:00Z"));
  for (const DailyCount& count : *counts) {
    if (count.service.empty()) counted += count.accepted;
  }
  RC_ASSERT(counted == model.given);
}

void DoesWhatTheModelSays(const StoreKind& kind) {
  const auto place = kind.make();
  const auto open = [&] {
    auto store = place->Open();
    RC_ASSERT(store.ok());
    return std::move(*store);
  };
  std::unique_ptr<Store> store = open();
  Model model;
  Time now = At("2026-01-31T00:00:00Z");
  std::optional<int64_t> hold;
  RC_ASSERT(store->Append({.now = now, .revisions = {Revision()}}).ok());
  model.entries.push_back({.type = EntryType::kRevision});
  model.entries.push_back({.type = EntryType::kPublication});

  const int steps = *rc::gen::inRange(5, 25);
  for (int step = 0; step < steps; ++step) {
    now += std::chrono::days(*rc::gen::inRange(0, 60));
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
      case 1:
      case 2: {  // choices, each perhaps in answer to any index, also nonsense
        Batch batch{.now = now};
        std::vector<std::optional<Index>> wanted;
        const int count = *rc::gen::inRange(1, 30);
        for (int i = 0; i < count; ++i) {
          std::optional<Index> previous;
          if (*rc::gen::arbitrary<bool>()) {
            previous = *rc::gen::inRange<Index>(0, model.entries.size() + 2);
          }
          batch.choices.push_back(Choice(now, previous, *rc::gen::arbitrary<bool>()));
          wanted.push_back(model.Give(batch.choices.back()));
        }
        const auto appended = store->Append(batch);
        RC_ASSERT(appended.ok());
        for (size_t i = 0; i < wanted.size(); ++i) {
          const auto& got = appended->choices[i];
          RC_ASSERT(wanted[i] == (got.ok() ? std::optional(*got) : std::nullopt));
        }
        break;
      }
      case 3: {  // erasure, now or later
        const Index index = *rc::gen::inRange<Index>(0, model.entries.size() + 2);
        const Time at = now + std::chrono::days(*rc::gen::elementOf(std::vector<int>{0, 0, 40}));
        const Erased wanted = model.Erase(index, at, now);
        model.Purge(wanted.erased, PurgeReason::kRequest);
        const auto appended = store->Append({.now = now, .erasures = {{.index = index, .at = at}}});
        RC_ASSERT(appended.ok());
        RC_ASSERT(appended->erasures[0].erased == wanted.erased);
        RC_ASSERT(appended->erasures[0].scheduled == wanted.scheduled);
        RC_ASSERT(appended->erasures[0].held == wanted.held);
        break;
      }
      case 4: {  // retention, all at once so that the entries come in a known order
        const auto retention = model.Due(now, false);
        const auto request = model.DueLines(now);
        const auto purged = store->PurgeDue(now, 100'000);
        RC_ASSERT(purged.ok());
        RC_ASSERT(!purged->more);
        RC_ASSERT(purged->purged == retention.size() + request.size());
        model.Purge(retention, PurgeReason::kRetention);
        model.Purge(request, PurgeReason::kRequest);
        break;
      }
      case 5: {
        model.entries.push_back({.type = EntryType::kHold});
        if (hold) {
          RC_ASSERT(store->ReleaseHold(*hold, now, "dpo", "operator").ok());
          hold.reset();
          model.hold.reset();
        } else {
          const Time from = now - std::chrono::days(*rc::gen::inRange(0, 400));
          const Time to = from + std::chrono::days(*rc::gen::inRange(1, 400));
          const auto added = store->AddHold({.from = from, .to = to, .reason = "r", .author = "a"});
          RC_ASSERT(added.ok());
          hold = *added;
          model.hold.emplace(from, to);
        }
        break;
      }
      case 6:
        store.reset();
        store = open();
        break;
      default:
        now += std::chrono::days(300);
        RC_ASSERT(*store->Truncate());
    }
  }
  Compare(*store, model);
  store.reset();
  store = open();
  Compare(*store, model);
}

TEST_P(StoreContract, DoesWhatTheModelSays) {
  EXPECT_TRUE(rc::check([] { DoesWhatTheModelSays(GetParam()); }));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
