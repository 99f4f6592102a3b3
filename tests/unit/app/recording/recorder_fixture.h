// A recorder over a store of its own, with one site of two services and a clock that tests set.
#ifndef TEMOIN_TESTS_UNIT_APP_RECORDING_RECORDER_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_APP_RECORDING_RECORDER_FIXTURE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "app/recording/recorder.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {

inline const Time kNow{std::chrono::seconds(1'795'000'000)};

class RecorderTest : public ::testing::Test {
 protected:
  static constexpr std::string_view kDocument = R"({"site":"a.example"})";

  RecorderTest() {
    store_ = store::OpenSqliteStore({.directory = directory_.path()}).value();
    auto terms = std::make_shared<consent::Terms>();
    terms->site = "a.example";
    terms->controller = "A";
    terms->revision = EncodeHex(Sha256(kDocument));
    terms->services = {{"video", consent::Basis::kConsent, 1}, {"x", consent::Basis::kConsent, 1}};
    terms->choice_validity = {.months = 13};
    terms->evidence_retention = {.months = 13};
    terms_ = terms;
    store::Batch batch;
    batch.now = kNow;
    store::NewRevision revision;
    revision.site = "a.example";
    revision.hash = terms->revision;
    revision.document = kDocument;
    revision.since = "{}";
    revision.published_at = kNow;
    batch.revisions.push_back(revision);
    EXPECT_TRUE(store_->Append(batch).ok());
  }

  void Start(RecorderOptions options = {}) {
    options.data_directory = directory_.path();
    options.erase_patience = patience_;
    recorder_ = std::make_unique<Recorder>(*store_, clock_, keys_, readiness_, options);
  }

  consent::ChoiceRequest Choice(bool video, bool x) {
    consent::ChoiceRequest choice;
    choice.revision = terms_->revision;
    choice.decisions = {{"video", video}, {"x", x}};
    choice.language = "fr";
    return choice;
  }

  Result<ChoiceOutcome> Give(consent::ChoiceRequest choice,
                             std::vector<consent::Token> tokens = {}) {
    std::promise<Result<ChoiceOutcome>> done;
    auto outcome = done.get_future();
    const Status submitted =
        recorder_->Submit({terms_, std::move(choice), std::move(tokens), {}},
                          [&](Result<ChoiceOutcome> result) { done.set_value(std::move(result)); });
    if (!submitted) return submitted.error();
    return outcome.get();
  }

  // As with a checkpoint log that is synced at once, unless it is `synced` elsewhere.
  Result<EraseOutcome> Erase(std::vector<consent::Token> tokens, bool synced = true) {
    if (synced) recorder_->LogSynced(UINT64_MAX);
    std::promise<Result<EraseOutcome>> done;
    auto outcome = done.get_future();
    const Status submitted =
        recorder_->Erase({terms_, std::move(tokens)},
                         [&](Result<EraseOutcome> result) { done.set_value(std::move(result)); });
    if (!submitted) return submitted.error();
    return outcome.get();
  }

  TemporaryDirectory directory_;
  ManualClock clock_{kNow};
  ServerKeys keys_;
  Readiness readiness_;
  std::chrono::milliseconds patience_{5000};
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<consent::Terms> terms_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace temoin::app

#endif  // TEMOIN_TESTS_UNIT_APP_RECORDING_RECORDER_FIXTURE_H_
