// A choice that is sent again: who gets its token, who does not, and what is counted.
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <memory>
#include <vector>

#include "app/log/verify/counts.h"
#include "app/recording/key_memory.h"
#include "app/recording/recorder.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using Kind = ChoiceOutcome::Kind;

const Time kNow{std::chrono::seconds(1'795'000'000)};
constexpr std::string_view kDocument = R"({"site":"a.example"})";
constexpr consent::ChoiceKey kKey{1, 2, 3};
constexpr consent::ChoiceKey kNext{4, 5, 6};
constexpr consent::ChoiceKey kThird{7, 8, 9};

class RetryTest : public ::testing::Test {
 protected:
  struct Shown {  // by the browser
    std::vector<consent::Token> tokens;
    std::vector<consent::RetryNonce> nonces;
  };

  RetryTest() {
    FillRandom(keys_.token_key);
    store_ = store::OpenSqliteStore({.directory = directory_.path()}).value();
    store::Batch batch{.now = kNow};
    for (const auto& terms : {terms_, other_}) {
      terms->controller = "A";
      terms->revision = EncodeHex(Sha256(kDocument));
      terms->services = {{"video", consent::Basis::kConsent, 1}};
      terms->choice_validity = {.months = 13};
      terms->evidence_retention = {.months = 13};
    }
    terms_->site = "a.example";
    other_->site = "b.example";
    for (const auto& terms : {terms_, other_}) {
      store::NewRevision revision;
      revision.site = terms->site;
      revision.hash = terms->revision;
      revision.document = kDocument;
      revision.since = "{}";
      revision.published_at = kNow;
      batch.revisions.push_back(revision);
    }
    EXPECT_TRUE(store_->Append(batch).ok());
    Restart();
  }

  void Restart(bool start = true) {
    recorder_ = std::make_unique<Recorder>(*store_, clock_, keys_, readiness_,
                                           RecorderOptions{.data_directory = directory_.path()});
    if (start) recorder_->Start();
  }

  static consent::ChoiceRequest Choice(bool yes, const consent::ChoiceKey& key,
                                       std::optional<consent::ChoiceKey> repeats = {}) {
    consent::ChoiceRequest choice;
    choice.revision = EncodeHex(Sha256(kDocument));
    choice.action = yes ? consent::Action::kAcceptAll : consent::Action::kRefuseAll;
    choice.decisions = {{"video", yes}};
    choice.language = "fr";
    choice.key = key;
    choice.repeats = repeats;
    return choice;
  }

  std::future<Result<ChoiceOutcome>> Send(consent::ChoiceRequest choice, Shown shown = {},
                                          std::shared_ptr<consent::Terms> terms = nullptr) {
    auto done = std::make_shared<std::promise<Result<ChoiceOutcome>>>();
    auto outcome = done->get_future();
    ChoiceJob job{terms ? terms : terms_, std::move(choice), shown.tokens, shown.nonces};
    const Status submitted = recorder_->Submit(
        std::move(job), [done](Result<ChoiceOutcome> out) { done->set_value(std::move(out)); });
    if (!submitted) done->set_value(submitted.error());
    return outcome;
  }
  Result<ChoiceOutcome> Give(const consent::ChoiceRequest& choice, const Shown& shown = {}) {
    return Send(choice, shown).get();
  }
  void Erase(const consent::Token& token) {
    store::Batch batch{.now = clock_.Now()};
    batch.erasures.push_back({token.index, clock_.Now()});
    ASSERT_TRUE(recorder_
                    ->Run([&](store::Store& store) -> Status {
                      TEMOIN_ASSIGN_OR_RETURN([[maybe_unused]] const auto done,
                                              store.Append(batch));
                      return {};
                    })
                    .ok());
  }
  void EraseByToken(const consent::Token& token) {
    auto done = std::make_shared<std::promise<Result<EraseOutcome>>>();
    const Status submitted =
        recorder_->Erase({.terms = terms_, .tokens = {token}},
                         [done](Result<EraseOutcome> out) { done->set_value(std::move(out)); });
    ASSERT_TRUE(submitted.ok());
    recorder_->LogSynced(store_->ReadHead()->size + 1);
    ASSERT_TRUE(done->get_future().get().ok());
  }
  consent::Record RecordAt(store::Index index) {
    return consent::ParseRecord(store_->FindByIndex(index)->content->record).value();
  }

  struct Counted {
    uint64_t choices = 0;
    uint64_t repeats = 0;
    uint64_t decisions = 0;
    uint64_t spoken = 0;
    bool operator==(const Counted&) const = default;
  };
  // What is counted, which must be what the records say.
  Counted Count() {
    Counted counted;
    const Time far = kNow + std::chrono::days(2);
    for (const store::DailyCount& row : store_->ReadCounts("a.example", Time{}, far).value()) {
      (row.service.empty() ? counted.choices : counted.decisions) += row.accepted + row.refused;
      counted.repeats += row.repeats;
    }
    for (const auto& row : store_->ReadLanguageCounts("a.example", Time{}, far).value()) {
      counted.spoken += row.count;
    }
    const LogVerifyOptions options;
    Verification verification{.store = *store_, .options = options, .head = *store_->ReadHead()};
    CountCheck check(verification);
    for (store::Index i = 0; i < verification.head.size; ++i) {
      const auto found = store_->FindByIndex(i);
      const auto record = found->content ? std::optional(RecordAt(i)) : std::nullopt;
      check.Entry({.index = i, .found = *found, .record = record ? &*record : nullptr});
    }
    check.End();
    for (const std::string& finding : verification.report.findings) ADD_FAILURE() << finding;
    return counted;
  }

  TemporaryDirectory directory_;
  ManualClock clock_{kNow};
  ServerKeys keys_;
  Readiness readiness_;
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<consent::Terms> terms_ = std::make_shared<consent::Terms>();
  std::shared_ptr<consent::Terms> other_ = std::make_shared<consent::Terms>();
  std::unique_ptr<Recorder> recorder_;
};

TEST_F(RetryTest, TheSameTokenIsForTheNonceOrThatVeryToken) {
  const auto first = Give(Choice(true, kKey));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(first->token && first->nonce);
  EXPECT_EQ(RecordAt(*first->index).key, consent::HashChoiceKey("a.example", kKey));
  for (const bool restart : {false, true}) {
    if (restart) Restart();
    for (const Shown& shown : {Shown{{}, {*first->nonce}}, Shown{{*first->token}, {}},
                               Shown{{}, {consent::RetryNonce{}, *first->nonce}}}) {
      const auto again = Give(Choice(true, kKey), shown);
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(again->kind, Kind::kRecorded);
      EXPECT_EQ(again->index, first->index);
      EXPECT_EQ(again->token, first->token);
      EXPECT_EQ(again->context, first->context);
      EXPECT_FALSE(again->nonce) << "the one that stands is good";
    }
  }
  EXPECT_EQ(Count(), (Counted{1, 0, 1, 1}));
}

TEST_F(RetryTest, WhoKnowsKeyAndBodyGetsNothing) {
  const auto first = Give(Choice(true, kKey));
  const auto own = Give(Choice(true, kNext));  // the stranger's: a nonce of another key
  consent::Token forged = *first->token;
  forged.secret[15] ^= 1;
  consent::RetryNonce wrong = *first->nonce;
  wrong[0] ^= 1;
  for (const bool restart : {false, true}) {
    if (restart) Restart();
    for (const Shown& shown :
         {Shown{}, Shown{{}, {wrong}}, Shown{{}, {*own->nonce}}, Shown{{*own->token}, {}},
          Shown{{forged}, {consent::RetryNonce{}}}}) {
      const auto again = Give(Choice(true, kKey), shown);
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(again->kind, Kind::kWithheld);
      EXPECT_EQ(again->index, first->index);
      EXPECT_FALSE(again->token);
      EXPECT_FALSE(again->nonce);
    }
  }
  EXPECT_EQ(recorder_->metrics().withheld.load(), 5U);
}

// A script that plants a nonce of its own before the first sending must not know the token.
TEST_F(RetryTest, APlantedNonceIsNotTaken) {
  const consent::RetryNonce planted{9, 9, 9};
  const auto first = Give(Choice(true, kKey), {{}, {planted}});
  EXPECT_NE(first->nonce, planted);
  EXPECT_NE(first->token->secret, DeriveTokenSecret(keys_, "a.example", kKey, planted));
  EXPECT_EQ(Give(Choice(true, kKey), {{}, {planted}})->kind, Kind::kWithheld);
}

TEST_F(RetryTest, ANonceOpensNothingOnAnotherSite) {
  const auto first = Give(Choice(true, kKey));
  const auto there = Send(Choice(true, kKey), {{*first->token}, {*first->nonce}}, other_).get();
  ASSERT_TRUE(there.ok());
  EXPECT_NE(there->index, first->index);
  EXPECT_NE(there->token->secret, first->token->secret);
  EXPECT_NE(RecordAt(*there->index).key, RecordAt(*first->index).key);
  const auto back = Give(Choice(true, kKey), {{}, {*there->nonce}});
  EXPECT_EQ(back->kind, Kind::kWithheld);
}

TEST_F(RetryTest, OneBatchGivesOneTokenHoweverOftenItsKeyIsInIt) {
  Restart(false);
  auto first = Send(Choice(true, kKey));
  auto bare = Send(Choice(true, kKey));
  auto guessed = Send(Choice(true, kKey), {{}, {consent::RetryNonce{1}}});
  auto other = Send(Choice(false, kKey));
  recorder_->Start();
  const auto outcome = first.get();
  ASSERT_TRUE(outcome.ok() && outcome->token);
  for (auto* follower : {&bare, &guessed}) {
    const auto again = follower->get();
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->kind, Kind::kWithheld);
    EXPECT_EQ(again->index, outcome->index);
    EXPECT_FALSE(again->token || again->nonce);
  }
  EXPECT_EQ(other.get().error().code, ErrorCode::kUnprocessable);
  EXPECT_EQ(Count(), (Counted{1, 0, 1, 1}));
}

TEST_F(RetryTest, AnotherChoiceAndAnErasedOneAreToldAlike) {
  const auto first = Give(Choice(true, kKey));
  const auto other = Give(Choice(false, kKey), {{}, {*first->nonce}});
  Erase(*first->token);
  const auto gone = Give(Choice(true, kKey), {{*first->token}, {*first->nonce}});
  ASSERT_FALSE(other.ok() || gone.ok());
  EXPECT_EQ(other.error().code, ErrorCode::kUnprocessable);
  EXPECT_EQ(gone.error().code, ErrorCode::kUnprocessable);
  EXPECT_EQ(gone.error().message, other.error().message);
}

// The page's retry, which may come late, knows nothing of the erasure nor of the restart.
TEST_F(RetryTest, TheKeyOfAnErasedChoiceIsSpentAlsoOverARestart) {
  const auto first = Give(Choice(true, kKey));
  EraseByToken(*first->token);
  for (int restart = 0; restart < 2; ++restart) {
    Restart();
    const auto again = Give(Choice(true, kKey), {{*first->token}, {*first->nonce}});
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::kUnprocessable);
  }
  EXPECT_TRUE(Give(Choice(true, kNext)).ok());
  clock_.Advance(consent::kRetryLifetime);
  Restart();
  EXPECT_TRUE(Give(Choice(true, kKey)).ok());
  EXPECT_FALSE(std::filesystem::exists(directory_ / "spent-keys"));
}

