#include "server/service/log_publisher.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "server/prooflog/entry.h"
#include "server/service/bundle_files.h"
#include "server/service/log_anchor.h"
#include "server/service/log_tiles.h"

namespace temoin::service {
namespace {

constexpr size_t kEntriesPage = 4096;
constexpr size_t kPurgesPage = 256;

Time DayOf(Time now) { return std::chrono::floor<std::chrono::days>(now); }

constexpr std::string_view kNeverSigned =
    " Nothing was signed and nothing will be until this is settled, because signing now would make "
    "two histories of one log.";

// The purge manifests of a batch, each held against the commitment of its entry. `manifests` are in
// the order of their indices.
Status CheckManifests(uint64_t first, std::span<const prooflog::EntryBytes> entries,
                      std::span<const JournaledPurge> manifests) {
  size_t next = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto entry = prooflog::DecodeEntry(entries[i]);
    if (!entry) {
      return Error(ErrorCode::kDataLoss,
                   fmt::format("entry {}: {}", first + i, entry.error().message));
    }
    if (entry->type != prooflog::EntryType::kPurge) continue;
    if (next == manifests.size() || manifests[next].index != first + i) {
      return Error(ErrorCode::kDataLoss, fmt::format("purge entry {} has no manifest", first + i));
    }
    if (Sha256(manifests[next].manifest) != entry->commitment) {
      return Error(
          ErrorCode::kDataLoss,
          fmt::format("the manifest of purge entry {} is not the one that was committed to",
                      first + i));
    }
    ++next;
  }
  if (next != manifests.size()) {
    return Error(
        ErrorCode::kDataLoss,
        fmt::format("a purge manifest names entry {}, which is no purge", manifests[next].index));
  }
  return {};
}

std::vector<Digest> LeafHashes(std::span<const prooflog::EntryBytes> entries) {
  std::vector<Digest> out;
  out.reserve(entries.size());
  for (const prooflog::EntryBytes& bytes : entries) {
    const auto entry = prooflog::DecodeEntry(bytes);
    out.push_back(entry ? prooflog::EntryLeafHash(*entry) : Digest{});
  }
  return out;
}

Result<std::vector<prooflog::EntryBytes>> ReadEntries(const store::Store& store, uint64_t first,
                                                      uint64_t end) {
  std::vector<prooflog::EntryBytes> out;
  out.reserve(end - first);
  while (first < end) {
    TEMOIN_ASSIGN_OR_RETURN(
        auto page, store.ReadEntries(first, std::min<uint64_t>(kEntriesPage, end - first)));
    if (page.empty()) {
      return Error(ErrorCode::kDataLoss, fmt::format("entry {} is missing", first));
    }
    out.insert(out.end(), page.begin(), page.end());
    first += page.size();
  }
  return out;
}

Result<std::vector<JournaledPurge>> ReadManifests(const store::Store& store, uint64_t first,
                                                  uint64_t end) {
  std::vector<JournaledPurge> out;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(auto page, store.ReadPurges(first, kPurgesPage));
    for (store::PurgeEntry& purge : page) {
      if (purge.index >= end) return out;
      out.push_back({.index = purge.index, .manifest = std::move(purge.manifest)});
    }
    if (page.size() < kPurgesPage) return out;
    first = page.back().index + 1;
  }
}

// Where the database first says another thing than the journal; nullopt when they agree as far as
// both go. Slow: reads everything.
std::optional<uint64_t> FirstDifference(const store::Store& store, const std::string& journal_dir,
                                        uint64_t size) {
  std::optional<uint64_t> difference;
  const Status read = ReadLogJournal(journal_dir, 0, [&](const JournalBatch& batch) -> Status {
    const uint64_t end = std::min(batch.checkpoint.size, size);
    if (batch.first >= end) return Error(ErrorCode::kNotFound, "seen all");
    TEMOIN_ASSIGN_OR_RETURN(const auto entries, ReadEntries(store, batch.first, end));
    for (size_t i = 0; i < entries.size(); ++i) {
      if (entries[i] == batch.entries[i]) continue;
      difference = batch.first + i;
      return Error(ErrorCode::kNotFound, "found");
    }
    return {};
  });
  (void)read;
  return difference;
}

}  // namespace

LogPublisher::LogPublisher(LogOptions options, store::Store& store, LogKeys keys)
    : options_(std::move(options)),
      store_(store),
      origin_(keys.current.name()),
      keys_(std::make_shared<const LogKeys>(std::move(keys))) {}

