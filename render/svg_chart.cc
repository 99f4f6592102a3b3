#include "render/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/html.h"
#include "render/locale.h"

namespace temoin::render {

namespace {

// Light to dark so that grey prints tell them apart.
constexpr std::array<std::string_view, 4> kColours = {"#0c3c78", "#5b8fd0", "#c3ccd9", "#8a5a12"};
constexpr uint64_t kWidth = 880;
constexpr uint64_t kHeight = 300;
constexpr uint64_t kLeft = 70;
constexpr uint64_t kTop = 34;
constexpr uint64_t kBottom = 40;

std::string Open(uint64_t height, std::string_view title, std::string_view description) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" "
      "font-family=\"Liberation Sans,Arial,sans-serif\" font-size=\"13\">"
      "<title>{}</title><desc>{}</desc>\n",
      kWidth, height, EscapeHtml(title), EscapeHtml(description));
}

std::string Legend(const std::vector<std::string>& series) {
  std::string out;
  uint64_t x = kLeft;
  for (size_t i = 0; i < series.size() && i < kColours.size(); ++i) {
    out += fmt::format(
        "<rect x=\"{}\" y=\"6\" width=\"12\" height=\"12\" fill=\"{}\"/>"
        "<text x=\"{}\" y=\"17\" fill=\"#1b2230\">{}</text>\n",
        x, kColours.at(i), x + 18, EscapeHtml(series[i]));
    x += 60 + 8 * series[i].size();
  }
  return out;
}

}  // namespace

Axis AxisFor(uint64_t value) {
  constexpr std::array<Axis, 8> kSteps = {
      {{1, 5}, {2, 4}, {3, 3}, {4, 4}, {5, 5}, {6, 3}, {8, 4}, {10, 5}}};
  for (uint64_t scale = 1;; scale *= 10) {
    for (const Axis& step : kSteps) {
      const uint64_t end = step.end * scale;
      // The smallest ends are cut at each unit.
      if (value <= end) return {end, end % step.parts == 0 ? step.parts : end};
    }
    if (scale > UINT64_MAX / 100) return {value, 1};
  }
}

std::string StackedColumns(std::string_view title, std::string_view description,
                           const std::vector<std::string>& series,
                           const std::vector<ChartColumn>& columns) {
  uint64_t highest = 1;
  for (const ChartColumn& column : columns) {
    uint64_t sum = 0;
    for (const uint64_t value : column.values) sum += value;
    highest = std::max(highest, sum);
  }
  const Axis axis = AxisFor(highest);
  const uint64_t plot_height = kHeight - kTop - kBottom;
  const uint64_t plot_width = kWidth - kLeft - 10;
  std::string out = Open(kHeight, title, description) + Legend(series);
  for (uint64_t line = 0; line <= axis.parts; ++line) {
    const uint64_t y = kTop + plot_height - plot_height * line / axis.parts;
    out += fmt::format(
        "<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" stroke=\"#d5dae3\"/>"
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#4a5468\">{}</text>\n",
        kLeft, kWidth - 10, y, y, kLeft - 8, y + 4, NumberWords(axis.end / axis.parts * line));
  }
  const size_t count = std::max<size_t>(1, columns.size());
  const size_t label_every = (count + 11) / 12;
  for (size_t i = 0; i < columns.size(); ++i) {
    const uint64_t x = kLeft + plot_width * i / count;
    const uint64_t next = kLeft + plot_width * (i + 1) / count;
    const uint64_t gap = (next - x) / 6;
    uint64_t y = kTop + plot_height;
    for (size_t s = 0; s < columns[i].values.size() && s < kColours.size(); ++s) {
      const uint64_t height = columns[i].values[s] * plot_height / axis.end;
      if (height == 0) continue;
      y -= height;
      out += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>)", x + gap, y,
                         std::max<uint64_t>(1, next - x - 2 * gap), height, kColours.at(s));
    }
    if (i % label_every == 0) {
      out += fmt::format(R"(<text x="{}" y="{}" text-anchor="middle" fill="#4a5468">{}</text>)",
                         (x + next) / 2, kHeight - 14, EscapeHtml(columns[i].label));
    }
    out += "\n";
  }
  return out + "</svg>\n";
}

std::string RateBars(std::string_view title, std::string_view description,
                     const std::vector<ChartBar>& bars) {
  constexpr uint64_t kRow = 34;
  constexpr uint64_t kLabels = 220;
  constexpr uint64_t kPlot = kWidth - kLabels - 110;
  std::string out = Open(kRow * std::max<size_t>(1, bars.size()) + 6, title, description);
  for (size_t i = 0; i < bars.size(); ++i) {
    const uint64_t y = kRow * i + 4;
    const uint64_t width = kPlot * std::min<uint32_t>(bars[i].permille, 1000) / 1000;
    out += fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#1b2230\">{}</text>"
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" fill=\"#edf0f5\"/>"
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" fill=\"{}\"/>"
        "<text x=\"{}\" y=\"{}\" fill=\"#1b2230\">{}</text>\n",
        kLabels - 10, y + 15, EscapeHtml(bars[i].label), kLabels, y, kPlot, kLabels, y, width,
        kColours.front(), kLabels + kPlot + 10, y + 15, EscapeHtml(bars[i].value));
  }
  return out + "</svg>\n";
}

}  // namespace temoin::render
