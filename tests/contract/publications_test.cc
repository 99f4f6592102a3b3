// Revisions, banners and pictures, read by their hash.
#include <gmock/gmock.h>

#include <chrono>
#include <string>

#include "prooflog/entry.h"
#include "store/hold_manifest.h"
#include "store/publication_manifest.h"
#include "store/request_manifest.h"
#include "tests/contract/store_contract.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

TEST_P(StoreContract, PublicationsAreKeptAndTheLastIsInForce) {
  const NewRevision first = Revision("{\"n\":1}");
  const NewRevision second = Revision("{\"n\":2}", 2);
  Append({.now = now_, .revisions = {first, Revision("{\"n\":9}", 1, "autre.fr")}});
  Append({.now = now_, .revisions = {second}});
  EXPECT_EQ((*store_->CurrentPublication(kSite))->hash, second.hash);
  EXPECT_EQ((*store_->FindPublication(kSite, first.hash))->generation, 1);
  EXPECT_FALSE(store_->FindPublication("autre.fr", first.hash)->has_value());
  EXPECT_EQ(store_->Publications(kSite)->size(), 2U);
  // Back to the first, in a generation of its own.
  NewRevision again = first;
  again.generation = 3;
  Append({.now = now_, .revisions = {again}});
  EXPECT_EQ((*store_->CurrentPublication(kSite))->generation, 3);
  EXPECT_EQ(store_->ReadDocument(first.hash)->bytes, first.document);
  NewChoice of_generation_3 = Choice(now_);
  of_generation_3.record.generation = 3;
  EXPECT_EQ(Find(Give(of_generation_3)).row.generation, 3);
}

TEST_P(StoreContract, NotesOnDossiersAreEntriesWithManifests) {
  const DossierNote key{.time = now_, .vkey = "x/dossiers+1+AQ"};
  const DossierNote made{.time = now_, .site = kSite, .manifest = std::string(64, 'a')};
  const auto first = store_->AddDossierNote(key);
  const auto second = store_->AddDossierNote(made);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(*second, *first + 1);
  Open();
  const auto manifests = *store_->ReadManifests(*first, 9);
  ASSERT_EQ(manifests.size(), 2U);
  EXPECT_EQ(manifests[0].type, EntryType::kDossier);
  EXPECT_EQ(*ParseDossierNote(manifests[0].manifest), key);
  EXPECT_EQ(*ParseDossierNote(manifests[1].manifest), made);
}

TEST_P(StoreContract, ADocumentMustHaveItsHash) {
  NewRevision revision = Revision();
  revision.document += " ";
  const auto appended = store_->Append({.now = now_, .revisions = {revision}});
  ASSERT_FALSE(appended.ok());
  EXPECT_EQ(store_->ReadHead()->size, 0U);
  EXPECT_FALSE(store_->CurrentPublication(kSite)->has_value());
  // Nothing of it stayed in memory either.
  EXPECT_FALSE(Append({.now = now_, .choices = {Choice(now_)}}).choices[0].ok());
}

TEST_P(StoreContract, APublicationIsCommittedToBesideItsDocument) {
  NewRevision revision = Revision();
  revision.author = "Lucie";
  const Appended appended = Append({.now = now_, .revisions = {revision}});
  EXPECT_EQ(appended.head.size, 2U);
  const Publication published = *(*store_->CurrentPublication(kSite));
  EXPECT_EQ(published.index, appended.revisions[0]);
  EXPECT_EQ(published.entry, published.index + 1);
  const auto manifests = store_->ReadManifests(0, 10);
  ASSERT_EQ(manifests->size(), 1U);
  const std::string& manifest = manifests->front().manifest;
  EXPECT_EQ(manifests->front().type, EntryType::kPublication);
  EXPECT_EQ(manifest, *FormatPublicationManifest(ManifestOf(published, published.random)));
  EXPECT_EQ(
      store_->ReadEntries(*published.entry, 1)->front(),
      prooflog::EncodeEntry({.type = EntryType::kPublication, .commitment = Sha256(manifest)}));
  EXPECT_EQ(*store_->ReadPublicationManifest(EncodeHex(Sha256(manifest))), manifest);
  for (const std::string& other : {std::string(64, '0'), revision.hash, std::string("zz")}) {
    EXPECT_EQ(store_->ReadPublicationManifest(other).error().code, ErrorCode::kNotFound);
  }
  // What rides along in the checkpoint log is the document, each time that it is published.
  Append({.now = now_, .revisions = {Revision(R"({"n":2})", 2), revision}});
  const auto documents = store_->ReadDocuments(0, 10);
  ASSERT_EQ(documents->size(), 3U);
  EXPECT_EQ(documents->at(2).manifest, revision.document);
  EXPECT_EQ(documents->at(2).index, 4U);
}

