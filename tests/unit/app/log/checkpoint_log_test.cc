#include "app/log/checkpoint_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "app/log/checkpoint_log_format.h"
#include "base/calendar.h"
#include "prooflog/note.h"
#include "tests/unit/app/log/checkpoint_batch.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<CheckpointBatch> ReadAll(const std::string& dir, uint64_t from = 0) {
  std::vector<CheckpointBatch> out;
  const Status status = ReadCheckpointLog(dir, from, [&](const CheckpointBatch& batch) -> Status {
    out.push_back(batch);
    return {};
  });
  EXPECT_TRUE(status.ok()) << status.error().message;
  return out;
}

std::vector<std::string> Segments(const std::string& dir) {
  std::vector<std::string> out;
  for (const auto& file : fs::directory_iterator(dir)) {
    if (file.path().extension() == ".journal") out.push_back(file.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(CheckpointLog, KeepsWhatWasAppended) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "journal";
  EXPECT_EQ(CheckpointLog::Open(dir).error().code, ErrorCode::kNotFound);
  std::vector<CheckpointBatch> written;
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o.example/log", kBatchTime);
    ASSERT_TRUE(checkpoint_log.ok()) << checkpoint_log.error().message;
    EXPECT_EQ((*checkpoint_log)->last().size, 0u);
    for (const size_t count : {3, 1, 40}) {
      written.push_back(MakeBatch((*checkpoint_log)->last(), count, count == 1 ? 5 : 0));
      ASSERT_TRUE((*checkpoint_log)->Append(written.back()).ok());
    }
    EXPECT_EQ(CheckpointLog::Open(dir).error().code, ErrorCode::kConflict);
    EXPECT_EQ(CheckpointLog::Create(dir, "o.example/log", kBatchTime).error().code,
              ErrorCode::kConflict);
  }
  EXPECT_EQ(CheckpointLog::Create(dir, "o.example/log", kBatchTime).error().code,
            ErrorCode::kConflict);
  const auto checkpoint_log = CheckpointLog::Open(dir);
  ASSERT_TRUE(checkpoint_log.ok());
  EXPECT_EQ((*checkpoint_log)->last(), written.back().checkpoint);
  EXPECT_EQ((*checkpoint_log)->torn_bytes(), 0u);
  const auto read = ReadAll(dir);
  ASSERT_EQ(read.size(), written.size());
  for (size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].first, written[i].first);
    EXPECT_EQ(read[i].entries, written[i].entries);
    EXPECT_EQ(read[i].checkpoint, written[i].checkpoint);
    EXPECT_EQ(read[i].at, kBatchTime);
    ASSERT_EQ(read[i].purges.size(), written[i].purges.size());
    if (!read[i].purges.empty()) {
      EXPECT_EQ(read[i].purges[0].index, written[i].purges[0].index);
      EXPECT_EQ(read[i].purges[0].manifest, written[i].purges[0].manifest);
    }
  }
  EXPECT_EQ(ReadAll(dir, 4).size(), 1u);
  EXPECT_EQ(ReadAll(dir, 3).size(), 2u);
  EXPECT_TRUE(ReadAll(dir, 44).empty());
}

std::string KeyOf(const char* name = "o.example/log") {
  return prooflog::SignerKey::Generate(name)->Vkey();
}

TEST(CheckpointLog, NamesTheKeyThatSignsInEverySegment) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "journal";
  const std::string first = KeyOf();
  const std::string second = KeyOf();
  std::vector<CheckpointBatch> written;
  {
    auto checkpoint_log = *CheckpointLog::Create(dir, "o.example/log", kBatchTime);
    EXPECT_EQ(checkpoint_log->key(), "");
    const auto append = [&](size_t count, size_t manifest = 0) {
      written.push_back(MakeBatch(checkpoint_log->last(), count, manifest));
      ASSERT_TRUE(checkpoint_log->Append(written.back()).ok());
    };
    append(2);  // as an earlier version left it
    ASSERT_TRUE(checkpoint_log->NoteKey(first).ok());
    append(3);
    ASSERT_TRUE(checkpoint_log->NoteKey(second).ok());
    for (int i = 0; i < 6; ++i) append(1, kMaxManifestBytes);
    append(4);
    EXPECT_EQ(checkpoint_log->key(), second);
    EXPECT_EQ(checkpoint_log->NoteKey(KeyOf("another.example/log")).error().code,
              ErrorCode::kInternal);
    EXPECT_EQ(checkpoint_log->NoteKey("no key").error().code, ErrorCode::kInternal);
  }
  EXPECT_GT(Segments(dir).size(), 1u);
  const auto checkpoint_log = CheckpointLog::Open(dir);
  ASSERT_TRUE(checkpoint_log.ok()) << checkpoint_log.error().message;
  EXPECT_EQ((*checkpoint_log)->key(), second);
  EXPECT_EQ((*checkpoint_log)->keys(), (std::vector<std::string>{first, second}));
  EXPECT_EQ((*checkpoint_log)->last(), written.back().checkpoint);
  EXPECT_EQ(ReadAll(dir).size(), written.size());
  EXPECT_EQ(*ReadCheckpointLogKeys(dir), (std::vector<std::string>{first, second}));
}

