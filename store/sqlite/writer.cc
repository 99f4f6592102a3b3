#include "store/sqlite/writer.h"

#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "consent/token.h"
#include "consent/validity.h"
#include "prooflog/hash.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/tiles.h"

namespace temoin::store {
namespace {

// After this many pages the write-ahead log is copied into the database, and written again from its
// beginning when no reader is in it; after the second number such a moment is made. Neither makes
// it shorter: only an erasure needs that (Truncate), and zeroing it costs.
constexpr int kCheckpointPages = 1000;
constexpr int kRestartPages = 8000;

// Another one after each commit of another connection; SQLite compares what it has in memory.
Result<int64_t> Version(Connection& db) { return db.Number("PRAGMA data_version"); }

}  // namespace

Result<std::unique_ptr<Writer>> Writer::Open(std::unique_ptr<Connection> db) {
  std::unique_ptr<Writer> out(new Writer(std::move(db)));
  TEMOIN_RETURN_IF_ERROR(out->Load());
  return out;
}

// Closing copies what is left of the log into the database.
Writer::~Writer() {
  // What cannot be written now is in the log, and stays there.
  if (served().ok()) static_cast<void>(ShowNumber());
}

Status Writer::WatchFiles(ServedFile database) {
  files_.clear();
  files_.push_back(std::move(database));
  // It exists from the first read in this mode on, until the connection closes.
  const char* const log = sqlite3_filename_wal(sqlite3_db_filename(db_->get(), "main"));
  TEMOIN_ASSIGN_OR_RETURN(ServedFile wal,
                          ServedFile::Open(log, kDatabaseRemedy, ServedFile::Watch::kLength));
  files_.push_back(std::move(wal));
  RememberFiles();
  return CheckServed();
}

Status Writer::served() const {
  if (!abandoned_.load(std::memory_order_acquire)) return {};
  return abandoned_why_;
}

Status Writer::CheckServed() {
  TEMOIN_RETURN_IF_ERROR(CheckFiles());
  return CheckVersion();
}

Status Writer::CheckFiles() {
  TEMOIN_RETURN_IF_ERROR(served());
  for (const ServedFile& file : files_) {
    if (Status checked = file.Check(); !checked) return Abandon(std::move(checked));
  }
  return {};
}

Status Writer::CheckVersion() {
  if (files_.empty()) return {};
  TEMOIN_ASSIGN_OR_RETURN(const int64_t version, Version(*db_));
  if (version != version_) return Abandon(files_.front().WrittenTo());
  return {};
}

// Closing must not touch what stands there now: neither copy the write-ahead log into a database
// that was put in place, nor delete that database's own.
Status Writer::Abandon(Status why) {
  sqlite3_db_config(db_->get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  abandoned_why_ = why.error();
  abandoned_.store(true, std::memory_order_release);
  return why;
}

void Writer::RememberFiles() {
  for (ServedFile& file : files_) file.Remember();
  // A transaction that the disk ended counts as another's.
  if (const Result<int64_t> version = Version(*db_); version.ok()) version_ = *version;
}

Status Writer::RememberServed() {
  TEMOIN_RETURN_IF_ERROR(served());
  for (ServedFile& file : files_) {
    if (Status checked = file.RememberInPlace(); !checked) return Abandon(std::move(checked));
  }
  return {};
}

Status Writer::Load() {
  TEMOIN_ASSIGN_OR_RETURN(const Head head, ReadHeadRow(*db_));
  if (head.size > 0) {
    TileReaderOf tiles(*db_);
    TEMOIN_ASSIGN_OR_RETURN(tree_, prooflog::Appender::Load(head.size, tiles));
  }
  if (!ConstantTimeEqual(tree_.Root(), head.root)) {
    return Error(ErrorCode::kDataLoss,
                 "The log's tiles do not give the root hash that was kept: the database is "
                 "damaged. Restore a backup; `temoin log verify` says what is wrong.");
  }
  TEMOIN_ASSIGN_OR_RETURN(const int64_t next,
                          db_->Number("SELECT coalesce(max(idx)+1,0) FROM entry"));
  if (static_cast<uint64_t>(next) != tree_.size()) {
    return Error(ErrorCode::kDataLoss, "The log has " + std::to_string(tree_.size()) +
                                           " leaves and the database " + std::to_string(next) +
                                           " entries: it is damaged. Restore a backup.");
  }
  using PublishedColumns =
      Columns<Publication, Column<"idx", &Publication::index>, Column<"site", &Publication::site>,
              Column<"hash", &Publication::hash>, Column<"generation", &Publication::generation>>;
  Select<PublishedColumns, "FROM publication ORDER BY idx"> query(*db_);
  for (Publication published;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(published));
    if (!row) break;
    publication_sites_.emplace(published.index, published.site);
    publications_.insert_or_assign({published.site, published.hash, published.generation},
                                   published.index);
  }
  TEMOIN_ASSIGN_OR_RETURN(const auto uses, ReadRetentionRows(*db_));
  Retentions retentions;
  for (const RetentionUse& use : uses) retentions[use.site].push_back(use.retention);
  retentions_ = std::make_shared<const Retentions>(std::move(retentions));
  using ToldColumns = Columns<DayZone, Column<"site", &DayZone::site>,
                              Column<"zone", &DayZone::zone>, Column<"seconds", &DayZone::offset>>;
  Select<ToldColumns, "FROM day_zone ORDER BY site,idx"> told(*db_);
  DayZones zones;
  for (DayZone zone;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, told.Next(zone));
    if (!row) break;
    zones.insert_or_assign(zone.site, Told{zone.zone, zone.offset});
  }
  day_zones_ = std::make_shared<const DayZones>(std::move(zones));
  struct Banner {
    std::string hash;
  };
  Select<Columns<Banner, Column<"hash", &Banner::hash>>, "FROM document WHERE kind=?"> recorded(
      *db_);
  recorded.Bind(1, static_cast<int>(Document::Kind::kBanner));
  Hashes banners;
  for (Banner banner;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, recorded.Next(banner));
    if (!row) break;
    banners.insert(banner.hash);
  }
  banners_ = std::make_shared<const Hashes>(std::move(banners));
  return LoadHolds();
}