Result<std::unique_ptr<LogPublisher>> LogPublisher::Open(LogOptions options, store::Store& store,
                                                         Time now) {
  if (options.journal_dir.empty()) {
    options.journal_dir = (std::filesystem::path(options.data_dir) / "log-journal").string();
  }
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, store.KeptCheckpoints());

  auto keys = LoadLogKeys(options.data_dir);
  if (!keys && keys.error().code != ErrorCode::kNotFound) return keys.error();
  auto journal = LogJournal::Open(options.journal_dir);
  const bool no_journal = !journal && journal.error().code == ErrorCode::kNotFound;
  if (!journal && !no_journal && journal.error().code != ErrorCode::kDataLoss) {
    return journal.error();
  }

  // A journal is made for a log that never signed: no key yet, or a key and nothing to sign. A
  // database that is new says nothing: one that is missing looks the same, and anchors and
  // publications that lie beside it then tell of what was signed.
  TEMOIN_ASSIGN_OR_RETURN(const auto anchors, ReadAnchors(options.data_dir));
  TEMOIN_ASSIGN_OR_RETURN(const auto bundles, ListBundles(options.data_dir));
  const bool signed_before =
      !kept.empty() || !anchors.empty() || (keys.ok() && (head.size > 0 || !bundles.empty()));
  if (no_journal && !signed_before) {
    const std::string origin = keys.ok()                ? keys->current.name()
                               : options.origin.empty() ? std::string(kDefaultLogOrigin)
                                                        : options.origin;
    journal = LogJournal::Create(options.journal_dir, origin, now);
    if (!journal) return journal.error();
  }
  if (!keys) {
    if (!journal || !kept.empty() || (*journal)->last().size > 0) {
      return Error(
          ErrorCode::kDataLoss,
          "The log's key is missing from " + options.data_dir +
              ", and this log has signed before. Restore log.key from its backup; if it is "
              "lost, \"temoin key rotate\" makes a new key of the same log.");
    }
    keys = GenerateLogKeys(options.data_dir, (*journal)->last().origin);
    if (!keys) return keys.error();
  }
  if (!options.origin.empty() && options.origin != keys->current.name()) {
    return Error(ErrorCode::kConflict, "This log is named \"" + keys->current.name() +
                                           "\" since its first entry; --log-origin says \"" +
                                           options.origin + "\". A log keeps its name for ever.");
  }

  std::unique_ptr<LogPublisher> out(new LogPublisher(std::move(options), store, std::move(*keys)));
  if (!kept.empty()) {
    out->kept_day_ = kept.back().day;
    out->kept_size_ = kept.back().size;
  }
  if (no_journal && !journal) {
    (void)out->Refuse(
        "The log journal is missing: " + out->options_.journal_dir +
        " holds none, and this log has signed before. Mount or restore it (--log-journal DIR). If "
        "it "
        "is lost for good, \"temoin log adopt --data DIR\" starts a new one from the database; do "
        "that only when the database is the latest, never after restoring an older backup.");
    return out;
  }
  if (!journal) {
    (void)out->Refuse(journal.error().message +
                      " Restore the journal from its own backup or mirror; \"temoin log verify\" "
                      "says whether the database is whole.");
    return out;
  }
  out->journal_ = std::move(*journal);
  const Status judged = out->Judge();
  if (!judged && !out->Refusal()) return judged.error();
  return out;
}

Status LogPublisher::Refuse(std::string what) {
  what += kNeverSigned;
  const std::lock_guard lock(mutex_);
  refusal_ = what;
  return Error(ErrorCode::kDataLoss, std::move(what));
}