TEST(CheckpointLog, AKeyThatWasTornIsDroppedAndAnAlteredOneIsDamage) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "journal";
  const std::string key = KeyOf();
  size_t before = 0;
  size_t after = 0;
  const std::string path = dir + "/" + SegmentName(0);
  {
    auto checkpoint_log = *CheckpointLog::Create(dir, "o.example/log", kBatchTime);
    ASSERT_TRUE(checkpoint_log->Append(MakeBatch(checkpoint_log->last(), 3)).ok());
    before = Slurp(path).size();
    ASSERT_TRUE(checkpoint_log->NoteKey(key).ok());
    after = Slurp(path).size();
    ASSERT_TRUE(checkpoint_log->Append(MakeBatch(checkpoint_log->last(), 3)).ok());
  }
  const std::string whole = Slurp(path);
  constexpr size_t kMark = 21;  // that it was synced
  for (size_t cut = before; cut < after - kMark; cut += 7) {
    Spill(path, whole.substr(0, cut));
    const auto checkpoint_log = CheckpointLog::Open(dir);
    ASSERT_TRUE(checkpoint_log.ok()) << cut;
    EXPECT_EQ((*checkpoint_log)->key(), "");
    EXPECT_EQ((*checkpoint_log)->last().size, 3u);
    ASSERT_TRUE((*checkpoint_log)->NoteKey(key).ok());
    EXPECT_EQ((*checkpoint_log)->key(), key);
  }
  for (size_t at = before; at < after; at += 5) {
    std::string altered = whole;
    altered[at] ^= 1;
    Spill(path, altered);
    EXPECT_EQ(CheckpointLog::Open(dir).error().code, ErrorCode::kDataLoss) << at;
  }
}

TEST(CheckpointLog, KeepsManifestsOfOtherEntriesUnderTheirOwnTag) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "journal";
  CheckpointBatch plain;
  CheckpointBatch tagged;
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
    ASSERT_TRUE(checkpoint_log.ok());
    plain = MakeBatch((*checkpoint_log)->last(), 2, 5);
    ASSERT_TRUE((*checkpoint_log)->Append(plain).ok());
    tagged = MakeBatch((*checkpoint_log)->last(), 4, 7);
    tagged.at = kBatchTime + std::chrono::seconds(9);
    tagged.manifests = {{.index = 3, .bytes = "a document"}, {.index = 5, .bytes = "{}"}};
    ASSERT_TRUE((*checkpoint_log)->Append(tagged).ok());
    EXPECT_EQ((*checkpoint_log)->last_at(), tagged.at);
    CheckpointBatch large = MakeBatch((*checkpoint_log)->last(), 1);
    large.manifests = {{.index = 6, .bytes = std::string(kMaxManifestBytes + 1, 'm')}};
    EXPECT_EQ((*checkpoint_log)->Append(large).error().code, ErrorCode::kTooLarge);
  }
  // What has none of them reads as before, so that an older program still reads it.
  EXPECT_EQ(EncodeBatch(plain, {})[0], 'B');
  EXPECT_EQ(EncodeBatch(tagged, {})[0], 'M');
  const auto checkpoint_log = CheckpointLog::Open(dir);
  ASSERT_TRUE(checkpoint_log.ok());
  EXPECT_EQ((*checkpoint_log)->last_at(), tagged.at);
  const auto read = ReadAll(dir);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_TRUE(read[0].manifests.empty());
  ASSERT_EQ(read[1].manifests.size(), 2u);
  EXPECT_EQ(read[1].manifests[0].index, 3u);
  EXPECT_EQ(read[1].manifests[0].bytes, "a document");
  EXPECT_EQ(read[1].manifests[1].bytes, "{}");
  ASSERT_EQ(read[1].purges.size(), 1u);
}