Status Writer::Flush(Work& work) {
  if (!work.leaves.empty()) {
    tree_.Append(work.leaves);
    Query tile(*db_, "INSERT OR REPLACE INTO tile(id,hashes) VALUES(?,?)");
    for (const prooflog::TileWrite& write : tree_.TakeWrites()) {
      if (write.level == 0 && write.hashes.size() < prooflog::kTileWidth * prooflog::kHashSize) {
        continue;
      }
      tile.Bind(1, TileKey(write.level, write.index)).Bind(2, ByteView(write.hashes));
      TEMOIN_RETURN_IF_ERROR(tile.Run());
    }
    Query head(*db_, "INSERT OR REPLACE INTO head(id,size,root) VALUES(1,?,?)");
    const Digest root = tree_.Root();
    TEMOIN_RETURN_IF_ERROR(head.Bind(1, tree_.size()).Bind(2, ByteView(root)).Run());
  }
  Query block(*db_,
              "INSERT INTO block(n,min_due,min_time,max_time) VALUES(?1,?2,?3,?4) "
              "ON CONFLICT(n) DO UPDATE SET "
              "min_due=coalesce(min(min_due,?2),min_due,?2),"
              "min_time=coalesce(min(min_time,?3),min_time,?3),"
              "max_time=coalesce(max(max_time,?4),max_time,?4)");
  for (const auto& [n, change] : work.blocks) {
    block.Bind(1, n).Bind(2, change.min_due).Bind(3, change.min_time).Bind(4, change.max_time);
    TEMOIN_RETURN_IF_ERROR(block.Run());
    TEMOIN_RETURN_IF_ERROR(FlushEvents(n, change));
  }
  Query count(*db_,
              "INSERT INTO count(publication,day,event,service,accepted,refused,repeats,scans,"
              "marked) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9) ON CONFLICT DO UPDATE SET "
              "accepted=accepted+?5,refused=refused+?6,repeats=repeats+?7,scans=scans+?8,"
              "marked=marked+?9");
  for (const auto& [key, tallies] : work.tallies) {
    const auto& [publication, day, event] = key;
    for (const Tally& tally : tallies) {
      count.Bind(1, publication).Bind(2, day).Bind(3, static_cast<int>(event));
      count.Bind(4, std::string_view(tally.service)).Bind(5, tally.accepted);
      count.Bind(6, tally.refused).Bind(7, tally.repeats);
      TEMOIN_RETURN_IF_ERROR(count.Bind(8, tally.scans).Bind(9, tally.marked).Run());
    }
  }
  Query language(*db_,
                 "INSERT INTO language(publication,day,event,language,count,repeats,scans,marked) "
                 "VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT DO UPDATE SET count=count+?5,"
                 "repeats=repeats+?6,scans=scans+?7,marked=marked+?8");
  for (const auto& [key, spoken] : work.languages) {
    const auto& [publication, day, event, name] = key;
    language.Bind(1, publication).Bind(2, day).Bind(3, static_cast<int>(event));
    language.Bind(4, std::string_view(name)).Bind(5, spoken.count);
    language.Bind(6, spoken.repeats).Bind(7, spoken.scans).Bind(8, spoken.marked);
    TEMOIN_RETURN_IF_ERROR(language.Run());
  }
  return {};
}

