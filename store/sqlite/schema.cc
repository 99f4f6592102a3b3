#include "store/sqlite/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/version.h"
#include "store/sqlite/columns.h"

namespace temoin::store {
namespace {

// kMigrations[i] brings version i to version i + 1. A step that was released is never edited.
constexpr std::array<const char*, kSchemaVersion> kMigrations = {
    // 1: the first tables.
    R"sql(
CREATE TABLE head(
  id INTEGER PRIMARY KEY CHECK(id = 1), size INTEGER NOT NULL, root BLOB NOT NULL) STRICT;

-- One row an entry of the log. What stands behind `commitment` is filled for consents only, and is
-- set to NULL when the record is erased.
CREATE TABLE entry(
  idx INTEGER PRIMARY KEY, type INTEGER NOT NULL, state INTEGER NOT NULL, commitment BLOB NOT NULL,
  publication INTEGER, event INTEGER, given_at INTEGER, valid_until INTEGER, previous INTEGER,
  superseded_by INTEGER, superseded_at INTEGER, due INTEGER, requested INTEGER, purge INTEGER
) STRICT;
CREATE TABLE content(idx INTEGER PRIMARY KEY, record BLOB, random BLOB) STRICT;
CREATE TABLE block(
  n INTEGER PRIMARY KEY, min_due INTEGER, min_time INTEGER, max_time INTEGER) STRICT;
-- id: level * 2^56 + index. The tile of level 0 that is still growing is read from `entry`.
CREATE TABLE tile(id INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;

CREATE TABLE publication(
  idx INTEGER PRIMARY KEY, site TEXT NOT NULL, hash TEXT NOT NULL, generation INTEGER NOT NULL,
  since TEXT NOT NULL, author TEXT NOT NULL, published_at INTEGER NOT NULL) STRICT;
CREATE INDEX publication_site ON publication(site, hash);
CREATE TABLE document(
  idx INTEGER PRIMARY KEY, kind INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE purge(idx INTEGER PRIMARY KEY, reason INTEGER NOT NULL, manifest TEXT NOT NULL) STRICT;

CREATE TABLE count(
  publication INTEGER, day INTEGER, event INTEGER, service TEXT, accepted INTEGER NOT NULL,
  refused INTEGER NOT NULL, PRIMARY KEY(publication, day, event, service)) STRICT, WITHOUT ROWID;
CREATE TABLE impression(
  site TEXT, day INTEGER, revision TEXT, count INTEGER NOT NULL, PRIMARY KEY(site, day, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE observation(
  site TEXT, name TEXT, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(site, name)) STRICT, WITHOUT ROWID;

CREATE TABLE hold(
  id INTEGER PRIMARY KEY, site TEXT NOT NULL, from_time INTEGER, to_time INTEGER,
  records TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL, review INTEGER NOT NULL,
  created INTEGER NOT NULL, released INTEGER, released_by TEXT) STRICT;
CREATE TABLE access(
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
  action TEXT NOT NULL, site TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE INDEX access_at ON access(at);
CREATE TABLE access_day(day INTEGER PRIMARY KEY, idx INTEGER NOT NULL) STRICT;
CREATE TABLE checkpoint(
  day INTEGER PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL, anchor BLOB NOT NULL,
  anchored_at INTEGER) STRICT;
)sql",
    // 2: the evidence retentions under which a site's choices were kept, each from its first entry
    // on, so that due dates can be verified.
    R"sql(
CREATE TABLE retention(
  site TEXT, duration TEXT, idx INTEGER NOT NULL, PRIMARY KEY(site, duration)
) STRICT, WITHOUT ROWID;
)sql",
    // 3: pictures of what a revision showed. A set is its manifest, a document that the log commits
    // to; the pictures lie by their hash, which the manifest holds.
    R"sql(
CREATE TABLE picture_set(
  idx INTEGER PRIMARY KEY, site TEXT NOT NULL, revision TEXT NOT NULL, hash TEXT NOT NULL,
  taken_at INTEGER NOT NULL) STRICT;
CREATE TABLE picture(hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
)sql",
    // 4: daily counts by language. Of what was written before, those of the records still kept.
    R"sql(
CREATE TABLE language(
  publication INTEGER, day INTEGER, event INTEGER, language TEXT, count INTEGER NOT NULL,
  PRIMARY KEY(publication, day, event, language)) STRICT, WITHOUT ROWID;
INSERT INTO language(publication,day,event,language,count)
  SELECT e.publication, e.given_at/86400, e.event,
         json_extract(CAST(c.record AS TEXT), '$.language'), count(*)
  FROM entry e JOIN content c ON c.idx=e.idx
  WHERE c.record IS NOT NULL AND e.publication IS NOT NULL GROUP BY 1, 2, 3, 4;
)sql",
    // 5: which events of which publication stand in a block, so that a search passes over the
    // blocks that hold nothing it asks for. What is kept already is filled in below.
    R"sql(
CREATE TABLE block_events(
  n INTEGER, publication INTEGER, events INTEGER NOT NULL, PRIMARY KEY(n, publication)
) STRICT, WITHOUT ROWID;
)sql",
    // 6: which program brought the database to which format, so that an older one can name it.
    R"sql(
CREATE TABLE program(format INTEGER PRIMARY KEY, version TEXT NOT NULL) STRICT;
)sql",
    // 7: what was found to be lost at a start, until and after somebody took note of it.
    R"sql(
CREATE TABLE loss(
  id INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, end INTEGER NOT NULL,
  consents INTEGER NOT NULL, others INTEGER NOT NULL, purges INTEGER NOT NULL,
  whole INTEGER NOT NULL, found INTEGER NOT NULL, acknowledged INTEGER, acknowledged_by TEXT
) STRICT;
)sql",
    // 8: records that repeat a choice whose response was lost, beside the choices that are counted.
    R"sql(
ALTER TABLE count ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE language ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
)sql",
    // 9: how the days of counts are told. What was counted before stays in days of UTC.
    R"sql(
CREATE TABLE day_zone(
  site TEXT, idx INTEGER, since INTEGER NOT NULL, zone TEXT NOT NULL, seconds INTEGER NOT NULL,
  before TEXT NOT NULL, PRIMARY KEY(site, idx)) STRICT, WITHOUT ROWID;
)sql",
    // 10: manifests of entries of type 5 to 10; days of the access log that can be closed again,
    // each time up to the access `last`; what retention erased of a site on a day.
    R"sql(
