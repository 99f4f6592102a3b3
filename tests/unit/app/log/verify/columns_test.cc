#include "app/log/verify/columns.h"

#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using store::Choice;
using store::Index;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// Beside what LogVerifyTest makes: a choice ended by a refusal that leaves no identifier, one whose
// line goes on after such a refusal, and a request for an erasure on a later day.
class VerifyColumnsTest : public LogVerifyTest {
 protected:
  VerifyColumnsTest() : LogVerifyTest(40) {}
  void SetUp() override {
    LogVerifyTest::SetUp();
    now_ += std::chrono::hours(1);
    ended_ = indices_[20];
    goes_on_ = indices_[21];
    requested_ = indices_[22];
    AppendUnlinkedRefusal(ended_);
    AppendUnlinkedRefusal(goes_on_);
    now_ += std::chrono::hours(1);
    Append({.now = now_, .choices = {Choice(now_, goes_on_)}});
    Append({.now = now_, .erasures = {{.index = requested_, .at = now_ + std::chrono::days(30)}}});
    Publish();
    EXPECT_THAT(Verify().findings, IsEmpty());
    Close();
    pristine_ = Slurp(Database());
  }

  void AppendUnlinkedRefusal(Index ended) {
    store::NewChoice refusal = Choice(now_, std::nullopt, false);
    refusal.record.token.reset();
    refusal.supersedes = ended;
    Append({.now = now_, .choices = {refusal}});
  }

  std::string Database() const { return data_ / "temoin.db"; }
  void Close() {
    publisher_.reset();
    store_.reset();
  }

  // One change to a database that is otherwise whole.
  void ExpectNamed(const std::string& sql, const std::string& words) {
    SCOPED_TRACE(sql);
    Close();
    std::filesystem::remove(Database() + "-wal");
    std::filesystem::remove(Database() + "-shm");
    Spill(Database(), pristine_);
    Spoil(sql);
    ExpectFinding(words);
  }
  void ExpectColumnNamed(Index index, const std::string& column, const std::string& value) {
    const std::string row = std::to_string(index);
    ExpectNamed("UPDATE entry SET " + column + "=" + value + " WHERE idx=" + row,
                "Record " + row + ": the column " + column + " ");
  }

  Index ended_ = 0;
  Index goes_on_ = 0;
  Index requested_ = 0;
  std::string pristine_;
};

TEST_F(VerifyColumnsTest, EachColumnOfAKeptRecordIsNamed) {
  ExpectColumnNamed(10, "event", "3-event");
  ExpectColumnNamed(10, "given_at", "given_at+1");
  ExpectColumnNamed(10, "valid_until", "valid_until+1");
  ExpectColumnNamed(10, "previous", "4");
  ExpectColumnNamed(10, "purge", "41");
  ExpectColumnNamed(10, "due", "due+1");
  ExpectColumnNamed(10, "due", "due-1");
  ExpectColumnNamed(10, "due", "NULL");
  ExpectNamed("UPDATE entry SET publication=NULL WHERE idx=10",
              "Record 10: the column publication (site) ");
  ExpectNamed("UPDATE publication SET site='other.example'",
              "Record 10: the column publication (site) ");
  ExpectNamed("UPDATE publication SET generation=2",
              "Record 10: the column publication (generation) ");
  ExpectNamed("UPDATE publication SET hash=lower(hex(randomblob(32)))",
              "Record 10: the column publication (revision) ");
}

TEST_F(VerifyColumnsTest, ALinkThatIsNotTheRecordsIsNamed) {
  const Index linked = indices_[7];
  ExpectColumnNamed(10, "superseded_by", "2");
  ExpectColumnNamed(10, "superseded_by", "30");
  ExpectColumnNamed(10, "superseded_by", "100000");
  ExpectColumnNamed(10, "superseded_at", "given_at");
  ExpectColumnNamed(10, "superseded_at", "given_at+86400");
  ExpectColumnNamed(linked, "superseded_by", "superseded_by+1");
  ExpectColumnNamed(linked, "superseded_by", "-70368744177664");  // not superseded
  ExpectColumnNamed(linked, "superseded_at", "superseded_at+1");
  ExpectColumnNamed(linked, "superseded_at", "superseded_at-1");
  ExpectColumnNamed(linked, "superseded_at", "-70368744177664");
  ExpectColumnNamed(linked, "due", "due+1");
}

