// The keys of choices that were erased less than consent::kRetryLifetime after they were made. Such
// a record is gone, and its key with it: a page whose retry comes after a restart would have the
// erased choice recorded once more. So the key is noted before "erased" is answered, in
// DATA/spent-keys, for as long as a retry may come:
//
//   temoin spent keys v1
//   <64 hex digits> 2027-01-01T00:00:00Z     which key, and when its choice was made
//
// The digits are a hash of the hash that the record held (consent::HashChoiceKey): no byte of an
// erased record stands here, and what the page drew at random leads to nobody.
//
// Thread-safety: one thread at a time.
#ifndef TEMOIN_APP_RECORDING_SPENT_KEYS_H_
#define TEMOIN_APP_RECORDING_SPENT_KEYS_H_

#include <chrono>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/recording/note_file.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

namespace temoin::app {

inline constexpr size_t kMaxSpentKeys = size_t{1} << 18;
inline constexpr size_t kMaxSpentKeyBytes = size_t{32} << 20;  // of the file

using SpentKey = std::pair<Digest, Time>;
using SpentKeyList = std::vector<SpentKey>;

// Whether no page sends a choice of `given_at` again any more; one from the future was made under a
// clock that has been put back since.
inline bool RetryIsOver(Time given_at, std::chrono::seconds lifetime, Time now) {
  return given_at + lifetime <= now || given_at > now + lifetime;
}

// kDataLoss for anything but whole lines and a torn last one.
Result<SpentKeyList> ParseSpentKeys(std::string_view text);
std::string FormatSpentKeys(std::span<const SpentKey> keys);

class SpentKeys {
 public:
  // Reads nothing yet. An empty directory: nothing is kept on disk.
  SpentKeys(const std::string& directory, std::chrono::seconds lifetime);

  // What an earlier run noted and a retry may still name. After an error nothing is known.
  Status Read(Time now);

  // Notes keys by their hashes, with the times of their choices; durable when it returns. At most
  // kMaxSpentKeys are known, the oldest go first.
  Status Add(std::span<const SpentKey> keys, Time now);

  bool Contains(const Digest& key, Time now) const;

  // Forgets what no retry can name any more, and removes the file when nothing is left.
  void Forget(Time now);

 private:
  const std::chrono::seconds lifetime_;
  const bool kept_;
  NoteFile file_;
  std::map<Digest, Time> keys_;  // by the hash that the file has
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_SPENT_KEYS_H_
