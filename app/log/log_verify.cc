#include "app/log/log_verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "app/log/verify/access_days.h"
#include "app/log/verify/access_lines.h"
#include "app/log/verify/adoption.h"
#include "app/log/verify/checkpoint_log.h"
#include "app/log/verify/checkpoints.h"
#include "app/log/verify/clock.h"
#include "app/log/verify/columns.h"
#include "app/log/verify/count_days.h"
#include "app/log/verify/counts.h"
#include "app/log/verify/documents.h"
#include "app/log/verify/dossiers.h"
#include "app/log/verify/holds.h"
#include "app/log/verify/keys.h"
#include "app/log/verify/losses.h"
#include "app/log/verify/manifests.h"
#include "app/log/verify/people.h"
#include "app/log/verify/publications.h"
#include "app/log/verify/purges.h"
#include "app/log/verify/records.h"
#include "app/log/verify/requests.h"
#include "app/log/verify/tiles.h"
#include "app/log/verify/tokens.h"
#include "prooflog/tile.h"

namespace temoin::app {
namespace {

using store::Index;

constexpr size_t kPage = 3 * prooflog::kTileWidth;  // within what the store gives at a time

class LogWalk {
 public:
  LogWalk(const store::Store& store, const LogVerifyOptions& options)
      : verification_{.store = store, .options = options} {}

  Result<LogVerifyReport> Run() {
    TEMOIN_ASSIGN_OR_RETURN(verification_.head, verification_.store.ReadHead());
    const uint64_t size = verification_.head.size;
    verification_.report.entries = size;
    const auto& progress = verification_.options.progress;
    if (progress) progress(0, size);
    CheckRows();
    for (Checker* const check : checks_) check->Begin();
    for (Index from = 0; from < size; from += kPage) {
      WalkPage(from, std::min<size_t>(kPage, size - from));
      if (progress) progress(std::min(from + kPage, size), size);
    }
    WalkCheckpointLog();
    for (Checker* const check : checks_) check->End();
    return std::move(verification_.report);
  }

 private:
  void CheckRows() {
    const auto odd = verification_.store.ReadOddRows();
    if (!odd) return Find("Not every row can be read: " + odd.error().message);
    for (const auto& [first, rows] : *odd) {
      Find(fmt::format("What stands in {} is of a kind that cannot stand there (rows: {}).", first,
                       rows));
    }
  }

  void WalkPage(Index from, size_t count) {
    const store::Store& store = verification_.store;
    auto entries = store.ReadEntries(from, count);
    if (!entries || entries->size() != count) {
      Find(fmt::format("Entries {} to {} cannot be read{}.", from, from + count - 1,
                       entries ? ": some are missing" : ": " + entries.error().message));
      if (!entries) entries = std::vector<store::LogEntry>();
      entries->resize(count);
    }
    const auto found = store.ReadRange(from, count);
    size_t next = 0;
    for (size_t i = 0; i < count; ++i) {
      const Index index = from + i;
      const Digest leaf = prooflog::VerifierLeafHash((*entries)[i]);
      verification_.leaves.Add(leaf);
      for (Checker* const check : checks_) check->Leaf(leaf);

      const store::Found* content = nullptr;
      std::optional<store::Found> alone;
      if (found) {
        while (next < found->size() && (*found)[next].row.index < index) ++next;
        if (next < found->size() && (*found)[next].row.index == index) content = &(*found)[next];
      } else if (const auto one = store.FindByIndex(index); one.ok()) {
        // One damaged row hides its page: look at each alone.
        alone = *one;
        content = &*alone;
      } else {
        Find(fmt::format("Entry {} cannot be read: {}", index, one.error().message));
        continue;
      }
      WalkEntry(index, (*entries)[i], content);
    }
  }

  void WalkEntry(Index index, const store::LogEntry& bytes, const store::Found* found) {
    const auto entry = prooflog::DecodeEntry(bytes);
    if (!entry) return Find(fmt::format("Entry {}: {}", index, entry.error().message));
    if (found == nullptr) {
      return Find(fmt::format("Entry {} is in the log and nothing is known of it.", index));
    }
    if (static_cast<int>(found->type) != static_cast<int>(entry->type)) {
      return Find(
          fmt::format("Entry {} is of another type in the log than in the database.", index));
    }
    const std::optional<consent::Record> record =
        OpenRecord(verification_, entry->commitment, *found);
    const WalkedEntry walked{.index = index,
                             .commitment = entry->commitment,
                             .found = *found,
                             .record = record ? &*record : nullptr};
    for (Checker* const check : checks_) check->Entry(walked);
  }

  void WalkCheckpointLog() {
    const Status read = ReadCheckpointLog(
        verification_.options.checkpoint_log_dir, 0,
        [&](const CheckpointBatch& batch) -> Status {
          for (Checker* const check : checks_) check->Logged(batch);
          return {};
        },
        &verification_.named_keys);
    if (!read) Find("The checkpoint log: " + read.error().message);
  }

  void Find(std::string finding) { verification_.Find(std::move(finding)); }

  Verification verification_;
  TileCheck tiles_{verification_};
  CheckpointCheck checkpoints_{verification_};
  ManifestCheck manifests_{verification_};
  ClockCheck clock_{verification_};
  PurgeCheck purges_{verification_};
  DocumentCheck documents_{verification_};
  PublicationCheck publications_{verification_, clock_};
  HoldCheck holds_{verification_};
  RequestCheck requests_{verification_};
  DossierCheck dossiers_{verification_};
  CheckpointLogCheck checkpoint_log_{verification_};
  KeyListCheck keys_{verification_};
  AccessDayCheck access_days_{verification_, clock_};
  AccessLineCheck access_lines_{verification_};
  ColumnCheck columns_{verification_, clock_};
  CountCheck counts_{verification_};
  CountDayCheck count_days_{verification_, clock_};
  AdoptionCheck adoption_{verification_, clock_};
  TokenCheck tokens_{verification_};
  PeopleCheck people_{verification_};
  LossCheck losses_{verification_};
  // In the order in which their findings are told.
  const std::array<Checker*, 21> checks_{
      &tiles_,        &manifests_,   &clock_,        &purges_,   &checkpoints_,    &documents_,
      &publications_, &holds_,       &requests_,     &dossiers_, &checkpoint_log_, &keys_,
      &adoption_,     &access_days_, &access_lines_, &columns_,  &counts_,         &count_days_,
      &tokens_,       &people_,      &losses_};
};

}  // namespace

Result<LogVerifyReport> VerifyLog(const store::Store& store, const LogVerifyOptions& options) {
  return LogWalk(store, options).Run();
}

}  // namespace temoin::app
