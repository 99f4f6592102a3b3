// Rows of cookies as tables have them: of a spreadsheet, of the developer tools, of Markdown; below
// the heads of their columns or alone.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_SEEN_TABLE_H_
#define TEMOIN_CATALOG_SEEN_TABLE_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/seen.h"

namespace temoin::catalog {

// Splits at a separator; empty pieces are kept.
std::vector<std::string_view> SplitAt(std::string_view text, char separator);

// Where a table has the names of cookies and their hosts.
struct CookieColumns {
  char separator = '\t';
  size_t name = 0;
  size_t host = 0;  // beyond the cells: it has none
};

// Of the heads of a table's columns: "Name,Domain", "Nom\tValeur\tDomaine", "| Cookie | Host |".
std::optional<CookieColumns> ColumnsOf(std::string_view line);

// "|---|:--|" between the heads of Markdown and its rows.
bool IsRuler(std::string_view line);

// A row below the heads of its columns; false: it has not as many.
bool AddTableRow(const CookieColumns& columns, std::string_view line, std::vector<SeenCookie>& out);

// A row of a table whose heads are not there. A list of names is none: in a row with commas or
// semicolons nothing stands beside one name and its host that may be another name.
std::optional<SeenCookie> RowWithoutHeads(std::string_view line);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SEEN_TABLE_H_
