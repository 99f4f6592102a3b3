#include "server/http/choice_cap.h"

#include <gtest/gtest.h>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using std::chrono::hours;
using std::chrono::seconds;

const ChoiceCap::Instant kStart{hours(1000)};

TEST(ChoiceCapTest, PassesAnHoursNumberThenOneEachInterval) {
  ChoiceCap cap;
  cap.SetLimit(60);
  for (int i = 0; i < 60; ++i) ASSERT_EQ(cap.Admit(kStart), seconds(0)) << i;
  EXPECT_EQ(cap.Admit(kStart), seconds(60));
  EXPECT_EQ(cap.Admit(kStart + seconds(59)), seconds(1));
  EXPECT_EQ(cap.Admit(kStart + seconds(60)), seconds(0));
  EXPECT_EQ(cap.Admit(kStart + seconds(60)), seconds(60));
  for (int i = 0; i < 60; ++i) ASSERT_EQ(cap.Admit(kStart + hours(2)), seconds(0)) << i;
  EXPECT_NE(cap.Admit(kStart + hours(2)), seconds(0));
}

TEST(ChoiceCapTest, NoneIsNoBound) {
  ChoiceCap cap;
  cap.SetLimit(0);
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(cap.Admit(kStart), seconds(0));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
