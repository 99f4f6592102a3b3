// Whether the database that is open is the one that its path names, untouched by anyone else. A
// file that is deleted, replaced or restored under a running server goes on taking writes that
// nobody will ever read again: nothing may be acknowledged then.
//
// A descriptor of its own stands for the open file. It must be opened before SQLite opens the file
// and closed after SQLite has closed it: closing any descriptor of a file drops the process's
// advisory locks on it (fcntl(2)).
//
// Cost: four system calls a check, a few microseconds. What it does not see: a file that is
// replaced and put back, or written to, while this program itself writes to it.
//
// Thread-safety: used by one thread at a time.
#ifndef TEMOIN_STORE_SQLITE_SERVED_FILE_H_
#define TEMOIN_STORE_SQLITE_SERVED_FILE_H_

#include <cstdint>
#include <string>

#include "base/file.h"
#include "base/result.h"

namespace temoin::store {

class ServedFile {
 public:
  // Of a file that exists.
  static Result<ServedFile> Open(std::string path);

  // kUnavailable, saying what happened to the file: its path names none or another (device, inode,
  // links), or it was written to since Remember (length, time of modification).
  Status CheckPlace() const;
  Status CheckContents() const;
  // What stands in the file now was written by this program.
  void Remember();

 private:
  struct State {
    int64_t size = 0;
    int64_t seconds = 0;
    int64_t nanoseconds = 0;

    bool operator==(const State&) const = default;
  };
  ServedFile(std::string path, FileDescriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}
  Result<State> Look() const;

  std::string path_;
  FileDescriptor file_;
  State remembered_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_SERVED_FILE_H_