// Whether the database continues what the journal says was signed.
Status LogPublisher::Judge() {
  const prooflog::Checkpoint& last = journal_->last();
  if (last.origin != origin()) {
    return Refuse("The log journal in " + options_.journal_dir + " is of log \"" + last.origin +
                  "\", the key of log \"" + origin() +
                  "\": these do not belong together. Point --log-journal at this log's journal.");
  }
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_.ReadHead());
  if (head.size < last.size) {
    TEMOIN_RETURN_IF_ERROR(CompleteStore(head));
  } else {
    StoreTiles tiles(store_, last.size);
    auto tree = prooflog::Appender::Load(last.size, tiles);
    if (!tree && tree.error().code != ErrorCode::kDataLoss) return tree.error();
    if (!tree || tree->Root() != last.root) {
      const auto where = FirstDifference(store_, options_.journal_dir, last.size);
      return Refuse(fmt::format(
          "The database contradicts the log journal: the first {} entries are not those that were "
          "signed{}{}. Keep both for an inquiry; restore the database from a backup from before it "
          "was altered, and start again: what is missing then is completed from the journal.",
          last.size, where ? fmt::format("; entry {} is the first that differs", *where) : "",
          tree ? "" : "; " + tree.error().message));
    }
    tree_ = std::move(*tree);
  }
  if (last.size > 0) return Sign(last);
  return {};
}

// First the whole of the journal's continuation is checked without touching the database.
Status LogPublisher::CompleteStore(const store::Head& head) {
  const prooflog::Checkpoint& last = journal_->last();
  StoreTiles tiles(store_, head.size);
  auto tree = prooflog::Appender::Load(head.size, tiles);
  if (!tree && tree.error().code != ErrorCode::kDataLoss) return tree.error();
  if (!tree || tree->Root() != head.root) {
    return Refuse(fmt::format(
        "The database ends at entry {} and its own tree is damaged{}. Restore it from another "
        "backup and start again.",
        head.size, tree ? "" : ": " + tree.error().message));
  }
  LogCompletion completion{.first = head.size};
  const auto continuation = [&](const JournalBatch& batch) {
    const uint64_t skip = head.size > batch.first ? head.size - batch.first : 0;
    return std::span(batch.entries).subspan(skip);
  };
  bool contradicts = false;
  const Status checked =
      ReadLogJournal(options_.journal_dir, head.size, [&](const JournalBatch& batch) -> Status {
        TEMOIN_RETURN_IF_ERROR(CheckManifests(batch.first, batch.entries, batch.purges));
        tree->Append(LeafHashes(continuation(batch)));
        (void)tree->TakeWrites();
        if (tree->Root() == batch.checkpoint.root) return {};
        contradicts = true;
        return Error(ErrorCode::kDataLoss, "contradiction");
      });
  if (contradicts) {
    const auto where = FirstDifference(store_, options_.journal_dir, head.size);
    return Refuse(fmt::format(
        "The database ends at entry {}, before the {} that were signed, and is no beginning of "
        "them{}: it is not a backup of this log, or it was altered. Restore the latest backup of "
        "this log and start again; what is missing is completed from the journal.",
        head.size, last.size,
        where ? fmt::format("; entry {} is the first that differs", *where) : ""));
  }
  if (!checked) {
    if (checked.error().code != ErrorCode::kDataLoss) return checked.error();
    return Refuse("The database is behind the log journal, which cannot complete it: " +
                  checked.error().message);
  }
  if (tree->size() != last.size || tree->Root() != last.root) {
    return Refuse("The log journal ends otherwise than it says.");
  }

  TEMOIN_RETURN_IF_ERROR(
      ReadLogJournal(options_.journal_dir, head.size, [&](const JournalBatch& batch) -> Status {
        const auto entries = continuation(batch);
        std::vector<store::PurgeEntry> purges;
        for (const JournaledPurge& purge : batch.purges) {
          if (purge.index < head.size) continue;
          purges.push_back({.index = purge.index, .manifest = purge.manifest});
        }
        for (const prooflog::EntryBytes& entry : entries) {
          const auto type = static_cast<prooflog::EntryType>(entry[1]);
          if (type == prooflog::EntryType::kConsent) {
            ++completion.lost_consents;
          } else if (type != prooflog::EntryType::kPurge) {
            ++completion.lost_others;
          }
        }
        completion.entries += entries.size();
        completion.purges_replayed += purges.size();
        TEMOIN_ASSIGN_OR_RETURN(const store::Head completed, store_.Complete(entries, purges));
        if (completed.size != batch.checkpoint.size || completed.root != batch.checkpoint.root) {
          return Refuse(
              fmt::format("The database, completed to entry {}, has another root than the "
                          "log journal: a defect of this program.",
                          completed.size));
        }
        return {};
      }));
  tree_ = std::move(*tree);
  completion_ = completion;
  return {};
}

