#include "store/clock_correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>

#include "store/sqlite/backup.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

const Time kTrue = At("2026-11-26T09:00:00Z");
const Time kWrong = At("2029-11-26T09:00:00Z");
const Access kConfirm{
    .at = kTrue, .who = "operator", .role = "operator", .action = "clock.confirm"};

TEST(ClockCorrection, ManifestIsReadBackAsItWasWritten) {
  const ClockCorrection correction{.index = 20,
                                   .time = kTrue,
                                   .newest = kWrong,
                                   .accesses = 412,
                                   .ranges = {{12, 15}, {17, 17}}};
  const std::string bytes = FormatClockCorrection(correction);
  EXPECT_EQ(bytes, R"({"accesses":412,"newest":"2029-11-26T09:00:00Z","ranges":[[12,15],[17,17]],)"
                   R"("schema":1,"time":"2026-11-26T09:00:00Z"})");
  const auto read = ParseClockCorrection(20, bytes);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, correction);
}

TEST(ClockCorrection, ManifestOfAnotherShapeIsRefused) {
  for (const char* const bytes :
       {"", "{}", "[]", "3",
        R"({"accesses":-1,"newest":"2029-11-26T09:00:00Z","ranges":[],)"
        R"("schema":1,"time":"2026-11-26T09:00:00Z"})",
        R"({"accesses":1,"newest":"2029-11-26T09:00:00Z","ranges":[[3,2]],)"
        R"("schema":1,"time":"2026-11-26T09:00:00Z"})",
        R"({"accesses":1,"newest":"2029-11-26T09:00:00Z","ranges":[[1,2],[3,4]],)"
        R"("schema":1,"time":"2026-11-26T09:00:00Z"})",
        R"({"accesses":1,"newest":"2029-11-26T09:00:00Z","ranges":[],"schema":1,"time":"now"})",
        R"({"accesses":1,"newest":"2029-11-26T09:00:00Z","ranges":[],"schema":2,)"
        R"("time":"2026-11-26T09:00:00Z"})",
        R"({"accesses":1,"newest":"2029-11-26T09:00:00Z","ranges":{},"schema":1,)"
        R"("time":"2026-11-26T09:00:00Z"})",
        R"({"accesses":1, "newest":"2029-11-26T09:00:00Z","ranges":[],"schema":1,)"
        R"("time":"2026-11-26T09:00:00Z"})"}) {
    EXPECT_FALSE(ParseClockCorrection(9, bytes).ok()) << bytes;
  }
}

RC_GTEST_PROP(ClockCorrectionProperties, DatesNeverGrowAndNeverPassThirteenMonths,
              (uint32_t given, uint32_t valid, uint32_t time)) {
  const ChoiceDates dates{.given_at = Time(seconds(given)),
                          .valid_until = Time(seconds(given)) + seconds(valid)};
  const Time at{seconds(time)};
  const ChoiceDates counts = CorrectedDates(dates, at);
  RC_ASSERT(counts.given_at == std::min(dates.given_at, at));
  RC_ASSERT(counts.valid_until <= dates.valid_until);
  RC_ASSERT(counts.valid_until >= counts.given_at);
  if (dates.given_at > at) RC_ASSERT(counts.valid_until <= AddMonths(at, 13));
  RC_ASSERT(CorrectedDates(counts, at) == counts);  // once is enough
}

class ClockCorrectionStoreTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    Publish();
  }
  ClockCorrected Correct(Time time) {
    auto out = store_->CorrectClock(time, kConfirm);
    EXPECT_TRUE(out.ok()) << out.error().message;
    return *out;
  }
  void ExpectBlocksCover() {
    const auto blocks = store_->ReadBlocks(0, 100);
    ASSERT_TRUE(blocks.ok());
    for (const BlockState& block : *blocks) {
      EXPECT_TRUE(block.due_covered && block.times_covered && block.events_covered) << block.first;
    }
  }
};

// A backup from before the correction, completed from the checkpoint log.
TEST_F(ClockCorrectionStoreTest, CompletingBringsManifestAndEffectBack) {
  const Index wrong = Give(Choice(kWrong));
  const std::string backup = directory_.path() + "/backup.db";
  while (*store_->BackupPages(backup, 100)) {
  }
  const ClockCorrected corrected = Correct(kTrue);
  const auto entries = store_->ReadEntries(wrong + 1, 10);
  const auto manifests = store_->ReadManifests(0, 10);
  const Head head = *store_->ReadHead();
  store_.reset();
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(Database() + suffix);
  }
  ASSERT_TRUE(RestoreSqlite(backup, directory_.path()).ok());
  Open();
  EXPECT_EQ(Find(wrong).row.given_at, kWrong);
  EXPECT_FALSE(store_->Complete(*entries, {}, {}).ok());  // without the manifest
  const auto completed = store_->Complete(*entries, {}, *manifests);
  ASSERT_TRUE(completed.ok()) << completed.error().message;
  EXPECT_EQ(*completed, head);
  EXPECT_EQ(Find(wrong).row.given_at, kTrue);
  EXPECT_EQ(*store_->NewestTime(), kTrue);
  EXPECT_EQ(store_->ClockCorrections()->front().index, corrected.correction.index);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
