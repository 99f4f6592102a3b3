// The lines of the access log against their commitments and the running hash that the checkpoint
// log bound.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using store::At;
using testing::HasSubstr;
using testing::IsEmpty;

class AccessLineTest : public LogVerifyTest {
 protected:
  AccessLineTest() : LogVerifyTest(10) {}

  // Taken away while nothing has them open.
  void Copy(const char* name) {
    publisher_.reset();
    store_.reset();
    fs::copy_file(data_ / "temoin.db", data_ / name);
    OpenStore();
    OpenPublisher();
  }
  void PutBack(const char* name) {
    publisher_.reset();
    store_.reset();
    fs::copy_file(data_ / name, data_ / "temoin.db", fs::copy_options::overwrite_existing);
    OpenStore();
    OpenPublisher();
    ASSERT_TRUE(store_->AcknowledgeLosses(now_, "Paul").ok());
  }
  std::vector<std::string> FindingsButLosses() {
    std::vector<std::string> out;
    for (const std::string& finding : Verify().findings) {
      if (finding.find("are lost") == std::string::npos) out.push_back(finding);
    }
    return out;
  }

  void Look(Time at, const std::string& who = "Lucie") {
    Append({.now = now_,
            .accesses = {{.at = at,
                          .who = who,
                          .role = "auditor",
                          .action = "consent.read",
                          .site = store::kSite,
                          .detail = "7"}}});
  }
  // A new entry, so that there is a batch of the checkpoint log.
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
  ASSERT_TRUE(store_->ForgetAccesses({.now = now_, .before = day + std::chrono::days(1)}, 1).ok());
  Bind();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().forgotten_lines, 1u);
  ExpectEachFound({"UPDATE access SET who='Anne' WHERE id=2",
                   "UPDATE access SET at=at+1 WHERE id=1", "UPDATE access_day SET last=last+1",
                   "UPDATE access_day SET last=last-1"});
}

// What is forgotten in time is told by a line that is bound, with its number.
TEST_F(AccessLineTest, ALineEmptiedBeforeItsTimeIsNamed) {
  const Time day = At("2026-03-01T00:00:00Z");
  for (const char* const who : {"Lucie", "Paul", "Anne"}) Look(day, who);
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Bind();
  const std::string empty =
      "UPDATE access SET who='',role='',action='',site='',detail='',random=NULL WHERE id=3";
  ExpectEachFound({empty});
  ASSERT_TRUE(store_->ForgetAccesses({.now = now_, .before = day + std::chrono::days(1)}, 2).ok());
  EXPECT_EQ(Verify().forgotten_lines, 2u);
  ExpectEachFound({empty});
}

TEST_F(AccessLineTest, WhatIsForgottenLeavesNoRandomBytes) {
  const Time day = At("2026-03-01T00:00:00Z");
  Look(day);
  Look(day + std::chrono::days(400));
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  ASSERT_TRUE(store_->ForgetAccesses({.now = now_, .before = day + std::chrono::days(2)}, 10).ok());
  Bind();
  const auto lines = store_->ReadAccessLinks(0, 10);
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 3u);
  EXPECT_TRUE(lines->at(0).emptied);
  EXPECT_FALSE(lines->at(0).computed);
  EXPECT_TRUE(lines->at(0).commitment);
  EXPECT_EQ(lines->at(1).computed, lines->at(1).commitment);
  EXPECT_EQ(lines->at(2).forgotten, 1u);
  EXPECT_THAT(Verify().findings, IsEmpty());
}

// Lines that an older backup lacks are lost with the log's entries; those that follow are bound.
TEST_F(AccessLineTest, AnOlderBackupLosesLinesAndSaysSo) {
  Look(now_);
  Bind();
  Copy("older.db");
  Look(now_);
  Look(now_);
  Bind();
  PutBack("older.db");
  EXPECT_THAT(FindingsButLosses(), IsEmpty());
  Look(now_, "Anne");
  Bind();
  EXPECT_THAT(FindingsButLosses(), IsEmpty());
  Look(now_, "Anne");
  Look(now_, "Anne");
  Bind();
  EXPECT_THAT(FindingsButLosses(), IsEmpty());
  Spoil("UPDATE access SET who='Marie' WHERE id=2");
  EXPECT_FALSE(FindingsButLosses().empty());
}

