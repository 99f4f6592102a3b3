#include "base/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(ParseJson, ReadsValues) {
  const auto value = ParseJson(R"({"b":[1,-2,true,null,"é"],"a":{"x":{}}})");
  ASSERT_TRUE(value.ok()) << value.error().message;
  EXPECT_EQ((*value)["b"][4], "é");
  EXPECT_EQ(value->dump(), R"({"a":{"x":{}},"b":[1,-2,true,null,"é"]})");
}

TEST(ParseJson, RefusesDuplicateKeysAndSaysWhere) {
  const auto value = ParseJson(R"({"x":[{"a":1},{"b":{"k":1,"k":2}}]})");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(value.error().pointer, "/x/1/b/k");
}

TEST(ParseJson, BoundsDepthAtExactlyTheLimit) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(ParseJson(nested(32)).ok());
  EXPECT_FALSE(ParseJson(nested(33)).ok());
  EXPECT_FALSE(ParseJson(nested(8000)).ok());
}

TEST(ParseJson, BoundsSize) {
  const auto value = ParseJson("\"" + std::string(20'000, 'a') + "\"");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().code, ErrorCode::kTooLarge);
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const char* text :
       {"", " ", "{", "[1,]", "{\"a\"}", "nul", "1 2", "\"\xff\"", "\"\xc0\xaf\"", "\xef\xbb\xbf{}",
        "{'a':1}", "NaN", "[01]", "\"\\ud800\"", "// c\n1"}) {
    EXPECT_FALSE(ParseJson(text).ok()) << text;
  }
}

// The library takes a zero byte for the end of the text.
TEST(ParseJson, RefusesWhatFollowsAZeroByte) {
  using std::string_literals::operator""s;
  for (const std::string& text : {"{}\0"s, "{}\0{\"a\":1}"s, "\0{}"s, "[1]\0\0"s, "{\"a\0\":1}"s}) {
    EXPECT_FALSE(ParseJson(text).ok()) << text;
  }
}

TEST(CanonicalJson, SortsAndRefusesWhatHasNoOneForm) {
  EXPECT_EQ(*CanonicalJson({{"b", 1}, {"a", "é\n\x01"}}), "{\"a\":\"é\\n\\u0001\",\"b\":1}");
  EXPECT_FALSE(CanonicalJson({{"a", 1.5}}).ok());
  EXPECT_FALSE(CanonicalJson({{"é", 1}}).ok());
  EXPECT_FALSE(CanonicalJson({{"a", (int64_t{1} << 53)}}).ok());
  EXPECT_TRUE(CanonicalJson({{"a", (int64_t{1} << 53) - 1}}).ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
