#include "app/publish/published_sites.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/calendar.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

std::string Row(std::string_view revision, std::string_view generation, std::string_view time) {
  return fmt::format(
      R"([{{"revision":"{}","generation":{},"since":{{"audience":1}},"published_at":"{}"}}])",
      revision, generation, time);
}

TEST(ParseHistoryTest, ReadsWhatWasPublished) {
  const std::string hash(64, 'a');
  const auto history = ParseHistory("a.example", Row(hash, "7", "2026-01-02T03:04:05Z"));
  ASSERT_TRUE(history.ok());
  ASSERT_EQ(history->size(), 1U);
  EXPECT_EQ(history->front().site, "a.example");
  EXPECT_EQ(history->front().hash, hash);
  EXPECT_EQ(history->front().generation, 7);
  EXPECT_EQ(history->front().since, R"({"audience":1})");
  EXPECT_EQ(FormatTime(history->front().published_at), "2026-01-02T03:04:05Z");
  EXPECT_TRUE(ParseHistory("a.example", "[]")->empty());
}

// A generation that wraps would ask every visitor again, or nobody ever.
TEST(ParseHistoryTest, RefusesWhatWasNeverPublished) {
  const std::string hash(64, 'a');
  const std::string time = "2026-01-02T03:04:05Z";
  for (const std::string& text :
       {Row(hash, "18446744073709551615", time), Row(hash, "9223372036854775808", time),
        Row(hash, "0", time), Row(hash, "-1", time), Row(hash, "1.0", time),
        Row(hash, "\"1\"", time), Row(std::string(64, 'z'), "1", time), Row("aa", "1", time),
        Row(hash, "1", "yesterday"), std::string("{}"), std::string("[1]"), std::string("[[]]"),
        std::string("[null]"), std::string("[{}]"), std::string("["), std::string()}) {
    const auto history = ParseHistory("a.example", text);
    ASSERT_FALSE(history.ok()) << text;
    EXPECT_EQ(history.error().code, ErrorCode::kDataLoss);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
