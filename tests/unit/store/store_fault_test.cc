#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "prooflog/hash.h"
#include "tests/unit/store/fault_vfs.h"
#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace {

std::atomic<Fault> g_fault{Fault::kDiskFull};
std::atomic<int64_t> g_until{INT64_MAX};  // calls that still succeed
std::atomic<int64_t> g_count{0};          // calls that fail then
std::atomic<int64_t> g_failures{0};

std::function<void(std::string_view, bool)> g_giving;
std::atomic<bool> g_synced{true};  // nothing was written since the last sync

// SQLITE_OK, or how the call fails.
int Judge(bool sync) {
  if (g_until.load() == INT64_MAX) return SQLITE_OK;
  const bool counts = g_fault.load() != Fault::kSyncError || sync;
  if (!counts || g_until.fetch_sub(1) > 0) return SQLITE_OK;
  if (g_failures.load() >= g_count.load()) return SQLITE_OK;
  ++g_failures;
  switch (g_fault.load()) {
    case Fault::kDiskFull:
      return sync ? SQLITE_OK : SQLITE_FULL;
    case Fault::kWriteError:
      return sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
    case Fault::kSyncError:
      return SQLITE_IOERR_FSYNC;
  }
  return SQLITE_OK;
}

// An open file: ours, with the real one behind it in the same allocation.
struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) == sizeof(void*));

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }
const sqlite3_io_methods* Methods(sqlite3_file* file) { return Real(file)->pMethods; }

void Give(sqlite3_file* file, sqlite3_int64 from) {
  sqlite3_int64 size = 0;
  if (!g_giving || Methods(file)->xFileSize(Real(file), &size) != SQLITE_OK || size <= from) return;
  std::string bytes(static_cast<size_t>(size - from), '\0');
  Methods(file)->xRead(Real(file), bytes.data(), static_cast<int>(bytes.size()), from);
  g_giving(bytes, g_synced);
}

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  g_synced = false;
  const int code = Judge(false);
  if (code != SQLITE_OK) {
    // What fails may be half done.
    if (size > 1) Methods(file)->xWrite(Real(file), data, size / 2, offset);
    return code;
  }
  return Methods(file)->xWrite(Real(file), data, size, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Give(file, size);
  const int code = Judge(false);
  return code != SQLITE_OK ? code : Methods(file)->xTruncate(Real(file), size);
}
int Sync(sqlite3_file* file, int flags) {
  const int code = Judge(true);
  if (code == SQLITE_OK) g_synced = true;
  return code != SQLITE_OK ? code : Methods(file)->xSync(Real(file), flags);
}

const sqlite3_io_methods kMethods = {
    2,
    [](sqlite3_file* f) { return Methods(f)->xClose(Real(f)); },
    [](sqlite3_file* f, void* d, int n, sqlite3_int64 o) {
      return Methods(f)->xRead(Real(f), d, n, o);
    },
    Write,
    Truncate,
    Sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return Methods(f)->xFileSize(Real(f), size); },
    [](sqlite3_file* f, int level) { return Methods(f)->xLock(Real(f), level); },
    [](sqlite3_file* f, int level) { return Methods(f)->xUnlock(Real(f), level); },
    [](sqlite3_file* f, int* out) { return Methods(f)->xCheckReservedLock(Real(f), out); },
    [](sqlite3_file* f, int op, void* arg) { return Methods(f)->xFileControl(Real(f), op, arg); },
    [](sqlite3_file* f) { return Methods(f)->xSectorSize(Real(f)); },
    [](sqlite3_file* f) { return Methods(f)->xDeviceCharacteristics(Real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return Methods(f)->xShmMap(Real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
      return Methods(f)->xShmLock(Real(f), offset, n, flags);
    },
    [](sqlite3_file* f) { Methods(f)->xShmBarrier(Real(f)); },
    [](sqlite3_file* f, int remove) { return Methods(f)->xShmUnmap(Real(f), remove); },
    nullptr,
    nullptr,
};

int OpenFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* real = static_cast<sqlite3_vfs*>(vfs->pAppData);
  file->pMethods = nullptr;
  const int code = real->xOpen(real, name, Real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &kMethods;
  return code;
}

int DeleteFile(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  if (g_giving) {
    std::ifstream in(name, std::ios::binary);
    g_giving(std::string(std::istreambuf_iterator<char>(in), {}), g_synced);
  }
  auto* real = static_cast<sqlite3_vfs*>(vfs->pAppData);
  return real->xDelete(real, name, sync_directory);
}

}  // namespace

const char* FaultVfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs out = *real;
    out.zName = "temoin-fault";
    out.pNext = nullptr;
    out.pAppData = real;
    out.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    out.xOpen = OpenFile;
    out.xDelete = DeleteFile;
    return out;
  }();
  sqlite3_vfs_register(&vfs, 0);
  return vfs.zName;
}

void FailAfter(Fault fault, int64_t after, int64_t count) {
  g_fault = fault;
  g_failures = 0;
  g_count = count;
  g_until = after;
}
void FailNothing() { g_until = INT64_MAX; }
int64_t Failures() { return g_failures; }
void OnGiving(std::function<void(std::string_view, bool)> look) { g_giving = std::move(look); }

namespace {

Digest RootOf(const std::vector<Digest>& leaves, size_t begin, size_t end) {
  if (begin == end) return prooflog::EmptyRoot();
  if (end - begin == 1) return leaves[begin];
  size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return prooflog::NodeHash(RootOf(leaves, begin, begin + split),
                            RootOf(leaves, begin + split, end));
}

class FaultTest : public StoreTest, public ::testing::WithParamInterface<Fault> {
 protected:
  void SetUp() override { Open(FaultVfs()); }
  void TearDown() override { FailNothing(); }

