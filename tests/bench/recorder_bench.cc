// Choices recorded by the one writer as POST does it (all of a request but HTTP), in a closed loop
// of visitors who each wait for their answer: what the proof log costs, and what erasing a million
// records does to them.
//
//   recorder_bench post DIRECTORY SECONDS     with the proof log, without it, and bare SQLite
//   recorder_bench size DIRECTORY RECORDS     bytes of a consent on disk, kept and erased
//   recorder_bench purge DIRECTORY RECORDS    latency before and during an erasure of so many
//   recorder_bench erase DIRECTORY RECORDS    the same for one visitor's line of so many, on
//   request
//
// DIRECTORY is on the disk to be measured; what this program makes in it is removed first.

#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "app/log/log_publisher.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "app/recording/retention.h"
#include "app/recording/server_keys.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/bench/bench_tools.h"
#include "tests/bench/unlogged_store.h"

namespace {

namespace fs = std::filesystem;
using namespace temoin;
using namespace temoin::bench;

constexpr size_t kVisitors = 64;

std::shared_ptr<const consent::Terms> Terms() {
  auto terms = std::make_shared<consent::Terms>();
  terms->site = kSite;
  terms->controller = "Caisse nationale de l’Assurance Maladie";
  terms->revision = Revision().hash;
  for (const std::string& service : kServices) {
    terms->services.push_back({service, consent::Basis::kConsent, 1});
  }
  terms->choice_validity = {.months = 13};
  terms->evidence_retention = {.months = 13};
  return terms;
}

// Visitors, each of whom makes a choice, waits for the answer, and is followed by a new one.
class Visitors {
 public:
  explicit Visitors(app::Recorder& recorder) : recorder_(recorder), terms_(Terms()) {
    choice_.revision = terms_->revision;
    for (const std::string& service : kServices) choice_.decisions[service] = true;
    choice_.action = consent::Action::kAcceptAll;
    choice_.language = "fr";
    choice_.banner = Revision().hash;
  }

  // Until `enough` says so; seconds that each answer took.
  std::vector<double> Run(const std::function<bool()>& enough) {
    std::vector<double> times;
    for (size_t i = 0; i < kVisitors; ++i) Submit();
    for (size_t open = kVisitors; open > 0;) {
      const SteadyClock::time_point begun = Next();
      times.push_back(Since(begun));
      if (enough()) {
        --open;
      } else {
        Submit();
      }
    }
    return times;
  }

 private:
  void Submit() {
    const auto begun = SteadyClock::now();
    Need(recorder_.Submit({terms_, choice_, {}}, [this, begun](auto outcome) {
      if (!outcome.ok()) Stop(outcome.error().message);
      const std::lock_guard lock(mutex_);
      answered_.push_back(begun);
      if (answered_.size() == 1) wake_.notify_one();
    }));
  }
  SteadyClock::time_point Next() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !answered_.empty(); });
    const auto begun = answered_.back();
    answered_.pop_back();
    return begun;
  }

  app::Recorder& recorder_;
  const std::shared_ptr<const consent::Terms> terms_;
  consent::ChoiceRequest choice_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<SteadyClock::time_point> answered_;
};

// A recorder over a store, with or without the log being published each second.
class Service {
 public:
  Service(const std::string& directory, store::Store& store, const Clock& clock)
      : recorder_(store, clock, keys_, readiness_, {.data_directory = directory}) {
    recorder_.Start();
  }
  void PublishEverySecond(const std::string& directory, store::Store& store, const Clock& clock) {
    app::LogOptions options;
    options.data_dir = directory;
    options.keep = [this](const store::KeptCheckpoint& kept) {
      return recorder_.Run([&](store::Store& writing) { return writing.KeepCheckpoint(kept); });
    };
    log_ = Need(app::LogPublisher::Open(options, store, clock.Now()));
    thread_ = std::thread([this, &clock] {
      while (!stop_) {
        Need(log_->Publish(clock.Now()));
        recorder_.LogSynced(log_->Current()->checkpoint.size);
        for (int i = 0; i < 100 && !stop_; ++i) {
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
      }
    });
  }
  ~Service() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    recorder_.Stop();
  }
  app::Recorder& recorder() { return recorder_; }

