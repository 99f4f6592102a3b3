#include "app/publish/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "prooflog/entry.h"
#include "tests/unit/catalog/catalog_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using catalog::testing::Small;
using catalog::testing::TrackerJsonOf;
using testing::HasSubstr;

// A data directory and a catalogue of one site that tests edit; each Start is a server's.
class PublisherTest : public store::StoreTest {
 protected:
  void SetUp() override {
    store::StoreTest::SetUp();
    Write();
  }
  void TearDown() override { Stop(); }

  void Write() {
    for (const catalog::SourceFile& file : small_.Files()) {
      const fs::path path = catalog_ / file.path;
      fs::create_directories(path.parent_path());
      Spill(path.string(), file.text);
    }
  }

  Status Start(std::vector<std::string> build = {}, bool enforce_rules = true) {
    Stop();
    Open();
    recorder_ = std::make_unique<Recorder>(*store_, clock_, keys_, readiness_,
                                           RecorderOptions{.data_directory = directory_.path()});
    recorder_->Start();
    publisher_ =
        std::make_unique<Publisher>(*store_, *recorder_, clock_, readiness_,
                                    PublisherOptions{catalog_.path(), directory_.path(), &clock_,
                                                     enforce_rules, std::move(build)});
    publisher_->OnPrepare(
        [this](std::shared_ptr<const Published> published) -> Result<Publisher::Activate> {
          if (prepare_fails_) return Error(ErrorCode::kUnavailable, "no memory");
          return Publisher::Activate([this, published] { active_ = published; });
        });
    return publisher_->Start();
  }
  void Stop() {
    publisher_.reset();
    recorder_.reset();
    store_.reset();
  }

  uint64_t Entries() { return store_->ReadHead()->size; }
  void ExpectShown(const std::string& bytes) {
    const auto document = store_->ReadDocument(EncodeHex(Sha256(bytes)));
    ASSERT_TRUE(document.ok()) << bytes;
    EXPECT_EQ(document->bytes, bytes);
    EXPECT_EQ(document->kind, store::Document::Kind::kBanner);
  }
  // The entries of type 2 whose commitment is the hash of `bytes`.
  int TimesLogged(const std::string& bytes) {
    int times = 0;
    const auto entries = store_->ReadEntries(0, 1000);
    for (const store::LogEntry& entry : *entries) {
      const auto decoded = prooflog::DecodeEntry(entry);
      if (decoded->type == store::EntryType::kRevision && decoded->commitment == Sha256(bytes)) {
        ++times;
      }
    }
    return times;
  }

  Small small_;
  TemporaryDirectory catalog_;
  ManualClock clock_{store::At("2026-03-01T12:00:00Z")};
  const ServerKeys keys_;
  Readiness readiness_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<Publisher> publisher_;
  std::shared_ptr<const Published> active_;
  bool prepare_fails_ = false;
};

TEST_F(PublisherTest, WhatIsServedStandsInTheLog) {
  ASSERT_TRUE(Start().ok());
  ASSERT_EQ(active_, publisher_->Current());
  const PublishedSite* const site = active_->Find("example.fr");
  ASSERT_NE(site, nullptr);
  EXPECT_EQ(TimesLogged(site->document), 1);
  EXPECT_EQ(EncodeHex(Sha256(site->document)), site->revision);
  EXPECT_EQ(site->generation, 1);
  EXPECT_FALSE(active_->fallback);
  EXPECT_TRUE(readiness_.ready());
}

TEST_F(PublisherTest, StartingAgainOnTheSameCatalogueWritesNothing) {
  ASSERT_TRUE(Start({"core", "preferences"}).ok());
  const uint64_t entries = Entries();
  ASSERT_TRUE(Start({"core", "preferences"}).ok());
  EXPECT_EQ(Entries(), entries);
  const auto published = publisher_->Publish("auditor-1");
  ASSERT_TRUE(published.ok());
  EXPECT_FALSE(published->at(0).changed);
  EXPECT_EQ(Entries(), entries);
}

// A file that nothing signs never counts against a database that is whole.
TEST_F(PublisherTest, AForgedHistoryBesideAWholeDatabaseDoesNotCount) {
  ASSERT_TRUE(Start().ok());
  const uint64_t entries = Entries();
  const std::string path = directory_.path() + "/published/example.fr.history.json";
  const std::string whole = Slurp(path);
  const auto row = [&](char hash, const std::string& generation) {
    return R"({"generation":)" + generation + R"(,"published_at":"2026-03-02T12:00:00Z",)" +
           R"("revision":")" + std::string(64, hash) + R"(","since":{}})";
  };
  const std::string known = whole.substr(1, whole.rfind(']') - 1);
  for (const std::string& forged :
       {"[" + row('a', "2") + "]", "[" + known + "," + row('a', "2") + "]",
        "[" + known + "," + row('a', "999999999999") + "]", "[" + row('a', "-1") + "]",
        "[" + row('a', "9223372036854775808") + "]", std::string(20'000'000, ' '),
        std::string("[]"), std::string()}) {
    for (const bool readable : {true, false}) {
      Stop();
      Spill(path, forged);
      if (!readable) Spill((fs::path(catalog_.path()) / "sites/example.fr.json").string(), "{");
      ASSERT_TRUE(Start().ok());
      const PublishedSite* const site = active_->Find("example.fr");
      ASSERT_NE(site, nullptr);
      EXPECT_EQ(site->generation, 1) << forged.substr(0, 400);
      EXPECT_EQ(active_->fallback, !readable);
      EXPECT_EQ(Entries(), entries);
      Write();
    }
    ASSERT_TRUE(Start().ok());
    EXPECT_EQ(Slurp(path), whole);
  }
}

