// A consent's record against its leaf: its random bytes and its canonical form give the commitment.
// What comes out is what the other checks go by.
//
// Thread-safety: one thread.
#ifndef TEMOIN_APP_LOG_VERIFY_RECORDS_H_
#define TEMOIN_APP_LOG_VERIFY_RECORDS_H_

#include <optional>

#include "app/log/verify/checker.h"
#include "base/crypto.h"
#include "consent/record.h"
#include "store/consents.h"

namespace temoin::app {

// The record of a consent that is kept. Nothing for other entries, and for one that does not match,
// which is a finding.
std::optional<consent::Record> OpenRecord(Verification& verification, const Digest& commitment,
                                          const store::Found& found);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_RECORDS_H_
