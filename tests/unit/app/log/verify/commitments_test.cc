// What entries of type 5, 6 and 11 commit to, against the rows that are answered from.
#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "store/publication_manifest.h"
#include "tests/unit/app/log/log_verify_fixture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using store::At;
using store::Index;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CommitmentTest : public LogVerifyTest {
 protected:
  CommitmentTest() : LogVerifyTest(20) {}

  store::Hold Held() const {
    store::Hold hold;
    hold.site = store::kSite;
    hold.records = {indices_[0], indices_[1]};
    hold.reason = "inspection";
    hold.author = "Lucie";
    hold.review = now_ + std::chrono::days(900);
    hold.created = now_;
    return hold;
  }
  store::RequestNote Received() const {
    return {.site = store::kSite,
            .time = now_,
            .kind = "access",
            .received = At("2026-01-31T00:00:00Z"),
            .due = At("2026-02-28T00:00:00Z"),
            .shown = "token",
            .record = indices_[0],
            .number = "2026-117",
            .author = "Lucie"};
  }
  store::RequestNote Extended(int64_t request) const {
    return {.act = store::RequestAct::kExtend,
            .request = request,
            .site = store::kSite,
            .time = now_,
            .due = At("2026-04-30T00:00:00Z"),
            .number = "2026-117",
            .reason = "many requests",
            .author = "Paul"};
  }
  void Republish() {
    store::NewRevision revision = store::Revision(R"({"n":2})", 2);
    revision.published_at = now_;
    revision.author = "Lucie";
    revision.since = R"({"vimeo":2})";
    Append({.now = now_, .revisions = {revision}});
  }

  // What is no statement of its own is set in `table`.
  void ExpectEach(const std::string& table, std::vector<std::string> edits) {
    for (std::string& edit : edits) {
      if (!edit.starts_with("DELETE") && !edit.starts_with("INSERT")) {
        edit = fmt::format("UPDATE {} SET {}", table, edit);
      }
    }
    ExpectEachFound(edits);
  }
};

TEST_F(CommitmentTest, APublicationThatWasForgedIsNamed) {
  Republish();
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().publications, 2u);
  ExpectEach(
      "publication",
      {"site='autre.fr' WHERE generation=2", "generation=7 WHERE generation=2",
       "since='{\"vimeo\":1}' WHERE generation=2", "author='Paul' WHERE generation=2",
       "published_at=published_at-86400 WHERE generation=2", "entry=NULL WHERE generation=2",
       "entry=entry-1 WHERE generation=2", "random=zeroblob(32) WHERE generation=2",
       "random=x'',author='lost with the database' WHERE generation=2",
       "hash=(SELECT hash FROM publication WHERE generation=1) WHERE generation=2",
       "idx=3 WHERE generation=2", "DELETE FROM publication WHERE generation=2",
       "INSERT INTO publication(idx,site,hash,generation,since,author,published_at) "
       "SELECT 9,site,hash,3,since,author,published_at FROM publication WHERE generation=2"});
}

TEST_F(CommitmentTest, ADocumentThatWasFiledAsAnotherKindOrUnderAnotherEntryIsNamed) {
  const auto pictures = picture_testing::MakePictures(store::kSite, store::Revision().hash,
                                                      std::string(64, 'b'), now_);
  store::NewBanner banner{.hash = EncodeHex(Sha256("code")), .code = "code"};
  Append({.now = now_, .banners = {banner}, .picture_sets = {picture_testing::SetOf(pictures)}});
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectEach("document", {"kind=2 WHERE kind=1", "kind=3 WHERE kind=1", "kind=1 WHERE kind=2",
                          "kind=3 WHERE kind=2", "kind=1 WHERE kind=3", "kind=2 WHERE kind=3",
                          "idx=-9 WHERE kind=1", "idx=3 WHERE kind=1", "idx=900 WHERE kind=2"});
}

TEST_F(CommitmentTest, AHoldThatWasForgedIsNamed) {
  const auto first = store_->AddHold(Held());
  ASSERT_TRUE(first.ok()) << first.error().message;
  ASSERT_TRUE(store_->ReleaseHold(*first, now_, "Paul", "operator").ok());
  ASSERT_TRUE(store_->AddHold(Held()).ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().holds, 3u);
  ExpectEach("hold", {"site='' WHERE id=2",
                      "from_time=5 WHERE id=2",
                      "to_time=5 WHERE id=2",
                      "records='[]' WHERE id=2",
                      "reason='x' WHERE id=2",
                      "author='x' WHERE id=2",
                      "review=review+1 WHERE id=2",
                      "created=created-1 WHERE id=2",
                      "entry=NULL WHERE id=2",
                      "random=NULL WHERE id=2",
                      "random=CAST(random||x'00' AS BLOB) WHERE id=2",
                      "released=created,released_by='x' WHERE id=2",
                      "released=NULL WHERE id=1",
                      "released=released-1 WHERE id=1",
                      "released_by='x' WHERE id=1",
                      "release_entry=NULL WHERE id=1",
                      "release_random=NULL WHERE id=1",
                      "id=7 WHERE id=2",
                      "DELETE FROM hold WHERE id=2",
                      "INSERT INTO hold(site,records,reason,author,review,created) "
                      "SELECT site,records,reason,author,review,created FROM hold WHERE id=2"});
}

