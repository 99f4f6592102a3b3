#include "render/csv.h"

namespace temoin::render {

namespace {

bool StartsFormula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::string CsvField(std::string_view text, char separator) {
  const bool formula = StartsFormula(text);
  if (!formula &&
      text.find_first_of(separator == ';' ? ";\"\r\n" : ",\"\r\n;") == std::string_view::npos) {
    return std::string(text);
  }
  std::string out = "\"";
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

void CsvWriter::Separate() {
  if (!first_) out_ += separator_;
  first_ = false;
}

CsvWriter& CsvWriter::Text(std::string_view text) {
  Separate();
  out_ += CsvField(text, separator_);
  return *this;
}

CsvWriter& CsvWriter::Number(uint64_t number) {
  Separate();
  out_ += std::to_string(number);
  return *this;
}

void CsvWriter::EndRow() {
  out_ += "\r\n";
  first_ = true;
}

void CsvWriter::Row(std::initializer_list<std::string_view> fields) {
  for (const std::string_view field : fields) Text(field);
  EndRow();
}

}  // namespace temoin::render