 private:
  app::ServerKeys keys_;
  app::Readiness readiness_;
  app::Recorder recorder_;
  std::unique_ptr<app::LogPublisher> log_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

struct Rate {
  double rows = 0;
  double processor = 0;  // microseconds a choice, the visitors' own included
  double p99 = 0;
};

Rate Measure(app::Recorder& recorder, double seconds) {
  Visitors visitors(recorder);
  const double used = ProcessorSeconds();
  const auto start = SteadyClock::now();
  const auto times = visitors.Run([&] { return Since(start) >= seconds; });
  const double taken = Since(start);
  const auto count = static_cast<double>(times.size());
  return {count / taken, (ProcessorSeconds() - used) * 1e6 / count, Percentile(times, 0.99)};
}

std::string Fresh(const std::string& parent, const char* name) {
  const std::string directory = parent + "/" + name;
  fs::remove_all(directory);
  fs::create_directories(directory);
  return directory;
}

Rate WithLog(const std::string& parent, double seconds) {
  const std::string directory = Fresh(parent, "with-log");
  const SystemClock clock;
  Rate rate;
  {
    const auto store = Need(store::OpenSqliteStore({.directory = directory}));
    store::Batch first{.now = kNow, .revisions = {Revision()}};
    Need(store->Append(first));
    Service service(directory, *store, clock);
    service.PublishEverySecond(directory, *store, clock);
    rate = Measure(service.recorder(), seconds);
  }
  fs::remove_all(directory);
  return rate;
}

Rate WithoutLog(const std::string& parent, double seconds) {
  const std::string directory = Fresh(parent, "without-log");
  const SystemClock clock;
  Rate rate;
  {
    UnloggedStore store(directory);
    Service service(directory, store, clock);
    rate = Measure(service.recorder(), seconds);
  }
  fs::remove_all(directory);
  return rate;
}

// A group-commit writer of the same record bytes and one narrow row, kVisitors at a time, in one
// thread with nobody to answer: what the disk and SQLite give.
Rate Bare(const std::string& parent, double seconds) {
  const std::string directory = Fresh(parent, "bare");
  sqlite3* db = nullptr;
  if (sqlite3_open((directory + "/bare.db").c_str(), &db) != SQLITE_OK) Stop("cannot open");
  const auto run = [&](const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) Stop(sqlite3_errmsg(db));
  };
  run("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
      "PRAGMA cache_size=-8192;"
      "CREATE TABLE narrow(idx INTEGER PRIMARY KEY, entry BLOB);"
      "CREATE TABLE content(idx INTEGER PRIMARY KEY, record BLOB)");
  sqlite3_stmt* narrow = nullptr;
  sqlite3_stmt* content = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO narrow VALUES(?,?)", -1, &narrow, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO content VALUES(?,?)", -1, &content, nullptr);
  const std::string record = consent::CanonicalRecord(Choice(kNow).record);
  const auto random = RandomArray<64>();
  int64_t index = 0;
  const double used = ProcessorSeconds();
  const auto start = SteadyClock::now();
  while (Since(start) < seconds) {
    run("BEGIN IMMEDIATE");
    for (size_t i = 0; i < kVisitors; ++i, ++index) {
      sqlite3_bind_int64(narrow, 1, index);
      sqlite3_bind_blob(narrow, 2, random.data(), 64, SQLITE_STATIC);
      sqlite3_bind_int64(content, 1, index);
      sqlite3_bind_blob(content, 2, record.data(), static_cast<int>(record.size()), SQLITE_STATIC);
      for (sqlite3_stmt* statement : {narrow, content}) {
        if (sqlite3_step(statement) != SQLITE_DONE) Stop(sqlite3_errmsg(db));
        sqlite3_reset(statement);
      }
    }
    run("COMMIT");
  }
  const double taken = Since(start);
  const auto count = static_cast<double>(index);
  const Rate rate{count / taken, (ProcessorSeconds() - used) * 1e6 / count, 0};
  sqlite3_finalize(narrow);
  sqlite3_finalize(content);
  sqlite3_close(db);
  fs::remove_all(directory);
  return rate;
}

