#include "app/log/log_verify.h"

#include "app/log/checkpoint_log_format.h"
#include "base/file.h"
#include "store/purge_manifest.h"
#include "tests/unit/app/log/log_verify_fixture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using store::At;
using store::Choice;
using store::Index;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(LogVerifyTest, AWholeDirectoryIsInOrder) {
  const LogVerifyReport report = Verify();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.problems, 0u);
  EXPECT_EQ(report.entries, 2 + kConsents + 1 + 1);
  EXPECT_EQ(report.kept, kConsents);
  EXPECT_EQ(report.purged, 1u);
  EXPECT_EQ(report.lost, 0u);
  EXPECT_EQ(report.revisions, 1u);
  EXPECT_EQ(report.purges, 1u);
  EXPECT_EQ(report.checkpoints, 3u);
  EXPECT_EQ(report.checkpoint_log_entries, report.entries);
}

TEST_F(LogVerifyTest, APictureThatWasAlteredOrRemovedIsNamed) {
  const auto pictures = picture_testing::MakePictures(store::kSite, store::Revision().hash,
                                                      std::string(64, 'b'), now_);
  const store::NewPictureSet set = picture_testing::SetOf(pictures);
  Append({.now = now_, .picture_sets = {set}});
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().pictures, 8u);
  EXPECT_EQ(Verify().revisions, 2u);
  const std::string first = pictures.manifest.pictures[0].sha256;
  Spoil("UPDATE picture SET bytes=zeroblob(length(bytes)) WHERE hash='" + first + "'");
  ExpectFinding("The picture first-fr-phone (" + first + ") of entry ");
  ExpectFinding("is not the one that was filed");
  Spoil("DELETE FROM picture WHERE hash='" + first + "'");
  ExpectFinding("is not there");
  EXPECT_EQ(Verify().pictures, 7u);
  // Filing them again puts back what is missing, under the same entry.
  Append({.now = now_, .picture_sets = {set}});
  EXPECT_THAT(Verify().findings, IsEmpty());
  Spoil("UPDATE picture_set SET revision='another'");
  ExpectFinding("are not listed with revision");
  Spoil(
      "UPDATE document SET bytes=CAST(replace(CAST(bytes AS TEXT),'156','157') AS BLOB) "
      "WHERE kind=3");
  ExpectFinding("is not the one published");
  Spoil("DELETE FROM document WHERE kind=3");
  ExpectFinding("are not there");
}

TEST_F(LogVerifyTest, AnAccessThatWasAlteredOrRemovedIsNamed) {
  const Time day = At("2026-03-01T00:00:00Z");
  const std::vector<store::Access> accesses = {
      {.at = day, .who = "auditor-1", .role = "auditor", .action = "consent.read"}};
  ASSERT_TRUE(store_->Append({.accesses = accesses}).ok());
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().access_days, 1u);
  Spoil("UPDATE access SET who='paul'");
  ExpectFinding("The access log of 2026-03-01 is not the one");
  Spoil("DELETE FROM access");
  ExpectFinding("The access log of 2026-03-01 is not the one");
  Spoil("DELETE FROM access_day");
  ExpectFinding("closed a day of the access log that is no longer there");
}

TEST_F(LogVerifyTest, ADayOfTheAccessLogThatNamesNoEntryIsNamed) {
  const Time day = At("2026-03-01T00:00:00Z");
  ASSERT_TRUE(
      store_
          ->Append(
              {.accesses = {{.at = day, .who = "a", .role = "auditor", .action = "consent.read"}}})
          .ok());
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Spoil("UPDATE access_day SET idx=9000000");
  ExpectFinding("names entry 9000000, which is not there");
  ExpectFinding("closed a day of the access log that is no longer there");
}