CREATE TABLE manifest(idx INTEGER PRIMARY KEY, bytes TEXT NOT NULL) STRICT;
CREATE TABLE closed_day(
  day INTEGER NOT NULL, idx INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(day, idx)
) STRICT, WITHOUT ROWID;
INSERT INTO closed_day(day,idx,last)
  SELECT day,idx,coalesce((SELECT max(id) FROM access
    WHERE at>=access_day.day*86400 AND at<(access_day.day+1)*86400),0) FROM access_day;
DROP TABLE access_day;
ALTER TABLE closed_day RENAME TO access_day;
CREATE TABLE retired(
  site TEXT, day INTEGER, records INTEGER NOT NULL, PRIMARY KEY(site, day)) STRICT, WITHOUT ROWID;
)sql",
    // 11: what commits to a publication and to a hold, and the random bytes of the row under which
    // it commits to a person; what each line of the access log commits to, and the running hash of
    // all of them; the days of counts that were over before there were entries of type 7. Empty in
    // what was written before, which is adopted once the log was found to be in order.
    R"sql(
ALTER TABLE publication ADD COLUMN entry INTEGER;
ALTER TABLE publication ADD COLUMN random BLOB;
ALTER TABLE hold ADD COLUMN entry INTEGER;
ALTER TABLE hold ADD COLUMN random BLOB;
ALTER TABLE hold ADD COLUMN release_entry INTEGER;
ALTER TABLE hold ADD COLUMN release_random BLOB;
ALTER TABLE access ADD COLUMN random BLOB;
ALTER TABLE access ADD COLUMN commitment BLOB;
CREATE TABLE access_chain(
  id INTEGER PRIMARY KEY CHECK(id = 1), count INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO access_chain(id,count,hash) VALUES(1,0,zeroblob(32));
CREATE TABLE counted_before(site TEXT, day INTEGER, PRIMARY KEY(site, day)) STRICT, WITHOUT ROWID;
INSERT INTO counted_before(site,day)
  SELECT p.site,c.day FROM count c JOIN publication p ON p.idx=c.publication
    WHERE c.day<(SELECT max(day) FROM count)-2
  UNION SELECT site,day FROM impression WHERE day<(SELECT max(day) FROM impression)-2;
-- kind: 1 publication, 2 hold, 3 retention, 4 counts of a day, 5 checkpoint, 6 access; n, site and
-- word: the row's key; at: a time of it that a correction may change.
CREATE TABLE adopted(
  id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, kind INTEGER NOT NULL, n INTEGER NOT NULL,
  site TEXT NOT NULL, word TEXT NOT NULL, at INTEGER, random BLOB, commitment BLOB NOT NULL) STRICT;
CREATE INDEX adopted_row ON adopted(kind, n, site, word);
CREATE TABLE adoption_due(id INTEGER PRIMARY KEY CHECK(id = 1)) STRICT;
INSERT INTO adoption_due(id)
  SELECT 1 WHERE EXISTS(SELECT 1 FROM entry) OR EXISTS(SELECT 1 FROM access);
)sql",
    // 12: of each note on a person's request what its manifest only commits to.
    R"sql(
CREATE TABLE request(
  entry INTEGER PRIMARY KEY, number TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL,
  random BLOB) STRICT;
)sql",
    // 13: records of scans, and those that name banner code that was not known, beside the choices
    // that are counted; and which records are a scan's (empty: a visitor's).
    R"sql(
