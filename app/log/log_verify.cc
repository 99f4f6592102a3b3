#include "app/log/log_verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "app/log/log_anchor.h"
#include "app/log/log_journal.h"
#include "app/log/verify/clock.h"
#include "app/log/verify/columns.h"
#include "app/log/verify/counts.h"
#include "base/calendar.h"
#include "consent/record.h"
#include "prooflog/tile.h"
#include "store/picture_manifest.h"
#include "store/purge_manifest.h"

namespace temoin::app {
namespace {

using prooflog::kHashSize;
using prooflog::kTileWidth;
using store::EntryType;
using store::Index;
using store::State;

constexpr size_t kPage = 3 * kTileWidth;  // within what the store gives at a time
constexpr size_t kAccessDaysPage = 100;
constexpr size_t kVerifiedPurges = 256;

class LogWalk {
 public:
  LogWalk(const store::Store& store, const LogVerifyOptions& options)
      : store_(store),
        options_(options),
        clock_(store, [this](std::string finding) { Find(std::move(finding)); }),
        columns_(store, [this](std::string finding) { Find(std::move(finding)); }),
        counts_(store, [this](std::string finding) { Find(std::move(finding)); }) {}

  Result<LogVerifyReport> Run() {
    TEMOIN_ASSIGN_OR_RETURN(head_, store_.ReadHead());
    report_.entries = head_.size;
    clock_.Load();
    columns_.Load();
    LoadManifests(0);
    LoadCheckpoints();
    LoadAnchors();
    CheckSize(0);
    for (Index from = 0; from < head_.size; from += kPage) {
      WalkPage(from, std::min<size_t>(kPage, head_.size - from));
      if (options_.progress) options_.progress(std::min(from + kPage, head_.size), head_.size);
    }
    FinishTiles();
    clock_.Finish();
    CheckManifestsWereFollowed();
    CheckPurgedSince();
    if (leaves_.Root() != head_.root) {
      Find("The root that the database keeps is not that of its entries.");
    }
    for (const auto& [size, expected] : expected_) {
      if (size <= head_.size) continue;
      Find(
          fmt::format("{} covers {} entries, the database has {}: entries were removed from its "
                      "end.",
                      expected.what, size, head_.size));
    }
    CheckJournal();
    CheckAccessDays();
    columns_.Blocks(head_.size);
    const auto head = store_.ReadHead();
    counts_.Finish(head.ok() && *head == head_);
    FlushLost();
    return std::move(report_);
  }

 private:
  struct Expected {
    std::string what;
    Digest root{};
  };
  struct Range {
    Index last = 0;
    Index purge = 0;   // the entry that names it
    uint64_t met = 0;  // consents of it seen
    store::PurgeReason reason = store::PurgeReason::kRetention;
  };

  void Find(std::string finding) {
    ++report_.problems;
    if (report_.findings.size() < kMaxFindings) report_.findings.push_back(std::move(finding));
  }

  // Purge manifests from entry `from` on: their ranges by first index.
  void LoadManifests(Index from) {
    while (true) {
      const auto page = store_.ReadPurges(from, kVerifiedPurges);
      if (!page) return Find("The purge manifests cannot be read: " + page.error().message);
      for (const store::PurgeEntry& purge : *page) {
        const auto manifest = store::ParsePurgeManifest(purge.manifest);
        manifests_[purge.index] = Sha256(purge.manifest);
        if (!IsPurgeEntry(purge.index)) {
          // Nothing that it names counts as erased by the log.
          Find(fmt::format("A purge manifest is filed under {}, which is no purge entry.",
                           purge.index));
          continue;
        }
        if (!manifest) {
          Find(fmt::format("The manifest of purge entry {} cannot be read: {}.", purge.index,
                           manifest.error().message));
          continue;
        }
        for (const auto& [first, last] : manifest->ranges) {
          if (last >= purge.index) {
            Find(fmt::format("The manifest of purge entry {} names entry {}, which came later.",
                             purge.index, last));
          }
          ranges_[first] = {.last = last, .purge = purge.index, .reason = manifest->reason};
        }
      }
      if (page->size() < kVerifiedPurges) return;
      from = page->back().index + 1;
    }
  }

  bool IsPurgeEntry(Index index) const {
    const auto entries = store_.ReadEntries(index, 1);
    if (!entries || entries->empty()) return false;
    const auto entry = prooflog::DecodeEntry(entries->front());
    return entry.ok() && entry->type == prooflog::EntryType::kPurge;
  }