TEST(CheckpointLog, KeepsTheAccessLogsRunningHash) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "journal";
  CheckpointBatch bare;
  CheckpointBatch full;
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
    ASSERT_TRUE(checkpoint_log.ok());
    bare = MakeBatch((*checkpoint_log)->last(), 2);
    bare.accesses = {.count = 7, .hash = Sha256("a")};
    ASSERT_TRUE((*checkpoint_log)->Append(bare).ok());
    full = MakeBatch((*checkpoint_log)->last(), 2, 5);
    full.manifests = {{.index = 3, .bytes = "{}"}};
    full.accesses = {.count = 9, .hash = Sha256("b")};
    ASSERT_TRUE((*checkpoint_log)->Append(full).ok());
  }
  EXPECT_EQ(EncodeBatch(bare, {})[0], 'A');
  EXPECT_EQ(EncodeBatch(full, {})[0], 'A');
  const auto read = ReadAll(dir);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].accesses, bare.accesses);
  EXPECT_TRUE(read[0].manifests.empty());
  EXPECT_EQ(read[1].accesses, full.accesses);
  EXPECT_EQ(read[1].manifests.size(), 1u);
}

TEST(CheckpointLog, RefusesManifestsThatDoNotBelongToTheBatch) {
  const prooflog::Checkpoint start{.origin = "o", .size = 10, .root = {}};
  const auto read = [&](std::vector<LoggedManifest> manifests) {
    CheckpointBatch batch = MakeBatch(start, 3);
    batch.manifests = std::move(manifests);
    Bytes bytes = EncodeSegmentHeader({.start = start});
    SegmentReader header(bytes);
    EXPECT_TRUE(header.ReadHeader().ok());
    const Bytes record = EncodeBatch(batch, header.check());
    bytes.insert(bytes.end(), record.begin(), record.end());
    SegmentReader reader(bytes);
    EXPECT_TRUE(reader.ReadHeader().ok());
    const auto out = reader.ReadBatch();
    return out.ok() ? ErrorCode::kInternal : out.error().code;
  };
  EXPECT_EQ(read({{12, "x"}}), ErrorCode::kInternal);  // read
  EXPECT_EQ(read({{13, "x"}}), ErrorCode::kDataLoss);
  EXPECT_EQ(read({{9, "x"}}), ErrorCode::kDataLoss);
  EXPECT_EQ(read({{UINT64_MAX, "x"}}), ErrorCode::kDataLoss);
  EXPECT_EQ(read({{11, "x"}, {11, "y"}}), ErrorCode::kDataLoss);
  EXPECT_EQ(read({{12, "x"}, {11, "y"}}), ErrorCode::kDataLoss);
  EXPECT_EQ(read({{10, "a"}, {11, "b"}, {12, "c"}, {13, "d"}}), ErrorCode::kDataLoss);
  EXPECT_EQ(read({{10, std::string(kMaxManifestBytes + 1, 'm')}}), ErrorCode::kDataLoss);
}

// A checkpoint log that a newer version wrote: never cut as torn, never called damaged.
TEST(CheckpointLog, NamesARecordThatOnlyANewerVersionKnows) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "journal";
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
    ASSERT_TRUE(checkpoint_log.ok());
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 2)).ok());
  }
  const std::string path = Segments(dir).front();
  std::string bytes = *ReadFile(path, 1 << 20);
  SegmentReader reader(AsBytes(bytes));
  ASSERT_TRUE(reader.ReadHeader().ok());
  while (*reader.ReadBatch()) {
  }
  // A whole record of an unknown kind: type, no payload, its right check.
  const Bytes frame = {'Z', 0, 0, 0, 0};
  const Digest check = Sha256Stream().Update(reader.check()).Update(frame).Finish();
  bytes += AsText(frame);
  bytes.append(check.begin(), check.begin() + 8);
  ASSERT_TRUE(WriteFileDurably(path, bytes).ok());
  const auto opened = CheckpointLog::Open(dir);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kConflict);
  EXPECT_THAT(opened.error().message, HasSubstr("a newer version wrote it"));
  EXPECT_EQ(*ReadFile(path, 1 << 20), bytes);
  const Status read = ReadCheckpointLog(dir, 0, [](const CheckpointBatch&) { return Status(); });
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kConflict);
}

