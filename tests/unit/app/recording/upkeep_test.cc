#include "app/recording/upkeep.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"

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

// A site whose evidence is kept for so long.
catalog::Site Keeping(const char* duration) {
  catalog::Site site;
  site.id = "a.example";
  site.evidence_retention.duration = ParseDuration(duration).value();
  return site;
}

TEST(CheckBackupLife, ABackupGoesBeforeTheEvidence) {
  const Time now = ParseTime("2026-02-01T00:00:00Z").value();
  EXPECT_TRUE(CheckBackupLife(Keeping("P1M"), 27, now).ok());
  const Status refused = CheckBackupLife(Keeping("P1M"), 28, now);  // February
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kUnprocessable);
  EXPECT_NE(refused.error().message.find("28 days outlives the evidence of a.example"),
            std::string::npos);
  EXPECT_TRUE(CheckBackupLife(Keeping("P6Y"), 2000, now).ok());
  EXPECT_FALSE(CheckBackupLife(Keeping("PT0S"), 0, now).ok());
}

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
