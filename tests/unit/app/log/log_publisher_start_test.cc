// What a log finds when it starts, and whether it then signs.
#include <functional>
#include <utility>
#include <vector>

#include "app/log/log_anchor.h"
#include "store/unusable_store.h"
#include "tests/unit/app/log/log_publisher_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

TEST_F(LogPublisherTest, ADatabaseFromBeforeTheLogIsTakenOver) {
  db_.Commit(1000);
  auto publisher = Open();
  ASSERT_EQ(publisher->Refusal(), std::nullopt);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 1000u);
}

TEST_F(LogPublisherTest, ARestoredBackupIsCompletedFromTheCheckpointLog) {
  auto publisher = Open();
  db_.Commit(400);
  Publish(*publisher);
  const LogFakeStore backup = db_;
  db_.Commit(10, "{\"ranges\":[[3,4]]}");
  Publish(*publisher);
  db_.Commit(300);
  Publish(*publisher);
  const std::string note = publisher->Current()->note;
  const auto entries = db_.entries;
  publisher.reset();

  db_ = backup;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  EXPECT_EQ(publisher->start(), LogStart::kDatabaseLost);
  ASSERT_EQ(db_.losses.size(), 1u);
  EXPECT_EQ(db_.losses[0].first, 400u);
  EXPECT_EQ(db_.losses[0].end, 711u);
  EXPECT_EQ(db_.losses[0].consents, 310u);
  EXPECT_EQ(db_.losses[0].purges, 1u);
  EXPECT_FALSE(db_.losses[0].whole);
  EXPECT_EQ(db_.entries, entries);
  ASSERT_EQ(db_.purges.size(), 1u);
  EXPECT_EQ(db_.purges[0].index, 410u);
  EXPECT_EQ(db_.purges[0].manifest, "{\"ranges\":[[3,4]]}");
  EXPECT_EQ(publisher->Current()->note, note);
  db_.Commit(5);
  Publish(*publisher);
  ExpectOneHistory();
}

// Entries of type 5 to 11: their manifests ride in the checkpoint log, and come back with them.
TEST_F(LogPublisherTest, AManifestOfAnotherEntryComesBackWithIt) {
  const std::string manifest = "{\"time\":\"2026-11-26T09:00:00Z\"}";
  auto publisher = Open();
  db_.Commit(5);
  Publish(*publisher);
  const LogFakeStore backup = db_;
  db_.Commit(2, "m1");
  db_.manifests.push_back({.index = db_.entries.size(), .manifest = manifest});
  db_.Add(prooflog::EncodeEntry(
      {.type = prooflog::EntryType::kClockCorrection, .commitment = Sha256(manifest)}));
  Publish(*publisher);
  publisher.reset();
  db_ = backup;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  EXPECT_EQ(publisher->start(), LogStart::kDatabaseLost);
  EXPECT_EQ(db_.losses.back().consents, 2u);
  EXPECT_EQ(db_.losses.back().others, 0u);
  ASSERT_EQ(db_.manifests.size(), 1u);
  EXPECT_EQ(db_.manifests[0].index, 8u);
  EXPECT_EQ(db_.manifests[0].manifest, manifest);
  ExpectOneHistory();
  // One that is missing, or another than was committed to, is never signed.
  db_.Add(prooflog::EncodeEntry({.type = prooflog::EntryType::kClockCorrection}));
  EXPECT_FALSE(publisher->Publish(kNow).ok());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("entry 9 (clock correction) has no manifest"));
}