TEST_F(CommitmentTest, ADossierWithoutAnAnnouncedKeyIsNamed) {
  const store::DossierNote made{
      .time = Received().time, .site = "ameli.fr", .manifest = std::string(64, 'a')};
  ASSERT_TRUE(store_->AddDossierNote(made).ok());
  Publish();
  EXPECT_THAT(Verify().findings, ElementsAre(HasSubstr("no key for dossiers was announced")));
  EXPECT_EQ(Verify().dossiers, 1U);
}

TEST_F(CommitmentTest, DossiersUnderAnAnnouncedKeyAreInOrderAndForgedOnesAreNamed) {
  ASSERT_TRUE(store_->AddDossierNote({.time = Received().time, .vkey = "x/dossiers+1+AQ"}).ok());
  ASSERT_TRUE(
      store_
          ->AddDossierNote(
              {.time = Received().time, .site = "ameli.fr", .manifest = std::string(64, 'a')})
          .ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().dossiers, 2U);
  const std::string last = " WHERE idx=(SELECT max(idx) FROM manifest)";
  ExpectEach("manifest",
             {"bytes=replace(bytes,'ameli.fr','other')" + last,
              "bytes=replace(bytes,'aaaa','bbbb')" + last, "DELETE FROM manifest" + last});
}

TEST_F(CommitmentTest, ARequestThatWasForgedIsNamed) {
  const auto request = store_->AddRequestNote(Received());
  ASSERT_TRUE(request.ok()) << request.error().message;
  ASSERT_TRUE(store_->AddRequestNote(Extended(*request)).ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().request_notes, 2u);
  const std::string last = " WHERE entry=(SELECT max(entry) FROM request)";
  ExpectEach(
      "request",
      {"number='2026-118'" + last, "number=''" + last, "reason='x'" + last, "author='x'" + last,
       "author='lost with the database'" + last, "random=NULL" + last, "random=zeroblob(32)" + last,
       "random=NULL,number='',reason='',author='lost with the database'" + last,
       "entry=entry+1" + last, "DELETE FROM request" + last,
       "INSERT INTO request SELECT 1,number,reason,author,random FROM request" + last});
  // The other columns are in the manifest, which the entry binds.
  ExpectEach("manifest", {"bytes=replace(bytes,'02-28','03-28')",
                          "bytes=replace(bytes,'access',"
                          "'erasure')"});
}

TEST_F(CommitmentTest, AManifestThatIsNoneIsNamed) {
  Republish();
  Publish();
  Spoil("UPDATE manifest SET bytes='{}' WHERE idx=(SELECT max(idx) FROM manifest)");
  ExpectFinding("is not the one it committed to");
  ExpectFinding("not the manifest of a publication");
}