  // The log is whole: every entry there, the root theirs, every kept record against its entry.
  void ExpectWhole() {
    const Head head = *store_->ReadHead();
    std::vector<Digest> leaves;
    for (Index i = 0; i < head.size; ++i) {
      const auto entry = store_->ReadEntries(i, 1);
      ASSERT_TRUE(entry.ok() && entry->size() == 1) << i;
      leaves.push_back(prooflog::LeafHash(entry->at(0)));
      const auto found = store_->FindByIndex(i);
      ASSERT_TRUE(found.ok()) << i;
      if (!found->content) continue;
      EXPECT_EQ(entry->at(0), prooflog::EncodeEntry(prooflog::ConsentEntry(
                                  found->content->random, AsBytes(found->content->record))));
    }
    EXPECT_EQ(head.root, RootOf(leaves, 0, leaves.size()));
  }
};

TEST_P(FaultTest, ABatchThatFailsIsNotThereAndTheNextOneIs) {
  Publish();
  std::vector<Index> acknowledged;
  Batch batch{.now = now_};
  for (int i = 0; i < 40; ++i) batch.choices.push_back(Choice(now_));
  int failed = 0;
  for (int64_t after = 0; after < 60; ++after) {
    const Head before = *store_->ReadHead();
    FailAfter(GetParam(), after);
    const auto appended = store_->Append(batch);
    const bool hit = Failures() > 0;
    FailNothing();
    if (appended.ok()) {
      for (const auto& index : appended->choices) acknowledged.push_back(*index);
    } else {
      EXPECT_TRUE(hit);
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable) << appended.error().message;
      EXPECT_EQ(*store_->ReadHead(), before);
      ++failed;
    }
    if (after % 10 == 9) {
      acknowledged.push_back(Give(Choice(now_)));
      ExpectWhole();
      Open(FaultVfs());
      ExpectWhole();
    }
  }
  EXPECT_GT(failed, 0);
  for (const Index index : acknowledged) EXPECT_TRUE(Find(index).content.has_value()) << index;
}

TEST_P(FaultTest, AnErasureThatFailsErasesNothingAndIsCarriedOutLater) {
  Publish();
  Batch batch{.now = now_};
  for (int i = 0; i < 300; ++i) batch.choices.push_back(Choice(now_));
  Append(batch);
  const Time due = AddMonths(now_, 40);
  int failed = 0;
  uint64_t purged = 0;
  for (int64_t after = 0; after < 30; ++after) {
    const Head before = *store_->ReadHead();
    FailAfter(GetParam(), after);
    const auto page = store_->PurgeDue(due, 10);
    FailNothing();
    if (page.ok()) {
      purged += page->purged;
    } else {
      ++failed;
      EXPECT_EQ(page.error().code, ErrorCode::kUnavailable);
      EXPECT_EQ(*store_->ReadHead(), before);
    }
  }
  EXPECT_GT(failed, 0);
  while (true) {
    const auto page = store_->PurgeDue(due, 100);
    ASSERT_TRUE(page.ok());
    purged += page->purged;
    if (!page->more) break;
  }
  EXPECT_EQ(purged, 300U);
  ExpectWhole();
  EXPECT_TRUE(*store_->Truncate());
}

// Whole or not at all, wherever the disk gives up; and as it was after trying again.
TEST_P(FaultTest, PicturesAreNeverHalfFiled) {
  Publish();
  int failed = 0;
  for (int64_t after = 0; after < 60; ++after) {
    const NewPictureSet set = picture_testing::SetOf(picture_testing::MakePictures(
        kSite, Revision().hash, std::string(64, 'b'), now_ + std::chrono::seconds(after),
        static_cast<char>('a' + after)));
    const Head before = *store_->ReadHead();
    FailAfter(GetParam(), after);
    const auto appended = store_->Append({.now = now_, .picture_sets = {set}});
    FailNothing();
    if (!appended.ok()) {
      ++failed;
      EXPECT_EQ(*store_->ReadHead(), before);
      if (after % 5 == 0) Open(FaultVfs());  // what a restart finds
      EXPECT_EQ(store_->ReadDocument(set.hash).error().code, ErrorCode::kNotFound);
      for (const NewPicture& picture : set.pictures) {
        EXPECT_EQ(store_->ReadPicture(picture.hash).error().code, ErrorCode::kNotFound);
      }
      EXPECT_TRUE(store_->Append({.now = now_, .picture_sets = {set}}).ok());
    }
    EXPECT_EQ(store_->ReadHead()->size, before.size + 1);
    EXPECT_EQ(store_->PicturesOfRevision(set.revision)->back().hash, set.hash);
    for (const NewPicture& picture : set.pictures) {
      EXPECT_EQ(*store_->ReadPicture(picture.hash), picture.bytes);
    }
  }
  EXPECT_GT(failed, 0);
  ExpectWhole();
}

TEST_P(FaultTest, TruncatingThatFailsIsSaidAndTriedAgain) {
  Publish();
  Give(Choice(now_));
  FailAfter(GetParam(), 0);
  const auto truncated = store_->Truncate();
  FailNothing();
  ASSERT_FALSE(truncated.ok());
  EXPECT_EQ(truncated.error().code, ErrorCode::kUnavailable);
  Give(Choice(now_));
  EXPECT_TRUE(*store_->Truncate());
  ExpectWhole();
}

INSTANTIATE_TEST_SUITE_P(Disk, FaultTest,
                         ::testing::Values(Fault::kDiskFull, Fault::kWriteError, Fault::kSyncError),
                         [](const auto& test) {
                           switch (test.param) {
                             case Fault::kDiskFull:
                               return "Full";
                             case Fault::kWriteError:
                               return "WriteError";
                             default:
                               return "SyncError";
                           }
                         });

}  // namespace
}  // namespace temoin::store
