// What a log finds of its keys when it starts, and whether it then signs.
#include <fmt/format.h>

#include <functional>
#include <vector>

#include "store/unusable_store.h"
#include "tests/unit/app/log/log_publisher_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

TEST_F(LogPublisherTest, AMissingKeyOfALogThatSignedIsRefused) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  fs::remove(scratch_ / "log.key");
  publisher = OpenAs(LogStart::kKeyMissing);
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("log.key"));
  EXPECT_FALSE(publisher->HoldsChoices());  // the database is in order
  EXPECT_FALSE(fs::exists(scratch_ / "log.key"));
  publisher.reset();
  ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
  publisher = Open();
  EXPECT_EQ(publisher->Current()->checkpoint.size, 40u);
  EXPECT_EQ(publisher->keys()->vkeys.size(), 2u);
}

// Another log's secret of the same name, alone or with its list, must never sign this log.
TEST_F(LogPublisherTest, AForeignKeyIsRefused) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  const std::string key = Slurp(scratch_ / "log.key");
  const std::string list = Slurp(scratch_ / "log.vkeys");
  for (const char* name : {kOrigin, "other.example/log"}) {
    TemporaryDirectory other;
    ASSERT_TRUE(GenerateLogKeys(other.path(), name).ok());
    Spill(scratch_ / "log.key", Slurp(other / "log.key"));
    publisher = OpenAs(LogStart::kKeyForeign);
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("no key of this log"));
    EXPECT_EQ(publisher->Current(), nullptr);
    publisher.reset();
    if (name != std::string(kOrigin)) continue;
    Spill(scratch_ / "log.vkeys", Slurp(other / "log.vkeys"));
    publisher = OpenAs(LogStart::kKeyUnproven);
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("does not verify"));
    EXPECT_TRUE(publisher->HoldsChoices());  // of keys and database, either may be the stranger
    publisher.reset();
    // Its list lost, too: it proves nothing.
    fs::remove(scratch_ / "log.vkeys");
    publisher = OpenAs(LogStart::kKeyUnproven);
    EXPECT_FALSE(fs::exists(scratch_ / "log.vkeys"));
    publisher.reset();
    // Neither with an empty database, which holds no signed checkpoint.
    const LogFakeStore before = db_;
    db_ = LogFakeStore();
    publisher = OpenAs(LogStart::kKeyUnproven);
    EXPECT_TRUE(publisher->HoldsChoices());
    EXPECT_EQ(db_.completions, 0);
    publisher.reset();
    db_ = before;
    Spill(scratch_ / "log.vkeys", list);
  }
  Spill(scratch_ / "log.key", key);
  publisher = Open();
  EXPECT_EQ(publisher->start(), LogStart::kContinues);
}

TEST_F(LogPublisherTest, AnEarlierKeyIsRefused) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  const std::string key = Slurp(scratch_ / "log.key");
  ASSERT_TRUE(publisher->Rotate().ok());
  publisher.reset();
  Spill(scratch_ / "log.key", key);
  publisher = OpenAs(LogStart::kKeyEarlier);
  publisher.reset();
  ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  EXPECT_EQ(publisher->keys()->vkeys.size(), 3u);
}

TEST_F(LogPublisherTest, ALostListIsMadeAgainFromWhatVerifies) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  ASSERT_TRUE(publisher->Rotate().ok());
  db_.Commit(5);
  Publish(*publisher, kNow + std::chrono::hours(24));
  const std::string list = Slurp(scratch_ / "log.vkeys");
  for (const bool reordered : {false, true}) {
    publisher.reset();
    if (reordered) {
      const size_t first = list.find('\n') + 1;
      Spill(scratch_ / "log.vkeys", list.substr(first) + list.substr(0, first));
      publisher = OpenAs(LogStart::kKeyEarlier);
      fs::remove(scratch_ / "log.vkeys");
      publisher.reset();
    } else {
      fs::remove(scratch_ / "log.vkeys");
    }
    publisher = OpenAs(LogStart::kContinuesWithoutList);
    EXPECT_EQ(Slurp(scratch_ / "log.vkeys"), list);  // the checkpoint log names the earlier one
    EXPECT_THAT(publisher->missing_keys(), testing::IsEmpty());
  }
  // Short of what was signed by a key that the checkpoint log names.
  publisher.reset();
  Spill(scratch_ / "log.vkeys", list.substr(0, list.find('\n') + 1));
  db_.kept.pop_back();  // the newest one left is the earlier key's
  publisher = OpenAs(LogStart::kContinues);
  EXPECT_EQ(Slurp(scratch_ / "log.vkeys"), list);
}

