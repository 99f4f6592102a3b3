// The counts of days that are over against the entries of type 7.
#include <string>
#include <vector>

#include "base/zones.h"
#include "store/counts_manifest.h"
#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::IsEmpty;

class CountDayTest : public LogVerifyTest {
 protected:
  CountDayTest() : LogVerifyTest(20) {}
};

TEST_F(CountDayTest, ADayIsClosedOnceAnHourAfterItsEnd) {
  // The choices of the fixture were given on the 1st and the 3rd.
  const Time end = store::At("2026-03-02T00:00:00Z");
  EXPECT_EQ(*store_->CloseCounts(end + std::chrono::minutes(59), 10), 0u);
  EXPECT_EQ(*store_->CloseCounts(end + std::chrono::hours(1), 10), 1u);
  EXPECT_EQ(*store_->CloseCounts(end + std::chrono::hours(2), 10), 0u);
  EXPECT_EQ(*store_->CloseCounts(end + std::chrono::days(9), 10), 1u);
  const auto manifests = store_->ReadManifests(0, 10);
  const auto said = store::ParseCountsManifest(manifests->at(1).manifest);
  ASSERT_TRUE(said.ok()) << said.error().message;
  EXPECT_EQ(said->site, store::kSite);
  EXPECT_EQ(said->start, end - std::chrono::days(1));
  EXPECT_EQ(said->end, end);
  EXPECT_EQ(said->counts.records, 20u);
  EXPECT_EQ(said->counts.repeats, 0u);
  EXPECT_EQ(*store_->ReadDayCounts(store::kSite, said->day, manifests->at(1).index, true),
            said->counts);
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().count_days, 2u);
}

// Also once a record of the day is gone, when the records alone do not tell any more.
TEST_F(CountDayTest, AClosedDayThatWasForgedIsNamed) {
  ASSERT_EQ(*store_->CloseCounts(now_ + std::chrono::days(9), 10), 2u);
  Publish();
  ExpectEachFound(
      {"UPDATE count SET accepted=accepted+1", "UPDATE count SET accepted=accepted+1,refused=7",
       "UPDATE count SET repeats=1 WHERE service=''", "UPDATE language SET count=count+1",
       "UPDATE count SET scans=1", "UPDATE count SET marked=1", "UPDATE language SET scans=1",
       "UPDATE language SET marked=1", "UPDATE count SET day=day-1", "DELETE FROM count",
       "DELETE FROM language",
       "INSERT INTO impression VALUES('ameli.fr',(SELECT min(day) FROM count),'x',5)",
       "UPDATE retention SET duration='P10Y'", "UPDATE retention SET idx=idx-1",
       "DELETE FROM retention", "INSERT INTO retention VALUES('ameli.fr','P10Y',3)",
       "INSERT INTO day_zone VALUES('ameli.fr',3,0,'Europe/Paris',3600,'')",
       "INSERT INTO count SELECT publication,day-30,event,service,accepted,refused,repeats,scans,"
       "marked FROM count",
       "DELETE FROM manifest WHERE idx=(SELECT max(idx) FROM manifest)"});
}

// Once records of the day are gone, the counts alone could say anything: what was erased of the day
// tells how many there were.
TEST_F(CountDayTest, ADayThatWasInflatedBeforeItWasClosedIsNamed) {
  Append({.now = now_, .erasures = {{.index = indices_[3], .at = now_}}});
  Spoil("UPDATE count SET accepted=accepted+5 WHERE day=(SELECT min(day) FROM count)");
  OpenPublisher();
  ASSERT_EQ(*store_->CloseCounts(now_ + std::chrono::days(9), 10), 2u);
  Publish();
  ExpectFinding("there are 18 records and 2 erased ones, and entry");
}

// Once in the day's number of records, and in no other but their own.
TEST_F(CountDayTest, ScansAndUnknownBannersAreCountedApart) {
  const std::string code = "the banner";
  const std::string hash = EncodeHex(Sha256(code));
  const auto with = [&](const auto& change) {
    store::NewChoice choice = store::Choice(now_);
    change(choice.record);
    return choice;
  };
  const auto named = [&](consent::Record& record) { record.banner = hash; };
  Append({.now = now_, .choices = {with(named)}});  // nobody has recorded that code yet
  Append({.now = now_, .banners = {{.hash = hash, .code = code}}, .choices = {with(named)}});
  Append({.now = now_,
          .choices = {with(named), with([&](consent::Record& record) {
                        named(record);
                        record.scan = true;
                      }),
                      with([](consent::Record& record) { record.banner = std::string(64, 'b'); }),
                      with([](consent::Record& record) {  // of a version that did not look
                        record.schema = 2;
                        record.banner = std::string(64, 'b');
                      })}});
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ASSERT_EQ(*store_->CloseCounts(now_ + std::chrono::days(9), 10), 2u);
  const auto manifests = store_->ReadManifests(0, 10);
  const auto said = store::ParseCountsManifest(manifests->back().manifest);
  ASSERT_TRUE(said.ok()) << said.error().message;
  EXPECT_EQ(said->counts.records, 7u);  // with the one of the fixture
  EXPECT_EQ(said->counts.scans, 1u);
  EXPECT_EQ(said->counts.marked, 2u);
  for (const auto& row : *store_->ReadCounts(store::kSite, said->day, said->day)) {
    EXPECT_EQ(row.accepted + row.refused, 4u) << row.service;
    EXPECT_EQ(row.scans, row.service.empty() ? 1u : 0u);
    EXPECT_EQ(row.marked, row.service.empty() ? 2u : 0u);
  }
  for (const auto& row : *store_->ReadLanguageCounts(store::kSite, said->day, said->day)) {
    EXPECT_EQ(row.count, 4u);
    EXPECT_EQ(row.scans, 1u);
    EXPECT_EQ(row.marked, 2u);
  }
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectEachFound({"UPDATE count SET marked=1,accepted=accepted+1 WHERE marked=2",
                   "UPDATE count SET scans=0 WHERE scans=1",
                   "UPDATE language SET scans=0,marked=3 WHERE scans=1"});
}

