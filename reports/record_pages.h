// A period of records in pages of bounded size and time, oldest first: what the staff API hands out
// call by call and the command line writes in one file. Memory is one page.
//
//   RecordPages pages(store, query);
//   while (!pages.done()) { TEMOIN_RETURN_IF_ERROR(pages.Read(deadline, out)); Write(out); }
//
// Reads in the order of the log, so that it costs a scan of the period and no index. Only kept
// records: what is purged keeps neither its site nor its time. A record that is erased meanwhile is
// not visited from the moment on that its erasure is committed, but for those of a batch that was
// read just before. What is recorded after the first page was begun is left out.
//
// Thread-safety: one thread at a time; the store may be written meanwhile.
#ifndef TEMOIN_REPORTS_RECORD_PAGES_H_
#define TEMOIN_REPORTS_RECORD_PAGES_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/zones.h"
#include "store/store.h"

namespace temoin::reports {

struct RecordQuery {
  std::optional<std::string> site;
  std::optional<Time> from;  // given_at >= from
  std::optional<Time> to;    // given_at < to
  std::optional<store::Index> cursor;
  bool scans_too = true;  // also choices of scans
  TimeZone time_zone;     // of the days that `from` and `to` begin
};

class RecordPages {
 public:
  static constexpr size_t kBatch = 500;

  RecordPages(const store::Store& store, RecordQuery query);

  // Visits kept records until `deadline`, or until `visit` says that the page is full (false), or
  // the end of the period. Something is looked through whatever the deadline.
  Status Read(store::Deadline deadline,
              const std::function<Result<bool>(const store::Found&)>& visit);

  bool done() const { return done_; }
  // Where the next page begins; meaningful while not done.
  store::Index next() const { return next_; }
  // How far along, for a progress line: indices passed and to pass. An estimate.
  uint64_t passed() const { return next_ - std::min(next_, first_.value_or(next_)); }
  uint64_t total() const { return end_ - std::min(end_, first_.value_or(0)); }

 private:
  Status Start();
  void GoOn(store::Index next);

  const store::Store& store_;
  store::SearchQuery search_;
  bool started_ = false;
  bool done_ = false;
  std::optional<store::Index> first_;
  store::Index next_ = 0;
  store::Index end_ = 0;
};

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_RECORD_PAGES_H_
