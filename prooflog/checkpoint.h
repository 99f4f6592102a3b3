// A checkpoint: the log's name, size and root, the text of a signed note (C2SP tlog-checkpoint).
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_PROOFLOG_CHECKPOINT_H_
#define TEMOIN_PROOFLOG_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"

namespace temoin::prooflog {

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Digest root{};

  bool operator==(const Checkpoint&) const = default;
};

// Three lines, each ended by a newline. `origin` is one line and not empty.
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// Reads the text of an opened note. Extension lines are accepted when not empty, and ignored.
// kInvalidArgument says which line is wrong.
Result<Checkpoint> ParseCheckpoint(std::string_view text);

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_CHECKPOINT_H_
