// Which keys of log.vkeys are none of this log. A key has signed it when the checkpoint log names
// it, or a kept checkpoint verifies under it; one that a rotation brought while no server ran
// stands in the list before the key that the checkpoint log noted last. A checkpoint log of
// versions before 0.2 names none: what is listed beside it is taken as found.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_APP_LOG_LISTED_KEYS_H_
#define TEMOIN_APP_LOG_LISTED_KEYS_H_

#include <span>
#include <string>
#include <vector>

#include "prooflog/verify.h"
#include "store/log.h"

namespace temoin::app {

struct ListedKeys {
  std::span<const std::string> vkeys;           // as log.vkeys has them, newest first
  std::span<const store::KeptCheckpoint> kept;  // in the database
  bool rotated = false;                         // the first has signed nothing yet
};

// 8 hexadecimal digits.
std::string KeyId(const prooflog::VerifierKey& key);

// Ids of those that are no keys of the log whose checkpoint log names `named`, the one noted last
// at the end.
std::vector<std::string> Strangers(const ListedKeys& listed, std::span<const std::string> named);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LISTED_KEYS_H_