// Turn about, so that a machine that is busy with something else disturbs all alike.
void Post(const std::string& parent, double seconds) {
  std::printf("choices, %zu visitors waiting; processor includes the visitors' own\n", kVisitors);
  std::vector<double> to_unlogged;
  std::vector<double> to_bare;
  std::vector<double> processor;
  for (int turn = 0; turn < 5; ++turn) {
    const Rate bare = Bare(parent, seconds);
    const Rate without = WithoutLog(parent, seconds);
    const Rate with = WithLog(parent, seconds);
    to_unlogged.push_back(with.rows / without.rows);
    to_bare.push_back(with.rows / bare.rows);
    processor.push_back(with.processor / without.processor);
    std::printf(
        "bare %7.0f/s (%4.1f us)  without the log %7.0f/s (%4.1f us, p99 %6.2f ms)  with it "
        "%7.0f/s (%4.1f us, p99 %6.2f ms)  with/without %.2f  with/bare %.2f\n",
        bare.rows, bare.processor, without.rows, without.processor, without.p99 * 1e3, with.rows,
        with.processor, with.p99 * 1e3, to_unlogged.back(), to_bare.back());
  }
  std::printf("medians: with/without %.2f (processor %.2f), with/bare %.2f\n",
              Percentile(to_unlogged, 0.5), Percentile(processor, 0.5), Percentile(to_bare, 0.5));
}

void PrintTimes(const char* when, const std::vector<double>& times, double taken) {
  std::printf("%-22s %9zu choices, %7.0f/s  p50 %7.2f ms  p99 %7.2f ms  max %7.2f ms\n", when,
              times.size(), static_cast<double>(times.size()) / taken, Percentile(times, 0.5) * 1e3,
              Percentile(times, 0.99) * 1e3, Percentile(times, 1) * 1e3);
}

// Bytes of the database that hold something: its pages without what is free in them.
uintmax_t UsedBytes(const std::string& directory) {
  sqlite3* db = nullptr;
  sqlite3_stmt* query = nullptr;
  if (sqlite3_open((directory + store::kDatabaseName).c_str(), &db) != SQLITE_OK ||
      sqlite3_prepare_v2(db, "SELECT sum(pgsize-unused) FROM dbstat", -1, &query, nullptr) !=
          SQLITE_OK ||
      sqlite3_step(query) != SQLITE_ROW) {
    Stop(sqlite3_errmsg(db));
  }
  const auto bytes = static_cast<uintmax_t>(sqlite3_column_int64(query, 0));
  sqlite3_finalize(query);
  sqlite3_close(db);
  return bytes;
}

// What a consent takes on the disk, tiles and bounds included, and what is left of it when it is
// erased. The file keeps its pages: emptied rows free no whole page.
void Sizes(const std::string& parent, uint64_t records) {
  const std::string directory = Fresh(parent, "sizes");
  const auto print = [&](const char* when) {
    const auto each = [&](uintmax_t bytes) {
      return static_cast<double>(bytes) / static_cast<double>(records);
    };
    std::printf("%-14s %6.0f bytes a consent on disk, %6.0f of them in use\n", when,
                each(DiskSize(directory)), each(UsedBytes(directory)));
  };
  std::printf("%lu records of %zu bytes\n", static_cast<unsigned long>(records),
              consent::CanonicalRecord(Choice(kNow).record).size());
  auto store = Need(store::OpenSqliteStore({.directory = directory}));
  store::Batch load{.now = kNow, .revisions = {Revision()}};
  Need(store->Append(load));
  load.revisions.clear();
  load.choices.assign(1000, Choice(kNow));
  for (uint64_t i = 0; i < records; i += load.choices.size()) Need(store->Append(load));
  store.reset();
  print("before erasure");
  store = Need(store::OpenSqliteStore({.directory = directory}));
  const Time due = AddMonths(AddMonths(kNow, 13), 13);
  while (Need(store->PurgeDue(due, 500)).more) continue;
  store.reset();
  print("after erasure");
  fs::remove_all(directory);
}