TEST(CheckpointLog, RefusesABatchThatDoesNotContinueIt) {
  const TemporaryDirectory scratch;
  auto checkpoint_log = CheckpointLog::Create(scratch / "j", "o", kBatchTime);
  ASSERT_TRUE(checkpoint_log.ok());
  CheckpointBatch batch = MakeBatch((*checkpoint_log)->last(), 3);
  batch.first = 1;
  EXPECT_FALSE((*checkpoint_log)->Append(batch).ok());
  batch = MakeBatch((*checkpoint_log)->last(), 3);
  batch.checkpoint.size = 4;
  EXPECT_FALSE((*checkpoint_log)->Append(batch).ok());
  batch = MakeBatch((*checkpoint_log)->last(), 3);
  batch.checkpoint.origin = "other";
  EXPECT_FALSE((*checkpoint_log)->Append(batch).ok());
  EXPECT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 3)).ok());
}

TEST(CheckpointLog, GoesOnInNewSegmentsAndReadsAcrossThem) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "j";
  auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
  ASSERT_TRUE(checkpoint_log.ok());
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 60'000)).ok());
  }
  const auto last = (*checkpoint_log)->last();
  checkpoint_log->reset();
  const auto segments = Segments(dir);
  EXPECT_EQ(segments.size(), 2u);  // 60,000 entries are about 2 MB; a segment closes past 4 MiB
  EXPECT_EQ(ReadAll(dir).size(), 5u);
  EXPECT_EQ(ReadAll(dir, 250'000).size(), 1u);
  EXPECT_EQ((*CheckpointLog::Open(dir))->last(), last);

  // A missing or exchanged segment is noticed.
  const std::string saved = Slurp(segments[1]);
  fs::remove(segments[0]);
  const Status status =
      ReadCheckpointLog(dir, 0, [](const CheckpointBatch&) -> Status { return {}; });
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message, HasSubstr("missing"));
}

// The mark of a segment's last batch is synced by nothing but the start of the next segment; a
// directory whose mark was torn before that was so reads all the same.
TEST(CheckpointLog, ATornMarkAtTheEndOfAnEarlierSegmentHidesNothing) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "j";
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 60'000)).ok());
    }
  }
  const auto segments = Segments(dir);
  ASSERT_EQ(segments.size(), 2u);
  const std::string whole = Slurp(segments[0]);
  for (const size_t cut : {1u, 20u, 21u}) {
    Spill(segments[0], whole.substr(0, whole.size() - cut));
    EXPECT_EQ(ReadAll(dir).size(), 4u) << cut;
    Spill(segments[0], whole.substr(0, whole.size() - cut) + std::string(cut, '\0'));
    EXPECT_EQ(ReadAll(dir).size(), 4u) << cut << " zeroed";
  }
  // One byte more, and a batch is missing.
  Spill(segments[0], whole.substr(0, whole.size() - 22));
  EXPECT_FALSE(ReadCheckpointLog(dir, 0, [](const CheckpointBatch&) -> Status { return {}; }).ok());
}

TEST(CheckpointLog, ATornTailIsDroppedWhereverItIsCut) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "j";
  std::string whole;
  prooflog::Checkpoint before;
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 2)).ok());
    before = (*checkpoint_log)->last();
    whole = Slurp(Segments(dir)[0]);
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 3, 10)).ok());
  }
  const std::string path = Segments(dir)[0];
  const std::string longer = Slurp(path);
  // The commit mark, 21 bytes, is not synced: what stands before it is whole without it.
  const size_t batch_end = longer.size() - 21;
  for (size_t cut = whole.size(); cut < longer.size(); ++cut) {
    Spill(path, longer.substr(0, cut));
    const auto checkpoint_log = CheckpointLog::Open(dir);
    ASSERT_TRUE(checkpoint_log.ok()) << cut << checkpoint_log.error().message;
    ASSERT_EQ((*checkpoint_log)->last().size, cut < batch_end ? 2u : 5u) << cut;
    if (cut < batch_end) {
      ASSERT_EQ(Slurp(path), whole);
      ASSERT_EQ((*checkpoint_log)->last(), before);
    }
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 1)).ok());
  }
  // Blocks of the tail that reached the disk in another order: zeros in front of data.
  std::string holes = longer;
  std::fill(holes.begin() + static_cast<std::ptrdiff_t>(whole.size()),
            holes.begin() + static_cast<std::ptrdiff_t>(whole.size() + 20), '\0');
  Spill(path, holes.substr(0, batch_end));
  EXPECT_EQ((*CheckpointLog::Open(dir))->last().size, 2u);
}

