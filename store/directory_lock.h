// One process owns a data directory: an advisory lock on the file `temoin.lock` inside it, which
// the system releases when the process ends, however it ends.
//
// Thread-safety: a value with one owner.
#ifndef TEMOIN_STORE_DIRECTORY_LOCK_H_
#define TEMOIN_STORE_DIRECTORY_LOCK_H_

#include <string>

#include "base/file.h"
#include "base/result.h"

namespace temoin::store {

class DirectoryLock {
 public:
  // Creates the directory (0700) when missing. kConflict, naming the other process, when it is
  // owned already.
  static Result<DirectoryLock> Take(const std::string& directory);

 private:
  explicit DirectoryLock(FileDescriptor file) : file_(std::move(file)) {}

  FileDescriptor file_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_DIRECTORY_LOCK_H_
