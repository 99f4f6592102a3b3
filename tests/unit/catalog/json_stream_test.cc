#include "catalog/audit/json_stream.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "base/json.h"
#include "tests/unit/catalog/audit_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::SourceOf;

class Collect final : public JsonEvents {
 public:
  void StartObject() override { out += "{"; }
  void EndObject() override { out += "}"; }
  void StartArray() override { out += "["; }
  void EndArray() override { out += "]"; }
  void Key(std::string_view key) override { out += std::string(key) + ":"; }
  void String(std::string_view value, bool) override { out += "'" + std::string(value) + "'"; }
  void Scalar(std::string_view text) override { out += std::string(text) + " "; }
  std::string out;
};

TEST(JsonStreamTest, ReadsWhatIsJson) {
  const auto read = [](const std::string& text) {
    Collect events;
    EXPECT_TRUE(ReadJsonStream(SourceOf(text), events).ok()) << text;
    return events.out;
  };
  EXPECT_EQ(read(R"({"a":[1,-2.5e3,true,null],"b":{},"c":[],"d":"x\n\u00e9\"y"})"),
            "{a:[1 -2.5e3 true null ]b:{}c:[]d:'x\né\"y'}");
  EXPECT_EQ(read(" [ [ ] , { } ] "), "[[]{}]");
  for (const char* number : {"7", "0", "-0", "0.5", "10", "-1.25e-7", "2E+3", "0e0"}) {
    EXPECT_EQ(read(number), std::string(number) + " ");
  }
}

TEST(JsonStreamTest, RefusesWhatIsNot) {
  for (const char* text :
       {"",          "{",     "[1,]", "{\"a\"}",   "{\"a\":}",    "{,}",  "[1 2]",      "]",
        "{\"a\":1]", "\"x",   "nul",  "[\"\\x\"]", "[\"\\u12\"]", "[1]x", "[\"\x01\"]", "{1:2}",
        "[,1]",      "1-2.5", "-",    "01",        "-01",         "1.",   ".5",         "+1",
        "1e",        "1e+",   "1.e5", "1.2.3",     "1e5.5",       "--1"}) {
    Collect events;
    EXPECT_FALSE(ReadJsonStream(SourceOf(text), events).ok()) << text;
  }
  Collect events;
  EXPECT_FALSE(ReadJsonStream(SourceOf(std::string(100, '[')), events).ok());
}

// 32 MiB of response bodies pass through a string of 64 KiB.
TEST(JsonStreamTest, LongStringsArePassedOver) {
  size_t left = 32 * 1024 * 1024;
  int state = 0;
  const ByteSource source = [&](char* buffer, size_t size) -> size_t {
    if (state == 0) {
      state = 1;
      buffer[0] = '[';
      buffer[1] = '"';
      return 2;
    }
    if (left > 0) {
      const size_t count = std::min(size, left);
      std::fill_n(buffer, count, 'x');
      left -= count;
      return count;
    }
    if (state == 1) {
      state = 2;
      buffer[0] = '"';
      buffer[1] = ']';
      return 2;
    }
    return 0;
  };
  Collect events;
  ASSERT_TRUE(ReadJsonStream(source, events).ok());
  EXPECT_EQ(events.out.size(), 64U * 1024 + 4);
}

// What is accepted or refused does not depend on where the pieces end, and is what the library that
// reads whole texts says; numbers that touch included.
RC_GTEST_PROP(JsonStreamTest, AgreesWithAWholeParser, ()) {
  const auto piece = *rc::gen::inRange<size_t>(1, 9);
  const auto tokens =
      *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "{", "}", "[",   "]", ",",    ":",    "\"a\"", "\"b\\n\"",    "1", "-2.5",
          "0", ".", "E-1", "+", "true", "null", " ",     "\"\\u00e9\"", "x", "\""}));
  std::string text;
  for (const std::string& token : tokens) text += token;
  Collect events;
  const bool streamed = ReadJsonStream(SourceOf(text, piece), events).ok();
  RC_ASSERT(streamed == nlohmann::json::accept(text));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
