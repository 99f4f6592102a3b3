#include "app/recording/upkeep.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

// Where a store puts backups, and what it says of them.
struct Places {
  std::vector<std::pair<std::string, std::string>> put;
  Status verdict;

  PutInPlace Put() {
    return [this](const std::string& file, const std::string& directory) {
      put.emplace_back(file, directory);
      return verdict;
    };
  }
};

TEST(Restore, PutsTheFileWhereItIsAskedTo) {
  Places places;
  EXPECT_TRUE(Restore(places.Put(), {.file = "/copy.db", .data_directory = "/data"}).ok());
  EXPECT_EQ(places.put, (std::vector<std::pair<std::string, std::string>>{{"/copy.db", "/data"}}));
}

TEST(Restore, WithoutAFilePutsNothing) {
  Places places;
  const Status refused = Restore(places.Put(), {.file = "", .data_directory = "/data"});
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(places.put.empty());
}

TEST(Restore, SaysWhatTheStoreSaysOfTheBackup) {
  Places places;
  places.verdict = Error(ErrorCode::kDataLoss, "The backup is damaged");
  const Status refused = Restore(places.Put(), {.file = "/copy.db", .data_directory = "/data"});
  EXPECT_EQ(refused.error().code, ErrorCode::kDataLoss);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
