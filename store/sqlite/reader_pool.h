// Read-only connections, lent to one caller at a time; more are opened when all are out.
//
// Thread-safety: any thread.
#ifndef TEMOIN_STORE_SQLITE_READER_POOL_H_
#define TEMOIN_STORE_SQLITE_READER_POOL_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

class ReaderPool {
 public:
  // Of the database at `path`; at most `keep` that nobody uses stay open.
  ReaderPool(std::string path, std::string vfs, size_t keep)
      : path_(std::move(path)), vfs_(std::move(vfs)), keep_(keep) {}

  Result<std::unique_ptr<Connection>> Take() {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto out = std::move(free_.back());
        free_.pop_back();
        return out;
      }
    }
    return Connection::Open(path_, Connection::Mode::kReader, vfs_);
  }

  void Give(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (free_.size() < keep_) free_.push_back(std::move(connection));
  }

 private:
  const std::string path_;
  const std::string vfs_;
  const size_t keep_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_READER_POOL_H_
