#include "render/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace temoin::render {
namespace TEMOIN_TEST_FILE {

TEST(CsvField, LeavesPlainTextAlone) {
  EXPECT_EQ(CsvField("ameli.fr"), "ameli.fr");
  EXPECT_EQ(CsvField(""), "");
  EXPECT_EQ(CsvField("été"), "été");
}

TEST(CsvField, QuotesWhatWouldBreakTheRow) {
  EXPECT_EQ(CsvField("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvField("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(CsvField("a\r\nb"), "\"a\r\nb\"");
  EXPECT_EQ(CsvField("a;b"), "\"a;b\"");
}

TEST(CsvField, NeutralisesFormulas) {
  EXPECT_EQ(CsvField("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  EXPECT_EQ(CsvField("+1"), "\"'+1\"");
  EXPECT_EQ(CsvField("-1"), "\"'-1\"");
  EXPECT_EQ(CsvField("@SUM(A1)"), "\"'@SUM(A1)\"");
  EXPECT_EQ(CsvField("\tx"), "\"'\tx\"");
  EXPECT_EQ(CsvField("\rx"), "\"'\rx\"");
}

// A reader of RFC 4180, written apart from the writer.
std::string ReadOne(const std::string& field) {
  if (field.empty() || field.front() != '"') return field;
  std::string out;
  for (size_t i = 1; i + 1 < field.size(); ++i) {
    out += field[i];
    if (field[i] == '"') ++i;
  }
  return out;
}

TEST(CsvField, ReadsBackAndNeverStartsAFormula) {
  rc::check([](const std::string& text) {
    const std::string back = ReadOne(CsvField(text));
    const bool formula =
        !text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos;
    RC_ASSERT(back == (formula ? "'" + text : text));
    RC_ASSERT(back.empty() || std::string("=+-@\t\r").find(back[0]) == std::string::npos);
  });
}

TEST(CsvWriter, WritesRowsThatEndInCrlf) {
  std::string out;
  CsvWriter csv(out);
  csv.Text("a").Number(18446744073709551615ULL).Empty().EndRow();
  csv.Row({"x", "y,z"});
  EXPECT_EQ(out, "a,18446744073709551615,\r\nx,\"y,z\"\r\n");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::render
