#include "base/flat_map.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace temoin {
namespace TEMOIN_TEST_FILE {

RC_GTEST_PROP(FlatMap, IsWhatAMapIs, (const std::vector<std::pair<std::string, int>>& members)) {
  FlatMap<int> flat;
  std::map<std::string, int> map;
  for (const auto& [key, value] : members) {
    RC_ASSERT(flat.emplace(key, value) == map.emplace(key, value).second);
    RC_ASSERT(flat.contains(key));
    RC_ASSERT(flat.find(key)->second == map.at(key));
    RC_ASSERT(!flat.contains(key + "!") || map.contains(key + "!"));
  }
  RC_ASSERT(flat.size() == map.size());
  RC_ASSERT(std::equal(
      flat.begin(), flat.end(), map.begin(), map.end(),
      [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
}

TEST(FlatMap, AKeyThatIsThereKeepsItsValueUntilItIsAssigned) {
  FlatMap<bool> map = {{"b", true}, {"a", false}, {"b", false}};
  EXPECT_EQ(map.size(), 2U);
  EXPECT_EQ(map.begin()->first, "a");
  EXPECT_TRUE(map.find("b")->second);
  map["b"] = false;
  map["c"] = true;
  EXPECT_EQ(map, (FlatMap<bool>{{"a", false}, {"b", false}, {"c", true}}));
  EXPECT_EQ(map.find("ab"), map.end());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
