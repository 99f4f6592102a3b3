// What stood there before there were entries that commit to it: adopted as found, and bound from
// then on.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class AdoptionTest : public LogVerifyTest {
 protected:
  AdoptionTest() : LogVerifyTest(20) {}

  // As an older program left it: a publication, a hold, two lines of the access log, counts.
  void SetUp() override {
    OpenStore();
    const std::string document = R"({"n":9})";
    Append({.now = now_, .banners = {{.hash = EncodeHex(Sha256(document)), .code = document}}});
    store_.reset();
    LogVerifyTest::SetUp();
    Spoil(
        "UPDATE document SET kind=1 WHERE idx=0;"
        "INSERT INTO publication(idx,site,hash,generation,since,author,published_at) SELECT "
        "0,'autre.fr',hash,1,'{}','Lucie',1767225600 FROM document WHERE idx=0;"
        "INSERT INTO hold(site,records,reason,author,review,created) VALUES"
        "('ameli.fr','[3]','inspection','Lucie',1900000000,1767225600);"
        "INSERT INTO access(at,who,role,action,site,detail) VALUES"
        "(1767225600,'Lucie','auditor','consent.read','ameli.fr','3'),"
        "(1767225601,'Paul','auditor','consent.read','ameli.fr','4');"
        "INSERT INTO counted_before SELECT DISTINCT 'ameli.fr',min(day) FROM count;"
        "INSERT INTO adoption_due VALUES(1)");
  }
};

TEST_F(AdoptionTest, WhatStoodThereIsAdoptedOnceAndSaidSo) {
  LogVerifyReport report = Verify();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_TRUE(report.adoption_due);
  EXPECT_FALSE(report.adoption);
  const uint64_t size = store_->ReadHead()->size;
  OpenPublisher();
  Publish();
  EXPECT_EQ(store_->ReadHead()->size, size + 1);
  report = Verify();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.adoption, size);
  EXPECT_EQ(report.adopted_at, now_);
  // A publication, a hold, two lines, a day of counts, a retention, three checkpoints.
  EXPECT_EQ(report.adopted, 9u);
  publisher_.reset();
  OpenPublisher();
  EXPECT_EQ(store_->ReadHead()->size, size + 1);
}

TEST_F(AdoptionTest, EveryRowIsBoundFromThenOn) {
  OpenPublisher();
  Publish();
  ExpectEachFound(
      {"UPDATE publication SET author='Paul' WHERE idx=0",
       "UPDATE publication SET published_at=published_at-1 WHERE idx=0",
       "UPDATE publication SET since='{\"x\":1}' WHERE idx=0",
       "UPDATE publication SET generation=2 WHERE idx=0",
       "UPDATE publication SET site='x.fr' WHERE idx=0",
       "DELETE FROM publication WHERE idx=0",
       "UPDATE hold SET records='[]'",
       "UPDATE hold SET reason='x'",
       "UPDATE hold SET author='x'",
       "UPDATE hold SET review=review+1",
       "UPDATE hold SET site=''",
       "UPDATE hold SET released=1800000000,released_by='x'",
       "DELETE FROM hold",
       "INSERT INTO hold(site,records,reason,author,review,created) VALUES('','[]','r','a',1,1)",
       "UPDATE retention SET duration='P10Y'",
       "UPDATE retention SET idx=idx+1",
       "DELETE FROM retention",
       "UPDATE count SET accepted=accepted+1 WHERE service=''",
       "UPDATE language SET count=count+1",
       "INSERT INTO impression VALUES('ameli.fr',"
       "(SELECT day FROM counted_before),'x',5)",
       "INSERT INTO counted_before VALUES('ameli.fr',5)",
       "DELETE FROM counted_before",
       "DELETE FROM checkpoint WHERE day=(SELECT min(day) FROM checkpoint)",
       "UPDATE access SET who='x' WHERE id=1",
       "UPDATE access SET at=at+1 WHERE id=1",
       "UPDATE access SET who='',role='',action='',site='',detail='' WHERE id=1",
       "DELETE FROM access WHERE id=1",
       "DELETE FROM access",
       "INSERT INTO access(at,who,role,action,site,detail) VALUES(1,'a','b','c','','')",
       "UPDATE adopted SET commitment=zeroblob(32) WHERE id=1",
       "UPDATE adopted SET random=zeroblob(32) WHERE kind=2",
       "UPDATE adopted SET random=NULL WHERE kind=1",
       "UPDATE adopted SET entry=0 WHERE id=1",
       "UPDATE adopted SET n=n+1 WHERE kind=2",
       "DELETE FROM adopted WHERE id=1",
       "DELETE FROM adopted",
       "INSERT INTO adopted SELECT 99,entry,kind,77,site,word,at,random,commitment FROM adopted "
       "WHERE id=1"});
}

TEST_F(AdoptionTest, WhatIsForgottenInTimeKeepsItsCommitmentOnly) {
  const Time day = store::At("2026-01-01T00:00:00Z");
  OpenPublisher();
  ASSERT_TRUE(store_->CloseAccessDay(day, now_)->has_value());
  Publish();
  ExpectEachFound(
      {"UPDATE adopted SET random=NULL WHERE kind=6 AND n=1;"
       "UPDATE access SET who='',role='',action='',site='',detail='' WHERE id=1"});
  OpenPublisher();
  ASSERT_TRUE(store_->ForgetAccesses({.now = now_, .before = day + std::chrono::days(1)}, 10).ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().forgotten_lines, 2u);
  const auto adopted = store_->ReadAdopted(0, 100);
  ASSERT_TRUE(adopted.ok());
  int forgotten = 0;
  for (const store::AdoptedRow& row : *adopted) forgotten += row.forgotten ? 1 : 0;
  EXPECT_EQ(forgotten, 2);
}

// A hold from before that is released, and a clock that is put right, change what they may.
TEST_F(AdoptionTest, WhatMayChangeIsBoundByItsOwnEntry) {
  OpenPublisher();
  ASSERT_TRUE(store_->ReleaseHold(1, now_, "Paul", "operator").ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectEachFound({"UPDATE hold SET released=NULL", "UPDATE hold SET released_by='x'"});
  OpenPublisher();
  const Time right = store::At("2025-12-31T00:00:00Z");
  ASSERT_TRUE(
      store_
          ->CorrectClock(right,
                         {.at = right, .who = "o", .role = "operator", .action = "clock.confirm"})
          .ok());
  Publish();
  EXPECT_EQ((*store_->CurrentPublication("autre.fr"))->published_at, right);
  for (const std::string& finding : Verify().findings) {
    EXPECT_THAT(finding, testing::Not(HasSubstr("publication"))) << finding;
  }
}

// The rows are not in the checkpoint log: what stands there after a loss is adopted anew.
TEST_F(AdoptionTest, AnOlderDatabaseIsAdoptedAnew) {
  store_.reset();
  fs::copy_file(data_ / "temoin.db", data_ / "older.db");
  OpenStore();
  OpenPublisher();
  Publish();
  publisher_.reset();
  store_.reset();
  fs::rename(data_ / "older.db", data_ / "temoin.db");
  OpenStore();
  const uint64_t size = store_->ReadHead()->size;
  now_ += std::chrono::days(1);
  OpenPublisher();
  Publish();
  const LogVerifyReport report = Verify();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.adoption, size + 1);
  EXPECT_EQ(report.adopted_at, now_);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
