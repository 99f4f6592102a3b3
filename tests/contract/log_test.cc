// The log: tree, checkpoints, losses, and what completes it.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/contract/store_contract.h"
#include "tests/unit/store/slow_root.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

TEST_P(StoreContract, ANewDirectoryHoldsAnEmptyLog) {
  EXPECT_EQ(store_->ReadHead()->size, 0U);
  EXPECT_EQ(store_->ReadHead()->root, Sha256(ByteView()));
  EXPECT_EQ(store_->FindByIndex(0).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(store_->CurrentPublication(kSite)->has_value());
  EXPECT_EQ(store_->ReadTile(0, 0).error().code, ErrorCode::kNotFound);
}

TEST_P(StoreContract, RootAndTilesFollowEveryEntryAndSurviveReopening) {
  Publish();
  for (const size_t count : {1U, 63U, 200U, 300U, 1U}) {
    Batch batch{.now = now_};
    for (size_t i = 0; i < count; ++i) batch.choices.push_back(Choice(now_));
    const Head head = Append(batch).head;
    EXPECT_EQ(head, *store_->ReadHead());
    EXPECT_EQ(head.root, SlowRoot(*store_, head.size));
    Open();
    EXPECT_EQ(head, *store_->ReadHead());
  }
  const Head head = *store_->ReadHead();
  EXPECT_EQ(store_->ReadTile(0, 0)->size(), 256U * 32);
  EXPECT_EQ(store_->ReadTile(0, 2)->size(), (head.size - 512) * 32);
  EXPECT_EQ(store_->ReadTile(1, 0)->size(), 2U * 32);
}

TEST_P(StoreContract, NoRowOfItsOwnIsOdd) {
  Publish();
  Batch batch{.now = now_};
  for (int i = 0; i < 5000; ++i) batch.choices.push_back(Choice(now_));
  Append(batch);
  EXPECT_TRUE(store_->ReadOddRows()->empty());
}

TEST_P(StoreContract, CheckpointsAreKeptOneADay) {
  ASSERT_TRUE(store_->KeepCheckpoint({.day = now_, .size = 1, .note = "a"}).ok());
  ASSERT_TRUE(store_->KeepCheckpoint({.day = now_, .size = 2, .note = "b"}).ok());
  ASSERT_TRUE(
      store_->KeepCheckpoint({.day = now_ + std::chrono::days(1), .size = 3, .note = "c"}).ok());
  const auto kept = store_->KeptCheckpoints();
  ASSERT_EQ(kept->size(), 2U);
  EXPECT_EQ(kept->at(0).note, "b");
  EXPECT_EQ(kept->at(1).size, 3U);
}

TEST_P(StoreContract, ALossIsKeptUntilItIsAcknowledgedOnce) {
  ASSERT_TRUE(store_->Losses()->empty());
  ASSERT_TRUE(store_->AcknowledgeLosses(now_, "root")->empty());
  const Loss loss{.first = 3, .end = 9, .consents = 5, .others = 1, .purges = 0, .found = now_};
  ASSERT_TRUE(store_->NoteLoss(loss).ok());
  // Found again, because completing was cut; and what it does not name.
  ASSERT_TRUE(store_->NoteLoss({.first = 6, .end = 9, .consents = 3, .found = now_}).ok());
  ASSERT_TRUE(store_->NoteLoss({.first = 6, .end = 12, .consents = 6, .found = now_}).ok());
  Open();
  auto losses = *store_->Losses();
  ASSERT_EQ(losses.size(), 2U);
  EXPECT_EQ(losses[0].first, 3U);
  EXPECT_EQ(losses[0].end, 9U);
  EXPECT_EQ(losses[0].consents, 5U);
  EXPECT_EQ(losses[0].others, 1U);
  EXPECT_EQ(losses[0].found, now_);
  EXPECT_FALSE(losses[0].acknowledged);
  EXPECT_EQ(losses[1].end, 12U);

  ASSERT_EQ(store_->AcknowledgeLosses(now_, "root")->size(), 2U);
  ASSERT_TRUE(store_->AcknowledgeLosses(now_, "root")->empty());
  losses = *store_->Losses();
  EXPECT_EQ(losses[0].acknowledged, now_);
  EXPECT_EQ(losses[1].acknowledged_by, "root");
  const auto lines = *store_->ReadAccesses(0, 10);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].access.action, "loss.acknowledge");
  EXPECT_EQ(lines[0].access.role, "operator");

  // The same range again is another loss.
  ASSERT_TRUE(store_->NoteLoss(loss).ok());
  EXPECT_EQ(store_->Losses()->size(), 3U);
}

// What the checkpoint log gives back of a store that has nothing any more.
TEST_P(StoreContract, AStoreThatIsBehindIsCompletedAsLostAndPurgesAreReplayed) {
  Publish();
  const Index lost = Give(Choice(now_));
  const Index erased = Give(Choice(now_));
  Append({.now = now_, .erasures = {{.index = erased, .at = now_}}});
  const auto dossier = store_->AddDossierNote({.time = now_, .vkey = "x/dossiers+1+AQ"});
  ASSERT_TRUE(dossier.ok());
  const Head head = *store_->ReadHead();
  const auto entries = store_->ReadEntries(0, 100);
  const auto purges = store_->ReadPurges(0, 100);

  const auto other = GetParam().make();
  auto behind = other->Open();
  ASSERT_TRUE(behind.ok()) << behind.error().message;
  // Without the manifest nothing changes.
  EXPECT_EQ((*behind)->Complete(*entries, {}).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ((*behind)->ReadHead()->size, 0U);
  EXPECT_EQ((*behind)->Complete(*entries, *purges).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ((*behind)->AllPublications()->size(), 0U);
  const auto completed = (*behind)->Complete(*entries, *purges, *store_->ReadManifests(0, 100));
  ASSERT_TRUE(completed.ok()) << completed.error().message;
  EXPECT_EQ(*completed, head);
  EXPECT_EQ(*(*behind)->ReadHead(), head);
  EXPECT_EQ((*behind)->FindByIndex(lost)->row.state, State::kLost);
  EXPECT_EQ((*behind)->FindByIndex(erased)->row.state, State::kPurged);
  EXPECT_EQ((*behind)->ReadPurges(0, 100)->at(0).manifest, purges->at(0).manifest);
  EXPECT_EQ((*behind)->ReadManifests(*dossier, 1)->at(0).type, EntryType::kDossier);
}

TEST_P(StoreContract, ANewStoreSaysSoUntilItIsOpenedAgain) {
  EXPECT_TRUE(store_->made());
  Open();
  EXPECT_FALSE(store_->made());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
