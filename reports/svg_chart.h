// Charts as SVG text for printed pages: no script, no font to load, the numbers said in words for
// those who do not see them (title and description), readable in grey.
//
// Coordinates are whole numbers computed from whole numbers: the same data gives the same bytes.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_SVG_CHART_H_
#define TEMOIN_REPORTS_SVG_CHART_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace temoin::reports {

struct ChartColumn {
  std::string label;             // under the column, where there is room
  std::vector<uint64_t> values;  // one a series, from the bottom
};

// Columns stacked from the series in order; at most four series.
std::string StackedColumns(std::string_view title, std::string_view description,
                           const std::vector<std::string>& series,
                           const std::vector<ChartColumn>& columns);

struct ChartBar {
  std::string label;
  uint32_t permille = 0;
  std::string value;  // written at the end of the bar
};
// Horizontal bars, 0 to 100 %.
std::string RateBars(std::string_view title, std::string_view description,
                     const std::vector<ChartBar>& bars);

// 1, 2, 5, 10, 20, 50 ...: the first of them that is at least `value`; the axis ends there.
uint64_t NiceCeiling(uint64_t value);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_SVG_CHART_H_
