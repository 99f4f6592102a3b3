#include "app/recording/readiness.h"

#include <gtest/gtest.h>

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

TEST(Readiness, OnePartInOrderDoesNotSpeakForAnother) {
  Readiness readiness;
  EXPECT_TRUE(readiness.ready());
  readiness.Complain("store", "the disk is full");
  readiness.Complain("log", "the journal is missing");
  readiness.Withdraw("store");
  EXPECT_FALSE(readiness.ready());
  EXPECT_FALSE(readiness.complains("store"));
  EXPECT_TRUE(readiness.complains("log"));
  readiness.Withdraw("log");
  EXPECT_TRUE(readiness.ready());
}

TEST(Readiness, TheLatestReasonIsTheOneThatIsSaid) {
  Readiness readiness;
  readiness.Complain("store", "the disk is full");
  readiness.Complain("store", "the disk is gone");
  const auto reasons = readiness.reasons();
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons.at("store"), "the disk is gone");
  readiness.Withdraw("store");  // once is enough, however often it complained
  EXPECT_TRUE(readiness.ready());
}

TEST(Readiness, ChoicesAreHeldUntilTheLastPartThatHoldsThemIsInOrder) {
  Readiness readiness;
  readiness.Complain("store", "the disk is full");
  EXPECT_FALSE(readiness.holds_choices());
  readiness.HoldChoices("clock", "it is 1970");
  readiness.HoldChoices("clock", "it is 1971");
  readiness.HoldChoices("log", "entries are lost");
  readiness.Withdraw("clock");
  EXPECT_TRUE(readiness.holds_choices());
  readiness.Complain("log", "the journal is missing");  // still wrong, and nothing held any more
  EXPECT_FALSE(readiness.holds_choices());
  EXPECT_FALSE(readiness.ready());
}

TEST(Readiness, WithdrawingWhatNobodySaidChangesNothing) {
  Readiness readiness;
  readiness.Complain("catalog", "nothing was published");
  readiness.Withdraw("store");
  EXPECT_FALSE(readiness.ready());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