TEST_F(VerifyColumnsTest, AnEndWithoutALinkNeedsItsRefusal) {
  ExpectColumnNamed(ended_, "superseded_at", "superseded_at+1");
  ExpectColumnNamed(goes_on_, "superseded_at", "superseded_at+1");
}

TEST_F(VerifyColumnsTest, ADateBroughtForwardNeedsARequest) {
  const std::string row = std::to_string(requested_);
  ExpectNamed("UPDATE entry SET requested=0 WHERE idx=" + row,
              "Record " + row + ": the column due ");
  ExpectNamed("UPDATE entry SET due=due+86400*800 WHERE idx=" + row,
              "Record " + row + ": the column due ");
}

TEST_F(VerifyColumnsTest, WhatIsLeftOfAnErasedRecordIsNamed) {
  const std::string row = std::to_string(indices_[5]);
  for (const std::string column : {"publication", "given_at", "valid_until", "previous",
                                   "superseded_by", "superseded_at", "due", "requested"}) {
    const std::string value = column == "publication" ? "0" : "3";
    ExpectNamed("UPDATE entry SET " + column + "=" + value + " WHERE idx=" + row,
                "Record " + row + " was erased and its column " + column + " is still there");
  }
  for (const std::string column : {"record", "random"}) {
    ExpectNamed("UPDATE content SET " + column + "=x'00' WHERE idx=" + row,
                "Record " + row + " is marked as purged and its content is still there");
  }
  ExpectNamed("UPDATE purge SET reason=3-reason",
              "Record " + row + ": the column purge.reason is not what the manifest");
}

TEST_F(VerifyColumnsTest, ARecordHiddenFromSearchesAsAScansIsNamed) {
  ExpectNamed("UPDATE entry SET scan=1 WHERE idx=" + std::to_string(indices_[9]),
              "Record " + std::to_string(indices_[9]) + ": the column scan holds 1");
  ExpectNamed("UPDATE entry SET scan=1 WHERE idx=" + std::to_string(indices_[5]),
              "Record " + std::to_string(indices_[5]) + " was erased and its column scan");
}

TEST_F(VerifyColumnsTest, BoundsThatHideRecordsAreNamed) {
  ExpectNamed("UPDATE block SET min_due=min_due+86400*400", "Entries 0 to 1023: block.min_due");
  ExpectNamed("UPDATE block SET min_due=NULL", "Entries 0 to 1023: block.min_due");
  ExpectNamed("UPDATE block SET min_time=min_time+1", "Entries 0 to 1023: block.min_time");
  ExpectNamed("UPDATE block SET max_time=max_time-1", "Entries 0 to 1023: block.min_time");
  ExpectNamed("DELETE FROM block", "Entries 0 to 1023: block.min_due");
  ExpectNamed("DELETE FROM block_events", "Entries 0 to 1023: block_events");
  ExpectNamed("UPDATE block_events SET events=events&~4", "Entries 0 to 1023: block_events");
}