TEST_F(RetryTest, AfterTenMinutesAKeyIsNew) {
  const auto first = Give(Choice(true, kKey));
  clock_.Advance(consent::kRetryLifetime);
  const auto again = Give(Choice(true, kKey), {{}, {*first->nonce}});
  EXPECT_NE(again->index, first->index);
  EXPECT_NE(again->token->secret, first->token->secret);
}

TEST_F(RetryTest, ThePairIsCountedOnce) {
  const auto first = Give(Choice(true, kKey));
  for (const bool restart : {false, true}) {
    if (restart) Restart();
    EXPECT_EQ(Give(Choice(true, kKey))->kind, Kind::kWithheld);
  }
  const auto second = Give(Choice(true, kNext, kKey));
  ASSERT_TRUE(second.ok() && second->token && second->nonce);
  EXPECT_EQ(second->kind, Kind::kRecorded);
  const consent::Record record = RecordAt(*second->index);
  EXPECT_EQ(record.repeats, RecordAt(*first->index).key);
  EXPECT_EQ(record.previous, std::nullopt);
  EXPECT_EQ(Count(), (Counted{1, 1, 1, 1}));
  // Its answer is lost as well: the third names the second.
  const auto third = Give(Choice(true, kThird, kNext));
  EXPECT_EQ(RecordAt(*third->index).repeats, record.key);
  EXPECT_EQ(Count(), (Counted{1, 2, 1, 1}));
}

