// The access log: its days are closed into entries, and forgotten in time.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "prooflog/entry.h"
#include "tests/contract/store_contract.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

TEST_P(StoreContract, ADayOfTheAccessLogIsClosedOnceAsAnEntry) {
  const std::vector<Access> accesses = {{.at = now_,
                                         .who = "auditor-1",
                                         .role = "auditor",
                                         .action = "consent.read",
                                         .site = kSite,
                                         .detail = "12"},
                                        {.at = now_ + std::chrono::days(1),
                                         .who = "auditor-1",
                                         .role = "auditor",
                                         .action = "sign-in",
                                         .site = "",
                                         .detail = ""}};
  ASSERT_TRUE(store_->Append({.accesses = accesses}).ok());
  const Time day = std::chrono::floor<std::chrono::days>(now_);
  EXPECT_FALSE(store_->CloseAccessDay(day, now_).ok());
  const Time next = day + std::chrono::days(1);
  const auto index = store_->CloseAccessDay(day, next);
  ASSERT_TRUE(index.ok() && index->has_value());
  const std::string line =
      R"({"action":"consent.read","at":"2026-03-01T12:00:00Z","detail":"12","id":1,)"
      R"("role":"auditor","site":"ameli.fr","who":"auditor-1"})"
      "\n";
  EXPECT_EQ(store_->ReadEntries(**index, 1)->at(0),
            prooflog::EncodeEntry({.type = EntryType::kAccessDay, .commitment = Sha256(line)}));
  EXPECT_FALSE(store_->CloseAccessDay(day, next)->has_value());
  EXPECT_FALSE(store_->CloseAccessDay(day - std::chrono::days(1), next)->has_value());
  EXPECT_EQ(store_->ReadAccesses(0, 10)->size(), 2U);

  auto days = store_->ReadAccessDays(Time{}, 10);
  ASSERT_TRUE(days.ok()) << days.error().message;
  ASSERT_EQ(days->size(), 2U);
  EXPECT_EQ(days->at(0).day, day);
  EXPECT_EQ(days->at(0).entry, **index);
  EXPECT_EQ(days->at(0).digest, Sha256(line));
  EXPECT_EQ(days->at(1).day, next);
  EXPECT_EQ(days->at(1).entry, std::nullopt);
  EXPECT_EQ(store_->ReadAccessDays(next, 10)->size(), 1U);
  EXPECT_EQ(store_->ReadAccessDays(Time{}, 1)->size(), 1U);

  // Only of days that are closed, and then nothing can be said of the day any more.
  const Time later = now_ + std::chrono::days(9);
  EXPECT_FALSE(*store_->ForgetAccesses({.now = later, .before = later, .sign_ins_only = true}, 10));
  EXPECT_EQ(store_->ReadAccesses(0, 10)->size(), 2U);
  ASSERT_TRUE(store_->CloseAccessDay(next, later)->has_value());
  EXPECT_FALSE(*store_->ForgetAccesses({.now = later, .before = later, .sign_ins_only = true}, 10));
  // A line says how many were forgotten.
  ASSERT_EQ(store_->ReadAccesses(0, 10)->size(), 2U);
  EXPECT_EQ(store_->ReadAccesses(0, 10)->at(0).access.action, "consent.read");
  EXPECT_EQ(store_->ReadAccesses(0, 10)->at(1).access.action, kForgetAction);
  EXPECT_EQ(store_->ReadAccesses(0, 10)->at(1).access.at, later);
  EXPECT_EQ(ForgottenLines(store_->ReadAccesses(0, 10)->at(1).access), 1U);
  days = store_->ReadAccessDays(Time{}, 10);
  EXPECT_TRUE(days->at(0).digest.has_value());
  EXPECT_FALSE(days->at(1).digest.has_value());
  EXPECT_TRUE(*store_->ForgetAccesses({.now = later, .before = later}, 1));
  EXPECT_FALSE(*store_->ForgetAccesses({.now = later, .before = later}, 1));
  for (const AccessRow& row : *store_->ReadAccesses(0, 10)) {
    EXPECT_EQ(row.access.action, kForgetAction);
  }
  EXPECT_EQ(store_->ReadAccesses(0, 10)->size(), 2U);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
