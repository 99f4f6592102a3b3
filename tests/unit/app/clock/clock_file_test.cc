#include "app/clock/clock_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/calendar.h"
#include "base/file.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::seconds;
using testing::HasSubstr;

const Time kNow = *ParseTime("2026-11-26T09:00:00Z");

ClockFile Example() {
  return {.anchor = {.wall = kNow, .running = seconds(123456)},
          .boot = "4204d74e-9bb8-4fa3-8ed3-20bf14576d3f",
          .running = seconds(7300),
          .correction = 412,
          .visitors = true,
          .marks = {{.running = seconds(0), .wall = kNow - seconds(9000)},
                    {.running = seconds(3600), .wall = kNow - seconds(5000)}}};
}

TEST(ClockFile, IsReadBackAsItWasWritten) {
  const TemporaryDirectory directory;
  EXPECT_EQ(ReadClockFile(directory.path()).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(WriteClockFile(directory.path(), Example()).ok());
  const auto read = ReadClockFile(directory.path());
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, Example());
  ClockFile with_size = Example();
  with_size.signed_entries = 4096;
  EXPECT_EQ(*ParseClockFile(FormatClockFile(with_size)), with_size);
  ClockFile plain;
  plain.boot = "unknown";
  EXPECT_EQ(*ParseClockFile(FormatClockFile(plain)), plain);
}

TEST(ClockFile, AnyAlteredByteIsSeen) {
  const std::string text = FormatClockFile(Example());
  for (size_t at = 0; at < text.size(); ++at) {
    std::string altered = text;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_FALSE(ParseClockFile(altered).ok()) << at;
    EXPECT_FALSE(ParseClockFile(text.substr(0, at)).ok()) << at;
  }
  EXPECT_FALSE(ParseClockFile(text + "\n").ok());
  EXPECT_FALSE(ParseClockFile(text + text).ok());
}

TEST(ClockFile, WhatMakesNoSenseIsRefusedWithARightCheckToo) {
  ClockFile file = Example();
  file.marks[1].wall = kNow + seconds(1);  // after the last wall time
  EXPECT_FALSE(ParseClockFile(FormatClockFile(file)).ok());
  file = Example();
  file.marks[1].running = seconds(7301);
  EXPECT_FALSE(ParseClockFile(FormatClockFile(file)).ok());
  file = Example();
  std::swap(file.marks[0], file.marks[1]);
  EXPECT_FALSE(ParseClockFile(FormatClockFile(file)).ok());
  file = Example();
  file.running = seconds(-1);
  EXPECT_FALSE(ParseClockFile(FormatClockFile(file)).ok());
  file = Example();
  file.boot = std::string(65, 'a');
  EXPECT_FALSE(ParseClockFile(FormatClockFile(file)).ok());
  file = Example();
  file.marks.clear();
  for (int i = 0; i < 33; ++i) {
    file.marks.push_back({.running = seconds(i), .wall = kNow - seconds(100)});
  }
  EXPECT_FALSE(ParseClockFile(FormatClockFile(file)).ok());
}

TEST(ClockFile, APipeOrADirectoryInItsPlaceIsDamage) {
  const TemporaryDirectory directory;
  ASSERT_EQ(::mkfifo((directory / "clock").c_str(), 0600), 0);
  EXPECT_EQ(ReadClockFile(directory.path()).error().code, ErrorCode::kDataLoss);
  std::filesystem::remove(directory / "clock");
  std::filesystem::create_directory(directory / "clock");
  EXPECT_EQ(ReadClockFile(directory.path()).error().code, ErrorCode::kDataLoss);
}

TEST(PretendedTime, AMarkedDirectoryIsOpenedByNothingElse) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(CheckPretendedTime(directory.path(), false).ok());
  EXPECT_TRUE(CheckPretendedTime(directory.path(), true).ok());
  ASSERT_TRUE(MarkPretendedTime(directory.path()).ok());
  ASSERT_TRUE(MarkPretendedTime(directory.path()).ok());
  EXPECT_TRUE(CheckPretendedTime(directory.path(), true).ok());
  const Status other = CheckPretendedTime(directory.path(), false);
  EXPECT_EQ(other.error().code, ErrorCode::kConflict);
  EXPECT_THAT(other.error().message, HasSubstr("was served with --demo-now"));
}

TEST(PretendedTime, ADirectoryThatServedVisitorsIsNeverPretendedIn) {
  const TemporaryDirectory directory;
  ClockFile file = Example();
  file.visitors = false;
  ASSERT_TRUE(WriteClockFile(directory.path(), file).ok());
  EXPECT_TRUE(CheckPretendedTime(directory.path(), true).ok());
  ASSERT_TRUE(WriteClockFile(directory.path(), Example()).ok());
  EXPECT_THAT(CheckPretendedTime(directory.path(), true).error().message,
              HasSubstr("has served visitors"));
  ASSERT_TRUE(WriteFileDurably(directory / "clock", "no longer whole").ok());
  EXPECT_THAT(CheckPretendedTime(directory.path(), true).error().message, HasSubstr("is damaged"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