// A clock that was two days ahead: records, an erasure, a closed day. Then it was put right.
TEST_F(LogVerifyTest, ACorrectedClockIsInOrderAndEachPartOfItIsHeldAgainstTheRest) {
  const Time right = now_ + std::chrono::hours(1);
  const Time wrong = right + std::chrono::days(2);
  const Time day = std::chrono::floor<std::chrono::days>(wrong);
  const auto look = [&] {
    Append({.accesses = {{.at = day, .who = "a", .role = "auditor", .action = "x"}}});
  };
  now_ = wrong;
  Append({.now = wrong, .choices = {store::Choice(wrong), store::Choice(wrong, indices_[9])}});
  Append({.now = wrong, .erasures = {{.index = indices_[11], .at = wrong}}});
  look();
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Publish();
  now_ = right;
  const auto corrected = store_->CorrectClock(
      right, {.at = right, .who = "o", .role = "operator", .action = "clock.confirm"});
  ASSERT_TRUE(corrected.ok()) << corrected.error().message;
  EXPECT_EQ(corrected->entries, 4u);  // two records, the purge, the day
  Publish();
  now_ = wrong + std::chrono::days(3);
  look();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().clock_corrections, 1u);
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());

  const auto index = std::to_string(corrected->correction.ranges.front().first);
  Spoil("UPDATE entry SET given_at=given_at+1 WHERE idx=" + index);
  ExpectFinding("Record " + index + ": the column given_at holds");
  Spoil("UPDATE entry SET given_at=given_at-1 WHERE idx=" + index);
  Spoil("UPDATE entry SET due=due+86400 WHERE idx=" + index);
  ExpectFinding("Record " + index + ": the column due holds");
  Spoil("UPDATE entry SET due=due-86400 WHERE idx=" + index);
  EXPECT_THAT(Verify().findings, IsEmpty());
  Spoil("UPDATE manifest SET bytes=replace(bytes,'[[','[[2,2],[')");
  ExpectFinding("which is dated 2026-03-01T12:00:00Z, not after its time");
  ExpectFinding("is not the one it committed to");
  ExpectFinding("is another in the checkpoint log");
  Spoil("UPDATE manifest SET idx=3 WHERE idx=(SELECT max(idx) FROM manifest)");
  ExpectFinding("a clock correction, has no manifest");
  ExpectFinding("filed under 3, which is no entry of one");
}

TEST_F(LogVerifyTest, ALineAddedToAClosedDayIsNamed) {
  const Time day = At("2026-03-01T00:00:00Z");
  const store::Access access{.at = day, .who = "a", .role = "auditor", .action = "x"};
  Append({.accesses = {access}});
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Append({.accesses = {access}});
  ExpectFinding("The access log of 2026-03-01 was added to after it was closed");
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  ExpectFinding("The access log of 2026-03-01 was added to after it was closed");
}

TEST_F(LogVerifyTest, AnAlteredRecordIsNamed) {
  Spoil(R"(UPDATE content SET record=CAST(replace(CAST(record AS TEXT),'"language":"fr"',
           '"language":"en"') AS BLOB) WHERE idx=100)");
  ExpectFinding("Record 100 does not match its leaf");
}

TEST_F(LogVerifyTest, AFlippedBitInTheRandomBytesIsNamed) {
  Spoil("UPDATE content SET random=randomblob(32) WHERE idx=300");
  ExpectFinding("Record 300 does not match its leaf");
}

TEST_F(LogVerifyTest, AnAlteredCommitmentContradictsCheckpointsAndCheckpointLog) {
  Spoil("UPDATE entry SET commitment=randomblob(32) WHERE idx=50");
  const LogVerifyReport report = Verify();
  EXPECT_THAT(report.findings, testing::IsSupersetOf(
                                   {HasSubstr("Record 50 does not match"),
                                    HasSubstr("Tile tile/0/000 differs from the entries at hash "
                                              "50, which covers entry 50"),
                                    HasSubstr("The checkpoint kept on 2026-03-01 has another root"),
                                    HasSubstr("Entry 50 is another in the checkpoint log")}));
}

// An intruder with the database: record, random bytes and leaf all exchanged.
TEST_F(LogVerifyTest, AConsistentForgeryContradictsCheckpointsAndCheckpointLog) {
  auto found = store_->FindByIndex(indices_[20]);
  ASSERT_TRUE(found.ok());
  std::string record = found->content->record;
  const size_t at = record.find("\"adform\":true");
  ASSERT_NE(at, std::string::npos);
  record.replace(at, 13, "\"adform\":false");
  const Digest forged = HmacSha256(found->content->random, AsBytes(record));
  const std::string index = std::to_string(indices_[20]);
  Spoil("UPDATE content SET record=x'" + EncodeHex(AsBytes(record)) + "' WHERE idx=" + index + ";" +
        "UPDATE entry SET commitment=x'" + EncodeHex(forged) + "' WHERE idx=" + index);
  ExpectFinding("Entry " + index + " is another in the checkpoint log");
  ExpectFinding("has another root than the first");
}

