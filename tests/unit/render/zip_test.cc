#include "render/zip.h"

#include <gtest/gtest.h>

#include "base/calendar.h"

namespace temoin::render {
namespace TEMOIN_TEST_FILE {

uint64_t Number(std::string_view bytes, size_t at, int count) {
  uint64_t out = 0;
  for (int i = count; i-- > 0;)
    out = out << 8 | static_cast<uint8_t>(bytes[at + static_cast<size_t>(i)]);
  return out;
}

// The archive read from its end, as unzip does: name and contents of each file.
std::vector<std::pair<std::string, std::string>> Read(std::string_view zip) {
  std::vector<std::pair<std::string, std::string>> out;
  const size_t end = zip.size() - 22;
  EXPECT_EQ(zip.substr(end, 4), "PK\x05\x06");
  size_t entry = Number(zip, end + 16, 4);
  EXPECT_EQ(entry + Number(zip, end + 12, 4), end);
  for (uint64_t i = 0; i < Number(zip, end + 10, 2); ++i) {
    EXPECT_EQ(zip.substr(entry, 4), "PK\x01\x02");
    const size_t name = Number(zip, entry + 28, 2);
    const size_t local = Number(zip, entry + 42, 4);
    EXPECT_EQ(zip.substr(local, 4), "PK\x03\x04");
    // Both heads say the same of the file.
    EXPECT_EQ(zip.substr(entry + 6, 26), zip.substr(local + 4, 26));
    EXPECT_EQ(zip.substr(entry + 46, name), zip.substr(local + 30, name));
    out.emplace_back(zip.substr(entry + 46, name),
                     zip.substr(local + 30 + name, Number(zip, entry + 24, 4)));
    entry += 46 + name;
  }
  EXPECT_EQ(entry, end);
  return out;
}

TEST(ZipWriter, HoldsWhatWasAddedAlsoWhenItIsTakenAwayInParts) {
  const Time at = *ParseTime("2026-03-05T10:20:31Z");
  std::string whole;
  ZipWriter zip(at);
  std::string part;
  const std::vector<std::pair<std::string, std::string>> files = {
      {"dossier/LISEZMOI.html", "<!doctype html>"},
      {"dossier/vide", ""},
      {"dossier/été.txt", std::string("a\0b", 3)}};
  for (const auto& [path, contents] : files) {
    ASSERT_TRUE(zip.Add(path, contents, part).ok());
    whole += part;
    part.clear();
  }
  zip.Finish(whole);
  EXPECT_EQ(Read(whole), files);
  // 5 March 2026, 10:20:30: (46 << 25) | (3 << 21) | (5 << 16) | (10 << 11) | (20 << 5) | 15.
  EXPECT_EQ(Number(whole, 10, 4), (46U << 25 | 3U << 21 | 5U << 16 | 10U << 11 | 20U << 5 | 15U));
}

TEST(ZipWriter, CarriesTheCrcThatThePolynomialGives) {
  std::string out;
  ZipWriter zip(*ParseTime("2026-03-05T10:20:31Z"));
  ASSERT_TRUE(zip.Add("x", "123456789", out).ok());
  EXPECT_EQ(Number(out, 14, 4), 0xCBF43926U);  // the check value of CRC-32
}

TEST(ZipWriter, SaysWhenTheFormatHoldsNoMore) {
  std::string out;
  ZipWriter zip(*ParseTime("2026-03-05T10:20:31Z"));
  for (int i = 0; i < 65'535; ++i) {
    ASSERT_TRUE(zip.Add("f", "", out).ok());
    out.clear();
  }
  EXPECT_EQ(zip.Add("f", "", out).error().code, ErrorCode::kTooLarge);
}

TEST(ZipWriter, AnEmptyArchiveIsOne) {
  std::string out;
  ZipWriter(*ParseTime("2026-03-05T10:20:31Z")).Finish(out);
  EXPECT_TRUE(Read(out).empty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::render