// Most batches add nothing: a block's first records have brought the same events already.
Status Writer::FlushEvents(uint64_t block, const BlockChange& change) {
  Query query(*db_,
              "INSERT INTO block_events(n,publication,events) VALUES(?1,?2,?3) "
              "ON CONFLICT(n,publication) DO UPDATE SET events=events|?3");
  for (const auto& [publication, events] : change.events) {
    const auto known = noted_.second.find(publication);
    if (noted_.first == block && known != noted_.second.end() &&
        (known->second | events) == known->second) {
      continue;
    }
    query.Bind(1, block).Bind(2, publication).Bind(3, uint64_t{events});
    TEMOIN_RETURN_IF_ERROR(query.Run());
  }
  return {};
}

void Writer::KeepNoted(const Work& work) {
  for (const auto& [block, change] : work.blocks) {
    if (change.events.empty()) continue;
    if (noted_.first != block) noted_ = {block, {}};
    for (const auto& [publication, events] : change.events) noted_.second[publication] |= events;
  }
}

Status Writer::CommitChange(Transaction& transaction) {
  const bool shows = number_due_;
  if (shows) TEMOIN_RETURN_IF_ERROR(StepLineage(*db_));
  const auto begun = std::chrono::steady_clock::now();
  TEMOIN_RETURN_IF_ERROR(transaction.Commit());
  synced_ = std::chrono::steady_clock::now() - begun;
  number_shown_ = shows;
  number_due_ = false;
  return {};
}

Status Writer::ShowNumber() {
  if (number_shown_ || db_->wal_pages() == 0) return {};
  TEMOIN_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginImmediate(*db_));
  number_due_ = true;
  return CommitChange(transaction);
}

// What was committed is durable; a checkpoint that fails is tried again after the next commit.
void Writer::CheckpointIfLong() {
  if (db_->wal_pages() < kCheckpointPages) return;
  const bool shown = number_shown_;
  number_due_ = true;  // by this checkpoint's last commit, and by the first one after it
  if (!shown) return;
  const auto now = std::chrono::steady_clock::now();
  const bool restart =
      db_->wal_pages() >= kRestartPages && now - last_restart_ >= std::chrono::seconds(1);
  if (restart) last_restart_ = now;
  const int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  sqlite3_wal_checkpoint_v2(db_->get(), "main", mode, nullptr, nullptr);
}

