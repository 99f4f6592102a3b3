#include "catalog/csv_record.h"

namespace temoin::catalog {

std::optional<std::vector<std::string>> NextRecord(std::string_view csv, size_t& at,
                                                   char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  while (at < csv.size()) {
    const char c = csv[at++];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (at < csv.size() && csv[at] == '"') {
        fields.back() += '"';
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == separator) {
      fields.emplace_back();
    } else if (c == '\n') {
      return fields;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  return fields;
}

}  // namespace temoin::catalog
