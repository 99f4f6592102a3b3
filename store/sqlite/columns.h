// Rows by the names of their columns. A query says once which column fills which member of a
// struct; its list of columns is made of that, so that nothing is read by its position.
//
//   using PublicationColumns = Columns<Publication, Column<"idx", &Publication::index>,
//                                      Column<"site", &Publication::site>>;
//   Select<PublicationColumns, "FROM publication WHERE site=? ORDER BY idx"> query(db);
//   query.Bind(1, site);
//   return query.All();
//
// A member is read as its type says: numbers, enums, bool, text, bytes, seconds, Time (seconds
// since 1970); a view lives until the next row. NULL is 0 or empty; in an optional, NULL and kUnset
// are nothing. The names are joined while compiling: a row costs what reading its columns costs.
//
// Errors and thread-safety: as Query (connection.h).
#ifndef TEMOIN_STORE_SQLITE_COLUMNS_H_
#define TEMOIN_STORE_SQLITE_COLUMNS_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/instants.h"
#include "store/sqlite/schema.h"

namespace temoin::store {

// A literal as a template's argument; `kSize` counts its end.
template <size_t kSize>
struct SqlText {
  constexpr SqlText() = default;
  constexpr SqlText(const char (&literal)[kSize]) {  // NOLINT(google-explicit-constructor)
    std::copy_n(literal, kSize, text);
  }
  char text[kSize]{};
};

template <size_t... kSizes>
constexpr auto JoinSql(const SqlText<kSizes>&... parts) {
  SqlText<((kSizes - 1) + ... + 1)> out;
  char* at = out.text;
  ((at = std::copy_n(parts.text, kSizes - 1, at)), ...);
  return out;
}

// One value of the row a query stands on.
class Cell {
 public:
  Cell(const Query& query, int column) : query_(query), column_(column) {}

  template <typename T>
  void Into(T& out) const {
    static_assert(std::is_integral_v<T> || std::is_enum_v<T>, "No column is read as this type.");
    out = static_cast<T>(query_.Int(column_));
  }
  void Into(bool& out) const { out = query_.Int(column_) != 0; }
  void Into(std::chrono::seconds& out) const { out = std::chrono::seconds(query_.Int(column_)); }
  void Into(Time& out) const { out = FromSeconds(query_.Int(column_)); }
  void Into(std::string& out) const { out.assign(query_.Text(column_)); }
  void Into(std::string_view& out) const { out = query_.Text(column_); }
  void Into(ByteView& out) const { out = query_.Blob(column_); }
  void Into(Bytes& out) const {
    const ByteView bytes = query_.Blob(column_);
    out.assign(bytes.begin(), bytes.end());
  }
  template <typename T>
  void Into(std::optional<T>& out) const {
    out.reset();
    if (query_.IsNull(column_)) return;
    if constexpr (std::is_integral_v<T> || std::is_same_v<T, Time>) {
      if (query_.Int(column_) == kUnset) return;
    }
    Into(out.emplace());
  }
  void IntoDay(Time& out) const { out = FromDay(query_.Int(column_)); }

 private:
  const Query& query_;
  const int column_;
};

// `kSql` (a column's name, or an expression) fills the member.
template <SqlText kSql, auto kMember>
struct Column {
  static constexpr int kCount = 1;
  static constexpr auto kList = kSql;
  template <typename Row>
  static void Read(const Query& query, int at, Row& row) {
    Cell(query, at).Into(row.*kMember);
  }
};

// The same of a date, which is kept as the number of its day.
template <SqlText kSql, auto kMember>
struct DayColumn {
  static constexpr int kCount = 1;
  static constexpr auto kList = kSql;
  template <typename Row>
  static void Read(const Query& query, int at, Row& row) {
    Cell(query, at).IntoDay(row.*kMember);
  }
};

// A member that has columns of its own.
template <auto kMember, typename TheColumns>
struct Part {
  static constexpr int kCount = TheColumns::kCount;
  static constexpr auto kList = TheColumns::kList;
  template <typename Row>
  static void Read(const Query& query, int at, Row& row) {
    TheColumns::Read(query, at, row.*kMember);
  }
};

template <typename TheRow, typename First, typename... Rest>
struct Columns {
  using Row = TheRow;
  static constexpr int kCount = (First::kCount + ... + Rest::kCount);
  static constexpr auto kList = JoinSql(First::kList, JoinSql(SqlText(","), Rest::kList)...);
  static void Read(const Query& query, int at, Row& row) {
    First::Read(query, at, row);
    at += First::kCount;
    ((Rest::Read(query, at, row), at += Rest::kCount), ...);
  }
};

// A statement that reads rows, given back at the end of its life.
template <typename TheColumns, SqlText kRest>
class Select {
 public:
  using Row = typename TheColumns::Row;

  explicit Select(Connection& db) : query_(db, kText.text) {}

  template <typename T>
  Select& Bind(int parameter, const T& value) {
    query_.Bind(parameter, value);
    return *this;
  }

  // The next row into `row`; false: there is none.
  Result<bool> Next(Row& row) {
    TEMOIN_ASSIGN_OR_RETURN(const bool any, query_.Step());
    if (any) TheColumns::Read(query_, 0, row);
    return any;
  }
  // The first row, which there may be.
  Result<std::optional<Row>> First() {
    std::optional<Row> out(std::in_place);
    TEMOIN_ASSIGN_OR_RETURN(const bool any, Next(*out));
    if (!any) out.reset();
    return out;
  }
  // What is left.
  Result<std::vector<Row>> All() {
    std::vector<Row> out;
    while (true) {
      Row row{};
      TEMOIN_ASSIGN_OR_RETURN(const bool any, Next(row));
      if (!any) return out;
      out.push_back(std::move(row));
    }
  }
  void Again() { query_.Again(); }  // ready for other values

 private:
  static constexpr auto kText = JoinSql(SqlText("SELECT "), TheColumns::kList, SqlText(" "), kRest);

  Query query_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_COLUMNS_H_