TEST_F(VerifyColumnsTest, ADailyCountThatIsNotTheRecordsIsNamed) {
  const std::string where = "The daily count of 2026-03-03 (ameli.fr, given";
  const std::string row = " WHERE day=20515 AND event=0 AND service=";
  ExpectNamed("UPDATE count SET accepted=accepted+1" + row + "''",
              where + "): the column accepted");
  ExpectNamed("UPDATE count SET accepted=accepted-1" + row + "''",
              where + "): the column accepted");
  ExpectNamed("UPDATE count SET accepted=accepted-1" + row + "'vimeo'",
              where + ", vimeo): the column accepted");
  ExpectNamed("UPDATE count SET refused=refused+1" + row + "'vimeo'",
              where + ", vimeo): the column refused");
  ExpectNamed("UPDATE count SET service='meteo'" + row + "'vimeo'",
              where + ", vimeo): the column accepted");
  ExpectNamed("UPDATE count SET day=day+1" + row + "''", where + "): the column accepted");
  ExpectNamed("UPDATE count SET event=1" + row + "''", where + "): the column accepted");
  ExpectNamed("UPDATE count SET repeats=1" + row + "''", where + "): the column repeats");
  ExpectNamed("UPDATE count SET repeats=1" + row + "'vimeo'",
              where + ", vimeo): the column repeats");
  for (const std::string column : {"scans", "marked"}) {
    ExpectNamed("UPDATE count SET " + column + "=1" + row + "''",
                where + "): the column " + column);
    ExpectNamed("UPDATE count SET " + column + "=1,accepted=accepted-1" + row + "''",
                where + "): the column accepted");
  }
  ExpectNamed("DELETE FROM count" + row + "''", where + "): the column accepted");
  ExpectNamed("UPDATE count SET publication=77" + row + "''", where + "): the column accepted");
}

TEST_F(VerifyColumnsTest, ACountByLanguageThatIsNotTheRecordsIsNamed) {
  const std::string where = "The count by language of 2026-03-03 (ameli.fr, given, fr)";
  const std::string row = " WHERE day=20515 AND event=0 AND language='fr'";
  ExpectNamed("UPDATE language SET count=count+1" + row, where);
  ExpectNamed("UPDATE language SET count=count-1" + row, where);
  ExpectNamed("UPDATE language SET language='en'" + row, where);
  ExpectNamed("UPDATE language SET repeats=1" + row, where);
  ExpectNamed("UPDATE language SET scans=1" + row, where);
  ExpectNamed("UPDATE language SET marked=1" + row, where);
  ExpectNamed("DELETE FROM language" + row, where);
}

// A day of which records were erased counts more than can be seen now, and still adds up.
TEST_F(VerifyColumnsTest, ACountOfADayWithErasuresAddsUp) {
  const std::string where = "The daily count of 2026-03-01 (ameli.fr, given";
  const std::string row = " WHERE day=20513 AND event=0 AND service=";
  ExpectNamed("UPDATE count SET accepted=accepted-2" + row + "''",
              where + "): the column accepted");
  ExpectNamed("UPDATE count SET accepted=accepted+1" + row + "''",
              where + ", vimeo): accepted and refused add up to");
  ExpectNamed("UPDATE count SET refused=refused+1" + row + "'vimeo'",
              where + ", vimeo): accepted and refused add up to");
}

TEST_F(VerifyColumnsTest, RecordsFromBeforeRetentionsWereNotedAreHeldToTheirEnd) {
  Spoil("DELETE FROM retention");
  EXPECT_THAT(Verify().findings, IsEmpty());
  Spoil("UPDATE entry SET due=valid_until-1 WHERE idx=10");
  ExpectFinding("Record 10: the column due ");
}

// More than a page, so that the walk is interrupted by what is written meanwhile.
class VerifyBesideAServerTest : public LogVerifyTest {
 protected:
  VerifyBesideAServerTest() : LogVerifyTest(900) {}
};

TEST_F(VerifyBesideAServerTest, WhatIsReplacedCountedOrErasedMeanwhileIsNoFinding) {
  LogVerifyOptions options;
  options.checkpoint_log_dir = data_ / "log-journal";
  options.data_dir = data_.path();
  options.keys = LoadLogKeys(data_.path())->verifiers;
  int pages = 0;
  options.progress = [&](uint64_t, uint64_t) {
    if (++pages > 1) return;
    Append(
        {.now = now_,
         .choices = {Choice(now_, indices_[8]), Choice(now_), Choice(now_, indices_[899])},
         .erasures = {{.index = indices_[30], .at = now_}, {.index = indices_[850], .at = now_}}});
  };
  const auto report = VerifyLog(*store_, options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(report->findings, IsEmpty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
