#include "app/recording/key_memory.h"

#include <gtest/gtest.h>

namespace temoin::app {
namespace {

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

TEST(KeyMemoryTest, FingerprintsTellChoicesApart) {
  const consent::Decisions yes = {{"a", true}, {"b", false}};
  const consent::Decisions no = {{"a", false}, {"b", true}};
  const Digest one = ChoiceFingerprint("r", consent::Action::kSave, yes);
  EXPECT_EQ(ChoiceFingerprint("r", consent::Action::kSave, yes), one);
  EXPECT_NE(ChoiceFingerprint("s", consent::Action::kSave, yes), one);
  EXPECT_NE(ChoiceFingerprint("r", consent::Action::kWithdraw, yes), one);
  EXPECT_NE(ChoiceFingerprint("r", consent::Action::kSave, no), one);
}

}  // namespace
}  // namespace temoin::app
