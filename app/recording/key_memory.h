// Which choices were recorded under which `key` of a page, for consent::kRetryLifetime: a choice
// that is sent again (a lost response, a retry) is known by it.
//
// A key is known by its hash (consent::HashChoiceKey), which the record of a choice with a token
// keeps: that is how the keys of the last minutes are known again after a restart. Bounded: the
// oldest of more than `capacity` are forgotten.
//
// Thread-safety: not thread-safe; owned by the writer thread.
#ifndef TEMOIN_APP_RECORDING_KEY_MEMORY_H_
#define TEMOIN_APP_RECORDING_KEY_MEMORY_H_

#include <chrono>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/recording/spent_keys.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "store/store.h"

namespace temoin::app {

struct RememberedChoice {
  store::Index index = 0;
  Time given_at{};
  bool repeated = false;  // a later record says that it repeats this one; a second cannot
};

class KeyMemory {
 public:
  KeyMemory(std::chrono::seconds lifetime, size_t capacity)
      : lifetime_(lifetime), capacity_(capacity) {}

  void Remember(const Digest& key, const RememberedChoice& choice);
  std::optional<RememberedChoice> Find(const Digest& key, Time now);
  void MarkRepeated(const Digest& key);
  // The keys under which these records were made, as far as they are remembered, with their times.
  SpentKeyList KeysOf(std::span<const store::Index> records) const;
  size_t size() const { return choices_.size(); }

  // Learns the choices of the last `lifetime` whose records keep a key, of the last `capacity`
  // entries of the log. After an error nothing is learnt.
  Status Learn(const store::Store& store, Time now);

 private:
  struct DigestHash {
    size_t operator()(const Digest& digest) const {
      size_t value = 0;  // already uniform, and nobody outside can choose it
      std::memcpy(&value, digest.data(), sizeof value);
      return value;
    }
  };

  void Forget(Time now);

  std::chrono::seconds lifetime_;
  size_t capacity_;
  std::unordered_map<Digest, RememberedChoice, DigestHash> choices_;
  std::deque<std::pair<Time, Digest>> order_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_KEY_MEMORY_H_
