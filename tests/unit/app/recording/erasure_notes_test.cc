#include "app/recording/erasure_notes.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/calendar.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

const Time kDate = *ParseTime("2027-01-01T00:00:00Z");

TEST(ErasureNotesTest, AreReadBackAndATornLastLineIsNone) {
  const std::vector<ErasureNote> notes = {{4096, kDate}, {7, kDate}};
  const std::string text = FormatErasureNotes(notes);
  EXPECT_EQ(*ParseErasureNotes(text), notes);
  EXPECT_EQ(*ParseErasureNotes(text + "12 2027-0"), notes);
  EXPECT_TRUE(ParseErasureNotes("")->empty());
  EXPECT_TRUE(ParseErasureNotes("temoin erasures v1\n")->empty());
  for (const char* damaged :
       {"x", "temoin erasures v2\n", "temoin erasures v1\n 7 2027-01-01T00:00:00Z\n",
        "temoin erasures v1\n07 2027-01-01T00:00:00Z\n",
        "temoin erasures v1\n-7 2027-01-01T00:00:00Z\n", "temoin erasures v1\n7 2027-01-01\n",
        "temoin erasures v1\n7\n"}) {
    EXPECT_EQ(ParseErasureNotes(damaged).error().code, ErrorCode::kDataLoss) << damaged;
  }
}

TEST(ErasureNotesTest, WhatIsAddedIsThereAtTheNextOpening) {
  const TemporaryDirectory directory;
  {
    auto notes = *ErasureNotes::Open(directory.path());
    const store::Index records[] = {3, 5};
    ASSERT_TRUE(notes->Add(records, kDate).ok());
    ASSERT_TRUE(notes->Add(std::span(records).first(1), kDate).ok());
  }
  const auto text = ReadFile(directory / "erasures", kMaxErasureNotes);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(ParseErasureNotes(*text)->size(), 3U);
  auto again = *ErasureNotes::Open(directory.path());
  const store::Index record[] = {9};
  ASSERT_TRUE(again->Add(record, kDate).ok());
  EXPECT_EQ(ParseErasureNotes(*ReadFile(directory / "erasures", kMaxErasureNotes))->size(), 4U);
}

TEST(ErasureNotesTest, APipeInItsPlaceIsDamage) {
  const TemporaryDirectory directory;
  ASSERT_EQ(::mkfifo((directory / "erasures").c_str(), 0600), 0);
  EXPECT_EQ(ErasureNotes::Open(directory.path()).error().code, ErrorCode::kDataLoss);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
