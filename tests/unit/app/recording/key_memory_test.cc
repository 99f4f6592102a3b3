#include "app/recording/key_memory.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "tests/unit/store/store_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::seconds;

const Time kStart{seconds(1'795'000'000)};

Digest Key(int number) { return Sha256(std::to_string(number)); }
RememberedChoice At(Time time, store::Index index) {
  RememberedChoice choice;
  choice.given_at = time;
  choice.index = index;
  return choice;
}

TEST(KeyMemoryTest, ForgetsAfterItsLifetime) {
  KeyMemory memory(seconds(600), 100);
  memory.Remember(Key(1), At(kStart, 7));
  ASSERT_TRUE(memory.Find(Key(1), kStart + seconds(599)));
  EXPECT_EQ(memory.Find(Key(1), kStart + seconds(599))->index, 7u);
  EXPECT_FALSE(memory.Find(Key(2), kStart));
  EXPECT_FALSE(memory.Find(Key(1), kStart + seconds(600)));
  EXPECT_EQ(memory.size(), 0u);
}

TEST(KeyMemoryTest, ForgetsWhatAClockThatWasPutBackRemembered) {
  KeyMemory memory(seconds(600), 100);
  memory.Remember(Key(1), At(kStart + seconds(100'000), 1));
  memory.Remember(Key(2), At(kStart, 2));
  EXPECT_FALSE(memory.Find(Key(1), kStart));
  EXPECT_TRUE(memory.Find(Key(2), kStart));
  EXPECT_FALSE(memory.Find(Key(2), kStart + seconds(600)));
}

TEST(KeyMemoryTest, ForgetsTheOldestOfTooMany) {
  KeyMemory memory(seconds(600), 3);
  for (int i = 0; i < 5; ++i) memory.Remember(Key(i), At(kStart + seconds(i), i));
  EXPECT_EQ(memory.size(), 3u);
  EXPECT_FALSE(memory.Find(Key(1), kStart + seconds(5)));
  EXPECT_TRUE(memory.Find(Key(2), kStart + seconds(5)));
}

TEST(KeyMemoryTest, AKeyUsedAgainKeepsItsLaterLife) {
  KeyMemory memory(seconds(600), 100);
  memory.Remember(Key(1), At(kStart, 1));
  memory.Remember(Key(1), At(kStart + seconds(600), 2));
  const auto found = memory.Find(Key(1), kStart + seconds(1000));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->index, 2u);
}

class KeyLearningTest : public store::StoreTest {
 protected:
  void Give(Time at, int count, int first_key, std::optional<int> repeats = std::nullopt) {
    store::Batch batch{.now = at};
    for (int i = 0; i < count; ++i) {
      store::NewChoice choice = store::Choice(at);
      choice.record.token = Key(0);
      choice.record.key = Key(first_key + i);
      // A service may have that name, too.
      choice.record.decisions = {{"adform", true}, {"key", true}, {"repeats", true}};
      choice.record.basis = {{"adform", consent::Basis::kConsent},
                             {"key", consent::Basis::kConsent},
                             {"repeats", consent::Basis::kConsent}};
      if (repeats) choice.record.repeats = Key(*repeats);
      batch.choices.push_back(std::move(choice));
    }
    Append(batch);
  }
};

TEST_F(KeyLearningTest, WhatRecordsOfTheLastMinutesSayIsKnownAgain) {
  now_ = kStart;
  Publish();
  Give(kStart, 1, 1);
  Give(kStart + seconds(300), 3000, 10);
  Append({.now = kStart, .choices = {store::Choice(kStart + seconds(500))}});  // without a key
  Give(kStart + seconds(599), 1, 2, 10);
  KeyMemory memory(seconds(600), 100'000);
  ASSERT_TRUE(memory.Learn(*store_, kStart + seconds(600)).ok());
  EXPECT_EQ(memory.size(), 3001u);
  const Time now = kStart + seconds(601);
  EXPECT_FALSE(memory.Find(Key(1), now)) << "its time is over";
  ASSERT_TRUE(memory.Find(Key(2), now));
  EXPECT_EQ(memory.Find(Key(2), now)->index, store_->ReadHead()->size - 1);
  EXPECT_EQ(memory.Find(Key(2), now)->given_at, kStart + seconds(599));
  EXPECT_TRUE(memory.Find(Key(10), now)->repeated);
  EXPECT_FALSE(memory.Find(Key(11), now)->repeated);
  EXPECT_TRUE(memory.Find(Key(3009), now));
  KeyMemory small(seconds(600), 10);
  ASSERT_TRUE(small.Learn(*store_, kStart + seconds(600)).ok());
  EXPECT_EQ(small.size(), 9u) << "the choice without a key is one of ten that are looked at";
  EXPECT_TRUE(small.Find(Key(2), now));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
