#include "app/recording/spent_keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/calendar.h"
#include "base/encoding.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::seconds;

constexpr seconds kLifetime{600};
const Time kNow = *ParseTime("2027-01-01T00:00:00Z");

std::pair<Digest, Time> Key(int number, Time given_at = kNow) {
  return {Sha256(std::to_string(number)), given_at};
}

class SpentKeysTest : public ::testing::Test {
 protected:
  std::string Text() const {
    return ReadFile(directory_ / "spent-keys", kMaxSpentKeyBytes).value();
  }
  SpentKeys Open(Time now) const {
    SpentKeys keys(directory_.path(), kLifetime);
    EXPECT_TRUE(keys.Read(now).ok());
    return keys;
  }

  TemporaryDirectory directory_;
};

TEST(SpentKeysTextTest, IsReadBackAndATornLastLineIsNone) {
  const SpentKeyList keys = {Key(1), Key(2)};
  const std::string text = FormatSpentKeys(keys);
  EXPECT_EQ(*ParseSpentKeys(text), keys);
  EXPECT_EQ(*ParseSpentKeys(text + "00ff"), keys);
  EXPECT_TRUE(ParseSpentKeys("")->empty());
  const std::string header = "temoin spent keys v1\n";
  EXPECT_TRUE(ParseSpentKeys(header)->empty());
  const std::string hex(64, 'a');
  for (const std::string& damaged :
       {std::string("x"), std::string("temoin spent keys v2\n"), header + "\n", header + hex + "\n",
        header + hex + "  2027-01-01T00:00:00Z\n",
        header + std::string(64, 'A') + " 2027-01-01T00:00:00Z\n",
        header + hex.substr(1) + " 2027-01-01T00:00:00Z\n", header + hex + " 2027-01-01\n"}) {
    EXPECT_EQ(ParseSpentKeys(damaged).error().code, ErrorCode::kDataLoss) << damaged;
  }
}

TEST_F(SpentKeysTest, AreKnownOverRestartsUntilARetryCanNameThemNoMore) {
  const std::vector<std::pair<Digest, Time>> first = {Key(1), Key(2, kNow + seconds(60))};
  {
    SpentKeys keys = Open(kNow);
    ASSERT_TRUE(keys.Add(first, kNow).ok());
    EXPECT_TRUE(keys.Contains(Key(1).first, kNow + seconds(599)));
    EXPECT_FALSE(keys.Contains(Key(1).first, kNow + seconds(600)));
  }
  SpentKeys keys = Open(kNow + seconds(100));
  EXPECT_TRUE(keys.Contains(Key(1).first, kNow + seconds(100)));
  EXPECT_FALSE(keys.Contains(Key(3).first, kNow + seconds(100)));
  const std::vector<std::pair<Digest, Time>> more = {Key(3), Key(1)};
  ASSERT_TRUE(keys.Add(more, kNow + seconds(100)).ok());
  EXPECT_EQ(ParseSpentKeys(Text())->size(), 3U);
  keys.Forget(kNow + seconds(601));
  EXPECT_TRUE(keys.Contains(Key(2).first, kNow + seconds(601)));
  keys.Forget(kNow + seconds(660));
  EXPECT_FALSE(std::filesystem::exists(directory_ / "spent-keys"));
}

TEST_F(SpentKeysTest, HoldNoByteOfTheRecord) {
  SpentKeys keys = Open(kNow);
  const std::vector<std::pair<Digest, Time>> one = {Key(1)};
  ASSERT_TRUE(keys.Add(one, kNow).ok());
  EXPECT_EQ(Text().find(EncodeHex(Key(1).first)), std::string::npos);
}

TEST_F(SpentKeysTest, ThoseOfAClockThatWasPutBackAreOver) {
  SpentKeys keys = Open(kNow);
  const std::vector<std::pair<Digest, Time>> ahead = {Key(1, kNow + std::chrono::days(9))};
  ASSERT_TRUE(keys.Add(ahead, kNow + std::chrono::days(9)).ok());
  EXPECT_FALSE(keys.Contains(Key(1).first, kNow));
  EXPECT_FALSE(Open(kNow).Contains(Key(1).first, kNow));
  EXPECT_FALSE(std::filesystem::exists(directory_ / "spent-keys"));
}

TEST_F(SpentKeysTest, TheOldestOfTooManyGo) {
  SpentKeys keys = Open(kNow);
  std::vector<std::pair<Digest, Time>> many;
  for (size_t i = 0; i <= kMaxSpentKeys; ++i) {
    many.push_back(Key(static_cast<int>(i), kNow + seconds(i == 7 ? 0 : 1)));
  }
  ASSERT_TRUE(keys.Add(many, kNow + seconds(1)).ok());
  EXPECT_EQ(ParseSpentKeys(Text())->size(), kMaxSpentKeys / 2);
  EXPECT_FALSE(keys.Contains(Key(7).first, kNow + seconds(1)));
}

TEST_F(SpentKeysTest, APipeInTheirPlaceIsDamage) {
  ASSERT_EQ(::mkfifo((directory_ / "spent-keys").c_str(), 0600), 0);
  SpentKeys keys(directory_.path(), kLifetime);
  EXPECT_EQ(keys.Read(kNow).error().code, ErrorCode::kDataLoss);
}

TEST(SpentKeysMemoryTest, WithoutADirectoryNothingIsKept) {
  SpentKeys keys("", kLifetime);
  const std::vector<std::pair<Digest, Time>> one = {Key(1)};
  EXPECT_TRUE(keys.Read(kNow).ok());
  EXPECT_TRUE(keys.Add(one, kNow).ok());
  EXPECT_FALSE(keys.Contains(Key(1).first, kNow));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
