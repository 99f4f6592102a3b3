#include <sys/mman.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <string>

#include "base/calendar.h"
#include "base/file.h"
#include "render/data_table.h"

namespace temoin::render {

namespace {

constexpr size_t kMaxWorkbookBytes = size_t{64} << 20;
constexpr size_t kMaxSheetName = 31;    // characters, says the format
constexpr size_t kMaxCellText = 32767;  // bytes; the format counts characters
constexpr double kColumnWidth = 18;     // of a column, in characters

// What a worksheet may not be called is left out.
std::string SheetName(std::string_view title) {
  std::string name;
  for (const char c : title) {
    if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos) name += c;
  }
  size_t characters = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(name[i]) & 0xC0) != 0x80;
    if (begins && ++characters > kMaxSheetName) {
      name.resize(i);
      break;
    }
  }
  return name;
}

struct Formats {
  lxw_format* header = nullptr;
  lxw_format* rate = nullptr;
  lxw_format* day = nullptr;
  lxw_format* instant = nullptr;
};

lxw_datetime DateTimeOf(Time time) {
  const std::string iso = FormatTime(time);
  const auto number = [&](size_t from, size_t length) {
    return static_cast<int>(std::stoul(iso.substr(from, length)));
  };
  return {.year = number(0, 4),
          .month = number(5, 2),
          .day = number(8, 2),
          .hour = number(11, 2),
          .min = number(14, 2),
          .sec = static_cast<double>(number(17, 2))};
}

struct CellWriter {
  lxw_worksheet* sheet;
  lxw_row_t row;
  lxw_col_t column;
  const Formats& formats;
  const TimeZone& zone;

  lxw_error operator()(std::monostate) const {
    return worksheet_write_string(sheet, row, column, "sans objet", nullptr);
  }
  lxw_error operator()(const std::string& text) const {
    size_t end = std::min(text.size(), kMaxCellText);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return worksheet_write_string(sheet, row, column, text.substr(0, end).c_str(), nullptr);
  }
  lxw_error operator()(uint64_t number) const {
    return worksheet_write_number(sheet, row, column, static_cast<double>(number), nullptr);
  }
  lxw_error operator()(Rate rate) const {
    return worksheet_write_number(sheet, row, column, rate.permille / 1000.0, formats.rate);
  }
  lxw_error operator()(Day day) const {
    lxw_datetime date = DateTimeOf(day.midnight);
    return worksheet_write_datetime(sheet, row, column, &date, formats.day);
  }
  lxw_error operator()(Time time) const {
    lxw_datetime date = DateTimeOf(time + zone.OffsetAt(time));
    return worksheet_write_datetime(sheet, row, column, &date, formats.instant);
  }
};

lxw_error WriteSheet(lxw_worksheet* sheet, const DataTable& table, const Formats& formats) {
  worksheet_freeze_panes(sheet, 1, 0);
  lxw_col_t column = 0;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].french.empty()) continue;
    worksheet_set_column(sheet, column, column, kColumnWidth, nullptr);
    lxw_error written =
        worksheet_write_string(sheet, 0, column, table.columns[i].french.c_str(), formats.header);
    if (written != LXW_NO_ERROR) return written;
    lxw_row_t row = 1;
    for (const std::vector<Cell>& cells : table.rows) {
      written = std::visit(CellWriter{sheet, row++, column, formats, table.zone}, cells[i]);
      if (written != LXW_NO_ERROR) return written;
    }
    ++column;
  }
  return LXW_NO_ERROR;
}

Error Failed(std::string_view what) {
  return {ErrorCode::kUnavailable, "the workbook cannot be made: " + std::string(what)};
}

}  // namespace

// The library writes to a file by its name: one that lies in memory and has no other.
Result<std::string> Workbook(std::span<const DataTable> tables) {
  const FileDescriptor file(memfd_create("workbook", MFD_CLOEXEC));
  if (!file.valid()) return Failed("no memory");
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) return Failed("no memory");
  Formats formats;
  formats.header = workbook_add_format(book);
  formats.rate = workbook_add_format(book);
  formats.day = workbook_add_format(book);
  formats.instant = workbook_add_format(book);
  format_set_bold(formats.header);
  format_set_text_wrap(formats.header);
  format_set_num_format(formats.rate, "0.0%");
  format_set_num_format(formats.day, "dd/mm/yyyy");
  format_set_num_format(formats.instant, "dd/mm/yyyy hh:mm:ss");
  lxw_error written = LXW_NO_ERROR;
  for (const DataTable& table : tables) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, SheetName(table.title).c_str());
    written =
        sheet == nullptr ? LXW_ERROR_SHEETNAME_ALREADY_USED : WriteSheet(sheet, table, formats);
    if (written != LXW_NO_ERROR) break;
  }
  const lxw_error closed = workbook_close(book);  // gives the memory back in every case
  if (written != LXW_NO_ERROR) return Failed(lxw_strerror(written));
  if (closed != LXW_NO_ERROR) return Failed(lxw_strerror(closed));
  return ReadFile(path, kMaxWorkbookBytes);
}

}  // namespace temoin::render