TEST_F(PublisherTest, OnlyAMaterialChangeRaisesTheGeneration) {
  ASSERT_TRUE(Start().ok());
  const std::string first = active_->Find("example.fr")->revision;
  small_.site["texts"]["text"]["fr"] = "Un autre texte";
  Write();
  clock_.Advance(std::chrono::hours(1));
  ASSERT_TRUE(publisher_->Publish("auditor-1").ok());
  const PublishedSite* site = active_->Find("example.fr");
  EXPECT_NE(site->revision, first);
  EXPECT_EQ(site->generation, 1);
  EXPECT_NE(site->Accepts(first, clock_.Now()), nullptr);

  small_.Service(2)["trackers"].push_back(TrackerJsonOf("more", "player.example", "P13M"));
  small_.Tracker(2, 0)["lifetime"] = "P60D";
  Write();
  ASSERT_TRUE(publisher_->Publish("auditor-1").ok());
  site = active_->Find("example.fr");
  EXPECT_EQ(site->generation, 2);
  EXPECT_NE(site->Accepts(first, clock_.Now()), nullptr);
  EXPECT_EQ(site->Accepts(first, clock_.Now() + std::chrono::hours(25)), nullptr);
  const auto history = store_->Publications("example.fr");
  ASSERT_EQ(history->size(), 3U);
  EXPECT_EQ(history->back().author, "auditor-1");
}

TEST_F(PublisherTest, ADryRunSaysWhatWouldChangeAndChangesNothing) {
  ASSERT_TRUE(Start().ok());
  const uint64_t entries = Entries();
  const auto before = active_;
  small_.site["texts"]["text"]["fr"] = "Un autre texte";
  Write();
  const auto would = publisher_->Publish("auditor-1", /*dry_run=*/true);
  ASSERT_TRUE(would.ok());
  EXPECT_TRUE(would->at(0).changed);
  EXPECT_FALSE(would->at(0).comparison.changes.empty());
  EXPECT_EQ(Entries(), entries);
  EXPECT_EQ(active_, before);
}

TEST_F(PublisherTest, ACatalogueThatCannotBePublishedChangesNothing) {
  ASSERT_TRUE(Start().ok());
  const uint64_t entries = Entries();
  const std::string revision = active_->Find("example.fr")->revision;
  Spill(catalog_ / "sites/example.fr.json", "{");
  EXPECT_FALSE(publisher_->Publish("auditor-1").ok());
  EXPECT_EQ(Entries(), entries);
  EXPECT_EQ(publisher_->Current()->Find("example.fr")->revision, revision);
  // Nor over a restart: what was published last is served.
  ASSERT_TRUE(Start().ok());
  EXPECT_TRUE(active_->fallback);
  EXPECT_EQ(active_->Find("example.fr")->revision, revision);
  EXPECT_EQ(Entries(), entries);
  Write();
  ASSERT_TRUE(publisher_->Publish("auditor-1").ok());
  EXPECT_FALSE(active_->fallback);
}

TEST_F(PublisherTest, WithNothingEverPublishedItIsUnreadyUntilThereIs) {
  Spill(catalog_ / "sites/example.fr.json", "{");
  EXPECT_FALSE(Start().ok());
  EXPECT_TRUE(readiness_.complains("catalog"));
  EXPECT_EQ(publisher_->Current(), nullptr);
  Write();
  ASSERT_TRUE(publisher_->Publish("auditor-1").ok());
  EXPECT_TRUE(readiness_.ready());
}

TEST_F(PublisherTest, AnswersThatCannotBePreparedStopThePublication) {
  ASSERT_TRUE(Start().ok());
  const uint64_t entries = Entries();
  const auto before = publisher_->Current();
  small_.site["texts"]["text"]["fr"] = "Un autre texte";
  Write();
  prepare_fails_ = true;
  EXPECT_FALSE(publisher_->Publish("auditor-1").ok());
  EXPECT_EQ(Entries(), entries);
  EXPECT_EQ(publisher_->Current(), before);
}

