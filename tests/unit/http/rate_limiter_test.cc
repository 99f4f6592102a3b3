#include "server/http/rate_limiter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using std::chrono::milliseconds;
using std::chrono::seconds;

IpAddress Ip(std::string_view text) { return ParseIpAddress(text).value(); }
const RateLimiter::Instant kStart{std::chrono::hours(1000)};

TEST(RateLimiterTest, PassesAMinutesAllowanceThenOneEachInterval) {
  RateLimiter limiter(600);
  for (int i = 0; i < 600; ++i) ASSERT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(0)) << i;
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(1));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart + milliseconds(99)), seconds(1));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart + milliseconds(100)), seconds(0));
  EXPECT_NE(limiter.Admit(Ip("192.0.2.1"), kStart + milliseconds(100)), seconds(0));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.2"), kStart), seconds(0));  // another client
}

TEST(RateLimiterTest, AllowanceComesBack) {
  RateLimiter limiter(2);
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(0));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(0));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(30));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart + seconds(60)), seconds(0));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart + seconds(60)), seconds(0));
  EXPECT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart + seconds(60)), seconds(30));
}

TEST(RateLimiterTest, ASixtyFourIsOneClient) {
  RateLimiter limiter(1);
  EXPECT_EQ(limiter.Admit(Ip("2001:db8:1:2::1"), kStart), seconds(0));
  EXPECT_NE(limiter.Admit(Ip("2001:db8:1:2:ffff::9"), kStart), seconds(0));
  EXPECT_EQ(limiter.Admit(Ip("2001:db8:1:3::1"), kStart), seconds(0));
}

TEST(RateLimiterTest, AFortyEightIsSoManyClientsAndNoMore) {
  RateLimiter limiter(10);
  int passed = 0;
  for (int i = 0; i < 5000; ++i) {
    const IpAddress sender = Ip(fmt::format("2001:db8:1:{:x}::1", i));
    if (limiter.Admit(sender, kStart).count() == 0) ++passed;
  }
  EXPECT_EQ(passed, 10 * RateLimiter::kClientsOfRange);
  EXPECT_EQ(limiter.Admit(Ip("2001:db8:2::1"), kStart), seconds(0)) << "the /48 beside it";
  EXPECT_EQ(limiter.Admit(Ip("2001:db8:1:1388::1"), kStart + seconds(60)), seconds(0));
}

TEST(RateLimiterTest, OneClientTakesNothingFromTheRestOfItsRange) {
  RateLimiter limiter(10);
  for (int i = 0; i < 5000; ++i) limiter.Admit(Ip("2001:db8:1::1"), kStart);
  EXPECT_EQ(limiter.Admit(Ip("2001:db8:1:1::1"), kStart), seconds(0));
}

TEST(RateLimiterTest, ZeroIsNoLimit) {
  RateLimiter limiter(0);
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(0));
}

TEST(RateLimiterTest, AFloodOfAddressesDoesNotFreeTheHeavyOne) {
  RateLimiter limiter(100);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(0));
  for (int i = 0; i < 300'000; ++i) {
    ASSERT_EQ(limiter.Admit(Ip(fmt::format("10.{}.{}.{}", i >> 16, i >> 8 & 255, i & 255)), kStart),
              seconds(0));
  }
  EXPECT_NE(limiter.Admit(Ip("192.0.2.1"), kStart), seconds(0));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
