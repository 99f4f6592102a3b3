// The proof log's costs: starting on a large log, completing a database from the checkpoint log,
// verifying everything, and what publication takes from recording.
//
//   log_bench start DIRECTORY ENTRIES...     e.g. 10000 1000000 10000000
//   log_bench verify DIRECTORY RECORDS       e.g. 1000000
//   log_bench publish DIRECTORY SECONDS      choices recorded with publication beside without
//
// DIRECTORY is on the disk to be measured; what this program makes in it is removed first.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "app/log/log_publisher.h"
#include "app/log/log_verify.h"
#include "prooflog/entry.h"
#include "prooflog/tree.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/bench/bench_tools.h"

namespace {

namespace fs = std::filesystem;
using namespace temoin;
using namespace temoin::bench;

constexpr char kOrigin[] = "bench.example/log";

app::LogOptions Options(const std::string& directory) {
  app::LogOptions options;
  options.data_dir = directory;
  options.origin = kOrigin;
  return options;
}

std::unique_ptr<store::Store> OpenStore(const std::string& directory) {
  return Need(store::OpenSqliteStore({.directory = directory}));
}

// A checkpoint log of `count` consents, made without a database; the database is completed from it.
void MakeCheckpointLog(const std::string& directory, uint64_t count) {
  const std::string checkpoint_dir = directory + "/log-journal";
  auto checkpoints = Need(app::CheckpointLog::Create(checkpoint_dir, kOrigin, kNow));
  prooflog::Appender tree;
  while (tree.size() < count) {
    app::CheckpointBatch batch;
    batch.first = tree.size();
    batch.at = kNow;
    std::vector<Digest> leaves;
    while (leaves.size() < app::kMaxCheckpointBatch && batch.first + leaves.size() < count) {
      const prooflog::Entry entry{.commitment = RandomArray<32>()};
      batch.entries.push_back(prooflog::EncodeEntry(entry));
      leaves.push_back(prooflog::EntryLeafHash(entry));
    }
    tree.Append(leaves);
    (void)tree.TakeWrites();
    batch.checkpoint = {.origin = kOrigin, .size = tree.size(), .root = tree.Root()};
    Need(checkpoints->Append(batch));
  }
}

void Start(const std::string& parent, uint64_t count) {
  const std::string directory = parent + "/log-" + std::to_string(count);
  fs::remove_all(directory);
  fs::create_directories(directory);
  Need(app::GenerateLogKeys(directory, kOrigin));
  MakeCheckpointLog(directory, count);
  double completing = 0;
  {
    auto store = OpenStore(directory);
    const auto start = SteadyClock::now();
    const auto publisher = Need(app::LogPublisher::Open(Options(directory), *store, kNow));
    completing = Since(start);
    if (publisher->Refusal()) Stop(*publisher->Refusal());
  }
  std::vector<double> opening;
  std::vector<double> judging;
  std::vector<double> processor;
  for (int i = 0; i < 5; ++i) {
    const double used = ProcessorSeconds();
    auto start = SteadyClock::now();
    auto store = OpenStore(directory);
    opening.push_back(Since(start) * 1e3);
    start = SteadyClock::now();
    const auto publisher = Need(app::LogPublisher::Open(Options(directory), *store, kNow));
    judging.push_back(Since(start) * 1e3);
    processor.push_back((ProcessorSeconds() - used) * 1e3);
    if (publisher->Current()->checkpoint.size != count) Stop("the log did not come back whole");
  }
  std::ranges::sort(opening);
  std::ranges::sort(judging);
  std::ranges::sort(processor);
  std::printf(
      "%9lu entries: store open %6.1f ms, log judged and signed %6.1f ms, processor %6.1f ms "
      "(medians of 5); completed from the checkpoint log in %.1f s\n",
      static_cast<unsigned long>(count), opening[2], judging[2], processor[2], completing);
  fs::remove_all(directory);
}

store::Batch FirstBatch() {
  store::Batch batch;
  batch.now = kNow;
  batch.revisions.push_back(Revision());
  return batch;
}

void Verify(const std::string& parent, uint64_t count) {
  const std::string directory = parent + "/log-verify";
  fs::remove_all(directory);
  auto store = OpenStore(directory);
  auto publisher = Need(app::LogPublisher::Open(Options(directory), *store, kNow));
  Need(store->Append(FirstBatch()));
  store::Batch batch;
  batch.now = kNow;
  batch.choices.assign(1000, Choice(kNow));
  // One choice in four replaces one of the batch before, as visitors who come back do.
  for (uint64_t i = 0; i < count; i += batch.choices.size()) {
    const auto appended = Need(store->Append(batch));
    for (size_t at = 0; at < batch.choices.size(); at += 4) {
      batch.choices[at].record.previous = Need(appended.choices[at + 1]);
    }
  }
  Need(publisher->Publish(kNow));
  const double loaded = PeakMemory();
  const double used = ProcessorSeconds();
  const auto start = SteadyClock::now();
  app::LogVerifyOptions options;
  options.checkpoint_log_dir = publisher->checkpoint_log_dir();
  options.keys = publisher->keys()->verifiers;
  options.data_dir = directory;
  const auto report = Need(app::VerifyLog(*store, options));
  const double taken = Since(start);
  if (!report.ok() || report.kept < count) Stop("verification failed: " + report.findings.front());
  std::printf(
      "%lu records verified in %.1f s (%.0f/s), processor %.1f s, peak memory %.0f MiB "
      "(%.0f before)\n",
      static_cast<unsigned long>(report.kept), taken, static_cast<double>(report.kept) / taken,
      ProcessorSeconds() - used, PeakMemory(), loaded);
  fs::remove_all(directory);
}

struct Rate {
  double rows = 0;
  double processor = 0;  // microseconds a row
};

Rate Record(const std::string& parent, double seconds, bool publish) {
  const std::string directory = parent + "/log-publish";
  fs::remove_all(directory);
  auto store = OpenStore(directory);
  auto publisher = Need(app::LogPublisher::Open(Options(directory), *store, kNow));
  Need(store->Append(FirstBatch()));
  std::atomic<bool> stop{false};
  std::thread thread([&] {
    while (publish && !stop) {
      Need(publisher->Publish(kNow));
      for (int i = 0; i < 100 && !stop; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    }
  });
  store::Batch batch;
  batch.now = kNow;
  batch.choices.assign(64, Choice(kNow));
  uint64_t rows = 0;
  const double used = ProcessorSeconds();
  const auto start = SteadyClock::now();
  while (Since(start) < seconds) rows += Need(store->Append(batch)).choices.size();
  const double taken = Since(start);
  stop = true;
  thread.join();
  const Rate rate{static_cast<double>(rows) / taken,
                  (ProcessorSeconds() - used) * 1e6 / static_cast<double>(rows)};
  fs::remove_all(directory);
  return rate;
}

// Turn about, so that a machine that is busy with something else disturbs both alike.
void Publish(const std::string& parent, double seconds) {
  std::vector<double> ratios;
  for (int turn = 0; turn < 5; ++turn) {
    const Rate without = Record(parent, seconds, false);
    const Rate with = Record(parent, seconds, true);
    ratios.push_back(with.rows / without.rows);
    std::printf(
        "batches of 64: without publication %7.0f/s (%.1f us of processor each), with "
        "%7.0f/s (%.1f us): %.2f\n",
        without.rows, without.processor, with.rows, with.processor, ratios.back());
  }
  std::ranges::sort(ratios);
  std::printf("median ratio %.2f\n", ratios[2]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4)
    Stop(
        "start DIRECTORY ENTRIES... | verify DIRECTORY RECORDS | publish DIRECTORY "
        "SECONDS");
  const std::string directory = argv[2];
  fs::create_directories(directory);
  if (std::strcmp(argv[1], "start") == 0) {
    for (int i = 3; i < argc; ++i) Start(directory, std::strtoull(argv[i], nullptr, 10));
  } else if (std::strcmp(argv[1], "verify") == 0) {
    Verify(directory, std::strtoull(argv[3], nullptr, 10));
  } else if (std::strcmp(argv[1], "publish") == 0) {
    Publish(directory, std::strtod(argv[3], nullptr));
  } else {
    Stop("no such measurement");
  }
  return 0;
}