TEST_F(RetryTest, ARecordIsRepeatedOnceAlsoOverARestart) {
  const auto first = Give(Choice(true, kKey));
  ASSERT_TRUE(Give(Choice(true, kNext, kKey)).ok());
  for (const bool restart : {false, true}) {
    if (restart) Restart();
    const auto more = Give(Choice(true, {static_cast<uint8_t>(restart), 77}, kKey));
    EXPECT_EQ(RecordAt(*more->index).repeats, std::nullopt) << "an ordinary record";
  }
  EXPECT_EQ(Count(), (Counted{3, 1, 3, 3}));
  // Two in one batch: one of them.
  Restart(false);
  auto one = Send(Choice(true, {20}, kNext));
  auto two = Send(Choice(true, {21}, kNext));
  recorder_->Start();
  EXPECT_TRUE(RecordAt(*one.get()->index).repeats);
  EXPECT_FALSE(RecordAt(*two.get()->index).repeats);
}

TEST_F(RetryTest, WithoutAMatchingFirstItIsAnOrdinaryRecord) {
  const auto erased = Give(Choice(true, {30}));
  Erase(*erased->token);
  ASSERT_TRUE(Give(Choice(false, {31})).ok());
  ASSERT_TRUE(Give(Choice(true, {32})).ok());
  clock_.Advance(consent::kRetryLifetime / 2);
  ASSERT_TRUE(Send(Choice(true, {33}), {}, other_).get().ok());
  // Unknown, erased, another choice, elsewhere.
  for (const consent::ChoiceKey& repeats : {consent::ChoiceKey{34}, {30}, {31}, {33}}) {
    const auto given = Give(Choice(true, {40, repeats[0]}, repeats));
    EXPECT_EQ(RecordAt(*given->index).repeats, std::nullopt) << int{repeats[0]};
  }
  clock_.Advance(consent::kRetryLifetime / 2);
  const auto late = Give(Choice(true, {41}, consent::ChoiceKey{32}));
  EXPECT_EQ(RecordAt(*late->index).repeats, std::nullopt);
  EXPECT_EQ(Count().repeats, 0U);
}

