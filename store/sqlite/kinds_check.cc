#include "store/sqlite/kinds_check.h"

#include <fmt/format.h>

#include <memory>
#include <string_view>
#include <utility>

#include "store/sqlite/columns.h"
#include "store/sqlite/schema.h"

namespace temoin::store {
namespace {

constexpr int64_t kRowsAtATime = 4096;

struct TableKinds {
  std::string name;
  bool paged = false;  // it has rowids
  std::string query;   // ?1: the first rowid, ?2: how many rows
};

struct ColumnKind {
  std::string name;
  std::string kind;  // as typeof() says it
  bool required = false;
};

// The first column of a row that holds what it is not declared to hold; NULL: none does.
std::string OddColumn(const std::vector<ColumnKind>& columns) {
  std::string out = "CASE";
  for (const ColumnKind& column : columns) {
    out += fmt::format(" WHEN typeof(\"{0}\") NOT IN ('{1}'{2}) THEN '{0}'", column.name,
                       column.kind, column.required ? "" : ",'null'");
  }
  return out + " END";
}

Result<TableKinds> KindsOf(Connection& db, TableKinds table) {
  using KindColumns = Columns<ColumnKind, Column<"name", &ColumnKind::name>,
                              Column<"lower(type)", &ColumnKind::kind>,
                              Column<"\"notnull\" OR pk>0", &ColumnKind::required>>;
  Select<KindColumns, "FROM pragma_table_info(?)"> query(db);
  TEMOIN_ASSIGN_OR_RETURN(const auto columns, query.Bind(1, std::string_view(table.name)).All());
  table.query = fmt::format(
      "SELECT count(*) AS seen,max(at) AS last,count(odd) AS odd,"
      "min(iif(odd IS NULL,NULL,at)) AS first,group_concat(DISTINCT odd) AS columns "
      "FROM (SELECT {} AS at,{} AS odd FROM {} {})",
      table.paged ? "rowid" : "NULL", OddColumn(columns), table.name,
      table.paged ? "WHERE rowid>=?1 ORDER BY rowid LIMIT ?2" : "WHERE ?1<?2");
  return table;
}

// Of the schema as this program makes it, in the order of names.
Result<std::vector<TableKinds>> MakeTables() {
  TEMOIN_ASSIGN_OR_RETURN(auto db, Connection::Open(":memory:", Connection::Mode::kWriter));
  TEMOIN_RETURN_IF_ERROR(MigrateSchema(*db));
  using TableColumns =
      Columns<TableKinds, Column<"name", &TableKinds::name>, Column<"NOT wr", &TableKinds::paged>>;
  std::vector<TableKinds> out;
  {
    Select<TableColumns,
           "FROM pragma_table_list WHERE type='table' AND schema='main' AND "
           "substr(name,1,7)<>'sqlite_' ORDER BY name">
        query(*db);
    TEMOIN_ASSIGN_OR_RETURN(out, query.All());
  }
  for (TableKinds& table : out) {
    TEMOIN_ASSIGN_OR_RETURN(table, KindsOf(*db, std::move(table)));
  }
  return out;
}

struct KindsSeen {
  int64_t rows = 0;
  std::optional<int64_t> last{};
  uint64_t odd = 0;
  std::optional<int64_t> first{};
  std::string columns;
};
using KindsSeenColumns =
    Columns<KindsSeen, Column<"seen", &KindsSeen::rows>, Column<"last", &KindsSeen::last>,
            Column<"odd", &KindsSeen::odd>, Column<"first", &KindsSeen::first>,
            Column<"columns", &KindsSeen::columns>>;

}  // namespace

Result<bool> CheckKinds(Connection& db, KindsCheck& check) {
  // For ever at one place: a statement is known by the address of its text.
  static const auto tables = MakeTables();
  if (!tables) return tables.error();
  if (check.table == tables->size()) return false;
  const TableKinds& table = (*tables)[check.table];
  Query query(db, table.query.c_str());
  KindsSeen seen;
  TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Bind(1, check.from).Bind(2, kRowsAtATime).Step());
  if (any) KindsSeenColumns::Read(query, 0, seen);
  if (seen.odd > 0 && check.rows == 0) {
    check.first = fmt::format("{} of table {}{}", seen.columns, table.name,
                              seen.first ? fmt::format(", row {}", *seen.first) : "");
  }
  check.rows += seen.odd;
  if (table.paged && seen.rows == kRowsAtATime && seen.last < INT64_MAX) {
    check.from = *seen.last + 1;
    return true;
  }
  if (check.rows > 0) check.odd.push_back({.first = std::move(check.first), .rows = check.rows});
  check = {.table = check.table + 1, .odd = std::move(check.odd)};
  return true;
}

}  // namespace temoin::store