Result<bool> Writer::Truncate() {
  TEMOIN_RETURN_IF_ERROR(CheckServed());
  if (Status shown = ShowNumber(); !shown) {
    RememberFiles();
    return shown.error();
  }
  number_due_ = true;
  const int code =
      sqlite3_wal_checkpoint_v2(db_->get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  RememberFiles();
  if ((code & 0xff) == SQLITE_BUSY) return false;
  if (code != SQLITE_OK) return db_->ErrorOf(code, "empty its write-ahead log");
  db_->set_wal_pages(0);
  return true;
}

Result<Appended> Writer::Append(const Batch& batch) {
  std::optional<std::pair<SiteMap, PublicationMap>> before;
  if (!batch.revisions.empty()) before.emplace(publication_sites_, publications_);
  const auto retentions = retentions_;
  const auto day_zones = day_zones_;
  const auto banners = banners_;
  // One request to the system's generator for the whole batch.
  std::vector<Random> random(batch.choices.size());
  if (!random.empty()) {
    FillRandom({random.front().data(), random.size() * std::tuple_size_v<Random>});
  }
  auto out = Transact([&](Work& work) -> Result<Appended> {
    Appended appended;
    for (const NewRevision& revision : batch.revisions) {
      TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendRevision(work, revision));
      appended.revisions.push_back(index);
    }
    for (const NewBanner& banner : batch.banners) {
      TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendBanner(work, banner));
      appended.banners.push_back(index);
    }
    for (const NewPictureSet& set : batch.picture_sets) {
      TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendPictureSet(work, set));
      appended.picture_sets.push_back(index);
    }
    appended.choices.reserve(batch.choices.size());
    for (size_t i = 0; i < batch.choices.size(); ++i) {
      TEMOIN_ASSIGN_OR_RETURN(Result<Index> index, AppendChoice(work, batch.choices[i], random[i]));
      appended.choices.push_back(std::move(index));
    }
    size_t room = kEraseAtOnce;
    std::vector<Index> gone;
    for (const ErasureRequest& erasure : batch.erasures) {
      TEMOIN_ASSIGN_OR_RETURN(Erased erased,
                              WalkLine(work, erasure.index, erasure.at, batch.now, room));
      gone.insert(gone.end(), erased.erased.begin(), erased.erased.end());
      appended.erasures.push_back(std::move(erased));
    }
    TEMOIN_RETURN_IF_ERROR(PurgeContents(work, PurgeReason::kRequest, batch.now, std::move(gone)));
    for (const NewImpressions& impressions : batch.impressions) {
      TEMOIN_RETURN_IF_ERROR(AddImpressions(work, impressions));
    }
    TEMOIN_RETURN_IF_ERROR(AddObservations(batch.observations));
    for (const Access& access : batch.accesses) TEMOIN_RETURN_IF_ERROR(InsertAccess(access));
    return appended;
  });
  for (Random& key : random) Wipe(key);
  if (!out.ok()) {
    if (before) std::tie(publication_sites_, publications_) = std::move(*before);
    retentions_ = retentions;
    day_zones_ = day_zones;
    banners_ = banners;
    return out;
  }
  out->head = {.size = tree_.size(), .root = tree_.Root()};
  out->synced = synced_;
  return out;
}

void Writer::NoteLeaf(Work& work, EntryType type, const Digest& commitment) {
  work.leaves.push_back(prooflog::EntryLeafHash({.type = type, .commitment = commitment}));
}

void Writer::NoteDue(Work& work, Index index, Time due) {
  auto& min_due = work.blocks[index / kBlockSize].min_due;
  min_due = std::min(min_due.value_or(Seconds(due)), Seconds(due));
}

void Writer::NoteTime(Work& work, Index index, Time given_at) {
  BlockChange& block = work.blocks[index / kBlockSize];
  block.min_time = std::min(block.min_time.value_or(Seconds(given_at)), Seconds(given_at));
  block.max_time = std::max(block.max_time.value_or(Seconds(given_at)), Seconds(given_at));
}

void Writer::NoteEvent(Work& work, Index index, Index publication, consent::Event event) {
  work.blocks[index / kBlockSize].events[publication] |= 1U << static_cast<unsigned>(event);
}

Result<Index> Writer::AppendEntry(Work& work, EntryType type, const Digest& commitment,
                                  State state) {
  const Index index = Next(work);
  Query query(*db_, "INSERT INTO entry(idx,type,state,commitment) VALUES(?,?,?,?)");
  query.Bind(1, index).Bind(2, static_cast<int>(type)).Bind(3, static_cast<int>(state));
  TEMOIN_RETURN_IF_ERROR(query.Bind(4, ByteView(commitment)).Run());
  NoteLeaf(work, type, commitment);
  return index;
}

Status Writer::NoteRetention(const std::string& site, const Duration& retention, Index index) {
  const auto known = retentions_->find(site);
  if (known != retentions_->end() && std::ranges::count(known->second, retention) > 0) return {};
  auto next = std::make_shared<Retentions>(*retentions_);
  (*next)[site].push_back(retention);
  retentions_ = std::move(next);
  Query query(*db_, "INSERT INTO retention(site,duration,idx) VALUES(?,?,?)");
  const std::string duration = FormatDuration(retention);
  query.Bind(1, std::string_view(site)).Bind(2, std::string_view(duration)).Bind(3, index);
  return query.Run();
}

}  // namespace temoin::store