Status LogPublisher::Sign(const prooflog::Checkpoint& checkpoint) {
  const auto signing = keys();
  TEMOIN_ASSIGN_OR_RETURN(
      std::string note,
      prooflog::SignNote(prooflog::FormatCheckpoint(checkpoint), std::span(&signing->current, 1)));
  auto published = std::make_shared<const PublishedLog>(
      PublishedLog{.checkpoint = checkpoint, .note = std::move(note)});
  const std::lock_guard lock(mutex_);
  current_ = std::move(published);
  return {};
}

// The first checkpoint of a day that says more than the one kept last.
void LogPublisher::KeepDaily(Time now) {
  const auto current = Current();
  const Time day = DayOf(now);
  if (!current || !options_.keep || (kept_day_ && *kept_day_ >= day) ||
      kept_size_ >= current->checkpoint.size) {
    return;
  }
  store::KeptCheckpoint keep;
  keep.day = day;
  keep.size = current->checkpoint.size;
  keep.note = current->note;
  if (!options_.keep(keep)) return;  // tried again at the next call
  kept_day_ = day;
  kept_size_ = keep.size;
}

Result<std::shared_ptr<const LogKeys>> LogPublisher::Rotate() {
  const std::lock_guard publishing(publishing_);
  TEMOIN_ASSIGN_OR_RETURN(LogKeys next, RotateLogKeys(options_.data_dir));
  {
    const std::lock_guard lock(mutex_);
    keys_ = std::make_shared<const LogKeys>(std::move(next));
  }
  if (const auto current = Current(); current && !Refusal()) {
    TEMOIN_RETURN_IF_ERROR(Sign(current->checkpoint));
  }
  return keys();
}

Status LogPublisher::Publish(Time now) {
  const std::lock_guard publishing(publishing_);
  if (auto refusal = Refusal()) return Error(ErrorCode::kDataLoss, std::move(*refusal));
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_.ReadHead());
  if (head.size < tree_.size() || (head.size == tree_.size() && head.root != tree_.Root())) {
    return Refuse(fmt::format(
        "The database went back behind what was signed ({} entries, {} signed) while the server "
        "was "
        "running: something else writes to it. Stop the server, and start it again on the database "
        "that belongs to this log.",
        head.size, tree_.size()));
  }
  while (tree_.size() < head.size) {
    JournalBatch batch;
    batch.first = tree_.size();
    batch.at = now;
    const uint64_t end = std::min<uint64_t>(head.size, batch.first + kMaxJournalBatch);
    auto entries = ReadEntries(store_, batch.first, end);
    auto purges = ReadManifests(store_, batch.first, end);
    for (const Error* error :
         {entries ? nullptr : &entries.error(), purges ? nullptr : &purges.error()}) {
      if (error == nullptr) continue;
      if (error->code != ErrorCode::kDataLoss) return *error;
      return Refuse("The database cannot be read: " + error->message + ".");
    }
    batch.entries = std::move(*entries);
    batch.purges = std::move(*purges);
    if (const Status checked = CheckManifests(batch.first, batch.entries, batch.purges); !checked) {
      return Refuse("The database is damaged: " + checked.error().message +
                    ". Restore it from a backup and start again; what is missing is completed from "
                    "the log journal.");
    }
    prooflog::Appender next = tree_;
    next.Append(LeafHashes(batch.entries));
    (void)next.TakeWrites();
    Digest root = head.root;
    if (end != head.size) {
      StoreTiles tiles(store_, end);
      TEMOIN_ASSIGN_OR_RETURN(root, prooflog::TreeReader(tiles).Root(end));
    }
    if (next.Root() != root) {
      return Refuse(fmt::format(
          "The database's tree is not that of its entries: after entry {} the entries give another "
          "root than the tiles. Run \"temoin log verify\", restore the database from a backup from "
          "before, and start again.",
          end - 1));
    }
    batch.checkpoint = {.origin = origin(), .size = end, .root = root};
    TEMOIN_RETURN_IF_ERROR(journal_->Append(batch));
    tree_ = std::move(next);
    TEMOIN_RETURN_IF_ERROR(Sign(batch.checkpoint));
  }
  KeepDaily(now);
  return {};
}

std::shared_ptr<const LogKeys> LogPublisher::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

std::shared_ptr<const PublishedLog> LogPublisher::Current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::optional<std::string> LogPublisher::Refusal() const {
  const std::lock_guard lock(mutex_);
  return refusal_;
}

}  // namespace temoin::service
