// A file that takes its name when it is whole: until then nobody finds it, and if its writer is
// killed nothing readable is left.
//
// It has no name at all where the file system can do that (O_TMPFILE). Elsewhere (NFS and others)
// it is called TARGET.partial, and a note in the data directory says so until it is finished, so
// that the next one who opens the data directory removes what a killed process left.
//
// A note is DATA/unfinished-copy: the path, a line feed, device and inode in decimal, a line feed.
//
// Errors: kConflict when the target exists; kUnavailable for I/O errors.
//
// Thread-safety: one thread; one at a time a data directory (its lock).
#ifndef TEMOIN_STORE_SQLITE_UNFINISHED_FILE_H_
#define TEMOIN_STORE_SQLITE_UNFINISHED_FILE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/result.h"

namespace temoin::store {

class UnfinishedFile {
 public:
  enum class Naming { kNoneIfPossible, kPartial };

  // Mode 0600, beside `target`. `data_directory` takes the note.
  static Result<std::unique_ptr<UnfinishedFile>> Create(const std::string& target,
                                                        const std::string& data_directory,
                                                        Naming naming = Naming::kNoneIfPossible);
  // Unless finished, what was written is zeroed and the file is gone.
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  int fd() const { return file_.get(); }
  // By which this process can open it while this lives.
  std::string path() const;

  // Syncs, gives the name, syncs the directory. Never over a file that is there.
  Status Finish();

 private:
  UnfinishedFile(std::string target, std::string note)
      : target_(std::move(target)), note_(std::move(note)) {}
  std::string partial() const { return target_ + ".partial"; }
  Status CreateNamed();

  const std::string target_;
  const std::string note_;
  FileDescriptor file_;
  bool named_ = false;
  bool finished_ = false;
};

// What a note names: an absolute path, and device and inode as they are written there. Nothing for
// anything that FormatUnfinishedNote would not have written.
struct UnfinishedNote {
  std::string path;
  std::string identity;  // "<device> <inode>"
};
std::optional<UnfinishedNote> ParseUnfinishedNote(std::string_view text);
std::string FormatUnfinishedNote(const UnfinishedNote& note);

// Removes what a killed process left unfinished, if it is still the file that the note names, and
// temoin.db.restored, which earlier versions left; zeroes it first. Nothing to do is ok. A note
// stays while the directory that it names is missing or empty: a volume that is not mounted.
Status RemoveUnfinished(const std::string& data_directory);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_UNFINISHED_FILE_H_