ALTER TABLE entry ADD COLUMN scan INTEGER;
ALTER TABLE count ADD COLUMN scans INTEGER NOT NULL DEFAULT 0;
ALTER TABLE count ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE language ADD COLUMN scans INTEGER NOT NULL DEFAULT 0;
ALTER TABLE language ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
)sql",
    // 14: entries of type 9, which an earlier program does not know; they have no table of their
    // own.
    "SELECT 1",
    // 15: 0 a hold, 1 a limitation of processing.
    "ALTER TABLE hold ADD COLUMN kind INTEGER NOT NULL DEFAULT 0",
};
constexpr int64_t kBlockEventsVersion = 5;
constexpr int64_t kProgramVersion = 6;

// Block by block: grouping all entries at once would take memory for all of them.
Status FillBlockEvents(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t size,
                          db.Number("SELECT coalesce(max(idx)+1,0) FROM entry"));
  Query fill(db,
             "INSERT INTO block_events(n,publication,events) "
             "SELECT ?1,publication,"
             "max(event=0)+2*max(event=1)+4*max(event=2)+8*max(event=3) FROM entry "
             "WHERE idx>=?2 AND idx<?3 AND type=1 AND state=0 GROUP BY publication");
  for (uint64_t n = 0; n * kBlockSize < static_cast<uint64_t>(size); ++n) {
    fill.Bind(1, n).Bind(2, n * kBlockSize).Bind(3, (n + 1) * kBlockSize);
    TEMOIN_RETURN_IF_ERROR(fill.Run());
  }
  return {};
}

Status NoteProgram(Connection& db, int64_t format) {
  Query note(db, "INSERT OR REPLACE INTO program(format,version) VALUES(?,?)");
  note.Bind(1, format).Bind(2, ProgramVersion());
  return note.Run();
}

// "temoin 0.2.0"; empty where the database does not say or says something odd.
std::string ProgramOf(Connection& db, int64_t format) {
  constexpr size_t kMaxBytes = 32;
  constexpr std::string_view kPlain =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+~-";
  struct Program {
    std::string version;
  };
  Select<Columns<Program, Column<"version", &Program::version>>, "FROM program WHERE format=?">
      query(db);
  Program program;
  const Result<bool> found = query.Bind(1, format).Next(program);
  const std::string& version = program.version;
  const bool plain = found.ok() && *found && !version.empty() && version.size() <= kMaxBytes &&
                     version.find_first_not_of(kPlain) == std::string_view::npos;
  return plain ? fmt::format("temoin {}", version) : std::string();
}

Error Newer(Connection& db, int64_t format) {
  return {
      ErrorCode::kConflict,
      fmt::format("{} To go back instead, keep this directory as it is and start on the copy that "
                  "was made before the upgrade. What was recorded since is then in this one only "
                  "(docs/operate.md, \"Upgrade, and go back\").",
                  NewerFormat(db, format, "The database"))};
}

Error NotOurs(int64_t format) {
  return {ErrorCode::kConflict,
          fmt::format("The database is empty or none of temoin's (format {}). Move it away and "
                      "restore a backup: `temoin restore --data DIR FILE`.",
                      format)};
}

}  // namespace

std::string NewerFormat(Connection& db, int64_t format, std::string_view what) {
  const std::string writer = ProgramOf(db, format);
  return fmt::format(
      "{} has format {}, written by {}; this is temoin {}, which knows formats up to {}. Use {}.",
      what, format, writer.empty() ? "a newer temoin" : writer, ProgramVersion(), kSchemaVersion,
      writer.empty() ? "that one" : writer + " or later");
}

Status MigrateSchema(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(int64_t version, db.Number("PRAGMA user_version"));
  if (version < 0) return NotOurs(version);
  if (version > kSchemaVersion) return Newer(db, version);
  for (; version < kSchemaVersion; ++version) {
    TEMOIN_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginImmediate(db));
    TEMOIN_RETURN_IF_ERROR(db.Execute(kMigrations[static_cast<size_t>(version)]));
    if (version + 1 == kBlockEventsVersion) TEMOIN_RETURN_IF_ERROR(FillBlockEvents(db));
    if (version + 1 >= kProgramVersion) TEMOIN_RETURN_IF_ERROR(NoteProgram(db, version + 1));
    const std::string bump = fmt::format("PRAGMA user_version={}", version + 1);
    TEMOIN_RETURN_IF_ERROR(db.Execute(bump.c_str()));
    TEMOIN_RETURN_IF_ERROR(transaction.Commit());
  }
  return {};
}

Status RequireSchema(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t version, db.Number("PRAGMA user_version"));
  if (version == kSchemaVersion) return {};
  if (version <= 0) return NotOurs(version);
  if (version > kSchemaVersion) return Newer(db, version);
  return Error(
      ErrorCode::kConflict,
      fmt::format("The database has format {}, of an older temoin; this is temoin {}, "
                  "which knows format {}. Nothing was changed. Make a backup with the older "
                  "one, then start the server of this one on the directory (temoin "
                  "serve): it, and no other command, brings the database up to date "
                  "(docs/operate.md, \"Upgrade, and go back\").",
                  version, ProgramVersion(), kSchemaVersion));
}

}  // namespace temoin::store
