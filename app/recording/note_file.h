// A file of lines that are noted one after the other, each durable before anything is answered.
//
// A line that a power cut tore is the last one, and counts for nothing: it was not answered yet.
//
// Thread-safety: one thread at a time.
#ifndef TEMOIN_APP_RECORDING_NOTE_FILE_H_
#define TEMOIN_APP_RECORDING_NOTE_FILE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace temoin::app {

// The notes of a text: its first line as it is, then one line each, of which `read` makes a note
// and `write` the line again; only one spelling of a note is taken. kDataLoss for anything but
// whole lines and a torn last one.
template <typename Note>
Result<std::vector<Note>> ParseNotes(std::string_view text, std::string_view first_line,
                                     std::optional<Note> (*read)(std::string_view),
                                     std::string (*write)(const Note&)) {
  const Error damaged(ErrorCode::kDataLoss, "no list of notes");
  std::vector<Note> out;
  if (text.empty()) return out;
  if (!text.starts_with(first_line)) return damaged;
  text.remove_prefix(first_line.size());
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    std::optional<Note> note = read(text.substr(0, end));
    if (!note || write(*note) != text.substr(0, end + 1)) return damaged;
    out.push_back(std::move(*note));
    text.remove_prefix(end + 1);
  }
  return out;
}

class NoteFile {
 public:
  explicit NoteFile(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  // Empty where there is no file. kTooLarge for more than `max_bytes`.
  Result<std::string> Read(size_t max_bytes) const;

  // True: Append may follow. Not so before the first Replace, nor after an Append that failed,
  // which may have left a torn line.
  bool ready() const { return file_.valid(); }
  size_t bytes() const { return bytes_; }  // of the file, while ready

  // Durable when they return; Replace sets the mode to 0600.
  Status Replace(std::string_view text);
  Status Append(std::string_view lines);

  // The file is gone, durably or not: what it held counts no more.
  void Remove();

 private:
  const std::string path_;
  FileDescriptor file_;
  size_t bytes_ = 0;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_NOTE_FILE_H_