TEST_F(LogPublisherTest, ABackupFromBetweenCheckpointsIsCompletedToo) {
  auto publisher = Open();
  db_.Commit(5);
  Publish(*publisher);
  db_.Commit(2, "m1");
  const LogFakeStore backup = db_;  // within what becomes one batch of the checkpoint log
  db_.Commit(2, "m2");
  Publish(*publisher);
  publisher.reset();
  db_ = backup;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  ASSERT_EQ(db_.losses.size(), 1u);
  EXPECT_EQ(db_.losses[0].end - db_.losses[0].first, 3u);
  EXPECT_EQ(db_.purges.size(), 2u);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, AnEmptyDatabaseIsCompletedWhole) {
  auto publisher = Open();
  db_.Commit(50);
  Publish(*publisher);
  publisher.reset();
  db_ = LogFakeStore();
  publisher = Open();
  ASSERT_EQ(db_.losses.size(), 1u);
  EXPECT_EQ(db_.losses[0].end, 50u);
  EXPECT_TRUE(db_.losses[0].whole);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ADatabaseThatContradictsTheCheckpointLogIsNeverSigned) {
  auto publisher = Open();
  db_.Commit(40);
  const LogFakeStore common = db_;
  db_.Commit(10);
  Publish(*publisher);
  publisher.reset();

  // The backup went on without its checkpoint log: as long as, longer and shorter than what was
  // signed.
  for (const size_t other : {10, 500, 3}) {
    db_ = common;
    db_.salt = 1;
    db_.Commit(other);
    const LogFakeStore before = db_;
    publisher = Open();
    ASSERT_TRUE(publisher->Refusal().has_value()) << other;
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("entry 40 is the first that differs"));
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("estore"));
    EXPECT_EQ(publisher->Current(), nullptr);
    EXPECT_EQ(publisher->Publish(kNow).error().code, ErrorCode::kDataLoss);
    EXPECT_EQ(db_.entries, before.entries);
    EXPECT_EQ(db_.completions, 0);
    publisher.reset();
  }
  db_ = common;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, AMissingCheckpointLogIsNotStartedAnew) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  fs::rename(scratch_ / "journal", scratch_ / "unmounted");
  publisher = Open();
  ASSERT_TRUE(publisher->Refusal().has_value());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("checkpoint log is missing"));
  EXPECT_FALSE(fs::exists(scratch_ / "journal"));
  EXPECT_EQ(publisher->Current(), nullptr);
  publisher.reset();
  fs::rename(scratch_ / "unmounted", scratch_ / "journal");
  EXPECT_EQ(Open()->Refusal(), std::nullopt);
}

// The database was moved away and the checkpoint log's disk is not mounted: what is left beside the
// key tells that the log has signed, and an empty database must not begin a second history.
TEST_F(LogPublisherTest, AnEmptyDatabaseWithoutACheckpointLogIsNoNewLog) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  const std::string note = publisher->Current()->note;
  publisher.reset();
  fs::rename(scratch_ / "journal", scratch_ / "unmounted");
  db_ = LogFakeStore();
  ASSERT_TRUE(WriteAnchor(scratch_.path(), {.size = 40, .note = note, .tokens = {}}).ok());
  publisher = Open();
  ASSERT_TRUE(publisher->Refusal().has_value());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("checkpoint log is missing"));
  EXPECT_FALSE(fs::exists(scratch_ / "journal"));
}

// A full disk, a wrong owner: whoever follows a remedy for damage would throw a whole database
// away.
TEST_F(LogPublisherTest, ADatabaseThatCannotBeOpenedIsNotCalledDamaged) {
  {
    const auto publisher = Open();
    db_.Commit(3);
    Publish(*publisher);
  }
  const std::string elsewhere = scratch_ / "held";
  fs::create_directory(elsewhere);
  const auto unusable =
      store::OpenUnusable(elsewhere, Error(ErrorCode::kDataLoss, "The disk is full."));
  ASSERT_TRUE(unusable.ok()) << unusable.error().message;
  const auto publisher = LogPublisher::Open(Options(), **unusable, kNow);
  ASSERT_TRUE(publisher.ok()) << publisher.error().message;
  EXPECT_EQ((*publisher)->start(), LogStart::kDatabaseUnopened);
  EXPECT_TRUE((*publisher)->HoldsChoices());
  const std::string refusal = (*publisher)->Refusal().value_or("");
  EXPECT_THAT(refusal, HasSubstr("could not be opened"));
  EXPECT_THAT(refusal, testing::Not(HasSubstr("damaged")));
  EXPECT_THAT(refusal, testing::Not(HasSubstr("backup")));
}

