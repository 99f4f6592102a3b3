// Some thousand records of every kind, and what a search of them must find.
#ifndef TEMOIN_TESTS_UNIT_STORE_SEARCH_RECORDS_H_
#define TEMOIN_TESTS_UNIT_STORE_SEARCH_RECORDS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <vector>

#include "consent/record.h"
#include "tests/unit/store/store_steps.h"

namespace temoin::store {

inline constexpr char kOther[] = "autre.fr";
inline constexpr char kNext[] = R"({"n":2})";

class SearchRecords {
 public:
  explicit SearchRecords(StoreSteps& steps) : steps_(steps) {}

  // Three revisions of two sites and some thousand answers of every kind, some of them erased.
  void Fill() {
    steps_.Append(
        {.now = steps_.now_,
         .revisions = {Revision(), Revision("{\"n\":1}", 1, kOther), Revision(kNext, 2)}});
    Batch batch{.now = steps_.now_};
    for (int i = 0; i < 4000; ++i) {
      batch.choices.push_back(AnyChoice(i));
      if (batch.choices.size() < 500) continue;
      steps_.Append(batch);
      batch.choices.clear();
    }
    for (Index index = 3; index < 4000; index += 37) batch.erasures.push_back({index, steps_.now_});
    steps_.Append(batch);
  }
  NewChoice AnyChoice(int i) {
    NewChoice choice = Choice(steps_.now_ + std::chrono::minutes(i / 2), std::nullopt, true,
                              dice_() % 700 == 0 ? kOther : kSite);
    consent::Record& record = choice.record;
    if (i > 2500 && record.site == kSite) {
      record.revision = Revision(kNext).hash;
      record.generation = 2;
      record.decisions["x"] = true;
      record.basis["x"] = consent::Basis::kConsent;
    }
    record.basis["vimeo"] = consent::Basis::kExemptWithOptOut;
    const auto kind = static_cast<unsigned>(dice_() % 1000);
    const consent::Decisions answered = record.decisions;
    for (const auto& [service, before] : answered) {
      bool& accepted = record.decisions[service];
      // An exempt service that is opposed to, or tolerated, changes no event.
      const bool opposes = service == "vimeo" && dice_() % 4 == 0;
      accepted = kind < 500 ? !opposes : kind < 700 ? dice_() % 2 == 0 : kind < 995 && opposes;
    }
    record.event = kind < 500   ? consent::Event::kGiven
                   : kind < 700 ? consent::Event::kPartial
                   : kind < 995 ? consent::Event::kRefused
                                : consent::Event::kWithdrawn;
    record.action = consent::Action::kSave;
    return choice;
  }

  // What a search must find, by looking at every record.
  std::vector<Index> Slowly(const SearchQuery& query) {
    std::vector<Index> out;
    const Index size = steps_.store_->ReadHead()->size;
    for (Index at = 0; at < size; ++at) {
      const Found found = steps_.Find(at);
      if (found.type != EntryType::kConsent || !found.content) continue;
      const auto record = consent::ParseRecord(found.content->record);
      EXPECT_TRUE(record.ok());
      if (query.site && record->site != *query.site) continue;
      if (query.from && record->given_at < *query.from) continue;
      if (query.to && record->given_at >= *query.to) continue;
      if (query.event && record->event != *query.event) continue;
      if (query.revision && record->revision != *query.revision) continue;
      if (query.decision) {
        const auto answer = record->decisions.find(query.decision->service);
        if (answer == record->decisions.end() || answer->second != query.decision->accepted) {
          continue;
        }
      }
      out.push_back(at);
    }
    if (query.newest_first) std::ranges::reverse(out);
    return out;
  }
  std::vector<Index> Paged(SearchQuery query, Deadline deadline) {
    std::vector<Index> out;
    while (true) {
      const auto page = steps_.store_->Search(query, deadline);
      EXPECT_TRUE(page.ok());
      if (!page.ok()) return out;
      EXPECT_LE(page->rows.size(), query.limit);
      EXPECT_EQ(page->contents.size(), query.contents ? page->rows.size() : 0U);
      for (size_t i = 0; i < page->rows.size(); ++i) {
        out.push_back(page->rows[i].index);
        if (query.contents) {
          EXPECT_EQ(page->contents[i].record, steps_.Find(out.back()).content->record);
        }
      }
      if (!page->next) return out;
      query.cursor = page->next;
    }
  }

 private:
  StoreSteps& steps_;
  std::mt19937 dice_{6};
};

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_STORE_SEARCH_RECORDS_H_
