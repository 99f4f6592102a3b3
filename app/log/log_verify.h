// Verification of a whole data directory, as an auditor does it: each kept record against its leaf
// and its row against the record, each purged one against its purge entry, each published document
// against its leaf and each picture against its manifest, the daily counts against the records,
// tiles against leaves, the root against every kept checkpoint, every anchor and the checkpoint
// log. Each subject is a file in verify/. Uses prooflog's verifier only, never the builder.
//
// Reads in pages and in constant memory (apart from one range for each run of erased records,
// and the daily counts); may run beside a server that goes on writing, and then covers the log as
// it was at the start.
//
// Thread-safety: a free function over the store's reading calls.
#ifndef TEMOIN_APP_LOG_LOG_VERIFY_H_
#define TEMOIN_APP_LOG_LOG_VERIFY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "prooflog/verify.h"
#include "store/store.h"

namespace temoin::app {

struct LogVerifyOptions {
  std::string checkpoint_log_dir;
  std::vector<prooflog::VerifierKey> keys;  // all that ever signed
  std::string data_dir;                     // where the anchors are
  // The database is a copy that nothing is served from: the log that goes on is not judged by it.
  bool copy = false;
  std::string ca_file;  // the time stamping authority's certificates; may be empty
  // Called with 0 once it is known how many entries there are, then page by page; may be empty.
  std::function<void(uint64_t done, uint64_t total)> progress;
};

struct VerifiedAnchor {
  uint64_t size = 0;
  Time at{};
  std::string authority;
  bool chain_checked = false;
};

struct LogVerifyReport {
  uint64_t entries = 0;
  uint64_t kept = 0;       // consents whose record is there and matches its leaf
  uint64_t purged = 0;     // consents erased by a purge entry
  uint64_t lost = 0;       // entries completed from the checkpoint log whose content is gone
  uint64_t revisions = 0;  // entries of type 2
  uint64_t pictures = 0;   // that are there and match their manifest
  uint64_t purges = 0;
  uint64_t access_days = 0;
  uint64_t publications = 0;             // entries of type 5
  uint64_t holds = 0;                    // entries of type 6: placed and released
  uint64_t request_notes = 0;            // entries of type 11
  uint64_t dossiers = 0;                 // entries of type 9: dossiers and their keys
  std::optional<store::Index> adoption;  // the entry of type 8: what stood before it is as found
  Time adopted_at{};                     // then
  uint64_t adopted = 0;                  // rows
  bool adoption_due = false;             // that is still to be done, by the next start
  uint64_t count_days = 0;               // entries of type 7
  uint64_t access_lines = 0;             // of the access log that are bound
  uint64_t forgotten_lines = 0;          // of it, bound or adopted, past their time
  std::vector<store::Loss> losses;       // that were noted: what they name is bound less
  uint64_t clock_corrections = 0;
  uint64_t checkpoints = 0;             // kept ones that verified
  uint64_t checkpoint_log_entries = 0;  // that the checkpoint log holds and the database has too
  uint64_t newer_entries = 0;           // that it holds beyond the database's
  std::vector<VerifiedAnchor> anchors;  // by size
  uint64_t unstamped_anchors = 0;       // exported, no token beside

  // What is wrong and where, one sentence each; at most kMaxFindings are worded.
  std::vector<std::string> findings;
  uint64_t problems = 0;

  bool ok() const { return problems == 0; }
};
inline constexpr size_t kMaxFindings = 200;

// An error only when nothing could be verified at all (the store cannot be read).
Result<LogVerifyReport> VerifyLog(const store::Store& store, const LogVerifyOptions& options);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_VERIFY_H_