TEST_F(LogPublisherTest, ADamagedCheckpointLogIsNamed) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  const std::string path = scratch_ / "journal/00000000000000000000.journal";
  std::string bytes = Slurp(path);
  bytes[bytes.size() - 60] ^= 1;
  Spill(path, bytes);
  publisher = Open();
  ASSERT_TRUE(publisher->Refusal().has_value());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr(path));
}

// Nor whether database and checkpoint log are those of the keys: they may be another log's,
// together.
TEST_F(LogPublisherTest, DatabaseAndCheckpointLogOfAnotherLogAreHeld) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  const std::string key = scratch_ / "log.key";
  const std::string own = Slurp(key);
  TemporaryDirectory other;
  ASSERT_TRUE(GenerateLogKeys(other.path(), kOrigin).ok());
  WriteSecret(key, Slurp(other / "log.key"));
  const std::string list = Slurp(scratch_ / "log.vkeys");
  Spill(scratch_ / "log.vkeys", Slurp(other / "log.vkeys"));
  const std::pair<std::function<void()>, LogStart> cases[] = {
      {[] {}, LogStart::kKeyUnproven},
      {[&] { fs::permissions(key, fs::perms::others_read, fs::perm_options::add); },
       LogStart::kKeyUnproven},
      {[&] { Spill(key, "garbage\n"); }, LogStart::kKeyUnproven},
      {[&] { fs::remove(key); }, LogStart::kKeyUnproven},
      {[&] { fs::remove(scratch_ / "log.vkeys"); }, LogStart::kKeyMissing},
  };
  for (const auto& [spoil, start] : cases) {
    spoil();
    publisher = OpenAs(start);
    EXPECT_TRUE(publisher->HoldsChoices());
    publisher.reset();
  }
  Spill(scratch_ / "log.vkeys", list);
  WriteSecret(key, own);
  publisher = OpenAs(LogStart::kContinues);
}

// Only lines of the access log came after the backup: that is a loss, too, noted once.
TEST_F(LogPublisherTest, ADatabaseThatLacksLinesOnlyIsAnOlderOne) {
  auto publisher = Open();
  db_.Commit(40);
  const LogFakeStore older = db_;
  db_.accesses = {.count = 3, .hash = Sha256("three")};
  Publish(*publisher);
  publisher.reset();
  db_ = older;
  for (int start = 0; start < 2; ++start) {
    publisher = OpenAs(start == 0 ? LogStart::kDatabaseLost : LogStart::kContinues);
    ASSERT_EQ(db_.losses.size(), 1u);
    EXPECT_EQ(db_.losses[0].first, 40u);
    EXPECT_EQ(db_.losses[0].end, 40u);
    EXPECT_EQ(publisher->Current()->checkpoint.size, 40u);
    publisher.reset();
  }
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ACheckpointLogCutToItsHeaderIsNoNewLog) {
  auto publisher = Open();
  const std::string path = scratch_ / "journal/00000000000000000000.journal";
  const std::string header = Slurp(path);
  db_.Commit(40);
  Publish(*publisher);
  const std::string older = Slurp(path);
  db_.Commit(5);
  Publish(*publisher, kNow + std::chrono::hours(24));
  const std::string note = publisher->Current()->note;
  publisher.reset();
  const std::string whole = Slurp(path);
  for (const std::string& cut : {header, older, whole.substr(0, older.size() + 20)}) {
    Spill(path, cut);
    publisher = OpenAs(LogStart::kCheckpointLogShort);
    EXPECT_TRUE(publisher->HoldsChoices());
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("log adopt"));
    publisher.reset();
  }
  // The database is missing, too, and only an anchor tells.
  const LogFakeStore before = db_;
  db_ = LogFakeStore();
  db_.newly_made = true;
  ASSERT_TRUE(WriteAnchor(scratch_.path(), {.size = 45, .note = note, .tokens = {}}).ok());
  Spill(path, header);
  publisher = OpenAs(LogStart::kCheckpointLogShort);
  publisher.reset();
  db_ = before;
  Spill(path, whole);
  publisher = OpenAs(LogStart::kContinues);
}