TEST_P(StoreContract, AHoldIsCommittedToWhenItIsPlacedAndReleased) {
  Publish();
  const auto id = store_->AddHold({.site = kSite,
                                   .records = {3, 1, 2},
                                   .reason = "inspection",
                                   .author = "Lucie",
                                   .review = now_ + std::chrono::days(90),
                                   .created = now_});
  ASSERT_TRUE(id.ok()) << id.error().message;
  EXPECT_EQ(store_->ReleaseHold(*id + 1, now_, "Paul", "operator").error().code,
            ErrorCode::kNotFound);
  ASSERT_TRUE(store_->ReleaseHold(*id, now_, "Paul", "operator").ok());
  EXPECT_EQ(store_->ReadHead()->size, 4U);
  const Hold hold = store_->Holds(/*released_too=*/true)->front();
  const auto manifests = store_->ReadManifests(2, 10);
  ASSERT_EQ(manifests->size(), 2U);
  EXPECT_EQ(hold.entry, 2U);
  EXPECT_EQ(manifests->at(0).manifest, *FormatHoldManifest(*ManifestOfHold(hold, hold.random)));
  EXPECT_EQ(hold.release_entry, 3U);
  EXPECT_EQ(manifests->at(1).manifest,
            *FormatHoldManifest(*ManifestOfRelease(hold, hold.release_random)));
}

TEST_P(StoreContract, ANoteOnARequestIsCommittedToAndStays) {
  Publish();
  RequestNote note{.site = kSite,
                   .time = now_,
                   .kind = "access",
                   .received = At("2026-01-31T00:00:00Z"),
                   .due = At("2026-02-28T00:00:00Z"),
                   .shown = "receipt",
                   .record = 1,
                   .number = "2026-117",
                   .author = "Lucie",
                   .role = "auditor"};
  EXPECT_EQ(*store_->AddRequestNote(note), 1);
  EXPECT_EQ(*store_->AddRequestNote(note), 2);
  note.act = RequestAct::kAnswer;
  note.request = 1;
  note.answered = At("2026-02-02T00:00:00Z");
  note.letter = "access";
  EXPECT_EQ(*store_->AddRequestNote(note), 1);
  Open();
  const auto notes = *store_->RequestNotes();
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[0].number, "2026-117");
  EXPECT_EQ(notes[1].due, note.due);
  EXPECT_EQ(notes[2].letter, "access");
  EXPECT_NE(notes[0].random, notes[1].random);
  const auto manifests = store_->ReadManifests(2, 10);
  ASSERT_EQ(manifests->size(), 3U);
  for (size_t i = 0; i < notes.size(); ++i) {
    EXPECT_EQ(notes[i].entry, 2 + i);
    EXPECT_EQ(manifests->at(i).type, EntryType::kRequest);
    EXPECT_EQ(manifests->at(i).manifest,
              *FormatRequestManifest({.note = notes[i], .person = *PersonOfRequest(notes[i])}));
  }
  const auto lines = *store_->ReadAccesses(0, 10);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].access.action, "request.answer");
  EXPECT_EQ(lines[2].access.role, "auditor");
  EXPECT_EQ(lines[2].access.site, kSite);
  EXPECT_EQ(lines[2].access.detail, "1: 2026-117");
}