  void Expect(std::string what, std::string_view note, uint64_t size) {
    const auto opened = prooflog::OpenCheckpoint(note, options_.keys);
    if (!opened) return Find(what + " does not verify: " + opened.error().message);
    if (opened->checkpoint.size != size) {
      return Find(fmt::format("{} is filed under {} entries and covers {}.", what, size,
                              opened->checkpoint.size));
    }
    expected_.emplace(size, Expected{.what = std::move(what), .root = opened->checkpoint.root});
  }

  void LoadCheckpoints() {
    const auto kept = store_.KeptCheckpoints();
    if (!kept) return Find("The kept checkpoints cannot be read: " + kept.error().message);
    for (const store::KeptCheckpoint& checkpoint : *kept) {
      Expect("The checkpoint kept on " + FormatDate(checkpoint.day), checkpoint.note,
             checkpoint.size);
    }
  }

  void LoadAnchors() {
    if (options_.data_dir.empty()) return;
    const auto anchors = ReadAnchors(options_.data_dir);
    if (!anchors) return Find("The anchors cannot be read: " + anchors.error().message);
    for (const Anchor& anchor : *anchors) {
      const std::string what = fmt::format("The anchor of {} entries", anchor.size);
      Expect(what, anchor.note, anchor.size);
      if (!anchor.token) {
        ++report_.unstamped_anchors;
        continue;
      }
      const auto stamp = CheckTimestamp(*anchor.token, AsBytes(anchor.note), options_.ca_file);
      if (!stamp) {
        Find(what + " has a bad time stamp: " + stamp.error().message + ".");
        continue;
      }
      report_.anchors.push_back({.size = anchor.size,
                                 .at = stamp->at,
                                 .authority = stamp->authority,
                                 .chain_checked = stamp->chain_checked});
    }
  }

  // What is claimed of the first `size` entries, now that so many have been seen.
  void CheckSize(uint64_t size) {
    const auto [begin, end] = expected_.equal_range(size);
    for (auto it = begin; it != end; ++it) {
      if (it->second.root == leaves_.Root()) {
        ++report_.checkpoints;
      } else {
        Find(
            fmt::format("{} has another root than the first {} entries: one of them was altered, "
                        "inserted or removed since.",
                        it->second.what, size));
      }
    }
  }

