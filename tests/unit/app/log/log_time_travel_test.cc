// Fourteen months of synthetic traffic on a simulated clock: choices, changes, withdrawals,
// requests for erasure, revisions, nightly erasure on time, a hold, a rotation of the key,
// restarts, and one restored backup. At each month's end everything is verified, from inside and
// from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <random>

#include "app/log/log_publisher.h"
#include "app/log/log_tiles.h"
#include "app/log/log_verify.h"
#include "prooflog/proof.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using store::Choice;
using store::Index;
using store::Revision;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kMonths = 14;
constexpr size_t kChoicesADay = 12;

class TimeTravel : public testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() {
    auto opened = store::OpenSqliteStore({.directory = data_.path()});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    store_ = std::move(*opened);
    LogOptions options;
    options.data_dir = data_.path();
    options.keep = [this](const store::KeptCheckpoint& kept) {
      return store_->KeepCheckpoint(kept);
    };
    auto publisher = LogPublisher::Open(options, *store_, now_);
    ASSERT_TRUE(publisher.ok()) << publisher.error().message;
    publisher_ = std::move(*publisher);
    ASSERT_EQ(publisher_->Refusal(), std::nullopt);
  }
  void Stop() {
    publisher_.reset();
    store_.reset();
  }

  void CopyDatabase(const std::string& from, const std::string& to) {
    fs::create_directories(to);
    for (const char* name : {"temoin.db", "temoin.db-wal", "temoin.db-shm"}) {
      fs::remove(fs::path(to) / name);
      const fs::path source = fs::path(from) / name;
      if (fs::exists(source)) fs::copy_file(source, fs::path(to) / name);
    }
  }

  size_t Pick(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }

  store::Appended Append(const store::Batch& batch) {
    auto appended = store_->Append(batch);
    EXPECT_TRUE(appended.ok()) << appended.error().message;
    return appended.ok() ? *appended : store::Appended{};
  }

  // Choices of one day: mostly new visitors, some who change their mind, some who withdraw.
  void Day() {
    store::Batch batch{.now = now_};
    for (size_t i = 0; i < kChoicesADay; ++i) {
      const bool known = !current_.empty() && Pick(4) == 0;
      std::optional<Index> previous;
      if (known) {
        const size_t at = Pick(current_.size());
        previous = current_[at];
        current_.erase(current_.begin() + static_cast<std::ptrdiff_t>(at));
      }
      store::NewChoice choice = Choice(now_, previous, Pick(3) != 0);
      if (known && Pick(3) == 0) {
        choice = Choice(now_, previous, false);
        choice.record.event = consent::Event::kWithdrawn;
        choice.record.action = consent::Action::kWithdraw;
      }
      choice.record.revision = revision_.hash;
      choice.record.generation = revision_.generation;
      batch.choices.push_back(choice);
    }
    for (const auto& index : Append(batch).choices) {
      ASSERT_TRUE(index.ok()) << index.error().message;
      current_.push_back(*index);
    }
    if (Pick(5) == 0 && !current_.empty()) {
      const size_t at = Pick(current_.size());
      const auto appended =
          Append({.now = now_, .erasures = {{.index = current_[at], .at = now_}}});
      for (const Index index : appended.erasures.at(0).erased) erased_[index] = true;
      if (!appended.erasures[0].erased.empty()) {
        current_.erase(current_.begin() + static_cast<std::ptrdiff_t>(at));
      }
    }
    for (bool more = true; more;) {
      const auto purged = store_->PurgeDue(now_, 50);
      ASSERT_TRUE(purged.ok()) << purged.error().message;
      purged_on_time_ += purged->purged;
      more = purged->more;
    }
    const Status published = publisher_->Publish(now_);
    ASSERT_TRUE(published.ok()) << published.error().message;
  }

  // A visitor takes a receipt home.
  void TakeReceipt() {
    const Index index = current_[Pick(current_.size())];
    const auto found = store_->FindByIndex(index);
    ASSERT_TRUE(found.ok() && found->content) << index;
    const auto published = publisher_->Current();
    StoreTiles tiles(*store_, published->checkpoint.size);
    prooflog::TlogProof proof;
    proof.extra = prooflog::ReceiptExtra(found->content->random, AsBytes(found->content->record));
    proof.index = index;
    proof.path = *prooflog::TreeReader(tiles).InclusionProof(index, published->checkpoint.size);
    proof.checkpoint = published->note;
    receipts_.push_back(prooflog::FormatProof(proof));
  }

  // What an auditor does inside, a monitor outside, and every visitor with their receipt.
  void VerifyMonth(uint64_t lost) {
    const LogKeys& keys = *publisher_->keys();
    const auto report = VerifyLog(*store_, {.checkpoint_log_dir = publisher_->checkpoint_log_dir(),
                                            .keys = keys.verifiers,
                                            .data_dir = data_.path(),
                                            .ca_file = "",
                                            .progress = {}});
    ASSERT_TRUE(report.ok());
    if (lost == 0) {
      EXPECT_THAT(report->findings, IsEmpty());
    } else {
      EXPECT_THAT(report->findings, testing::Each(HasSubstr("are lost")));
    }
    EXPECT_EQ(report->lost, lost);
    EXPECT_EQ(report->purged, erased_.size() + purged_on_time_);

    const auto published = publisher_->Current();
    const auto opened = prooflog::OpenCheckpoint(published->note, keys.verifiers);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    StoreTiles tiles(*store_, opened->checkpoint.size);
    for (const prooflog::Checkpoint& older : checkpoints_) {
      const auto proof =
          prooflog::TreeReader(tiles).ConsistencyProof(older.size, opened->checkpoint.size);
      ASSERT_TRUE(proof.ok());
      const Status consistent = prooflog::VerifyConsistency(
          older.size, opened->checkpoint.size, older.root, opened->checkpoint.root, *proof);
      EXPECT_TRUE(consistent.ok()) << consistent.error().message;
    }
    checkpoints_.push_back(opened->checkpoint);
    for (const std::string& receipt : receipts_) {
      const auto verified = prooflog::VerifyReceipt(receipt, keys.verifiers);
      EXPECT_TRUE(verified.ok()) << verified.error().message;
    }
    for (const auto& [index, yes] : erased_) {
      const auto found = store_->FindByIndex(index);
      ASSERT_TRUE(found.ok());
      EXPECT_EQ(found->row.state, store::State::kPurged) << index;
    }
  }

  TemporaryDirectory data_;
  std::mt19937_64 random_{20260101};
  Time now_ = store::At("2026-01-01T08:00:00Z");
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<LogPublisher> publisher_;
  store::NewRevision revision_ = Revision();
  std::vector<Index> current_;
  std::map<Index, bool> erased_;
  uint64_t purged_on_time_ = 0;
  std::vector<std::string> receipts_;
  std::vector<prooflog::Checkpoint> checkpoints_;
};