TEST_F(PublisherTest, ABrokenRuleIsPublishedOnlyForADemonstration) {
  small_.Tracker(1, 0)["lifetime"] = "P25M";  // exempt, and longer than 13 months
  Write();
  const Status refused = Start();
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("catalog check"));
  EXPECT_EQ(Entries(), 0U);
  EXPECT_TRUE(Start({}, /*enforce_rules=*/false).ok());
}

TEST_F(PublisherTest, EveryPartOfEveryBuildCanBeShownAgain) {
  const std::vector<std::string> first = {"core A", "preferences A", "guard", "manifest A"};
  const std::vector<std::string> second = {"core B", "preferences B", "guard", "manifest B"};
  ASSERT_TRUE(Start(first).ok());
  EXPECT_EQ(active_->banner, EncodeHex(Sha256("core A")));
  const uint64_t entries = Entries();
  ASSERT_TRUE(Start(second).ok());
  EXPECT_EQ(active_->banner, EncodeHex(Sha256("core B")));
  EXPECT_EQ(Entries(), entries + 3);
  ASSERT_TRUE(Start(first).ok());  // back to the older program
  EXPECT_EQ(Entries(), entries + 3);
  for (const auto& build : {first, second}) {
    for (const std::string& part : build) {
      ExpectShown(part);
      EXPECT_EQ(TimesLogged(part), 1) << part;
    }
  }
}

TEST_F(PublisherTest, ANewBuildIsLoggedAlsoWhenTheCatalogueIsBroken) {
  ASSERT_TRUE(Start({"core A"}).ok());
  Spill(catalog_ / "sites/example.fr.json", "{");
  ASSERT_TRUE(Start({"core B", "preferences B"}).ok());
  EXPECT_TRUE(active_->fallback);
  ExpectShown("core B");
  ExpectShown("preferences B");
}

TEST_F(PublisherTest, AnEarlierRevisionIsPublishedAgainWithItsFiles) {
  ASSERT_TRUE(Start().ok());
  const std::string first = active_->Find("example.fr")->revision;
  small_.Service(2)["trackers"].push_back(TrackerJsonOf("more", "player.example", "P13M"));
  Write();
  ASSERT_TRUE(publisher_->Publish("auditor-1").ok());
  const std::string second = active_->Find("example.fr")->revision;
  const std::string file = catalog_ / "sites/example.fr.json";
  const std::string before = Slurp(file);
  const uint64_t entries = Entries();

  const auto would = publisher_->Republish("example.fr", first, "auditor-1", /*dry_run=*/true);
  ASSERT_TRUE(would.ok()) << would.error().message;
  EXPECT_EQ(would->at(0).revision, first);
  EXPECT_TRUE(would->at(0).changed);
  EXPECT_FALSE(would->at(0).comparison.changes.empty());
  EXPECT_EQ(Slurp(file), before);
  EXPECT_EQ(Entries(), entries);

  // Agreed to something else: not a file is touched.
  EXPECT_EQ(publisher_->Republish("example.fr", first, "auditor-1", false, {{"example.fr", second}})
                .error()
                .code,
            ErrorCode::kConflict);
  EXPECT_EQ(Slurp(file), before);

  clock_.Advance(std::chrono::hours(1));
  const auto done =
      publisher_->Republish("example.fr", first, "auditor-1", false, {{"example.fr", first}});
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(active_->Find("example.fr")->revision, first);
  EXPECT_GE(active_->Find("example.fr")->generation, 1);
  EXPECT_EQ(store_->Publications("example.fr")->back().author, "auditor-1");
  EXPECT_EQ(store_->Publications("example.fr")->back().hash, first);
  EXPECT_NE(Slurp(file), before);
  // The folder says the same, so that a restart publishes nothing.
  const uint64_t after = Entries();
  ASSERT_TRUE(Start().ok());
  EXPECT_EQ(Entries(), after);
  EXPECT_EQ(active_->Find("example.fr")->revision, first);
}

TEST_F(PublisherTest, WhatCannotBePublishedAgainLeavesTheFilesAsTheyWere) {
  ASSERT_TRUE(Start().ok());
  const std::string first = active_->Find("example.fr")->revision;
  small_.site["texts"]["text"]["fr"] = "Un autre texte";
  Write();
  ASSERT_TRUE(publisher_->Publish("auditor-1").ok());
  const std::string file = catalog_ / "sites/example.fr.json";
  const std::string before = Slurp(file);
  prepare_fails_ = true;
  EXPECT_EQ(publisher_->Republish("example.fr", first, "auditor-1").error().code,
            ErrorCode::kUnavailable);
  EXPECT_EQ(Slurp(file), before);
  EXPECT_NE(active_->Find("example.fr")->revision, first);
  prepare_fails_ = false;

  EXPECT_EQ(publisher_->Republish("example.fr", std::string(64, '0'), "auditor-1").error().code,
            ErrorCode::kNotFound);
  fs::remove(directory_ / ("published/example.fr." + first + ".json"));
  const auto gone = publisher_->Republish("example.fr", first, "auditor-1");
  EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(gone.error().message, HasSubstr("version control"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
