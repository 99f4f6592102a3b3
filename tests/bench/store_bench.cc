// The store beside the bare database, in one run: rows and syncs a second at several batch sizes,
// search and erasure over a large store, and what erasing does to choices that keep coming.
//
//   store_bench [DIRECTORY] [LARGE]        LARGE: records of the large store, default 200000; 0:
//   none
//
// "bare" is a group-commit writer of the same record bytes and one 64-byte narrow row each, with
// the same settings and nothing else: no log, no links, no counts.

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "store/sqlite/sqlite_store.h"
#include "tests/bench/bench_tools.h"

namespace {

using namespace temoin;
using namespace temoin::bench;

struct Rate {
  double rows = 0;
  double syncs = 0;
  double cpu = 0;  // microseconds of processor a row: steadier than the rates on a busy machine
};

Rate Bare(const std::string& directory, size_t batch, double seconds) {
  const std::string path = directory + "/bare.db";
  std::filesystem::remove(path);
  std::filesystem::remove(path + "-wal");
  std::filesystem::remove(path + "-shm");
  sqlite3* db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) Stop("cannot open the bare database");
  const auto run = [&](const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) Stop(sqlite3_errmsg(db));
  };
  run("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
      "PRAGMA cache_size=-8192;"
      "CREATE TABLE narrow(idx INTEGER PRIMARY KEY, entry BLOB);"
      "CREATE TABLE content(idx INTEGER PRIMARY KEY, record BLOB, random BLOB)");
  sqlite3_stmt* narrow = nullptr;
  sqlite3_stmt* content = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO narrow VALUES(?,?)", -1, &narrow, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO content VALUES(?,?,?)", -1, &content, nullptr);
  const std::string record = consent::CanonicalRecord(Choice(kNow).record);
  const auto random = RandomArray<64>();
  int64_t index = 0;
  int64_t commits = 0;
  const double processor = ProcessorSeconds();
  const auto start = SteadyClock::now();
  while (Since(start) < seconds) {
    run("BEGIN IMMEDIATE");
    for (size_t i = 0; i < batch; ++i, ++index) {
      sqlite3_bind_int64(narrow, 1, index);
      sqlite3_bind_blob(narrow, 2, random.data(), 64, SQLITE_STATIC);
      if (sqlite3_step(narrow) != SQLITE_DONE) Stop(sqlite3_errmsg(db));
      sqlite3_reset(narrow);
      sqlite3_bind_int64(content, 1, index);
      sqlite3_bind_blob(content, 2, record.data(), static_cast<int>(record.size()), SQLITE_STATIC);
      sqlite3_bind_blob(content, 3, random.data(), 32, SQLITE_STATIC);
      if (sqlite3_step(content) != SQLITE_DONE) Stop(sqlite3_errmsg(db));
      sqlite3_reset(content);
    }
    run("COMMIT");
    ++commits;
  }
  const double taken = Since(start);
  const double used = (ProcessorSeconds() - processor) * 1e6 / static_cast<double>(index);
  sqlite3_finalize(narrow);
  sqlite3_finalize(content);
  sqlite3_close(db);
  return {static_cast<double>(index) / taken, static_cast<double>(commits) / taken, used};
}

std::unique_ptr<store::Store> Fresh(const std::string& directory) {
  std::filesystem::remove_all(directory);
  auto out = Need(store::OpenSqliteStore({.directory = directory}));
  Need(out->Append({.now = kNow, .revisions = {Revision()}}));
  return out;
}

Rate OfStore(const std::string& directory, size_t batch_size, double seconds) {
  const auto store = Fresh(directory + "/store");
  store::Batch batch{.now = kNow, .choices = std::vector(batch_size, Choice(kNow))};
  uint64_t rows = 0;
  uint64_t commits = 0;
  const double processor = ProcessorSeconds();
  const auto start = SteadyClock::now();
  while (Since(start) < seconds) {
    rows += Need(store->Append(batch)).choices.size();
    ++commits;
  }
  const double taken = Since(start);
  return {static_cast<double>(rows) / taken, static_cast<double>(commits) / taken,
          (ProcessorSeconds() - processor) * 1e6 / static_cast<double>(rows)};
}

void PrintLatency(const char* what, const std::vector<double>& times) {
  std::printf("%-44s %7zu batches  p50 %7.2f ms  p99 %7.2f ms  max %7.2f ms\n", what, times.size(),
              Percentile(times, 0.5) * 1e3, Percentile(times, 0.99) * 1e3,
              Percentile(times, 1) * 1e3);
}

