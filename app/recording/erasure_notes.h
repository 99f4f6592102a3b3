// Erasures that were asked for and wait (for a hold, for the site's delay), noted outside the
// database: JOURNAL/erasures, beside the checkpoint log. A backup that is older than the request
// knows nothing of it, and the log has no entry before the erasure itself.
//
//   temoin erasures v1
//   4096 2027-01-01T00:00:00Z     the record, and from when on it is due unless it is held
//
// Thread-safety: one thread at a time.
#ifndef TEMOIN_APP_RECORDING_ERASURE_NOTES_H_
#define TEMOIN_APP_RECORDING_ERASURE_NOTES_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/recording/note_file.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace temoin::app {

inline constexpr size_t kMaxErasureNotes = size_t{32} << 20;  // bytes of the file

struct ErasureNote {
  store::Index index = 0;
  Time at{};

  bool operator==(const ErasureNote&) const = default;
};

// kDataLoss for anything but whole lines and a torn last one.
Result<std::vector<ErasureNote>> ParseErasureNotes(std::string_view text);
std::string FormatErasureNotes(std::span<const ErasureNote> notes);

class ErasureNotes {
 public:
  // Reads what is there; a directory without the file has none. kDataLoss for a damaged one.
  static Result<std::unique_ptr<ErasureNotes>> Open(const std::string& directory);

  // Holds what was noted against the database, before anything else writes to it: what it has
  // forgotten is scheduled again for the date that was noted, what is erased is noted no more.
  // Nothing is erased by this: whoever holds it may have to say so again first. How many it had
  // forgotten.
  Result<size_t> Remind(store::Store& store, Time now);

  // Durable when it returns. kTooLarge when too many wait.
  Status Add(std::span<const store::Index> records, Time at);

 private:
  explicit ErasureNotes(std::string path) : file_(std::move(path)) {}

  NoteFile file_;
  std::vector<ErasureNote> notes_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_ERASURE_NOTES_H_