TEST(CountsManifest, ReadsTheFirstSchemaAsItWas) {
  const std::string bytes =
      R"({"day":"2026-11-25","end":"2026-11-25T23:00:00Z","records":412,"repeats":3,"rows":")" +
      std::string(64, 'a') +
      R"(","schema":1,"site":"ameli.fr","start":"2026-11-24T23:00:00Z",)"
      R"("time":"2026-11-26T00:00:09Z"})";
  const auto said = store::ParseCountsManifest(bytes);
  ASSERT_TRUE(said.ok()) << said.error().message;
  EXPECT_FALSE(said->counts.apart);
  EXPECT_EQ(*store::FormatCountsManifest(*said), bytes);
}

TEST_F(CountDayTest, ADayIsClosedAgainWhenAClockWasPutRightOnly) {
  const Time wrong = now_ + std::chrono::days(100);
  Append({.now = wrong, .choices = {store::Choice(wrong)}});
  ASSERT_EQ(*store_->CloseCounts(wrong + std::chrono::days(9), 10), 3u);
  ASSERT_TRUE(store_
                  ->CorrectClock(
                      now_, {.at = now_, .who = "o", .role = "operator", .action = "clock.confirm"})
                  .ok());
  Publish();
  Append({.now = wrong, .choices = {store::Choice(wrong)}});
  EXPECT_EQ(*store_->CloseCounts(wrong + std::chrono::days(9), 10), 2u);  // the 3rd ended later
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(*store_->CloseCounts(wrong + std::chrono::days(20), 10), 0u);
}

struct Seam {
  const char* zone;
  const char* before;  // UTC, two days before
};

// A choice an hour over days that are longer, shorter or left out, in the zone of their site and in
// another that it takes meanwhile.
class SeamTest : public LogVerifyTest, public testing::WithParamInterface<Seam> {
 protected:
  SeamTest() : LogVerifyTest(10) { now_ = store::At(GetParam().before) - std::chrono::days(9); }
};

TEST_P(SeamTest, EachDayIsClosedOnceAndVerifies) {
  const TimeZone zone = TimeZone::Find(GetParam().zone).value();
  const TimeZone other = TimeZone::Find("America/St_Johns").value();
  now_ = store::At(GetParam().before);
  const auto give = [&](TimeZone in) {
    store::NewChoice choice = store::Choice(now_);
    choice.time_zone = in;
    Append({.now = now_, .choices = {choice}});
    now_ += std::chrono::hours(1);
    ASSERT_TRUE(store_->CloseCounts(now_, 10).ok());
  };
  for (int hour = 0; hour < 4 * 24; ++hour) give(zone);
  for (int hour = 0; hour < 3 * 24; ++hour) give(other);
  for (int hour = 0; hour < 3 * 24; ++hour) give(zone);
  now_ += std::chrono::days(2);
  while (*store_->CloseCounts(now_, 10) > 0) {
  }
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  uint64_t records = 0;
  for (const auto& count : *store_->ReadCounts(store::kSite, Time{}, Time::max())) {
    if (count.service.empty()) records += count.accepted;
  }
  EXPECT_EQ(records, 10 * 24 + 11U);  // and those of the fixture
  EXPECT_GE(Verify().count_days, 10U);
  ExpectEachFound(
      {"UPDATE count SET accepted=accepted+1 WHERE service='' AND day=(SELECT "
       "max(day)-4 FROM count)"});
}

INSTANTIATE_TEST_SUITE_P(Zones, SeamTest,
                         testing::Values(Seam{"Australia/Lord_Howe", "2026-10-01T00:00:00Z"},
                                         Seam{"Australia/Lord_Howe", "2027-04-01T00:00:00Z"},
                                         Seam{"Pacific/Apia", "2011-12-28T00:00:00Z"},
                                         Seam{"Europe/Paris", "2026-10-23T00:00:00Z"},
                                         Seam{"Europe/Paris", "2027-03-26T00:00:00Z"},
                                         Seam{"Pacific/Kiritimati", "2026-10-23T00:00:00Z"},
                                         Seam{"Etc/GMT+12", "2026-10-23T00:00:00Z"}));

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