void Purge(const std::string& parent, uint64_t records) {
  const std::string directory = Fresh(parent, "purge");
  const Time due = AddMonths(AddMonths(kNow, 13), 13);
  const ManualClock clock(due);
  auto store = Need(store::OpenSqliteStore({.directory = directory}));
  store::Batch load{.now = kNow, .revisions = {Revision()}};
  Need(store->Append(load));
  load.revisions.clear();
  load.choices.assign(1000, Choice(kNow));
  auto start = SteadyClock::now();
  for (uint64_t i = 0; i < records; i += load.choices.size()) Need(store->Append(load));
  Need(store->Truncate());
  std::printf("%lu records loaded in %.1f s\n", static_cast<unsigned long>(records), Since(start));
  {
    Service service(directory, *store, clock);
    service.PublishEverySecond(directory, *store, clock);
    Visitors visitors(service.recorder());
    constexpr double kBefore = 5;
    start = SteadyClock::now();
    const auto before = visitors.Run([&] { return Since(start) >= kBefore; });
    PrintTimes("before the purge", before, Since(start));
    std::atomic<bool> done{false};
    app::PurgeReport report;
    start = SteadyClock::now();
    std::thread purge([&] {
      report = Need(
          app::PurgeNow(*store, service.recorder(), app::UnjudgedClock(clock), {.percent = 100}));
      done = true;
    });
    const auto during = visitors.Run([&] { return done.load(); });
    const double taken = Since(start);
    purge.join();
    PrintTimes("while records go", during, taken);
    std::printf("erased %lu in %.1f s (%.0f/s); p99 during it to p99 before: %.2f\n",
                static_cast<unsigned long>(report.purged), taken,
                static_cast<double>(report.purged) / taken,
                Percentile(during, 0.99) / Percentile(before, 0.99));
    if (report.purged < records) Stop("not everything that was due is gone");
  }
  store.reset();
  fs::remove_all(directory);
}

void Erase(const std::string& parent, uint64_t records) {
  const std::string directory = Fresh(parent, "erase");
  const ManualClock clock(kNow);
  auto store = Need(store::OpenSqliteStore({.directory = directory}));
  store::Batch load{.now = kNow, .revisions = {Revision()}};
  Need(store->Append(load));
  load.revisions.clear();
  store::Index last = 0;
  for (uint64_t i = 0; i < records;) {
    load.choices.assign(i == 0 ? 1 : std::min<uint64_t>(500, records - i), Choice(kNow));
    for (store::NewChoice& choice : load.choices) {
      if (i > 0) choice.record.previous = last;
    }
    const store::Appended appended = Need(store->Append(load));
    i += load.choices.size();
    last = Need(appended.choices.back());
  }
  {
    Service service(directory, *store, clock);
    service.PublishEverySecond(directory, *store, clock);
    Visitors visitors(service.recorder());
    constexpr double kBefore = 5;
    auto start = SteadyClock::now();
    const auto before = visitors.Run([&] { return Since(start) >= kBefore; });
    PrintTimes("before the erasure", before, Since(start));
    std::atomic<bool> done{false};
    size_t erased = 0;
    start = SteadyClock::now();
    std::thread erase([&] {
      erased = Need(service.recorder().EraseRecord(last, kNow)).records.erased.size();
      done = true;
    });
    const auto during = visitors.Run([&] { return done.load(); });
    const double taken = Since(start);
    erase.join();
    PrintTimes("while the line goes", during, taken);
    std::printf("answered after %.2f s: %zu of %lu erased; p99 during it to p99 before: %.2f\n",
                taken, erased, static_cast<unsigned long>(records),
                Percentile(during, 0.99) / Percentile(before, 0.99));
  }
  store.reset();
  fs::remove_all(directory);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    Stop("post DIRECTORY SECONDS | size|purge|erase DIRECTORY RECORDS");
  }
  const std::string directory = argv[2];
  fs::create_directories(directory);
  if (std::strcmp(argv[1], "post") == 0) {
    Post(directory, std::strtod(argv[3], nullptr));
  } else if (std::strcmp(argv[1], "size") == 0) {
    Sizes(directory, std::strtoull(argv[3], nullptr, 10));
  } else if (std::strcmp(argv[1], "purge") == 0) {
    Purge(directory, std::strtoull(argv[3], nullptr, 10));
  } else if (std::strcmp(argv[1], "erase") == 0) {
    Erase(directory, std::strtoull(argv[3], nullptr, 10));
  } else {
    Stop("no such measurement");
  }
  return 0;
}
