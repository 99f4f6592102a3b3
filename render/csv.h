// Comma-separated values (RFC 4180) that a spreadsheet opens as data and never as a formula.
//
// A field that starts with = + - @, a tab or a carriage return is a formula to spreadsheets: it
// gets a leading apostrophe (OWASP, "CSV Injection"). Numbers of this program are written with
// Number() and are never negative, so they need none. Lines end in CRLF. The text is UTF-8; WithBom
// puts the mark that Excel needs to see it.
//
// Thread-safety: values; one thread at a time.
#ifndef TEMOIN_RENDER_CSV_H_
#define TEMOIN_RENDER_CSV_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace temoin::render {

inline constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";

// One field as it stands in the file, with its quotes where it needs them. Between commas a ";" is
// quoted too, for spreadsheets that part fields there.
std::string CsvField(std::string_view text, char separator = ',');

class CsvWriter {
 public:
  // Appends to `out`, which outlives the writer. `separator` is ',' or ';'.
  explicit CsvWriter(std::string& out, char separator = ',') : out_(out), separator_(separator) {}

  CsvWriter& Text(std::string_view text);
  CsvWriter& Number(uint64_t number);
  CsvWriter& Empty() { return Text({}); }
  void EndRow();

  void Row(std::initializer_list<std::string_view> fields);

 private:
  void Separate();

  std::string& out_;
  char separator_;
  bool first_ = true;
};

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_CSV_H_
