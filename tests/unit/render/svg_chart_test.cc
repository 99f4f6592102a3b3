#include "render/svg_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "tests/source_dir.h"

namespace temoin::render {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

size_t Count(const std::string& text, std::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

// The console's charts are held to the same table (console/test/axis.test.mjs).
TEST(AxisFor, FollowsTheRuleThatPageAndReportShare) {
  const auto text = ReadFile(TEMOIN_SOURCE_DIR "/tests/unit/render/axes.json", 1 << 16);
  ASSERT_TRUE(text.ok());
  const auto table = ParseJson(*text, {.max_bytes = 1 << 16});
  ASSERT_TRUE(table.ok());
  for (const auto& row : *table) {
    const Axis axis = AxisFor(row["value"].get<uint64_t>());
    EXPECT_EQ(axis.end, row["end"].get<uint64_t>()) << row;
    EXPECT_EQ(axis.parts, row["parts"].get<uint64_t>()) << row;
  }
}

TEST(AxisFor, EndsAtOrAboveTheValueAndHasWholeTicks) {
  for (uint64_t value = 0; value < 20000; ++value) {
    const Axis axis = AxisFor(value);
    ASSERT_GE(axis.end, value);
    ASSERT_GE(axis.parts, 1U);
    ASSERT_EQ(axis.end % axis.parts, 0U) << "a tick of " << axis.end << " would not be whole";
  }
  EXPECT_EQ(AxisFor(UINT64_MAX).end, UINT64_MAX);
}

TEST(StackedColumns, LabelsEachTickWithWhatItIs) {
  // Cut into four, this axis had a tick at 12.5 that read "12".
  const std::string svg = StackedColumns("", "", {"a"}, {{"lundi", {43}}});
  for (const char* tick : {">0<", ">10<", ">20<", ">30<", ">40<", ">50<"}) {
    EXPECT_THAT(svg, HasSubstr(tick));
  }
  EXPECT_THAT(svg, Not(HasSubstr(">12<")));
}

TEST(StackedColumns, SaysWhatItShowsAndDrawsEachValue) {
  const std::string svg =
      StackedColumns("Réponses <b>", "En mots", {"a", "b"}, {{"lundi", {3, 1}}, {"mardi", {0, 2}}});
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("<title>Réponses &lt;b&gt;</title><desc>En mots</desc>"));
  EXPECT_EQ(Count(svg, "<rect"), 2U + 3U) << "two of the legend, one for each value over zero";
  EXPECT_THAT(StackedColumns("", "", {}, {}), HasSubstr("</svg>"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::render
