// The store: everything Témoin remembers, behind the domain's words. It is five interfaces, of
// which a caller takes the one it needs: consents.h, log.h, publications.h, access_log.h,
// requests.h; and here what concerns them all, a batch first. store/sqlite is the default
// implementation. Every implementation passes tests/contract.
//
// Durability: a writing call that returns a value has reached the disk; one that returns an error
// has changed nothing, in the database and in memory, and may be tried again (kUnavailable: disk
// full, I/O error, busy).
//
// Thread-safety: the writing calls belong to ONE thread. The reading calls are const and may be
// made from any thread at the same time; none holds a read transaction longer than 100 ms.
//
// Errors: kNotFound for an index beyond the log or an unknown hash; kDataLoss when stored bytes
// contradict themselves; kUnavailable as above.
#ifndef TEMOIN_STORE_STORE_H_
#define TEMOIN_STORE_STORE_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/access_log.h"
#include "store/clock_correction.h"
#include "store/consents.h"
#include "store/log.h"
#include "store/publications.h"
#include "store/requests.h"
#include "store/types.h"

namespace temoin::store {

struct Batch {
  Time now{};
  std::vector<NewRevision> revisions{};
  std::vector<NewBanner> banners{};
  std::vector<NewPictureSet> picture_sets{};
  std::vector<NewChoice> choices{};
  std::vector<ErasureRequest> erasures{};
  std::vector<NewImpressions> impressions{};
  std::vector<Observation> observations{};
  std::vector<Access> accesses{};
};

struct Appended {
  std::vector<Index> revisions{};  // in the batch's order; a banner known already keeps its index
  std::vector<Index> banners{};
  std::vector<Index> picture_sets{};     // likewise
  std::vector<Result<Index>> choices{};  // a choice refused does not stop the others
  std::vector<Erased> erasures{};
  Head head{};
  // How long the commit took: writing its pages and syncing them.
  std::chrono::steady_clock::duration synced{};
};

class Store : public ConsentStore,
              public LogStore,
              public PublicationStore,
              public AccessLogStore,
              public RequestStore {
 public:
  // One transaction, one sync: revisions, banners, pictures, choices and erasures in that order,
  // each taking the next indices, with their log entries, tiles, counts and lines of the access
  // log. A choice that names a revision (of its site and generation) that was never published, or
  // whose `previous` is no consent, is refused by itself with kUnprocessable; an error of the whole
  // means that nothing was written. Erasures go through kEraseAtOnce records together at most; each
  // says where its line goes on.
  virtual Result<Appended> Append(const Batch& batch) = 0;

  // Says that the time is `time` and that what was kept under a later date was dated by a wrong
  // clock: an entry of type 10, and the dates of all that count as of then (clock_correction.h).
  // `access` is its line of the access log. One transaction.
  virtual Result<ClockCorrected> CorrectClock(Time time, const Access& access) = 0;

  // Empties the write-ahead log so that no erased byte stays readable there. False: a reader was in
  // the way, try again (at most once a second).
  virtual Result<bool> Truncate() = 0;

  // Whether what this store has open is still what its path names, and only this process wrote to
  // it: each writing call asks first and last. kUnavailable, for good, says what happened; reading
  // calls then fail, too.
  virtual Status CheckServed() = 0;

  // Copies everything into the new file `target`, at most `pages` pages a call; call again with the
  // same target while it answers true. The copy is of the moment the last call ends: what is
  // written in between is in it. An error ends it and leaves no file. kConflict when the target
  // exists or another copy is being made.
  virtual Result<bool> BackupPages(const std::string& target, size_t pages) = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_STORE_H_