TEST_F(LogPublisherTest, AnAnchorOfAnotherHistoryIsRefused) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  const std::vector<prooflog::SignerKey> key = {publisher->keys()->current};
  publisher.reset();
  const auto note = prooflog::SignNote(
      prooflog::FormatCheckpoint({.origin = kOrigin, .size = 20, .root = Sha256("another")}), key);
  ASSERT_TRUE(WriteAnchor(scratch_.path(), {.size = 20, .note = *note, .tokens = {}}).ok());
  publisher = OpenAs(LogStart::kCheckpointContradicts);
  EXPECT_TRUE(publisher->HoldsChoices());
}

// What lies there tells that a database was there, before anything was signed of it. It proves
// nothing against keys that the checkpoint log names; nothing is signed before somebody looked.
TEST_F(LogPublisherTest, AnAnchorOfAnotherLogIsNamed) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  std::vector<prooflog::SignerKey> key;
  key.push_back(*prooflog::SignerKey::Generate(kOrigin));
  const auto anchor = [&](uint64_t size) {
    fs::remove_all(scratch_ / "anchors");
    const auto note = prooflog::SignNote(
        prooflog::FormatCheckpoint({.origin = kOrigin, .size = size, .root = Sha256("another")}),
        key);
    ASSERT_TRUE(WriteAnchor(scratch_.path(), {.size = size, .note = *note, .tokens = {}}).ok());
  };
  db_.kept.clear();
  anchor(20);
  publisher = OpenAs(LogStart::kAnchorForeign);
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("another log's"));
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("anchors"));
  EXPECT_FALSE(publisher->HoldsChoices());
  publisher.reset();
  anchor(60);  // or it is of a later state
  publisher = OpenAs(LogStart::kAnchorForeign);
  EXPECT_TRUE(publisher->HoldsChoices());
  publisher.reset();
  fs::remove_all(scratch_ / "anchors");
  publisher = OpenAs(LogStart::kContinues);
}

TEST_F(LogPublisherTest, AMissingDatabaseBesideWhatItLeftIsNoNewLog) {
  auto publisher = Open();
  publisher.reset();
  db_.newly_made = true;
  publisher = OpenAs(LogStart::kDatabaseLost);
  ASSERT_EQ(db_.losses.size(), 1u);
  EXPECT_TRUE(db_.losses[0].whole);
  publisher.reset();
  fs::remove_all(scratch_ / "journal");
  fs::remove(scratch_ / "log.key.unused");
  publisher = OpenAs(LogStart::kCheckpointLogMissing);
  EXPECT_TRUE(publisher->HoldsChoices());
  publisher.reset();
  fs::remove(scratch_ / "log.key");
  fs::remove(scratch_ / "log.vkeys");
  fs::create_directory(scratch_ / "published");
  Spill(scratch_ / ("published/site." + std::string(64, '0') + ".json"), "{}");
  publisher = OpenAs(LogStart::kOnlyRemains);
  EXPECT_FALSE(fs::exists(scratch_ / "journal"));
  publisher.reset();
  fs::remove_all(scratch_ / "published");
  publisher = OpenAs(LogStart::kFirst);
}

TEST_F(LogPublisherTest, TheNameIsFixedFromTheFirstStart) {
  Open();
  LogOptions other = Options();
  other.origin = "another.example/log";
  EXPECT_EQ(LogPublisher::Open(other, db_, kNow).error().code, ErrorCode::kConflict);
  other.origin = "";
  EXPECT_EQ((*LogPublisher::Open(other, db_, kNow))->origin(), kOrigin);
}

TEST_F(LogPublisherTest, TheCheckpointLogOfAnotherLogIsRefused) {
  Open();
  TemporaryDirectory other;
  LogOptions options = Options();
  options.data_dir = other.path();
  options.origin = "other.example/log";
  LogFakeStore db;
  ASSERT_TRUE(GenerateLogKeys(other.path(), "other.example/log").ok());
  const auto publisher = LogPublisher::Open(options, db, kNow);
  ASSERT_TRUE(publisher.ok());
  EXPECT_THAT((*publisher)->Refusal().value_or(""), HasSubstr("do not belong together"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