// Once the commit mark is there, a bad byte before it is no torn tail.
TEST(CheckpointLog, AFlippedBitInWhatWasSyncedIsDamage) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "j";
  {
    auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 2)).ok());
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 2, 8)).ok());
  }
  const std::string path = Segments(dir)[0];
  const std::string good = Slurp(path);
  for (size_t bit = 0; bit < (good.size() - 21) * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    Spill(path, bad);
    const auto checkpoint_log = CheckpointLog::Open(dir);
    ASSERT_FALSE(checkpoint_log.ok()) << bit;
    ASSERT_EQ(checkpoint_log.error().code, ErrorCode::kDataLoss);
    ASSERT_THAT(checkpoint_log.error().message, HasSubstr(path));
    ASSERT_EQ(Slurp(path), bad);  // nothing is cut from a damaged checkpoint log
    const Status read =
        ReadCheckpointLog(dir, 0, [](const CheckpointBatch&) -> Status { return {}; });
    ASSERT_FALSE(read.ok()) << bit;
  }
}

TEST(CheckpointLog, AfterAFailedWriteItGoesOnFromTheLastWholeBatch) {
  const TemporaryDirectory scratch;
  const std::string dir = scratch / "j";
  auto checkpoint_log = CheckpointLog::Create(dir, "o", kBatchTime);
  ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 2)).ok());
  // A file size limit makes the write fail in the middle, as a full disk does.
  struct rlimit old {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  struct rlimit small = old;
  small.rlim_cur = fs::file_size(Segments(dir)[0]) + 50;
  const auto previous = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status refused = (*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 100));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, previous);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ((*checkpoint_log)->last().size, 2u);
  ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 7)).ok());
  checkpoint_log->reset();
  EXPECT_EQ((*CheckpointLog::Open(dir))->last().size, 9u);
  EXPECT_EQ(ReadAll(dir).size(), 2u);
}

// Every time has one spelling: what is read is what was written, to the bit.
// Each leaves the checkpoint log's open file somewhere else than where its path says.
const std::vector<std::pair<const char*, void (*)(const std::string&)>> kTakenAway = {
    {"deleted", [](const std::string& path) { fs::remove(path); }},
    {"moved away", [](const std::string& path) { fs::rename(path, path + ".old"); }},
    {"replaced by another file",
     [](const std::string& path) {
       fs::copy_file(path, path + ".copy");
       fs::rename(path + ".copy", path);
     }},
    {"moved away",
     [](const std::string& path) {
       const fs::path directory = fs::path(path).parent_path();
       fs::rename(directory, directory.string() + ".old");
       fs::create_directory(directory);
     }},
    {"written to by something else",
     [](const std::string& path) { fs::resize_file(path, fs::file_size(path) - 1); }},
};

TEST(CheckpointLog, AFileThatIsNotServedTakesNothing) {
  for (const auto& [what, take_away] : kTakenAway) {
    const TemporaryDirectory scratch;
    const std::string dir = scratch / "journal";
    auto checkpoint_log = CheckpointLog::Create(dir, "o.example/log", kBatchTime);
    ASSERT_TRUE((*checkpoint_log)->Append(MakeBatch((*checkpoint_log)->last(), 3)).ok());
    ASSERT_TRUE((*checkpoint_log)->CheckServed().ok());
    const CheckpointBatch next = MakeBatch((*checkpoint_log)->last(), 1);
    take_away(Segments(dir).front());
    for (int i = 0; i < 2; ++i) {
      const Status appended = (*checkpoint_log)->Append(next);
      ASSERT_FALSE(appended.ok()) << what;
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable);
      EXPECT_THAT(appended.error().message, HasSubstr(what));
      EXPECT_THAT(appended.error().message, HasSubstr("start again"));
      EXPECT_FALSE((*checkpoint_log)->CheckServed().ok());
    }
    EXPECT_EQ((*checkpoint_log)->last().size, 3U);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