TEST_F(LogVerifyTest, ARecordTakenOutWithoutAPurgeIsNamed) {
  Spoil(
      "UPDATE entry SET state=1 WHERE idx=40; UPDATE content SET record=NULL,random=NULL WHERE "
      "idx=40");
  ExpectFinding("Record 40 is gone and no purge entry says why");
  Spoil("UPDATE content SET record=NULL,random=NULL WHERE idx=41");
  ExpectFinding("41");
  EXPECT_EQ(Verify().kept, kConsents - 2);
}

// As if it had been erased after the walk began.
TEST_F(LogVerifyTest, ARecordTakenOutForAPurgeThatNeverCameIsNamed) {
  Spoil(
      "UPDATE entry SET state=1,publication=NULL,event=NULL,given_at=NULL,valid_until=NULL,"
      "previous=NULL,superseded_by=NULL,superseded_at=NULL,due=NULL,requested=NULL,"
      "purge=9000000000 WHERE idx=40; UPDATE content SET record=NULL,random=NULL WHERE idx=40");
  ExpectFinding("Record 40 is gone and no purge entry says why");
}

// A manifest that the log never committed to excuses nothing, wherever it is filed.
TEST_F(LogVerifyTest, AForgedManifestIsNamed) {
  const std::string manifest = store::FormatPurgeManifest(
      store::MakePurgeManifest(store::PurgeReason::kRequest, now_, {40}, {}));
  for (const char* place : {"50", "9000000000"}) {
    const std::string purge(place);
    Spoil("INSERT INTO purge(idx,reason,manifest) VALUES(" + purge + ",1,'" + manifest + "')");
    Spoil(
        "UPDATE entry SET state=1,publication=NULL,event=NULL,given_at=NULL,valid_until=NULL,"
        "previous=NULL,superseded_by=NULL,superseded_at=NULL,due=NULL,requested=NULL,purge=" +
        purge + " WHERE idx=40; UPDATE content SET record=NULL,random=NULL WHERE idx=40");
    ExpectFinding("Record 40 is gone and no purge entry says why");
    ExpectFinding("A purge manifest is filed under " + purge);
    Spoil("DELETE FROM purge WHERE idx=" + purge);
  }
}

TEST_F(LogVerifyTest, APurgedRecordThatIsStillThereIsNamed) {
  const std::string index = std::to_string(indices_[5]);
  Spoil("UPDATE entry SET state=0 WHERE idx=" + index +
        "; UPDATE content SET record=(SELECT record "
        "FROM content WHERE idx=2), random=(SELECT random FROM content WHERE idx=2) WHERE idx=" +
        index);
  ExpectFinding("Record " + index + " was to be erased by purge entry");
}

TEST_F(LogVerifyTest, AnAlteredManifestIsNamed) {
  Spoil("UPDATE purge SET manifest=replace(manifest,'request','retention')");
  const LogVerifyReport report = Verify();
  EXPECT_THAT(report.findings,
              testing::IsSupersetOf({HasSubstr("is not the one it committed to"),
                                     HasSubstr("is another in the checkpoint log")}));
}

TEST_F(LogVerifyTest, AnAlteredTileIsNamed) {
  Spoil("UPDATE tile SET hashes=CAST(randomblob(32)||substr(hashes,33) AS BLOB) WHERE id=1");
  ExpectFinding("Tile tile/0/001 differs from the entries at hash 0, which covers entry 256");
}

TEST_F(LogVerifyTest, AnAlteredRevisionIsNamed) {
  Spoil("UPDATE document SET bytes=CAST('{\"n\":2}' AS BLOB)");
  ExpectFinding("The document of entry 0 is not the one published");
}

TEST_F(LogVerifyTest, ARemovedEndIsNoticed) {
  // The last day's entry is cut off, and the tree made to fit.
  const std::string last = std::to_string(kConsents + 3);
  StoreTiles tiles(*store_, kConsents + 3);
  const Digest root = *prooflog::TreeReader(tiles).Root(kConsents + 3);
  Spoil("DELETE FROM content WHERE idx=" + last + "; DELETE FROM entry WHERE idx=" + last +
        "; UPDATE head SET size=" + last + ",root=x'" + EncodeHex(root) + "'");
  const LogVerifyReport report = Verify();
  EXPECT_THAT(report.findings,
              testing::IsSupersetOf(
                  {HasSubstr("The checkpoint kept on 2026-03-03 covers 704 entries, the database "
                             "has 703: entries were removed"),
                   HasSubstr("The checkpoint log holds 704 entries, the database 703")}));
}

