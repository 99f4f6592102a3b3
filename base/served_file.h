// Whether a file that is open is the one that its path names, untouched by anyone else. A database
// or a checkpoint log that is deleted, replaced, restored or unmounted under a running server goes
// on taking writes that nobody will ever read again: nothing may be acknowledged then.
//
// A descriptor of its own stands for the open file. Of a database it must be opened before SQLite
// opens the file and closed after SQLite has closed it: closing any descriptor of a file drops the
// process's advisory locks on it (fcntl(2)).
//
// Cost: two system calls a check, a microsecond or two. What it does not see: a file that is
// replaced and put back, or written to, while this program itself writes to it.
//
// Thread-safety: CheckPlace from any thread; the rest is used by one thread at a time.
#ifndef TEMOIN_BASE_SERVED_FILE_H_
#define TEMOIN_BASE_SERVED_FILE_H_

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "base/result.h"

namespace temoin {

class ServedFile {
 public:
  // What Check compares. Once a file's times are looked at, Linux (from 6.13 on) notes a finer one
  // with the next write, and each sync that follows writes the inode, too: a file that is synced
  // for every response is better watched by its length.
  enum class Watch { kLength, kLengthAndTime };

  // Of a file that exists. `remedy` says what the operator is to do, a sentence or more.
  static Result<ServedFile> Open(std::string path, std::string remedy,
                                 Watch watch = Watch::kLengthAndTime);

  // kUnavailable, saying what happened to the file: its path names none or another (device, inode,
  // links).
  Status CheckPlace() const;
  // The same, or it was written to since Remember.
  Status Check() const;
  // What Check says of a file that was written to.
  Error WrittenTo() const;
  // What stands in the file now was written by this program.
  void Remember();
  // Remember, and CheckPlace, in one look.
  Status RememberInPlace();

 private:
  struct State {
    int64_t size = 0;
    int64_t seconds = 0;
    int64_t nanoseconds = 0;

    bool operator==(const State&) const = default;
  };
  ServedFile(std::string path, std::string remedy, Watch watch, FileDescriptor file)
      : path_(std::move(path)), remedy_(std::move(remedy)), watch_(watch), file_(std::move(file)) {}
  // statx(2) of what this watches.
  int Look(int directory, const char* path, int flags, struct statx& out) const;
  static State StateOf(const struct statx& file);
  // Of the open file, if its path names it.
  Result<State> LookInPlace() const;
  Error NotServed(std::string_view what) const;

  std::string path_;
  std::string remedy_;
  Watch watch_;
  FileDescriptor file_;
  State remembered_;
};

}  // namespace temoin

#endif  // TEMOIN_BASE_SERVED_FILE_H_