// As many lines as there were, or more, before the first of them are bound: also once an older
// backup still came back, and lines came after the last entry.
TEST_F(AccessLineTest, NewLinesInThePlaceOfLostOnesAccuseNobody) {
  Look(now_);
  Bind();
  Copy("first.db");
  for (int i = 0; i < 3; ++i) {
    Look(now_, "Paul");
    Bind();
  }
  Copy("second.db");
  for (int i = 0; i < 2; ++i) {
    Look(now_, "Paul");
    Bind();
  }
  for (const char* const backup : {"second.db", "first.db", "first.db"}) {
    PutBack(backup);
    EXPECT_THAT(FindingsButLosses(), IsEmpty()) << backup;
    for (int i = 0; i < 9; ++i) Look(now_, "Anne");
    EXPECT_THAT(FindingsButLosses(), IsEmpty()) << backup;
    Bind();
    EXPECT_THAT(FindingsButLosses(), IsEmpty()) << backup;
  }
  Spoil("DELETE FROM access WHERE id=(SELECT max(id) FROM access)");
  EXPECT_FALSE(FindingsButLosses().empty());
}

// The last entry is in the backup, the lines that were bound with it are not.
TEST_F(AccessLineTest, LinesThatAreLostAloneAreALossAndAccuseNobody) {
  Look(now_);
  Bind();
  Append({.now = now_, .choices = {store::Choice(now_)}});
  ASSERT_TRUE(store_->Truncate().ok());
  fs::copy_file(data_ / "temoin.db", data_ / "older.db");
  for (int i = 0; i < 5; ++i) Look(now_, "Paul");
  Publish();
  PutBack("older.db");
  EXPECT_EQ(store_->Losses()->size(), 1u);
  EXPECT_THAT(Verify().findings, IsEmpty());
  for (int i = 0; i < 6; ++i) Look(now_, "Anne");
  Bind();
  EXPECT_THAT(Verify().findings, IsEmpty());
}

// A loss that never was does not unbind the lines.
TEST_F(AccessLineTest, AnInventedLossIsNamed) {
  for (int i = 0; i < 5; ++i) Look(now_);
  Bind();
  Spoil(
      "INSERT INTO loss(first,end,consents,others,purges,whole,found,acknowledged,"
      "acknowledged_by) VALUES(0,(SELECT size FROM head),5,0,0,1,1,2,'o')");
  EXPECT_FALSE(Verify().ok());
}

// Nor one of no record, whose operator took note of nothing.
TEST_F(AccessLineTest, ALossThatNobodyTookNoteOfIsNamed) {
  Look(now_);
  Bind();
  Spoil(
      "INSERT INTO loss(first,end,consents,others,purges,whole,found,acknowledged,"
      "acknowledged_by) SELECT size,size,0,0,0,0,1,2,'o' FROM head");
  ExpectFinding("no line of the access log");
}

// A copy from between an entry and the batch that binds it with lines that came after the copy.
TEST_F(AccessLineTest, ACopyIsNotJudgedByLinesThatCameAfterIt) {
  Look(now_);
  Bind();
  Append({.now = now_, .choices = {store::Choice(now_)}});
  const TemporaryDirectory copy;
  fs::copy_file(data_ / "temoin.db", copy / "temoin.db");
  fs::copy_file(data_ / "temoin.db-wal", copy / "temoin.db-wal");
  Look(now_);
  Publish();
  const auto copied = store::OpenSqliteStore({.directory = copy.path()});
  ASSERT_TRUE(copied.ok()) << copied.error().message;
  LogVerifyOptions options;
  options.checkpoint_log_dir = data_ / "log-journal";
  options.keys = LoadLogKeys(data_.path())->verifiers;
  options.copy = true;
  EXPECT_THAT(VerifyLog(**copied, options)->findings, IsEmpty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
