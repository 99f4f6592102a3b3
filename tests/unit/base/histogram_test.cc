#include "base/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace temoin {
namespace TEMOIN_TEST_FILE {

using testing::ElementsAre;

constexpr std::array<uint64_t, 3> kEnds = {1, 10, 100};

TEST(HistogramTest, CountsAValueInTheRangeThatEndsWithIt) {
  Histogram histogram(kEnds);
  for (const uint64_t value : {0, 1, 2, 10, 11, 100, 101, 5000}) histogram.Observe(value);
  const Histogram::Reading read = histogram.Read();
  EXPECT_THAT(read.counts, ElementsAre(2, 2, 2, 2));
  EXPECT_EQ(read.observed, 8U);
  EXPECT_EQ(read.sum, 5225U);
}

TEST(HistogramTest, CountsTimesInMicroseconds) {
  Histogram histogram(kEnds);
  histogram.Observe(std::chrono::microseconds(99));
  histogram.Observe(std::chrono::milliseconds(2));
  histogram.Observe(std::chrono::microseconds(-5));  // a clock that went back is no time at all
  EXPECT_THAT(histogram.Read().counts, ElementsAre(1, 0, 1, 1));
  EXPECT_EQ(histogram.Read().sum, 2099U);
}

TEST(HistogramTest, TheEndsOfRangesRise) {
  EXPECT_TRUE(std::ranges::is_sorted(kMicroseconds));
  EXPECT_TRUE(std::ranges::is_sorted(kPowersOfTwo));
  EXPECT_LE(kMicroseconds.size(), Histogram::kMostBounds);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