TEST_F(TimeTravel, FourteenMonthsStayVerifiableAndForgetOnTime) {
  const Time start = now_;
  Append({.now = now_, .revisions = {revision_}});
  uint64_t lost = 0;
  std::optional<int64_t> hold;
  for (int month = 1; month <= kMonths; ++month) {
    SCOPED_TRACE("month " + std::to_string(month));
    const Time end = AddMonths(start, month);
    if (month % 3 == 0) {
      revision_ = Revision("{\"n\":" + std::to_string(month) + "}", month % 2 == 0 ? 2 : 1);
      revision_.published_at = now_;
      Append({.now = now_, .revisions = {revision_}});
    }
    if (month == 14) {
      // An inspection is announced: for a while nothing more is erased.
      const auto added = store_->AddHold({.site = store::kSite,
                                          .reason = "contrôle",
                                          .author = "DPO",
                                          .review = AddMonths(now_, 1),
                                          .created = now_});
      ASSERT_TRUE(added.ok());
      hold = *added;
    }
    for (; now_ < end; now_ += std::chrono::days(1)) {
      const uint64_t before = purged_on_time_;
      Day();
      if (HasFatalFailure()) return;
      if (hold) {
        EXPECT_EQ(purged_on_time_, before);
      }
      if (hold && now_ + std::chrono::days(10) > end) {
        ASSERT_TRUE(store_->ReleaseHold(*hold, now_, "DPO", "operator").ok());
        hold.reset();
      }
    }
    TakeReceipt();
    VerifyMonth(lost);
    if (HasFatalFailure()) return;
    Stop();
    if (month == 7) {
      ASSERT_TRUE(RotateLogKeys(data_.path()).ok());
    }
    if (month == 9) {
      CopyDatabase(data_.path(), data_ / "backup");
    }
    if (month == 10) {
      // The disk is lost; last month's backup comes back, and the checkpoint log tells what it
      // lacks.
      const uint64_t size = checkpoints_.back().size;
      CopyDatabase(data_ / "backup", data_.path());
      Start();
      ASSERT_EQ(publisher_->start(), LogStart::kDatabaseLost);
      const store::Loss loss = store_->Losses()->back();
      lost = loss.consents + loss.others;
      EXPECT_EQ(publisher_->Current()->checkpoint.size, size);
      // Those erased in the lost month stay erased, those given in it are lost.
      std::erase_if(current_, [&](Index index) {
        return store_->FindByIndex(index)->row.state != store::State::kKept;
      });
      const auto lost_now =
          *VerifyLog(*store_, {.checkpoint_log_dir = publisher_->checkpoint_log_dir(),
                               .keys = publisher_->keys()->verifiers,
                               .data_dir = "",
                               .ca_file = "",
                               .progress = {}});
      lost = lost_now.lost;
      EXPECT_GT(lost, 300u);
      Stop();
      // A revision that was lost with its document is published again.
    }
    Start();
    if (month == 10) Append({.now = now_, .revisions = {revision_}});
  }
  // Records of the first month that were replaced or withdrawn then have had their thirteen months.
  EXPECT_GT(purged_on_time_, 20u);
  EXPECT_GT(erased_.size(), 40u);
  EXPECT_EQ(receipts_.size(), static_cast<size_t>(kMonths));
  EXPECT_GT(checkpoints_.back().size, static_cast<uint64_t>(kMonths * 28 * kChoicesADay));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