TEST_F(LogVerifyTest, AnAlteredCheckpointIsNamed) {
  Spoil("UPDATE checkpoint SET note=replace(note,'702','700') WHERE size=702");
  ExpectFinding("The checkpoint kept on 2026-03-01 does not verify");
}

TEST_F(LogVerifyTest, ACheckpointLogThatWasCutIsNamed) {
  const std::string segment = data_ / "log-journal/00000000000000000000.journal";
  const std::string whole = *ReadFile(segment, 1 << 24);
  publisher_.reset();
  // Cut to its header, and to every batch before the last.
  SegmentReader reader(AsBytes(whole));
  ASSERT_TRUE(reader.ReadHeader().ok());
  std::vector<uint64_t> ends = {reader.position()};
  for (auto batch = reader.ReadBatch(); batch && *batch; batch = reader.ReadBatch()) {
    ends.push_back(reader.position());
  }
  ends.pop_back();
  ASSERT_GE(ends.size(), 3U);
  for (const uint64_t end : ends) {
    std::filesystem::resize_file(segment, end);
    ExpectFinding("was cut");
    ASSERT_TRUE(WriteFileDurably(segment, whole, 0600).ok());
  }
  EXPECT_TRUE(Verify().ok());
}

TEST_F(LogVerifyTest, AMissingCheckpointLogIsNamed) {
  publisher_.reset();
  fs::rename(data_ / "log-journal", data_ / "elsewhere");
  ExpectFinding("There is no checkpoint log");
}

TEST_F(LogVerifyTest, AfterARestoreTheLostAreNamedAndTheErasedStayErased) {
  const auto copy_database = [&](const std::string& from, const std::string& to) {
    publisher_.reset();
    store_.reset();
    fs::create_directories(to);
    for (const char* name : {"temoin.db", "temoin.db-wal", "temoin.db-shm"}) {
      fs::remove(fs::path(to) / name);
      if (fs::exists(fs::path(from) / name)) {
        fs::copy_file(fs::path(from) / name, fs::path(to) / name);
      }
    }
    OpenStore();
  };
  copy_database(data_.path(), data_ / "backup");
  OpenPublisher();
  now_ += std::chrono::days(1);
  Append({.now = now_, .choices = {Choice(now_), Choice(now_)}});
  Append({.now = now_, .erasures = {{.index = indices_[9], .at = now_}}});
  Publish();
  copy_database(data_ / "backup", data_.path());
  ASSERT_TRUE(store_->FindByIndex(indices_[9])->content.has_value());
  OpenPublisher();
  ASSERT_EQ(publisher_->Refusal(), std::nullopt);
  ASSERT_EQ(publisher_->start(), LogStart::kDatabaseLost);
  EXPECT_EQ(store_->Losses()->back().consents, 2u);
  const auto erased = store_->FindByIndex(indices_[9]);
  EXPECT_EQ(erased->row.state, store::State::kPurged);
  EXPECT_FALSE(erased->content.has_value());
  const LogVerifyReport report = Verify();
  EXPECT_EQ(report.lost, 2u);
  EXPECT_EQ(report.purged, 2u);
  EXPECT_THAT(report.findings, ElementsAre(HasSubstr("Entries 704 to 705 are lost")));
}

TEST_F(LogVerifyTest, AnAnchorOfAnotherHistoryIsNoticed) {
  const auto keys = *LoadLogKeys(data_.path());
  const std::string text =
      prooflog::FormatCheckpoint({keys.current.name(), 300, Sha256("another history")});
  ASSERT_TRUE(
      WriteAnchor(data_.path(), {.size = 300,
                                 .note = *prooflog::SignNote(text, std::span(&keys.current, 1)),
                                 .tokens = {}})
          .ok());
  ExpectFinding("The anchor of 300 entries has another root");
}

TEST_F(LogVerifyTest, ProgressReachesItsEnd) {
  LogVerifyOptions options;
  options.checkpoint_log_dir = data_ / "log-journal";
  options.keys = LoadLogKeys(data_.path())->verifiers;
  std::optional<uint64_t> last;
  options.progress = [&](uint64_t done, uint64_t total) {
    EXPECT_TRUE(last ? done > *last : done == 0) << done;
    EXPECT_EQ(total, 704u);
    last = done;
  };
  ASSERT_TRUE(VerifyLog(*store_, options).ok());
  EXPECT_EQ(last, 704u);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
