// A table of data and the files it becomes: CSV in the neutral form that programs read, CSV that a
// French spreadsheet opens in columns, and a workbook (XLSX, by libxlsxwriter).
//
// The neutral form is render/csv.h: keys for headers, ISO dates, UTC instants, nothing that follows
// from other columns. The French form has ";" between fields, a decimal comma, French headers and
// dates, instants by the clocks of the table's zone, and "sans objet" for what does not apply. The
// workbook says the same with typed cells. Text that looks like a formula is text in all three.
//
// Thread-safety: values and pure functions.
#ifndef TEMOIN_RENDER_DATA_TABLE_H_
#define TEMOIN_RENDER_DATA_TABLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/zones.h"

namespace temoin::render {

// One hundredth of a percent would be too fine: rates are told in thousandths.
struct Rate {
  uint32_t permille = 0;
};
struct Day {
  Time midnight{};  // a date
};
// Nothing: the cell does not apply.
using Cell = std::variant<std::monostate, std::string, uint64_t, Rate, Day, Time>;

struct Column {
  std::string key;     // of the neutral form; empty: not in it, because it follows from others
  std::string french;  // the header that people read; empty: another column says it to them
};

struct DataTable {
  std::string title;  // French; the name of the sheet, at most 31 characters of it
  TimeZone zone{};    // in which instants are told to people
  std::vector<Column> columns{};
  std::vector<std::vector<Cell>> rows{};  // each as wide as `columns`
};

enum class CsvForm : uint8_t { kNeutral, kForFrance };

// Without a byte order mark.
std::string TableCsv(const DataTable& table, CsvForm form);

// "csv" (neutral) and "csv-fr": the first table; "xlsx": a sheet each. csv-fr begins with the byte
// order mark that a French spreadsheet needs.
bool IsTableFormat(std::string_view format);

struct TableFile {
  std::string bytes;
  std::string_view media_type;
  std::string_view extension;  // ".csv"
};
// kInvalidArgument for a format that is none.
Result<TableFile> MakeTableFile(std::string_view format, std::span<const DataTable> tables);

// A workbook with one sheet a table, in order. kUnavailable when it cannot be made (memory, disk).
Result<std::string> Workbook(std::span<const DataTable> tables);

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_DATA_TABLE_H_