// Whoever knows a key can name it. They must not reach what they name.
TEST_F(RetryTest, ErasureNeverFollowsWhatARecordRepeats) {
  const auto first = Give(Choice(true, kKey));
  const auto strangers = Give(Choice(true, kNext, kKey));
  ASSERT_TRUE(RecordAt(*strangers->index).repeats);
  Erase(*strangers->token);
  EXPECT_FALSE(store_->FindByIndex(*strangers->index)->content);
  EXPECT_TRUE(store_->FindByIndex(*first->index)->content);
  EXPECT_EQ(Count(), (Counted{1, 1, 1, 1}));
}

// The visitor changed their mind before the answer was lost: the line holds all three records.
TEST_F(RetryTest, ASecondSendingJoinsTheVisitorsLine) {
  const auto before = Give(Choice(false, {50}));
  const auto first = Give(Choice(true, kKey), {{*before->token}, {}});
  EXPECT_EQ(Give(Choice(true, kKey), {{*before->token}, {*before->nonce}})->kind, Kind::kWithheld);
  const auto second = Give(Choice(true, kNext, kKey), {{*before->token}, {*before->nonce}});
  EXPECT_EQ(RecordAt(*second->index).previous, first->index);
  EXPECT_TRUE(RecordAt(*second->index).repeats);
  Erase(*second->token);
  for (const auto& outcome : {before, first, second}) {
    EXPECT_FALSE(store_->FindByIndex(*outcome->index)->content);
  }
}

TEST_F(RetryTest, AnUnlinkedRefusalHasNothingToTakeOver) {
  const uint64_t size = store_->ReadHead()->size;
  terms_->refusal_token = false;
  const auto first = Give(Choice(false, kKey));
  ASSERT_TRUE(first.ok());
  EXPECT_FALSE(first->token || first->nonce || first->index);
  const auto again = Give(Choice(false, kKey), {{}, {consent::RetryNonce{1}}});
  EXPECT_EQ(again->kind, Kind::kRecorded);
  EXPECT_EQ(again->context, first->context);
  EXPECT_FALSE(again->token || again->nonce || again->index);
  ASSERT_EQ(store_->ReadHead()->size, size + 1);
  const consent::Record record = RecordAt(size);
  EXPECT_FALSE(record.token || record.key || record.repeats || record.previous);
  const auto named = Give(Choice(false, kNext, kKey));
  ASSERT_EQ(store_->ReadHead()->size, size + 2);
  EXPECT_FALSE(RecordAt(size + 1).repeats) << "it left no key to name";
}

TEST_F(RetryTest, AnotherServerKeyKnowsTheKeyAndNotTheNonce) {
  const auto first = Give(Choice(true, kKey));
  keys_.token_key[0] ^= 1;
  Restart();
  EXPECT_EQ(Give(Choice(true, kKey), {{}, {*first->nonce}})->kind, Kind::kWithheld);
  EXPECT_EQ(Give(Choice(true, kKey), {{*first->token}, {}})->token, first->token);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
