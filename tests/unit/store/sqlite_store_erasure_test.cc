// Forgetting: what is left on the disk.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "store/purge_manifest.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/unit/store/slow_root.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

// Every byte of every file of the directory.
std::string AllBytes(const std::string& directory) {
  std::string out;
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(file.path(), std::ios::binary);
    out.append(std::istreambuf_iterator<char>(in), {});
  }
  return out;
}

TEST_F(StoreTest, NoByteOfAnErasedRecordStaysInAnyFile) {
  Publish();
  // Lines of several records, superseded in an order unlike that of writing, so that rows change.
  std::vector<Index> indices;
  for (size_t batch = 0; batch < 20; ++batch) {
    Batch choices{.now = now_};
    for (size_t i = 0; i < 30; ++i) {
      const bool link = i % 3 != 0 && !indices.empty();
      choices.choices.push_back(
          Choice(now_ + std::chrono::seconds(i),
                 link ? std::optional(indices[(indices.size() * 7 + i * 5) % indices.size()])
                      : std::nullopt));
    }
    for (const auto& index : Append(choices).choices) indices.push_back(*index);
  }
  std::vector<std::string> secrets;
  for (const Index index : indices) {
    const Found found = Find(index);
    secrets.emplace_back(AsText(found.content->random));
    secrets.push_back(EncodeHex(*consent::ParseRecord(found.content->record)->token));
  }
  const std::string before = AllBytes(directory_.path());
  size_t there = 0;
  for (const std::string& secret : secrets) there += before.find(secret) != std::string::npos;
  ASSERT_EQ(there, secrets.size()) << "the search itself must be able to find them";

  // Half of them by request, in any order, the others by retention.
  for (size_t i = 0; i < indices.size() / 2; i += 20) {
    Batch erasures{.now = now_};
    for (size_t k = i; k < i + 20; ++k) {
      erasures.erasures.push_back({.index = indices[(k * 31) % indices.size()], .at = now_});
    }
    Append(erasures);
  }
  while (true) {
    const auto page = store_->PurgeDue(AddMonths(now_, 40), 37);
    ASSERT_TRUE(page.ok());
    if (!page->more) break;
  }
  ASSERT_TRUE(*store_->Truncate());
  const std::string after = AllBytes(directory_.path());
  for (size_t i = 0; i < secrets.size(); ++i) {
    EXPECT_EQ(after.find(secrets[i]), std::string::npos) << i;
  }
  EXPECT_EQ(after.find("Caisse nationale"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(Database() + "-wal"), 0U);
}

TEST_F(StoreTest, StartingEmptiesTheWriteAheadLogOfAKilledProcess) {
  Publish();
  const Index index = Give(Choice(now_));
  const std::string secret(AsText(Find(index).content->random));
  Append({.now = now_, .erasures = {{.index = index, .at = now_}}});
  // What a kill leaves: the files as they are now.
  TemporaryDirectory copy;
  for (const auto& file : std::filesystem::directory_iterator(directory_.path())) {
    std::filesystem::copy(file.path(), copy.path() / file.path().filename());
  }
  ASSERT_NE(AllBytes(copy.path()).find(secret), std::string::npos);
  const auto reopened = OpenSqliteStore({.directory = copy.path()});
  ASSERT_TRUE(reopened.ok()) << reopened.error().message;
  EXPECT_EQ(AllBytes(copy.path()).find(secret), std::string::npos);
  EXPECT_EQ((*reopened)->FindByIndex(index)->row.state, State::kPurged);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