// Wherever they stood, and whatever still verifies without them: what they signed is to verify for
// ever.
TEST_F(LogPublisherTest, KeysDroppedFromTheListComeBackToTheirPlaces) {
  auto publisher = Open();
  for (int day = 0; day < 4; ++day) {
    if (day > 0) {
      ASSERT_TRUE(publisher->Rotate().ok());
    }
    db_.Commit(5);
    Publish(*publisher, kNow + std::chrono::days(day));
  }
  publisher.reset();
  const std::string list = Slurp(scratch_ / "log.vkeys");
  const std::vector<std::string> lines = *ReadLogVkeys(scratch_.path());
  ASSERT_THAT(lines, testing::SizeIs(4));
  for (unsigned dropped = 1; dropped < 8; ++dropped) {
    std::vector<std::string> left = {lines[0]};
    for (unsigned i = 1; i < 4; ++i) {
      if ((dropped & (1U << (i - 1))) == 0) left.push_back(lines[i]);
    }
    ASSERT_TRUE(WriteLogVkeys(scratch_.path(), left).ok());
    publisher = OpenAs(LogStart::kContinues);
    EXPECT_EQ(Slurp(scratch_ / "log.vkeys"), list) << dropped;
    EXPECT_EQ(publisher->keys()->vkeys, lines);
    publisher.reset();
  }
}

// At the end, or between the keys of this log: what it signs must not count as signed by this log.
TEST_F(LogPublisherTest, AStrangersKeyInTheListIsRefusedAndNamed) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  ASSERT_TRUE(publisher->Rotate().ok());
  db_.Commit(5);
  Publish(*publisher);
  publisher.reset();
  const std::string list = Slurp(scratch_ / "log.vkeys");
  const size_t first = list.find('\n') + 1;
  const auto stranger = prooflog::SignerKey::Generate(kOrigin);
  const auto verifier = prooflog::ParseVerifierKey(stranger->Vkey());
  for (const size_t at : {list.size(), first}) {
    std::string longer = list;
    longer.insert(at, stranger->Vkey() + "\n");
    Spill(scratch_ / "log.vkeys", longer);
    publisher = OpenAs(LogStart::kListForeign);
    EXPECT_THAT(*publisher->Refusal(), HasSubstr(fmt::format("{:08x}", verifier->id)));
    EXPECT_FALSE(publisher->HoldsChoices());
    EXPECT_EQ(publisher->Current(), nullptr);
    EXPECT_EQ(Slurp(scratch_ / "log.vkeys"), longer);
    publisher.reset();
    EXPECT_THAT(*ReadCheckpointLogKeys(scratch_ / "journal"), testing::SizeIs(2));
  }
  // In the first place nothing tells it from the key of a later state.
  Spill(scratch_ / "log.vkeys", stranger->Vkey() + "\n" + list);
  publisher = OpenAs(LogStart::kOlderTogether);
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("remove it"));
  publisher.reset();
  Spill(scratch_ / "log.vkeys", list);
  publisher = OpenAs(LogStart::kContinues);
}

