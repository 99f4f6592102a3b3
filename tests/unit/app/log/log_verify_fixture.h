// A data directory to be spoiled and verified.
#ifndef TEMOIN_TESTS_UNIT_APP_LOG_LOG_VERIFY_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_APP_LOG_LOG_VERIFY_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/log/log_anchor.h"
#include "app/log/log_publisher.h"
#include "app/log/log_tiles.h"
#include "app/log/log_verify.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {

// A data directory with a real database: 700 consents, an erasure on request, an erasure on time,
// three checkpoints kept on three days. Each test opens it, spoils something, and looks.
class LogVerifyTest : public testing::Test {
 protected:
  static constexpr size_t kConsents = 700;
  explicit LogVerifyTest(size_t consents = kConsents) : consents_(consents) {}

  void SetUp() override {
    OpenStore();
    OpenPublisher();
    Append({.now = now_, .revisions = {store::Revision()}});
    store::Batch batch{.now = now_};
    for (size_t i = 0; i < consents_; ++i) batch.choices.push_back(store::Choice(now_));
    for (const auto& index : Append(batch).choices) indices_.push_back(*index);
    Publish();
    now_ += std::chrono::days(1);
    Append({.now = now_, .erasures = {{.index = indices_[5], .at = now_}}});
    Publish();
    now_ += std::chrono::days(1);
    Append({.now = now_, .choices = {store::Choice(now_, indices_[7])}});
    Publish();
  }

  void OpenStore() {
    auto opened = store::OpenSqliteStore({.directory = data_.path()});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    store_ = std::move(*opened);
  }

  void OpenPublisher() {
    LogOptions options;
    options.data_dir = data_.path();
    options.checkpoint_log_dir = data_ / "log-journal";
    options.keep = [this](const store::KeptCheckpoint& kept) {
      return store_->KeepCheckpoint(kept);
    };
    auto publisher = LogPublisher::Open(options, *store_, now_);
    ASSERT_TRUE(publisher.ok()) << publisher.error().message;
    publisher_ = std::move(*publisher);
  }

  store::Appended Append(const store::Batch& batch) {
    auto appended = store_->Append(batch);
    EXPECT_TRUE(appended.ok()) << appended.error().message;
    return *appended;
  }

  void Publish() {
    const Status status = publisher_->Publish(now_);
    EXPECT_TRUE(status.ok()) << status.error().message;
  }

  // Runs SQL on the closed database.
  void Spoil(const std::string& sql) {
    publisher_.reset();
    store_.reset();
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data_ / "temoin.db").c_str(), &db), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    EXPECT_GT(sqlite3_changes(db), 0) << sql;
    sqlite3_close(db);
    OpenStore();
  }

  LogVerifyReport Verify() {
    LogVerifyOptions options;
    options.checkpoint_log_dir = data_ / "log-journal";
    options.data_dir = data_.path();
    options.keys = LoadLogKeys(data_.path())->verifiers;
    auto report = VerifyLog(*store_, options);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return *report;
  }

  // Each edit alone is found; what is put back is in order again. The publisher is closed.
  void ExpectEachFound(const std::vector<std::string>& edits) {
    const std::filesystem::path kept = data_ / "kept.db";
    const auto overwrite = std::filesystem::copy_options::overwrite_existing;
    for (const std::string& edit : edits) {
      publisher_.reset();
      store_.reset();
      std::filesystem::copy_file(data_ / "temoin.db", kept, overwrite);
      Spoil(edit);
      EXPECT_FALSE(Verify().ok()) << edit;
      store_.reset();
      std::filesystem::copy_file(kept, data_ / "temoin.db", overwrite);
      OpenStore();
    }
    EXPECT_THAT(Verify().findings, testing::IsEmpty());
  }

  // What a file of JSON in the data directory is made to say is found; what it said is in order
  // again.
  void ExpectFoundIn(const std::string& file, const std::function<void(nlohmann::json&)>& edit) {
    const std::string path = data_ / file;
    const std::string kept = Slurp(path);
    nlohmann::json edited = nlohmann::json::parse(kept);
    edit(edited);
    Spill(path, edited.dump());
    EXPECT_FALSE(Verify().ok()) << edited.dump();
    Spill(path, kept);
    EXPECT_THAT(Verify().findings, testing::IsEmpty());
  }

  void ExpectFinding(const std::string& words) {
    const LogVerifyReport report = Verify();
    EXPECT_FALSE(report.ok());
    EXPECT_THAT(report.findings, testing::Contains(testing::HasSubstr(words)));
  }

  const size_t consents_;
  TemporaryDirectory data_;
  Time now_ = store::At("2026-03-01T12:00:00Z");
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<LogPublisher> publisher_;
  std::vector<store::Index> indices_;
};

}  // namespace temoin::app

#endif  // TEMOIN_TESTS_UNIT_APP_LOG_LOG_VERIFY_FIXTURE_H_
