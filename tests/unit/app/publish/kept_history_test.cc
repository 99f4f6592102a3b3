#include "app/publish/kept_history.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "app/publish/published_sites.h"
#include "base/calendar.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

constexpr const char* kSite = "a.example";

class KeptHistoryTest : public testing::Test {
 protected:
  static store::Publication Of(char hash, int64_t generation, int day) {
    return {.index = static_cast<store::Index>(day),
            .site = kSite,
            .hash = std::string(64, hash),
            .generation = generation,
            .since = "{}",
            .published_at = *ParseTime(fmt::format("2026-01-{:02}T00:00:00Z", day))};
  }
  void Keep(const std::vector<store::Publication>& history) const {
    std::filesystem::create_directories(directory_.path() + "/published");
    ASSERT_TRUE(WriteHistory(directory_.path(), kSite, history, /*whole=*/true).ok());
  }
  Result<std::vector<store::Publication>> Behind(const std::vector<store::Publication>& stored,
                                                 std::optional<uint64_t> entries = 10) const {
    return KeptBehind(directory_.path(), kSite, stored, entries);
  }
  void ExpectUnused(const std::vector<store::Publication>& stored,
                    std::optional<uint64_t> entries = 10) const {
    const auto behind = Behind(stored, entries);
    ASSERT_FALSE(behind.ok());
    EXPECT_EQ(behind.error().code, ErrorCode::kDataLoss);
    EXPECT_NE(behind.error().message.find("a.example.history.json"), std::string::npos);
  }

  const TemporaryDirectory directory_;
  const store::Publication first_ = Of('a', 1, 1);
  const store::Publication second_ = Of('b', 2, 2);
};

TEST_F(KeptHistoryTest, NothingIsKeptBehindWhatTheDatabaseHas) {
  EXPECT_TRUE(Behind({})->empty());
  Keep({first_});
  EXPECT_TRUE(Behind({first_})->empty());
  EXPECT_TRUE(Behind({first_, second_})->empty());
  EXPECT_TRUE(Behind({second_})->empty());
}

TEST_F(KeptHistoryTest, WhatGoesOnFromTheDatabaseIsTold) {
  Keep({first_, second_});
  ASSERT_EQ(Behind({first_})->size(), 1U);
  EXPECT_TRUE(SamePublication(Behind({first_})->front(), second_));
  EXPECT_EQ(Behind({})->size(), 2U);
  // A correction of the clock moved its time in the database.
  EXPECT_EQ(Behind({Of('a', 1, 9)})->size(), 1U);
  // One text again, and again.
  Keep({first_, Of('b', 1, 2), Of('a', 1, 3)});
  EXPECT_EQ(Behind({first_})->size(), 2U);
  EXPECT_TRUE(Behind({first_, Of('b', 1, 2), Of('a', 1, 3)})->empty());
  Keep({first_, first_});
  EXPECT_TRUE(Behind({first_})->empty());
}

TEST_F(KeptHistoryTest, WhatDoesNotFollowIsUnused) {
  Keep({Of('a', 2, 1)});
  ExpectUnused({first_});
  Keep({Of('b', 9, 1)});
  ExpectUnused({first_});
  Keep({first_, Of('b', 13, 2)});
  ExpectUnused({first_});
  EXPECT_TRUE(Behind({first_}, 11).ok());
  Keep({Of('a', 100, 1)});
  ExpectUnused({});
  EXPECT_TRUE(Behind({}, std::nullopt).ok());
}

TEST_F(KeptHistoryTest, AFileThatNobodyWroteIsUnused) {
  Keep({first_});
  const std::string path = directory_.path() + "/published/a.example.history.json";
  std::string text;
  std::getline(std::ifstream(path), text, '\0');
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string out = text;
    const size_t at = out.find(from);
    return at == std::string::npos ? out : out.replace(at, from.size(), to);
  };
  const std::string one = "\"generation\": 1";
  for (const std::string& forged :
       {with(one, "\"generation\": -1"), with(one, "\"generation\": 9223372036854775807"),
        with(one, "\"generation\": 9223372036854775808"), with(one, "\"generation\": 1e3"),
        with("\"since\": {}", "\"since\": {\"s\": 2}"), std::string(kMaxHistoryBytes + 1, ' '),
        std::string("["), std::string()}) {
    ASSERT_NE(forged, text);
    std::ofstream(path) << forged;
    EXPECT_FALSE(Behind({first_}).ok());
  }
}

TEST_F(KeptHistoryTest, ALossCountsUntilItsSiteWasPublishedAgain) {
  const auto lost = [](store::Index first, store::Index end) {
    return std::vector<store::Loss>{{.first = first, .end = end}};
  };
  EXPECT_FALSE(LostBehind({}, {}));
  EXPECT_FALSE(LostBehind({}, {first_}));
  EXPECT_TRUE(LostBehind(lost(0, 0), {}));
  EXPECT_TRUE(LostBehind(lost(2, 5), {first_}));
  EXPECT_TRUE(LostBehind(lost(2, 2), {first_}));
  EXPECT_FALSE(LostBehind(lost(2, 5), {first_, Of('b', 2, 7)}));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
