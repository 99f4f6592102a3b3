// Words that an audit's sentences are made of. Private to catalog/audit.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_AUDIT_AUDIT_WORDS_H_
#define TEMOIN_CATALOG_AUDIT_AUDIT_WORDS_H_

#include <cstdint>
#include <string>

#include "catalog/audit/recording.h"
#include "catalog/model.h"
#include "catalog/set_cookie.h"

namespace temoin::catalog {

// "13 h 0 min", "12 min 30 s": exact, so that it can be compared.
std::string SecondsInWords(int64_t seconds, bool english);
// How a tracker is called in a sentence, with the host that it was seen at.
Text Called(const SeenTracker& seen);
// Why browsers keep no such cookie.
Text RefusalWords(Refusal refusal);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_AUDIT_WORDS_H_
