// Search, beside looking at every record.
#include <gmock/gmock.h>

#include <chrono>
#include <vector>

#include "tests/contract/store_contract.h"
#include "tests/unit/store/search_records.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

TEST_P(StoreContract, FindsWhatLookingAtEveryRecordFinds) {
  SearchRecords records(*this);
  records.Fill();
  std::vector<SearchQuery> queries(12);
  queries[1].site = kOther;
  queries[2].site = kSite;
  queries[2].event = consent::Event::kWithdrawn;
  queries[3].revision = Revision(kNext).hash;
  queries[4].from = now_ + std::chrono::hours(5);
  queries[4].to = now_ + std::chrono::hours(6);
  queries[4].contents = true;
  queries[5].site = kOther;
  queries[5].event = consent::Event::kPartial;
  queries[5].contents = true;
  queries[6].decision = {"adform", true};
  queries[7].decision = {"adform", false};
  queries[8].decision = {"vimeo", true};
  queries[8].event = consent::Event::kRefused;
  queries[9].decision = {"vimeo", false};
  queries[9].site = kOther;
  queries[10].decision = {"x", true};
  queries[11].decision = {"nobody", true};
  size_t found = 0;
  for (SearchQuery& query : queries) {
    for (const bool newest_first : {true, false}) {
      query.newest_first = newest_first;
      query.limit = newest_first ? 7 : 1000;
      SCOPED_TRACE(&query - queries.data());
      const std::vector<Index> expected = records.Slowly(query);
      EXPECT_THAT(records.Paged(query, Deadline::max()), ElementsAreArray(expected));
      EXPECT_THAT(records.Paged(query, Deadline::min()), ElementsAreArray(expected));
      found += expected.size();
    }
  }
  EXPECT_GT(found, 20'000U) << "the queries must find something";
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
