// Readers beside the writer: each sees whole states, and none waits for the other.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "prooflog/hash.h"
#include "prooflog/tree.h"
#include "tests/contract/store_contract.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

class StoreTiles final : public prooflog::TileStorage {
 public:
  explicit StoreTiles(const Store& store) : store_(store) {}
  Result<std::optional<Bytes>> ReadTile(unsigned level, uint64_t index) override {
    auto tile = store_.ReadTile(static_cast<int>(level), index);
    if (tile.ok()) return std::optional(std::move(*tile));
    if (tile.error().code == ErrorCode::kNotFound) return std::optional<Bytes>();
    return tile.error();
  }

 private:
  const Store& store_;
};

TEST_P(StoreContract, ReadersSeeWholeStatesWhileTheWriterWrites) {
  Publish();
  std::atomic<bool> stop{false};
  std::atomic<uint64_t> looked{0};
  const auto read = [&] {
    uint64_t size = 0;
    while (!stop) {
      const auto head = store_->ReadHead();
      ASSERT_TRUE(head.ok()) << head.error().message;
      EXPECT_GE(head->size, size);
      size = head->size;
      // Tiles only grow, so the root of that size can be had from whatever they are by now.
      StoreTiles tiles(*store_);
      const auto root = prooflog::TreeReader(tiles).Root(size);
      ASSERT_TRUE(root.ok()) << root.error().message;
      EXPECT_EQ(*root, head->root);
      const auto found = store_->FindByIndex(size - 1);
      ASSERT_TRUE(found.ok()) << found.error().message;
      if (found->content) {
        const auto entries = store_->ReadEntries(size - 1, 1);
        EXPECT_EQ(entries->at(0), prooflog::EncodeEntry(prooflog::ConsentEntry(
                                      found->content->random, AsBytes(found->content->record))));
      }
      const auto page = store_->Search(
          {.limit = 10}, std::chrono::steady_clock::now() + std::chrono::milliseconds(50));
      ASSERT_TRUE(page.ok()) << page.error().message;
      ++looked;
    }
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) readers.emplace_back(read);
  int64_t hold = 0;
  for (int round = 0; round < 60 || looked < 20; ++round) {
    Batch batch{.now = now_};
    for (int i = 0; i < 20; ++i) {
      batch.choices.push_back(Choice(now_));
    }
    const Appended appended = Append(batch);
    if (round % 4 == 1) {
      Append({.now = now_, .erasures = {{.index = *appended.choices[3], .at = now_}}});
    }
    if (round % 7 == 1) {
      const auto added = store_->AddHold({.site = kSite, .from = At("2020-01-01T00:00:00Z")});
      ASSERT_TRUE(added.ok());
      if (hold != 0) {
        ASSERT_TRUE(store_->ReleaseHold(hold, now_, "dpo", "operator").ok());
      }
      hold = *added;
    }
    // Readers may be in the way: then it is tried again later, and nobody waits.
    if (round % 5 == 1) {
      ASSERT_TRUE(store_->Truncate().ok());
    }
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_TRUE(*store_->Truncate());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
