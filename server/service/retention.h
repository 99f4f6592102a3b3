// Erases on time: what is past its evidence retention, what visitors asked to be erased later, and
// what a released hold had kept.
//
// Thread-safety: PurgeNow from any thread but the writer's.
#ifndef TEMOIN_SERVER_SERVICE_RETENTION_H_
#define TEMOIN_SERVER_SERVICE_RETENTION_H_

#include <cstddef>
#include <cstdint>
#include <functional>

#include "base/clock.h"
#include "base/result.h"
#include "server/service/recorder.h"

namespace temoin::service {

struct PurgeReport {
  uint64_t purged = 0;
  uint64_t held = 0;  // due, and kept by a hold
};

// One page is one transaction: small enough that nobody's choice waits long behind it.
inline constexpr size_t kPurgePage = 256;

// In pages, with choices let through in between. An error may come after some pages were erased;
// they stay erased, calling again goes on. `stop`, asked after each page, ends it early.
Result<PurgeReport> PurgeNow(Recorder& recorder, const Clock& clock,
                             const std::function<bool()>& stop = {});

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_RETENTION_H_