// Hold, lose the database, restore the older backup: the due record is still there.
TEST_F(CommitmentTest, AnOlderBackupGetsPublicationsAndHoldsBackBeforeAnythingIsErased) {
  publisher_.reset();
  store_.reset();
  fs::copy_file(data_ / "temoin.db", data_ / "older.db");
  OpenStore();
  OpenPublisher();
  Republish();
  const auto released = store_->AddHold(Held());
  ASSERT_TRUE(store_->AddHold(Held()).ok());
  ASSERT_TRUE(store_->ReleaseHold(*released, now_, "Paul", "operator").ok());
  const auto request = store_->AddRequestNote(Received());
  ASSERT_TRUE(store_->AddRequestNote(Extended(*request)).ok());
  Publish();
  const auto publications = *store_->Publications(store::kSite);
  publisher_.reset();
  store_.reset();
  fs::rename(data_ / "older.db", data_ / "temoin.db");
  OpenStore();
  OpenPublisher();

  const auto holds = *store_->Holds(/*released_too=*/true);
  ASSERT_EQ(holds.size(), 2u);
  EXPECT_EQ(holds[0].released, now_);
  EXPECT_FALSE(holds[1].released);
  EXPECT_EQ(holds[1].records, Held().records);
  EXPECT_EQ(holds[1].review, Held().review);
  EXPECT_EQ(holds[1].created, Held().created);
  EXPECT_EQ(holds[1].reason, store::kLostWithDatabase);
  EXPECT_EQ(holds[1].author, store::kLostWithDatabase);

  const auto notes = *store_->RequestNotes();
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].request, *request);
  EXPECT_EQ(notes[0].received, Received().received);
  EXPECT_EQ(notes[0].record, indices_[0]);
  EXPECT_EQ(notes[0].number, "");
  EXPECT_EQ(notes[1].due, Extended(*request).due);
  EXPECT_EQ(notes[1].author, store::kLostWithDatabase);
  EXPECT_EQ(*store_->AddRequestNote(Received()), *request + 1);
  Publish();

  const auto back = *store_->Publications(store::kSite);
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[1].hash, publications[1].hash);
  EXPECT_EQ(back[1].generation, 2);
  EXPECT_EQ(back[1].since, R"({"vimeo":2})");
  EXPECT_EQ(back[1].published_at, publications[1].published_at);
  EXPECT_EQ(store_->ReadDocument(back[1].hash)->bytes, R"({"n":2})");
  // Nothing that rode along counts as lost.
  EXPECT_EQ(store_->Losses()->front().others, 0u);
  EXPECT_THAT(Verify().findings, IsEmpty());

  const Time due = now_ + std::chrono::days(800);
  while (store_->PurgeDue(due, 1000)->more) {
  }
  EXPECT_EQ(store_->FindByIndex(indices_[0])->row.state, store::State::kKept);
  EXPECT_EQ(store_->FindByIndex(indices_[1])->row.state, store::State::kKept);
  EXPECT_EQ(store_->FindByIndex(indices_[2])->row.state, store::State::kPurged);
  now_ = due;
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  // Choices of the revision that came back are taken.
  store::NewChoice choice = store::Choice(now_);
  choice.record.revision = back[1].hash;
  choice.record.generation = 2;
  EXPECT_TRUE(Append({.now = now_, .choices = {choice}}).choices[0].ok());
}

TEST_F(CommitmentTest, ADocumentThatIsTooLargeToRideAlongIsNamedAsLost) {
  publisher_.reset();
  store_.reset();
  fs::copy_file(data_ / "temoin.db", data_ / "older.db");
  OpenStore();
  OpenPublisher();
  Append({.now = now_,
          .revisions = {store::Revision("{\"n\":\"" + std::string(1 << 20, 'x') + "\"}", 2)}});
  Publish();
  publisher_.reset();
  store_.reset();
  fs::rename(data_ / "older.db", data_ / "temoin.db");
  OpenStore();
  OpenPublisher();
  EXPECT_EQ(store_->Publications(store::kSite)->size(), 1u);
  EXPECT_EQ(store_->Losses()->front().others, 1u);
  ExpectFinding("are lost");
  EXPECT_EQ(Verify().problems, 1u);
}

// A server that runs beside writes between the moment at which the walk learns how long the log is
// and the reading of each table.
TEST_F(CommitmentTest, WhatIsWrittenOnceTheLogsLengthIsKnownIsNoFinding) {
  const auto standing = store_->AddHold(Held());
  ASSERT_TRUE(standing.ok()) << standing.error().message;
  Publish();
  LogVerifyOptions options;
  options.checkpoint_log_dir = data_ / "log-journal";
  options.data_dir = data_.path();
  options.keys = LoadLogKeys(data_.path())->verifiers;
  options.progress = [&](uint64_t done, uint64_t total) {
    if (done > 0 || total != store_->ReadHead()->size) return;
    now_ += std::chrono::days(4);
    Append({.now = now_, .choices = {store::Choice(now_, indices_[3])}});
    EXPECT_TRUE(store_->ReleaseHold(*standing, now_, "Paul", "operator").ok());
    const auto placed = store_->AddHold(Held());
    ASSERT_TRUE(placed.ok());
    EXPECT_TRUE(store_->ReleaseHold(*placed, now_, "Paul", "operator").ok());
    const auto request = store_->AddRequestNote(Received());
    ASSERT_TRUE(request.ok());
    EXPECT_TRUE(store_->AddRequestNote(Extended(*request)).ok());
    Republish();
    const auto pictures = picture_testing::MakePictures(store::kSite, store::Revision().hash,
                                                        std::string(64, 'b'), now_);
    Append({.now = now_,
            .banners = {{.hash = EncodeHex(Sha256("code")), .code = "code"}},
            .picture_sets = {picture_testing::SetOf(pictures)},
            .erasures = {{.index = indices_[9], .at = now_}}});
    EXPECT_TRUE(store_->CloseCounts(now_, 100).ok());
    Publish();
  };
  const auto report = VerifyLog(*store_, options);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_GT(store_->ReadHead()->size, report->entries);
  EXPECT_THAT(Verify().findings, IsEmpty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
