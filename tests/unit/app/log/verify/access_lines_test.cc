// The lines of the access log against their commitments and the running hash that the log journal
// bound.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace {

namespace fs = std::filesystem;
using store::At;
using testing::HasSubstr;
using testing::IsEmpty;

class AccessLineTest : public LogVerifyTest {
 protected:
  AccessLineTest() : LogVerifyTest(10) {}

  void Look(Time at, const std::string& who = "Lucie") {
    Append({.now = now_,
            .accesses = {{.at = at,
                          .who = who,
                          .role = "auditor",
                          .action = "consent.read",
                          .site = store::kSite,
                          .detail = "7"}}});
  }
  // A new entry, so that there is a batch of the log journal.
  void Bind() {
    Append({.now = now_, .choices = {store::Choice(now_)}});
    Publish();
  }
};

TEST_F(AccessLineTest, TodaysLinesAreBound) {
  for (int i = 0; i < 5; ++i) Look(now_);
  Bind();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().access_lines, 5u);
  ExpectEachFound(
      {"UPDATE access SET who='Paul' WHERE id=2",
       "UPDATE access SET role='operator' WHERE id=2",
       "UPDATE access SET action='export' WHERE id=2",
       "UPDATE access SET site='' WHERE id=2",
       "UPDATE access SET detail='8' WHERE id=2",
       "UPDATE access SET at=at-1 WHERE id=2",
       "UPDATE access SET random=zeroblob(32) WHERE id=2",
       "UPDATE access SET random=NULL WHERE id=2",
       "UPDATE access SET random=CAST(random||x'00' AS BLOB) WHERE id=2",
       "UPDATE access SET commitment=NULL WHERE id=2",
       "UPDATE access SET commitment=zeroblob(32) WHERE id=2",
       "UPDATE access SET who='',role='',action='',site='',detail='',random=NULL WHERE id=2",
       "UPDATE access SET id=9 WHERE id=2",
       "DELETE FROM access WHERE id=2",
       "DELETE FROM access WHERE id=5",
       "DELETE FROM access",
       "INSERT INTO access(at,who,role,action,site,detail) VALUES(5,'a','b','c','','')",
       "UPDATE access_chain SET count=count-1",
       "UPDATE access_chain SET count=count+1",
       "UPDATE access_chain SET hash=zeroblob(32)"});
}

// One emptied line of a closed day does not let the others be changed.
TEST_F(AccessLineTest, AClosedDayStaysBoundWhenALineOfItIsForgotten) {
  const Time day = At("2026-03-01T00:00:00Z");
  Look(day, "Lucie");
  Look(day, "Paul");
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Bind();
  Spoil("UPDATE access SET who='',role='',action='',site='',detail='',random=NULL WHERE id=1");
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().forgotten_lines, 1u);
  ExpectEachFound({"UPDATE access SET who='Anne' WHERE id=2",
                   "UPDATE access SET at=at+1 WHERE id=1", "UPDATE access_day SET last=last+1",
                   "UPDATE access_day SET last=last-1"});
}

TEST_F(AccessLineTest, WhatIsForgottenLeavesNoRandomBytes) {
  const Time day = At("2026-03-01T00:00:00Z");
  Look(day);
  Look(day + std::chrono::days(400));
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  ASSERT_TRUE(store_->ForgetAccesses({.before = day + std::chrono::days(2)}, 10).ok());
  Bind();
  const auto lines = store_->ReadAccessLinks(0, 10);
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 2u);
  EXPECT_TRUE(lines->at(0).emptied);
  EXPECT_FALSE(lines->at(0).computed);
  EXPECT_TRUE(lines->at(0).commitment);
  EXPECT_EQ(lines->at(1).computed, lines->at(1).commitment);
  EXPECT_THAT(Verify().findings, IsEmpty());
}

// Lines that an older backup lacks are lost with the log's entries; those that follow are bound.
TEST_F(AccessLineTest, AnOlderBackupLosesLinesAndSaysSo) {
  Look(now_);
  Bind();
  publisher_.reset();
  store_.reset();
  fs::copy_file(data_ / "temoin.db", data_ / "older.db");
  OpenStore();
  OpenPublisher();
  Look(now_);
  Look(now_);
  Bind();
  publisher_.reset();
  store_.reset();
  fs::rename(data_ / "older.db", data_ / "temoin.db");
  OpenStore();
  OpenPublisher();
  const auto others = [&] {
    std::vector<std::string> out;
    for (const std::string& finding : Verify().findings) {
      if (finding.find("are lost") == std::string::npos) out.push_back(finding);
    }
    return out;
  };
  EXPECT_THAT(others(), IsEmpty());
  Look(now_, "Anne");
  Bind();
  EXPECT_THAT(others(), IsEmpty());
  Look(now_, "Anne");
  Look(now_, "Anne");
  Bind();
  EXPECT_THAT(others(), IsEmpty());
  Spoil("UPDATE access SET who='Paul' WHERE id=2");
  EXPECT_FALSE(others().empty());
}

}  // namespace
}  // namespace temoin::app