  void WalkPage(Index from, size_t count) {
    auto entries = store_.ReadEntries(from, count);
    if (!entries || entries->size() != count) {
      Find(fmt::format("Entries {} to {} cannot be read{}.", from, from + count - 1,
                       entries ? ": some are missing" : ": " + entries.error().message));
      if (!entries) entries = std::vector<store::LogEntry>();
      entries->resize(count);
    }
    const auto found = store_.ReadRange(from, count);
    size_t next = 0;
    for (size_t i = 0; i < count; ++i) {
      const Index index = from + i;
      const store::LogEntry& bytes = (*entries)[i];
      const Digest leaf = prooflog::VerifierLeafHash(bytes);
      leaves_.Add(leaf);
      AddToTile(0, leaf);
      CheckSize(leaves_.size());

      const store::Found* content = nullptr;
      std::optional<store::Found> alone;
      if (found) {
        while (next < found->size() && (*found)[next].row.index < index) ++next;
        if (next < found->size() && (*found)[next].row.index == index) content = &(*found)[next];
      } else if (const auto one = store_.FindByIndex(index); one.ok()) {
        // One damaged row hides its page: look at each alone.
        alone = *one;
        content = &*alone;
      } else {
        Find(fmt::format("Entry {} cannot be read: {}", index, one.error().message));
        continue;
      }
      WalkEntry(index, bytes, content);
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
    switch (found->type) {
      case EntryType::kConsent:
        return WalkConsent(index, entry->commitment, *found);
      case EntryType::kRevision:
        ++report_.revisions;
        if (found->row.state == State::kLost) return CountLost(index);
        return WalkDocument(index, entry->commitment);
      case EntryType::kPurge: {
        ++report_.purges;
        const auto manifest = manifests_.find(index);
        if (manifest == manifests_.end()) {
          Find(fmt::format("Purge entry {} has no manifest.", index));
        } else if (manifest->second != entry->commitment) {
          Find(
              fmt::format("The manifest of purge entry {} is not the one it committed to.", index));
        }
        return;
      }
      case EntryType::kJournal:
        ++report_.journal_days;
        if (found->row.state == State::kLost) return CountLost(index);
        access_entries_.insert(index);
        return;
      case EntryType::kClockCorrection:
        ++report_.clock_corrections;
        return clock_.Entry(index, entry->commitment);
    }
  }

  void WalkDocument(Index index, const Digest& commitment) {
    const std::string hash = EncodeHex(commitment);
    const auto document = store_.ReadDocument(hash);
    if (!document) {
      Find(fmt::format("Revision, banner or pictures {} of entry {} are not there: {}", hash, index,
                       document.error().message));
    } else if (Sha256(document->bytes) != commitment) {
      Find(fmt::format("The document of entry {} is not the one published: its hash is not {}.",
                       index, hash));
    } else if (document->kind == store::Document::Kind::kPictures) {
      WalkPictures(index, hash, document->bytes);
    }
  }

  // The manifest matches its leaf: each picture must match the manifest, and its row say the same.
  void WalkPictures(Index index, const std::string& hash, std::string_view bytes) {
    const auto manifest = store::ParsePictureManifest(bytes);
    if (!manifest) {
      return Find(fmt::format("The manifest of pictures of entry {} cannot be read: {}", index,
                              manifest.error().message));
    }
    for (const store::Picture& picture : manifest->pictures) {
      const auto kept = store_.ReadPicture(picture.sha256);
      const Status same = kept ? store::CheckPicture(picture, *kept) : kept.error();
      if (same) {
        ++report_.pictures;
        continue;
      }
      Find(fmt::format("The picture {} ({}) of entry {}, revision {}, is {}: {}",
                       store::PictureName(picture), picture.sha256, index, manifest->revision,
                       kept ? "not the one that was filed" : "not there", same.error().message));
    }
    const auto sets = store_.PicturesOfRevision(manifest->revision);
    if (!sets) return Find("The list of pictures cannot be read: " + sets.error().message);
    for (const store::PictureSet& set : *sets) {
      if (set.index == index && set.hash == hash && set.site == manifest->site &&
          set.taken_at == manifest->taken_at) {
        return;
      }
    }
    Find(
        fmt::format("The pictures of entry {} are not listed with revision {} as their manifest "
                    "says.",
                    index, manifest->revision));
  }

  void WalkConsent(Index index, const Digest& commitment, const store::Found& found) {
    Range* const range = FindRange(index);
    if (range != nullptr) ++range->met;
    switch (found.row.state) {
      case State::kKept:
        if (range != nullptr) {
          Find(fmt::format("Record {} was to be erased by purge entry {} and is still there.",
                           index, range->purge));
        }
        return WalkRecord(index, commitment, found);
      case State::kPurged:
        ++report_.purged;
        return WalkPurged(index, found, range);
      case State::kLost:
        counts_.Gone();
        return CountLost(index);
    }
    Find(fmt::format("Record {} is in no state that is known.", index));
  }

  void WalkRecord(Index index, const Digest& commitment, const store::Found& found) {
    if (!found.content) {
      return Find(fmt::format("Record {} is marked as kept and is not there.", index));
    }
    if (HmacSha256(found.content->random, AsBytes(found.content->record)) != commitment) {
      return Find(
          fmt::format("Record {} does not match its leaf: it was altered, or its random "
                      "bytes were.",
                      index));
    }
    const auto record = consent::ParseRecord(found.content->record);
    if (!record) {
      return Find(fmt::format("Record {} matches its leaf and is no record: {}", index,
                              record.error().message));
    }
    ++report_.kept;
    const store::ChoiceDates dates =
        clock_.Dates(index, {.given_at = record->given_at, .valid_until = record->valid_until});
    columns_.Kept(*record, dates, found.row);
    counts_.Kept(found.row.index, *record);
  }

  void WalkPurged(Index index, const store::Found& found, const Range* range) {
    counts_.Gone();
    columns_.Purged(found.row);
    if (found.leftover) {
      Find(fmt::format("Record {} is marked as purged and its content is still there.", index));
    }
    if (range == nullptr && found.row.purge && *found.row.purge >= head_.size) {
      purged_since_.emplace_back(index, *found.row.purge);  // perhaps: CheckPurgedSince
      return;
    }
    if (range == nullptr) {
      Find(fmt::format("Record {} is gone and no purge entry says why.", index));
    } else if (found.row.purge != range->purge) {
      Find(fmt::format("Record {} names another purge entry than {}, whose manifest has it.", index,
                       range->purge));
    } else if (found.row.purge_reason != range->reason) {
      Find(
          fmt::format("Record {}: the column purge.reason is not what the manifest of entry {} "
                      "says.",
                      index, range->purge));
    }
  }

  Range* FindRange(Index index) {
    auto it = ranges_.upper_bound(index);
    if (it == ranges_.begin()) return nullptr;
    --it;
    return index <= it->second.last ? &it->second : nullptr;
  }

  // What says that it was erased after this walk began must be named by a manifest that came since.
  void CheckPurgedSince() {
    if (purged_since_.empty()) return;
    LoadManifests(head_.size);
    for (const auto& [index, purge] : purged_since_) {
      const Range* const range = FindRange(index);
      if (range != nullptr && range->purge == purge) continue;
      Find(fmt::format("Record {} is gone and no purge entry says why.", index));
    }
  }

  // Every index of a manifest must be a consent.
  void CheckManifestsWereFollowed() {
    for (const auto& [first, range] : ranges_) {
      if (range.last >= head_.size || range.met == range.last - first + 1) continue;
      Find(fmt::format("Purge entry {} names entries {} to {}, of which {} are no consents.",
                       range.purge, first, range.last, range.last - first + 1 - range.met));
    }
  }

  // Runs of lost entries are one finding each.
  void CountLost(Index index) {
    ++report_.lost;
    if (lost_ && lost_->second + 1 == index) {
      lost_->second = index;
      return;
    }
    FlushLost();
    lost_ = {index, index};
  }
  void FlushLost() {
    if (!lost_) return;
    Find(
        fmt::format("Entries {} to {} are lost: they stand in the log, completed from its journal, "
                    "and their content is gone without a purge.",
                    lost_->first, lost_->second));
    lost_.reset();
  }

  // Tiles as a reader of the published log would check them: a full tile's hash is the root of its
  // hashes and stands in the level above.
  void AddToTile(unsigned level, const Digest& hash) {
    if (tiles_.size() <= level) tiles_.resize(level + 1);
    Tile& tile = tiles_[level];
    tile.hashes.insert(tile.hashes.end(), hash.begin(), hash.end());
    tile.root.Add(hash);
    if (tile.root.size() < kTileWidth) return;
    const Digest root = tile.root.Root();
    CompareTile(level, tile);
    tile = Tile{.index = tile.index + 1};
    AddToTile(level + 1, root);
  }

  void FinishTiles() {
    for (unsigned level = 0; level < tiles_.size(); ++level) {
      if (tiles_[level].root.size() > 0) CompareTile(level, tiles_[level]);
    }
  }

  struct Tile {
    uint64_t index = 0;
    Bytes hashes{};
    prooflog::RootAccumulator root{};
  };

  void CompareTile(unsigned level, const Tile& tile) {
    const std::string path = prooflog::FormatTilePath({.level = level, .index = tile.index});
    const auto stored = store_.ReadTile(static_cast<int>(level), tile.index);
    if (!stored) return Find("Tile " + path + " cannot be read: " + stored.error().message);
    if (stored->size() < tile.hashes.size()) {
      return Find(fmt::format("Tile {} has {} hashes, {} are needed.", path,
                              stored->size() / kHashSize, tile.hashes.size() / kHashSize));
    }
    const auto [mine, theirs] =
        std::mismatch(tile.hashes.begin(), tile.hashes.end(), stored->begin());
    if (mine == tile.hashes.end()) return;
    const auto at = static_cast<size_t>(mine - tile.hashes.begin()) / kHashSize;
    Find(fmt::format("Tile {} differs from the entries at hash {}, which covers entry {}.", path,
                     at, (tile.index * kTileWidth + at) << (8 * level)));
  }

  // Each closed day of the access journal against the entry it was closed into.
  void CheckAccessDays() {
    std::vector<store::AccessDay> since;
    std::optional<store::AccessDay> before;
    for (std::optional<Time> from = Time{}; from;) {
      const auto days = store_.ReadAccessDays(*from, kAccessDaysPage);
      if (!days) return Find("The access journal cannot be read: " + days.error().message);
      for (const store::AccessDay& day : *days) {
        if (before && before->day == day.day) clock_.ClosedAgain(*before, day);
        before = day;
        if (!day.entry) continue;
        if (*day.entry < head_.size) {
          CheckAccessDay(day);
        } else {
          since.push_back(day);
        }
      }
      const bool more = days->size() >= kAccessDaysPage;
      from = more ? std::optional(days->back().day + std::chrono::days(1)) : std::nullopt;
    }
    for (const Index index : access_entries_) {
      Find(fmt::format("Entry {} closed a day of the access journal that is no longer there.",
                       index));
    }
    // Closed while this walk went on: the log must have grown that far.
    const auto head = store_.ReadHead();
    for (const store::AccessDay& day : since) {
      if (head && *day.entry < head->size) continue;
      Find(fmt::format("The access journal of {} names entry {}, which is not there.",
                       FormatDate(day.day), *day.entry));
    }
  }

  void CheckAccessDay(const store::AccessDay& day) {
    access_entries_.erase(*day.entry);
    const auto entries = store_.ReadEntries(*day.entry, 1);
    if (!entries || entries->empty()) return;  // said already
    const auto entry = prooflog::DecodeEntry(entries->front());
    if (!entry || entry->type != EntryType::kJournal ||
        (day.digest && *day.digest != entry->commitment)) {
      Find(fmt::format("The access journal of {} is not the one that entry {} committed to.",
                       FormatDate(day.day), *day.entry));
    }
  }

  // The journal's own tree, from its own leaves, at each of its checkpoints.
  void CheckJournal() {
    prooflog::RootAccumulator root;
    uint64_t differing = 0;
    const Status read =
        ReadLogJournal(options_.journal_dir, 0, [&](const JournalBatch& batch) -> Status {
          for (const prooflog::EntryBytes& entry : batch.entries) {
            root.Add(prooflog::VerifierLeafHash(entry));
          }
          if (root.Root() != batch.checkpoint.root) {
            Find(
                fmt::format("The log journal's checkpoint of {} entries is not that of its own "
                            "entries.",
                            batch.checkpoint.size));
          }
          differing += CompareWithJournal(batch);
          return {};
        });
    if (!read) Find("The log journal: " + read.error().message);
    if (differing > 0) {
      Find(fmt::format("{} entries in all are not those of the log journal.", differing));
    }
    if (root.size() > head_.size) {
      Find(
          fmt::format("The log journal holds {} entries, the database {}: it is an older state. "
                      "Starting the server completes it.",
                      root.size(), head_.size));
    }
    report_.journal_entries = std::min(root.size(), head_.size);
  }

  uint64_t CompareWithJournal(const JournalBatch& batch) {
    if (batch.first >= head_.size) return 0;
    uint64_t differing = 0;
    Index at = batch.first;
    const Index end = std::min<Index>(batch.checkpoint.size, head_.size);
    while (at < end) {
      const auto entries = store_.ReadEntries(at, std::min<Index>(end - at, 4096));
      if (!entries || entries->empty()) return differing + (end - at);  // said by the walk
      for (const store::LogEntry& entry : *entries) {
        if (entry != batch.entries[at - batch.first]) {
          if (++differing == 1) {
            Find(fmt::format("Entry {} is another in the log journal than in the database.", at));
          }
        }
        ++at;
      }
    }
    for (const JournaledPurge& purge : batch.purges) {
      if (purge.index >= head_.size) continue;
      const auto mine = manifests_.find(purge.index);
      if (mine == manifests_.end() || mine->second != Sha256(purge.manifest)) {
        Find(fmt::format("The manifest of purge entry {} is another in the log journal.",
                         purge.index));
      }
    }
    for (const JournaledManifest& manifest : batch.manifests) {
      const auto entry = prooflog::DecodeEntry(batch.entries[manifest.index - batch.first]);
      if (manifest.index >= head_.size || !entry || !prooflog::CarriesManifest(entry->type)) {
        continue;
      }
      clock_.Journaled(manifest.index, manifest.bytes);
    }
    return differing;
  }

  const store::Store& store_;
  const LogVerifyOptions& options_;
  CorrectionCheck clock_;
  ColumnCheck columns_;
  CountCheck counts_;
  store::Head head_;
  LogVerifyReport report_;
  prooflog::RootAccumulator leaves_;
  std::vector<Tile> tiles_;
  std::multimap<uint64_t, Expected> expected_;         // by size
  std::map<Index, Digest> manifests_;                  // SHA-256, by purge entry
  std::map<Index, Range> ranges_;                      // by first index
  std::vector<std::pair<Index, Index>> purged_since_;  // record and the purge entry it names
  std::set<Index> access_entries_;                     // entries of type 4 whose day is unseen
  std::optional<std::pair<Index, Index>> lost_;
};

}  // namespace

Result<LogVerifyReport> VerifyLog(const store::Store& store, const LogVerifyOptions& options) {
  return LogWalk(store, options).Run();
}

}  // namespace temoin::app