TEST_P(StoreContract, ABannerBuildIsAnEntryOnce) {
  const std::string code = "(function(){})()";
  const NewBanner banner{.hash = EncodeHex(Sha256(code)), .code = code, .published_at = now_};
  const Appended first = Append({.now = now_, .banners = {banner}});
  const Appended again = Append({.now = now_, .banners = {banner}});
  EXPECT_EQ(first.banners, again.banners);
  EXPECT_EQ(again.head.size, 1U);
  EXPECT_EQ(store_->ReadDocument(banner.hash)->kind, Document::Kind::kBanner);
}

TEST_P(StoreContract, PicturesAreOneEntryASetAndReadByTheirHash) {
  Publish();
  const auto pictures =
      picture_testing::MakePictures(kSite, Revision().hash, std::string(64, 'b'), now_, 'a');
  const NewPictureSet set = picture_testing::SetOf(pictures);
  const Appended first = Append({.now = now_, .picture_sets = {set}});
  ASSERT_EQ(first.picture_sets.size(), 1U);
  EXPECT_EQ(first.head.size, 3U);
  EXPECT_EQ(
      store_->ReadEntries(2, 1)->front(),
      prooflog::EncodeEntry({.type = EntryType::kRevision, .commitment = Sha256(set.manifest)}));
  EXPECT_EQ(store_->ReadDocument(set.hash)->kind, Document::Kind::kPictures);
  EXPECT_EQ(store_->ReadDocument(set.hash)->bytes, set.manifest);
  for (const NewPicture& picture : set.pictures) {
    EXPECT_EQ(*store_->ReadPicture(picture.hash), picture.bytes);
  }
  EXPECT_EQ(store_->ReadPicture(std::string(64, '0')).error().code, ErrorCode::kNotFound);
  // Once more writes nothing; others of the same revision stand behind them.
  EXPECT_EQ(Append({.now = now_, .picture_sets = {set}}).picture_sets, first.picture_sets);
  EXPECT_EQ(store_->ReadHead()->size, 3U);
  const NewPictureSet later = picture_testing::SetOf(picture_testing::MakePictures(
      kSite, Revision().hash, std::string(64, 'b'), now_ + std::chrono::hours(1), 'b'));
  Append({.now = now_, .picture_sets = {later}});
  const auto sets = store_->PicturesOfRevision(set.revision);
  ASSERT_EQ(sets->size(), 2U);
  EXPECT_EQ(sets->at(0).hash, set.hash);
  EXPECT_EQ(sets->at(0).index, first.picture_sets[0]);
  EXPECT_EQ(sets->at(0).taken_at, now_);
  EXPECT_EQ(sets->at(1).hash, later.hash);
  EXPECT_EQ(store_->PicturesOfSite(kSite)->size(), 2U);
  EXPECT_TRUE(store_->PicturesOfSite("autre.fr")->empty());
  EXPECT_TRUE(store_->PicturesOfRevision(std::string(64, '0'))->empty());
  Open();
  EXPECT_EQ(*store_->ReadPicture(set.pictures[0].hash), set.pictures[0].bytes);
}

TEST_P(StoreContract, PicturesMustHaveTheirHash) {
  Publish();
  const NewPictureSet good = picture_testing::SetOf(
      picture_testing::MakePictures(kSite, Revision().hash, std::string(64, 'b'), now_));
  NewPictureSet altered = good;
  altered.manifest += " ";
  EXPECT_FALSE(store_->Append({.now = now_, .picture_sets = {altered}}).ok());
  altered = good;
  altered.pictures.back().bytes += " ";
  EXPECT_FALSE(store_->Append({.now = now_, .picture_sets = {altered}}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 2U);
  for (const NewPicture& picture : good.pictures) {
    EXPECT_EQ(store_->ReadPicture(picture.hash).error().code, ErrorCode::kNotFound);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
