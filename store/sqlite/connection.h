// SQLite's C interface as three small classes: a connection, a statement in use, a transaction.
//
// Errors: kUnavailable for what passes (disk full, I/O error, busy, out of memory), kDataLoss for a
// damaged file, kInternal for the rest (a defect of this program).
//
// Thread-safety: a Connection, with all that comes from it, is used by one thread at a time.
#ifndef TEMOIN_STORE_SQLITE_CONNECTION_H_
#define TEMOIN_STORE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/encoding.h"
#include "base/result.h"

namespace temoin::store {

// Of the file in its directory.
inline constexpr char kDatabaseName[] = "/temoin.db";

class Connection {
 public:
  enum class Mode { kWriter, kReader };

  // An empty file when there is none: made before SQLite would, for its permissions (0600), which
  // SQLite gives to the files beside it, too. Only while this process has the file open nowhere.
  static Status CreateFile(const std::string& path);

  // The writer sets what the file and the connection need; a reader only ever looks. What the
  // writer truncates or deletes is zeroed first (zeroing_vfs.h). `vfs`: SQLite's name of another
  // file system layer below.
  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode,
                                                  const std::string& vfs = "");
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // One or more statements without parameters or rows.
  Status Execute(const char* sql);
  // The one column of the one row, as an integer or as text.
  Result<int64_t> Number(const char* sql);
  Result<std::string> Text(const char* sql);

  sqlite3* get() const { return db_; }
  std::string Directory() const;  // of the database's file
  Error ErrorOf(int code, std::string_view doing) const;

  // Pages that stand in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }
  void set_wal_pages(int pages) { wal_pages_ = pages; }

 private:
  friend class Query;
  Connection() = default;
  // Statements are prepared once; the key is the address of the text, which is a constant.
  Result<sqlite3_stmt*> Prepared(const char* sql);

  sqlite3* db_ = nullptr;
  int wal_pages_ = 0;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

// A prepared statement in use; given back (reset, bindings cleared) at the end of its life.
//
//   Query query(db, "UPDATE t SET a=? WHERE b=?");
//   TEMOIN_RETURN_IF_ERROR(query.Bind(1, a).Bind(2, b).Run());
//
// Rows are read by the names of their columns: Select, in columns.h.
//
// `sql` must be a constant: its address is remembered. Two uses of one statement at the same time
// are a defect. Texts and bytes bound must live until the next Run, Again or the end.
class Query {
 public:
  Query(Connection& db, const char* sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& Bind(int parameter, int64_t value);
  Query& Bind(int parameter, uint64_t value) {
    return Bind(parameter, static_cast<int64_t>(value));
  }
  Query& Bind(int parameter, int value) { return Bind(parameter, int64_t{value}); }
  Query& Bind(int parameter, std::string_view text);
  Query& Bind(int parameter, ByteView bytes);
  Query& BindNull(int parameter);
  template <typename T>
  Query& Bind(int parameter, const std::optional<T>& value) {
    return value ? Bind(parameter, *value) : BindNull(parameter);
  }

  Result<bool> Step();  // true: there is a row
  Status Run();         // to the end, then ready for other values
  void Again();         // ready for other values

 private:
  friend class Connection;
  friend class Cell;  // what reads a row (columns.h)
  int64_t Int(int column) const { return sqlite3_column_int64(statement_, column); }
  bool IsNull(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string_view Text(int column) const;  // until the next Step
  ByteView Blob(int column) const;          // until the next Step

  void Note(int code) {
    if (code != SQLITE_OK && code_ == SQLITE_OK) code_ = code;
  }

  Connection& db_;
  sqlite3_stmt* statement_ = nullptr;
  int code_ = SQLITE_OK;  // the first failure of preparing or binding
};

// Rolls back at the end of its life unless committed.
class Transaction {
 public:
  static Result<Transaction> BeginImmediate(Connection& db);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;

  Status Commit();

 private:
  explicit Transaction(Connection& db) : db_(&db) {}
  Connection* db_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_CONNECTION_H_