// What log.vkeys tells does not depend on whether log.key can be used.
TEST_F(LogPublisherTest, AnUnusableKeyHidesNoOlderState) {
  const std::string key = scratch_ / "log.key";
  const auto spoils = [&] {
    return std::vector<std::function<void()>>{
        [&] { fs::permissions(key, fs::perms::others_read, fs::perm_options::add); },
        [&] {
          fs::rename(key, key + ".kept");
          fs::create_symlink(key + ".kept", key);
        },
        [&] { Spill(key, "garbage\n"); },
        [&] { fs::remove(key); },
    };
  };
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  const std::string earlier = Slurp(key);
  const LogFakeStore older = db_;
  publisher.reset();
  fs::copy(scratch_ / "journal", scratch_ / "older");
  publisher = Open();
  ASSERT_TRUE(publisher->Rotate().ok());
  db_.Commit(5);
  Publish(*publisher);
  publisher.reset();
  const std::string latest = Slurp(key);
  db_ = older;
  fs::remove_all(scratch_ / "journal");
  fs::rename(scratch_ / "older", scratch_ / "journal");
  const auto expect_older = [&] {
    publisher = OpenAs(LogStart::kOlderTogether);
    EXPECT_TRUE(publisher->HoldsChoices());
    EXPECT_EQ(publisher->Current(), nullptr);
    publisher.reset();
  };
  expect_older();
  for (const auto& spoil : spoils()) {
    spoil();
    expect_older();
    fs::remove(key);
    WriteSecret(key, latest);
  }
  WriteSecret(key, earlier);  // set back as well
  expect_older();
}

// A running server, one that is stopped, and one that never signed: each key is one of this log.
TEST_F(LogPublisherTest, NoRotationBringsAStranger) {
  ASSERT_TRUE(GenerateLogKeys(scratch_.path(), kOrigin).ok());
  ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
  auto publisher = Open();
  for (int round = 0; round < 3; ++round) {
    db_.Commit(3);
    Publish(*publisher);
    ASSERT_TRUE(publisher->Rotate().ok());
    publisher.reset();
    ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
    ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
    publisher = OpenAs(LogStart::kContinues);
  }
  EXPECT_EQ(publisher->keys()->vkeys.size(), 11u);
  publisher.reset();
  publisher = OpenAs(LogStart::kContinues);
  EXPECT_THAT(*ReadCheckpointLogKeys(scratch_ / "journal"), testing::SizeIs(11));
}

// What is listed beside a checkpoint log from before it named keys is taken as found, once.
TEST_F(LogPublisherTest, AnUpgradeTakesTheListAsFoundOnce) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  ASSERT_TRUE(publisher->Rotate().ok());
  publisher.reset();
  db_.kept.clear();
  WithoutKeysInCheckpointLog();
  const std::string list = Slurp(scratch_ / "log.vkeys");
  publisher = OpenAs(LogStart::kContinues);
  publisher.reset();
  EXPECT_THAT(*ReadCheckpointLogKeys(scratch_ / "journal"), testing::SizeIs(2));
  Spill(scratch_ / "log.vkeys", list + prooflog::SignerKey::Generate(kOrigin)->Vkey() + "\n");
  publisher = OpenAs(LogStart::kListForeign);
}

// Before the checkpoint log named keys: the earlier one cannot be derived, and is not passed over.
TEST_F(LogPublisherTest, AnEarlierKeyThatNobodyHasIsNamed) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  const uint32_t lost = publisher->keys()->verifiers.front().id;
  publisher.reset();
  ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
  WithoutKeysInCheckpointLog();
  publisher = Open();
  db_.Commit(5);
  Publish(*publisher, kNow + std::chrono::hours(24));
  publisher.reset();
  WithoutKeysInCheckpointLog();
  fs::remove(scratch_ / "log.vkeys");
  publisher = OpenAs(LogStart::kContinuesWithoutList);
  EXPECT_THAT(publisher->missing_keys(), testing::ElementsAre(fmt::format("{:08x}", lost)));
  publisher.reset();
  publisher = OpenAs(LogStart::kContinues);  // and goes on being named
  EXPECT_THAT(publisher->missing_keys(), testing::SizeIs(1));
}

TEST_F(LogPublisherTest, AKeyGeneratedBeforehandIsUsed) {
  ASSERT_TRUE(GenerateLogKeys(scratch_.path(), kOrigin).ok());
  auto publisher = Open();
  db_.Commit(1);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 1u);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
