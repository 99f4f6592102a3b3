#include <gtest/gtest.h>

#include <filesystem>

#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace {

class LossTest : public StoreTest {};

TEST_F(LossTest, IsKeptUntilItIsAcknowledgedOnce) {
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

TEST_F(LossTest, AStoreSaysWhetherThereWasADatabase) {
  EXPECT_TRUE(store_->made());
  Open();
  EXPECT_FALSE(store_->made());
  store_.reset();
  std::filesystem::resize_file(Database(), 0);
  Open();
  EXPECT_TRUE(store_->made());
}

}  // namespace
}  // namespace temoin::store
