// What is measured of the service when somebody asks: sizes, ages and what waits for a person. What
// happens often counts itself where it happens (RecorderMetrics, LogPublisher::syncs).
//
// Bounds: one reading of each file's size, one query a site for pictures. Findings are judged again
// when another catalogue is published or another day begins.
//
// Thread-safety: all functions from any thread.
#ifndef TEMOIN_APP_MEASURES_H_
#define TEMOIN_APP_MEASURES_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/log/anchor_watch.h"
#include "app/machine.h"
#include "app/publish/published.h"
#include "base/clock.h"
#include "base/histogram.h"

namespace temoin::app {

// What `temoin catalog check` says today of a site as it is published.
struct SiteFindings {
  uint64_t errors = 0;    // without a waiver in force
  uint64_t warnings = 0;  // likewise
  uint64_t waived = 0;
  std::optional<Time> waiver_end{};  // of the one in force that ends first
};

class FindingsWatch {
 public:
  using Findings = std::map<std::string, SiteFindings, std::less<>>;
  // By site.
  std::shared_ptr<const Findings> Of(const std::shared_ptr<const Published>& published, Time now);

 private:
  std::mutex mutex_;
  std::shared_ptr<const Published> judged_;
  Time day_{};
  std::shared_ptr<const Findings> findings_;
};

// Revisions that were published and that no picture was filed of.
struct BareRevisions {
  uint64_t in_force = 0;  // 1 or 0
  uint64_t earlier = 0;   // nobody can take pictures of these any more
};

struct Measures {
  bool clock_vouched = true;
  std::vector<store::DueCount> purges_waiting{};
  std::optional<Time> purge_finished{};  // since the start

  uint64_t database_bytes = 0;
  uint64_t wal_bytes = 0;  // the write-ahead log of the database
  uint64_t checkpoint_log_bytes = 0;

  std::optional<uint64_t> log_entries{};  // of the database; nothing: it cannot be read
  uint64_t signed_entries = 0;            // of the served checkpoint
  std::optional<Time> checkpoint_at{};    // its time; nothing: none is served
  std::optional<Time> anchored_at{};      // of the newest kept checkpoint with a time stamp
  uint64_t anchored_entries = 0;          // of that one
  std::vector<AuthorityStanding> authorities{};
  std::optional<Histogram::Reading> log_syncs{};

  std::shared_ptr<const FindingsWatch::Findings> findings{};
  std::map<std::string, BareRevisions, std::less<>> without_pictures{};  // by site
};

// `published`: what is served. What cannot be read is left out.
Measures Measure(const Machine& machine, const std::shared_ptr<const Published>& published,
                 FindingsWatch& findings);

}  // namespace temoin::app

#endif  // TEMOIN_APP_MEASURES_H_
