// A copy of the database while it is in use.
//
// The copy is made through the writer's own connection: SQLite then carries what is written in
// between over to the pages already copied, where another connection would have to start again
// after every commit.
//
// Thread-safety: the writer's thread.
#ifndef TEMOIN_STORE_SQLITE_BACKUP_H_
#define TEMOIN_STORE_SQLITE_BACKUP_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/unfinished_file.h"

namespace temoin::store {

class Backup {
 public:
  // The target takes its name when it is whole and synced (unfinished_file.h).
  static Result<std::unique_ptr<Backup>> Start(Connection& source, const std::string& target);
  ~Backup();
  Backup(const Backup&) = delete;
  Backup& operator=(const Backup&) = delete;

  const std::string& target() const { return target_; }

  // At most `pages` pages. False: done, the target is in place.
  Result<bool> Copy(size_t pages);

 private:
  Backup(std::string target, std::unique_ptr<UnfinishedFile> file)
      : target_(std::move(target)), file_(std::move(file)) {}
  Status Finish();

  const std::string target_;
  const std::unique_ptr<UnfinishedFile> file_;
  sqlite3* copy_ = nullptr;
  sqlite3_backup* backup_ = nullptr;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_BACKUP_H_