double Timed(store::Store& store, const store::Batch& batch) {
  const auto start = SteadyClock::now();
  Need(store.Append(batch));
  return Since(start);
}

void Large(const std::string& directory, size_t records) {
  auto store = Fresh(directory + "/store");
  const Time old = kNow - std::chrono::days(1);
  auto start = SteadyClock::now();
  store::Batch load{.now = old, .choices = std::vector(1000, Choice(old))};
  for (size_t i = 0; i < records; i += load.choices.size()) Need(store->Append(load));
  Need(store->Truncate());
  const uintmax_t before = DiskSize(directory + "/store");
  std::printf("\n%zu records loaded in %.1f s, %.0f bytes each on disk\n", records, Since(start),
              static_cast<double>(before) / static_cast<double>(records));

  start = SteadyClock::now();
  store.reset();
  store = Need(store::OpenSqliteStore({.directory = directory + "/store"}));
  std::printf("reopened in %.1f ms\n", Since(start) * 1e3);

  start = SteadyClock::now();
  const auto page = Need(store->Search({.event = consent::Event::kRefused},
                                       SteadyClock::now() + std::chrono::milliseconds(50)));
  std::printf("search that finds nothing: %.1f ms, %s, %llu rows looked through\n",
              Since(start) * 1e3, page.out_of_time ? "cut by its deadline" : "to the end",
              static_cast<unsigned long long>(page.next ? records - *page.next : records));
  start = SteadyClock::now();
  Need(store->Search({.limit = 100}, SteadyClock::now() + std::chrono::milliseconds(50)));
  std::printf("first page of 100: %.2f ms\n", Since(start) * 1e3);

  // Choices at 64 a batch, first alone, then with a page of erasures between any two.
  const Time due = AddMonths(AddMonths(old, 13), 13);
  const store::Batch batch{.now = due, .choices = std::vector(64, Choice(due))};
  std::vector<double> alone;
  start = SteadyClock::now();
  while (Since(start) < 3) alone.push_back(Timed(*store, batch));
  PrintLatency("64 choices, nothing else", alone);
  std::vector<double> beside;
  std::vector<double> waits;
  uint64_t purged = 0;
  start = SteadyClock::now();
  auto truncated = start;
  bool more = true;
  while (more) {
    beside.push_back(Timed(*store, batch));
    const auto purge = SteadyClock::now();
    const auto result = Need(store->PurgeDue(due, 256));
    purged += result.purged;
    more = result.more;
    if (Since(truncated) >= 1) {
      truncated = SteadyClock::now();
      Need(store->Truncate());
    }
    waits.push_back(Since(purge));
  }
  const double taken = Since(start);
  Need(store->Truncate());
  PrintLatency("64 choices, while records are erased", beside);
  PrintLatency("  what they may wait before (a page of 256)", waits);
  std::printf(
      "%llu erased in %.1f s (%.0f/s) with %.0f choices/s beside; %.0f bytes on disk for "
      "each record erased\n",
      static_cast<unsigned long long>(purged), taken, static_cast<double>(purged) / taken,
      static_cast<double>(beside.size() * 64) / taken,
      static_cast<double>(before) / static_cast<double>(records));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string directory =
      argc > 1 ? argv[1] : std::filesystem::temp_directory_path().string() + "/temoin-store-bench";
  const size_t large = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200'000;
  std::filesystem::create_directories(directory);
  std::printf("record of %zu bytes\n%8s %12s %9s %8s %13s %9s %8s %6s\n",
              consent::CanonicalRecord(Choice(kNow).record).size(), "batch", "bare rows/s",
              "fsync/s", "us CPU", "store rows/s", "fsync/s", "us CPU", "ratio");
  for (const size_t batch : {size_t{1}, size_t{16}, size_t{64}, size_t{256}}) {
    const Rate bare = Bare(directory, batch, 2);
    const Rate ours = OfStore(directory, batch, 2);
    std::printf("%8zu %12.0f %9.0f %8.1f %13.0f %9.0f %8.1f %6.2f\n", batch, bare.rows, bare.syncs,
                bare.cpu, ours.rows, ours.syncs, ours.cpu, ours.rows / bare.rows);
  }
  if (large > 0) Large(directory, large);
  std::filesystem::remove_all(directory);
  return 0;
}
