#include "store/sqlite/connection.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>

#include "base/file.h"
#include "store/sqlite/zeroing_vfs.h"

namespace temoin::store {
namespace {

ErrorCode CodeOf(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
      return ErrorCode::kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::kDataLoss;
    default:
      return ErrorCode::kInternal;
  }
}

int NoteWalPages(void* connection, sqlite3* /*db*/, const char* /*name*/, int pages) {
  static_cast<Connection*>(connection)->set_wal_pages(pages);
  return SQLITE_OK;
}

// journal_mode and the two after it belong to the durability promised in store.h. Checkpoints are
// made by the writer when it chooses to, never in the middle of a commit. No temporary file may
// hold a copy of a record.
constexpr char kWriterSettings[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA cache_size=-8192;";
constexpr char kReaderSettings[] =
    "PRAGMA query_only=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cache_size=-1024;";

// How long either waits for the other, in milliseconds. A reader that begins in the middle of a
// commit takes the writer's lock for a moment, to read the head of the write-ahead log again.
constexpr int kWaitMs = 1000;

}  // namespace

Status Connection::CreateFile(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.valid()) return ErrnoError("open", path, errno);
  return {};
}

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode,
                                                     const std::string& vfs) {
  const bool writer = mode == Mode::kWriter;
  std::string layer = vfs;
  if (writer) {
    TEMOIN_ASSIGN_OR_RETURN(layer, ZeroingVfs(vfs));
  }
  std::unique_ptr<Connection> out(new Connection());
  const int flags = (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code =
      sqlite3_open_v2(path.c_str(), &out->db_, flags, layer.empty() ? nullptr : layer.c_str());
  if (code != SQLITE_OK) return out->ErrorOf(code, "open " + path);
  // A reader that is the last to close must not checkpoint: only the writer does.
  if (!writer) sqlite3_db_config(out->db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  // The writer waits where a transaction begins, and never for readers to end in a checkpoint.
  sqlite3_busy_timeout(out->db_, writer ? 0 : kWaitMs);
  TEMOIN_RETURN_IF_ERROR(out->Execute(writer ? kWriterSettings : kReaderSettings));
  if (writer) sqlite3_wal_hook(out->db_, NoteWalPages, out.get());
  return out;
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

Status Connection::Execute(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return ErrorOf(code, "execute");
  return {};
}

Result<int64_t> Connection::Number(const char* sql) {
  Query query(*this, sql);
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
  if (!row) return Error(ErrorCode::kDataLoss, "The database answers nothing where a number is.");
  return query.Int(0);
}

Result<std::string> Connection::Text(const char* sql) {
  Query query(*this, sql);
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
  if (!row) return Error(ErrorCode::kDataLoss, "The database answers nothing where a text is.");
  return std::string(query.Text(0));
}

std::string Connection::Directory() const {
  const std::string file = sqlite3_db_filename(db_, "main");
  return file.substr(0, file.rfind('/'));
}

Error Connection::ErrorOf(int code, std::string_view doing) const {
  return {CodeOf(code), fmt::format("The database could not {}: {}.", doing,
                                    db_ != nullptr ? sqlite3_errmsg(db_) : sqlite3_errstr(code))};
}

Result<sqlite3_stmt*> Connection::Prepared(const char* sql) {
  const auto at = statements_.find(sql);
  if (at != statements_.end()) return at->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return ErrorOf(code, fmt::format("prepare `{}`", sql));
  statements_.emplace(sql, statement);
  return statement;
}

Query::Query(Connection& db, const char* sql) : db_(db) {
  const auto prepared = db.Prepared(sql);
  if (prepared.ok()) {
    statement_ = *prepared;
  } else {
    code_ = sqlite3_extended_errcode(db.get());
    if (code_ == SQLITE_OK) code_ = SQLITE_ERROR;
  }
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::Bind(int parameter, int64_t value) {
  if (statement_ != nullptr) Note(sqlite3_bind_int64(statement_, parameter, value));
  return *this;
}

Query& Query::Bind(int parameter, std::string_view text) {
  // An empty view may have no address, which SQLite would take for NULL.
  const char* data = text.data() != nullptr ? text.data() : "";
  if (statement_ != nullptr) {
    Note(sqlite3_bind_text64(statement_, parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  return *this;
}

Query& Query::Bind(int parameter, ByteView bytes) {
  if (statement_ == nullptr) return *this;
  if (bytes.empty()) {
    Note(sqlite3_bind_zeroblob(statement_, parameter, 0));
  } else {
    Note(sqlite3_bind_blob64(statement_, parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
  }
  return *this;
}

Query& Query::BindNull(int parameter) {
  if (statement_ != nullptr) Note(sqlite3_bind_null(statement_, parameter));
  return *this;
}

Result<bool> Query::Step() {
  if (code_ != SQLITE_OK) return db_.ErrorOf(code_, "prepare a statement");
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = db_.ErrorOf(code, "read or write");
  sqlite3_reset(statement_);
  return error;
}

Status Query::Run() {
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, Step());
    if (!row) break;
  }
  sqlite3_reset(statement_);
  return {};
}

void Query::Again() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

std::string_view Query::Text(int column) const {
  const auto* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

ByteView Query::Blob(int column) const {
  const auto* bytes = static_cast<const uint8_t*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<Transaction> Transaction::BeginImmediate(Connection& db) {
  sqlite3_busy_timeout(db.get(), kWaitMs);
  const Status begun = db.Execute("BEGIN IMMEDIATE");
  sqlite3_busy_timeout(db.get(), 0);
  if (!begun) return begun.error();
  return Transaction(db);
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after some errors.
  if (db_ == nullptr || sqlite3_get_autocommit(db_->get()) != 0) return;
  sqlite3_exec(db_->get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Status Transaction::Commit() {
  TEMOIN_RETURN_IF_ERROR(db_->Execute("COMMIT"));
  db_ = nullptr;
  return {};
}

}  // namespace temoin::store
