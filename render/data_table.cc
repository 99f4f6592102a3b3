#include "render/data_table.h"

#include <fmt/format.h>

#include "base/calendar.h"
#include "render/csv.h"

namespace temoin::render {

namespace {

constexpr std::string_view kDoesNotApply = "sans objet";

// "03/05/2026".
std::string FrenchDay(Time midnight) {
  const std::string iso = FormatDate(midnight);
  return fmt::format("{}/{}/{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}

// "03/05/2026 10:15:00", by the clocks of the zone.
std::string FrenchInstant(Time time, const TimeZone& zone) {
  return FrenchDay(zone.DateAt(time)) + " " + FormatTime(time + zone.OffsetAt(time)).substr(11, 8);
}

std::string Neutral(const Cell& cell) {
  struct Say {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(uint64_t number) const { return std::to_string(number); }
    std::string operator()(Rate rate) const {
      return fmt::format("{}.{}", rate.permille / 10, rate.permille % 10);
    }
    std::string operator()(Day day) const { return FormatDate(day.midnight); }
    std::string operator()(Time time) const { return FormatTime(time); }
  };
  return std::visit(Say(), cell);
}

std::string French(const Cell& cell, const TimeZone& zone) {
  if (std::holds_alternative<std::monostate>(cell)) return std::string(kDoesNotApply);
  if (const Rate* rate = std::get_if<Rate>(&cell)) {
    return fmt::format("{},{}%", rate->permille / 10, rate->permille % 10);
  }
  if (const Day* day = std::get_if<Day>(&cell)) return FrenchDay(day->midnight);
  if (const Time* time = std::get_if<Time>(&cell)) return FrenchInstant(*time, zone);
  return Neutral(cell);
}

}  // namespace

std::string TableCsv(const DataTable& table, CsvForm form) {
  std::string out;
  const bool french = form == CsvForm::kForFrance;
  CsvWriter csv(out, french ? ';' : ',');
  const auto shown = [&](size_t i) {
    const Column& column = table.columns[i];
    return !(french ? column.french : column.key).empty();
  };
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (shown(i)) csv.Text(french ? table.columns[i].french : table.columns[i].key);
  }
  csv.EndRow();
  for (const std::vector<Cell>& row : table.rows) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (shown(i)) csv.Text(french ? French(row[i], table.zone) : Neutral(row[i]));
    }
    csv.EndRow();
  }
  return out;
}

bool IsTableFormat(std::string_view format) {
  return format == "csv" || format == "csv-fr" || format == "xlsx";
}

Result<TableFile> MakeTableFile(std::string_view format, std::span<const DataTable> tables) {
  constexpr std::string_view kCsv = "text/csv; charset=utf-8";
  if (format == "csv") return TableFile{TableCsv(tables[0], CsvForm::kNeutral), kCsv, ".csv"};
  if (format == "csv-fr") {
    return TableFile{std::string(kUtf8Bom) + TableCsv(tables[0], CsvForm::kForFrance), kCsv,
                     ".csv"};
  }
  if (format != "xlsx") return Error(ErrorCode::kInvalidArgument, "csv, csv-fr or xlsx");
  TEMOIN_ASSIGN_OR_RETURN(std::string bytes, Workbook(tables));
  return TableFile{std::move(bytes),
                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"};
}

}  // namespace temoin::render
