#include "store/sqlite/schema_check.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "store/sqlite/columns.h"
#include "store/sqlite/schema.h"

namespace temoin::store {
namespace {

struct Object {
  std::string type;
  std::string name;
  std::string table;
  std::string sql;
};
using Objects = std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>>;

// But for what SQLite makes by itself.
Result<Objects> ReadObjects(Connection& db) {
  using ObjectColumns =
      Columns<Object, Column<"type", &Object::type>, Column<"name", &Object::name>,
              Column<"tbl_name", &Object::table>, Column<"sql", &Object::sql>>;
  Select<ObjectColumns,
         "FROM sqlite_schema WHERE type NOT IN ('table','index') OR substr(name,1,7)<>'sqlite_'">
      query(db);
  TEMOIN_ASSIGN_OR_RETURN(auto rows, query.All());
  Objects out;
  for (Object& row : rows) {
    out.insert_or_assign({std::move(row.type), std::move(row.name)},
                         std::pair(std::move(row.table), std::move(row.sql)));
  }
  return out;
}

Error Differs(const std::pair<std::string, std::string>& object, std::string_view how) {
  return {ErrorCode::kDataLoss, fmt::format("its {} \"{}\" {}. Nothing of it can be relied on.",
                                            object.first, object.second, how)};
}

}  // namespace

Status CheckSchema(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(auto made, Connection::Open(":memory:", Connection::Mode::kWriter));
  TEMOIN_RETURN_IF_ERROR(MigrateSchema(*made));
  TEMOIN_ASSIGN_OR_RETURN(const Objects expected, ReadObjects(*made));
  TEMOIN_ASSIGN_OR_RETURN(const Objects found, ReadObjects(db));
  for (const auto& [object, definition] : found) {
    const auto known = expected.find(object);
    if (known == expected.end()) return Differs(object, "is none of this program's");
    if (known->second != definition) return Differs(object, "is not as this program makes it");
  }
  for (const auto& [object, definition] : expected) {
    if (!found.contains(object)) return Differs(object, "is missing");
  }
  return {};
}

}  // namespace temoin::store
