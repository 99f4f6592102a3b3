// Charts as SVG text for printed pages: no script, no font to load, the numbers said in words for
// those who do not see them (title and description), readable in grey.
//
// Coordinates are whole numbers computed from whole numbers: the same data gives the same bytes.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_RENDER_SVG_CHART_H_
#define TEMOIN_RENDER_SVG_CHART_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace temoin::render {

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

// Where an axis from 0 ends, at least at `value`, and into how many parts of whole numbers it is
// cut, so that each tick is labelled with the number it stands at. The console's charts follow the
// same rule (console/src/axis.ts); tests/unit/render/axes.json holds both to it.
struct Axis {
  uint64_t end = 1;
  uint64_t parts = 1;
};
Axis AxisFor(uint64_t value);

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_SVG_CHART_H_
