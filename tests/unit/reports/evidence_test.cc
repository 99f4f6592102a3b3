// Proofs, dossiers, standing and pages of records over a real store with a signed log.
#include "reports/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "prooflog/note.h"
#include "prooflog/proof.h"
#include "prooflog/verify.h"
#include "reports/dossier.h"
#include "reports/letter.h"
#include "reports/record_pages.h"
#include "reports/standing.h"
#include "store/line.h"
#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

class EvidenceTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    Publish();
  }
  std::string Sign() {
    const store::Head head = *store_->ReadHead();
    return *prooflog::SignNote(
        prooflog::FormatCheckpoint({"temoin.test/log", head.size, head.root}),
        std::span(&*key_, 1));
  }
  store::Index GiveAt(const char* time, std::optional<store::Index> previous = std::nullopt) {
    return Give(store::Choice(store::At(time), previous));
  }
  std::vector<store::Index> Walk(RecordQuery query, size_t page_size, int* pages_read = nullptr) {
    std::vector<store::Index> seen;
    RecordPages pages(*store_, std::move(query));
    while (!pages.done()) {
      size_t in_page = 0;
      const Status read = pages.Read(store::Deadline::max(), [&](const store::Found& found) {
        seen.push_back(found.row.index);
        return Result<bool>(++in_page < page_size);
      });
      EXPECT_TRUE(read.ok());
      if (!read.ok()) break;
      if (pages_read != nullptr) ++*pages_read;
    }
    return seen;
  }
  DossierSource Source() { return {*store_, Sign(), {key_->Vkey()}, now_}; }
  Result<DossierSummary> Write(const DossierQuery& query, std::map<std::string, std::string>& out) {
    return WriteDossier(Source(), query, [&out](const std::string& path, std::string_view text) {
      EXPECT_TRUE(out.emplace(path, text).second) << path << " written twice";
      return Status();
    });
  }

  Result<prooflog::SignerKey> key_ = prooflog::SignerKey::Generate("temoin.test/log");
};

// Erased while an export walks: not in it, from the batch on that is read next.
TEST_F(EvidenceTest, WhatIsErasedDuringAnExportIsNotExported) {
  constexpr size_t kRecords = 5 * RecordPages::kBatch;
  Append({.now = now_, .choices = std::vector(kRecords, store::Choice(now_))});
  const store::Index last = store_->ReadHead()->size - 1;
  std::vector<store::Index> seen;
  std::vector<store::Index> erased;
  RecordPages pages(*store_, {});
  while (!pages.done()) {
    const Status read = pages.Read(store::Deadline::max(), [&](const store::Found& found) {
      seen.push_back(found.row.index);
      // Of a later batch, which may reach further than its number of records: some are gone.
      const store::Index ahead = found.row.index + 2 * RecordPages::kBatch;
      if (found.row.index % 8 == 0 && ahead <= last) {
        Append({.now = now_, .erasures = {{.index = ahead, .at = now_}}});
        erased.push_back(ahead);
      }
      return Result<bool>(true);
    });
    ASSERT_TRUE(read.ok());
  }
  EXPECT_GT(erased.size(), kRecords / 25);
  for (const store::Index index : erased) EXPECT_THAT(seen, testing::Not(testing::Contains(index)));
  EXPECT_EQ(seen.size() + erased.size(), kRecords);
}

// What is recorded while an export walks does not prolong it.
TEST_F(EvidenceTest, AnExportEndsWhereTheLogEndedWhenItBegan) {
  for (int i = 0; i < 3; ++i) GiveAt("2026-03-01T10:00:00Z");
  RecordPages pages(*store_, {});
  size_t seen = 0;
  while (!pages.done()) {
    ASSERT_TRUE(pages
                    .Read(store::Deadline::min(),
                          [&](const store::Found&) {
                            ++seen;
                            GiveAt("2026-03-01T10:00:00Z");
                            return Result<bool>(true);
                          })
                    .ok());
  }
  EXPECT_EQ(seen, 3U);
}

TEST_F(EvidenceTest, AProofHoldsUnderEveryCheckpointFromItsOwnOn) {
  std::vector<std::string> notes;
  std::vector<store::Index> indices;
  for (int i = 0; i < 20; ++i) {
    indices.push_back(GiveAt("2026-03-01T10:00:00Z"));
    notes.push_back(Sign());
  }
  for (size_t i = 0; i < indices.size(); ++i) {
    for (size_t n = 0; n < notes.size(); ++n) {
      const Result<Inclusion> inclusion = ProveInclusion(*store_, indices[i], notes[n]);
      if (n < i) {
        ASSERT_FALSE(inclusion.ok());
        EXPECT_EQ(inclusion.error().code, ErrorCode::kUnavailable);
        continue;
      }
      ASSERT_TRUE(inclusion.ok()) << inclusion.error().message;
      EXPECT_TRUE(VerifyEvidence(*inclusion, Find(indices[i]).content, key_->Vkey()).ok());
    }
  }
}

TEST_F(EvidenceTest, WhatWasAlteredDoesNotVerify) {
  const store::Index index = GiveAt("2026-03-01T10:00:00Z");
  const Inclusion good = *ProveInclusion(*store_, index, Sign());
  std::optional<store::Content> content = Find(index).content;
  ASSERT_TRUE(VerifyEvidence(good, content, key_->Vkey()).ok());
  content->record.back() = ' ';
  EXPECT_EQ(VerifyEvidence(good, content, key_->Vkey()).error().code, ErrorCode::kDataLoss);
  content = Find(index).content;
  content->random[0] ^= 1;
  EXPECT_FALSE(VerifyEvidence(good, content, key_->Vkey()).ok());
  Inclusion bad = good;
  bad.entry[10] ^= 1;
  EXPECT_FALSE(VerifyEvidence(bad, std::nullopt, key_->Vkey()).ok());
  bad = good;
  bad.index ^= 1;
  EXPECT_FALSE(VerifyEvidence(bad, std::nullopt, key_->Vkey()).ok());
  const auto other = prooflog::SignerKey::Generate("temoin.test/log");
  EXPECT_FALSE(VerifyEvidence(good, std::nullopt, other->Vkey()).ok());
}

TEST_F(EvidenceTest, AReceiptVerifiesAlone) {
  const store::Index index = GiveAt("2026-03-01T10:00:00Z");
  const std::string text =
      ReceiptText(*ProveInclusion(*store_, index, Sign()), *Find(index).content);
  const auto key = prooflog::ParseVerifierKey(key_->Vkey());
  const auto receipt = prooflog::VerifyReceipt(text, std::span(&*key, 1));
  ASSERT_TRUE(receipt.ok()) << receipt.error().message;
  EXPECT_EQ(receipt->index, index);
  EXPECT_EQ(AsText(receipt->record), Find(index).content->record);
}

TEST_F(EvidenceTest, ALineGoesBothWays) {
  const store::Index first = GiveAt("2026-03-01T10:00:00Z");
  GiveAt("2026-03-01T11:00:00Z");
  const store::Index second = GiveAt("2026-03-02T10:00:00Z", first);
  const store::Index third = GiveAt("2026-03-03T10:00:00Z", second);
  for (const store::Index from : {first, second, third}) {
    const auto line = store::LineOf(*store_, Find(from).row);
    ASSERT_TRUE(line.ok());
    std::vector<store::Index> indices;
    for (const store::ChoiceRow& row : *line) indices.push_back(row.index);
    EXPECT_EQ(indices, (std::vector{first, second, third})) << "from " << from;
  }
}

TEST_F(EvidenceTest, PagesSeeEachRecordOnceWhateverTheirSize) {
  std::vector<store::Index> all;
  for (int i = 0; i < 25; ++i) all.push_back(GiveAt("2026-03-01T10:00:00Z"));
  for (const size_t size : {1U, 3U, 24U, 25U, 26U}) {
    int pages = 0;
    EXPECT_EQ(Walk({}, size, &pages), all);
    EXPECT_GE(pages, static_cast<int>(25 / size));
  }
}

TEST_F(EvidenceTest, PagesKeepToThePeriodAlsoOutOfOrder) {
  GiveAt("2026-02-27T23:59:59Z");
  const store::Index late = GiveAt("2026-03-02T00:00:00Z");
  const store::Index in = GiveAt("2026-03-01T00:00:00Z");  // a clock that was set back
  const store::Index last = GiveAt("2026-03-01T23:59:59Z");
  RecordQuery day;
  day.from = store::At("2026-03-01T00:00:00Z");
  day.to = store::At("2026-03-02T00:00:00Z");
  EXPECT_EQ(Walk(day, 10), (std::vector{in, last}));
  day.to = store::At("2026-03-03T00:00:00Z");
  EXPECT_EQ(Walk(day, 10), (std::vector{late, in, last}));
  day.site = "camieg";
  EXPECT_TRUE(Walk(day, 10).empty());
  day.from = store::At("2030-01-01T00:00:00Z");
  day.to.reset();
  EXPECT_TRUE(Walk(day, 10).empty());
}

TEST(DrawSample, IsTheSameForTheSameSeedAndNoOther) {
  std::vector<store::Index> from;
  for (store::Index i = 0; i < 500; ++i) from.push_back(i * 3);
  const auto drawn = DrawSample(from, 40, "contrôle 2026");
  EXPECT_EQ(drawn.size(), 40U);
  EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
  EXPECT_EQ(DrawSample(from, 40, "contrôle 2026"), drawn);
  EXPECT_NE(DrawSample(from, 40, "contrôle 2027"), drawn);
  std::reverse(from.begin(), from.end());
  EXPECT_EQ(DrawSample(from, 40, "contrôle 2026"), drawn) << "whatever the order";
  EXPECT_EQ(DrawSample(from, 1000, "x").size(), 500U);
  EXPECT_TRUE(DrawSample(from, 0, "x").empty());
}

TEST_F(EvidenceTest, ADossierHoldsWhatItsManifestSays) {
  const store::Index first = GiveAt("2026-03-01T10:00:00Z");
  const store::Index second = GiveAt("2026-03-01T11:00:00Z");
  Append({.now = now_, .erasures = {{first, now_}}});
  std::map<std::string, std::string> files;
  DossierQuery query;
  query.indices = {first, second};
  const auto summary = Write(query, files);
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary->kept, 1U);
  EXPECT_EQ(summary->gone, 1U);
  EXPECT_EQ(summary->files, files.size());
  const auto manifest = nlohmann::json::parse(files.at("manifest.json"));
  EXPECT_EQ(manifest["files"].size(), files.size() - 1);
  for (const auto& [path, facts] : manifest["files"].items()) {
    EXPECT_EQ(facts["sha256"], EncodeHex(Sha256(files.at(path)))) << path;
  }
  const auto key = prooflog::ParseVerifierKey(key_->Vkey());
  EXPECT_TRUE(prooflog::VerifyReceipt(files.at("proofs/" + std::to_string(second) + ".tlog-proof"),
                                      std::span(&*key, 1))
                  .ok());
  EXPECT_EQ(files.at("proofs/" + std::to_string(first) + ".tlog-proof").find("extra "),
            std::string::npos)
      << "of an erased consent there is no content to give";
  EXPECT_TRUE(files.contains("revisions/" + store::Revision().hash + ".json"));
}

TEST_F(EvidenceTest, ADossierIsTheSameTwice) {
  for (int i = 0; i < 9; ++i) GiveAt("2026-03-01T10:00:00Z");
  DossierQuery query;
  query.site = store::kSite;
  query.sample = 4;
  query.word = "graine";
  std::map<std::string, std::string> once;
  std::map<std::string, std::string> twice;
  const auto summary = Write(query, once);
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->kept, 4U);
  EXPECT_EQ(summary->drawn_from, 9U);
  ASSERT_TRUE(Write(query, twice).ok());
  EXPECT_EQ(once, twice);
}

TEST_F(EvidenceTest, OfALargePeriodASampleIsDrawnUnlessAllAreAskedFor) {
  for (size_t i = 0; i <= kDefaultSample; ++i) GiveAt("2026-03-01T10:00:00Z");
  DossierQuery query;
  query.site = store::kSite;
  std::map<std::string, std::string> files;
  const auto sample = Write(query, files);
  ASSERT_TRUE(sample.ok()) << sample.error().message;
  EXPECT_EQ(sample->kept, kDefaultSample);
  EXPECT_EQ(sample->drawn_from, kDefaultSample + 1);
  EXPECT_THAT(files.at("LISEZMOI.html"), ::testing::HasSubstr("seul le nombre est prouvé"));
  query.all = true;
  files.clear();
  const auto all = Write(query, files);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->kept, kDefaultSample + 1);
  EXPECT_FALSE(nlohmann::json::parse(files.at("manifest.json")).contains("sample"));
}

TEST_F(EvidenceTest, ADossierHoldsThePicturesOfItsRevisions) {
  const auto file = [this](const std::string& revision, Time taken_at) {
    const store::NewPictureSet set = picture_testing::SetOf(
        picture_testing::MakePictures(store::kSite, revision, std::string(64, 'b'), taken_at));
    return std::pair(Append({.now = now_, .picture_sets = {set}}).picture_sets[0], set);
  };
  const auto [index, set] = file(store::Revision().hash, now_);
  file(store::Revision().hash, now_ + std::chrono::hours(1));  // the same pictures, taken again
  const auto other = file(std::string(64, 'c'), now_).second;  // of a revision nobody was shown
  DossierQuery query;
  query.indices = {GiveAt("2026-03-01T10:00:00Z")};
  std::map<std::string, std::string> files;
  ASSERT_TRUE(Write(query, files).ok());
  EXPECT_EQ(files["pictures/" + set.hash + ".json"], set.manifest);
  EXPECT_FALSE(files.contains("pictures/" + other.hash + ".json"));
  for (const store::NewPicture& picture : set.pictures) {
    EXPECT_EQ(files["pictures/" + picture.hash + ".png"], picture.bytes);
  }
  // What docs/verify.md says: the proof places the manifest's hash in the log.
  const auto proof = prooflog::ParseProof(files["pictures/" + set.hash + ".tlog-proof"]);
  ASSERT_TRUE(proof.ok()) << proof.error().message;
  EXPECT_EQ(proof->index, index);
  const auto key = prooflog::ParseVerifierKey(key_->Vkey());
  const auto opened = prooflog::OpenCheckpoint(proof->checkpoint, std::span(&*key, 1));
  ASSERT_TRUE(opened.ok());
  const Digest leaf = prooflog::VerifierLeafHash(prooflog::EncodeEntry(
      {.type = prooflog::EntryType::kRevision, .commitment = Sha256(set.manifest)}));
  EXPECT_TRUE(prooflog::VerifyInclusion(proof->index, opened->checkpoint.size, leaf, proof->path,
                                        opened->checkpoint.root)
                  .ok());
  const auto manifest = nlohmann::json::parse(files["manifest.json"]);
  EXPECT_TRUE(manifest["files"].contains("pictures/" + set.hash + ".json"));
}

TEST_F(EvidenceTest, PicturesThatTheCheckpointDoesNotCoverAreLeftOut) {
  DossierQuery query;
  query.indices = {GiveAt("2026-03-01T10:00:00Z")};
  DossierSource source = Source();
  const store::NewPictureSet set = picture_testing::SetOf(picture_testing::MakePictures(
      store::kSite, store::Revision().hash, std::string(64, 'b'), now_));
  Append({.now = now_, .picture_sets = {set}});
  size_t pictures = 0;
  const auto written = WriteDossier(source, query, [&](const std::string& path, std::string_view) {
    pictures += path.starts_with("pictures/") ? 1 : 0;
    return Status();
  });
  EXPECT_TRUE(written.ok());
  EXPECT_EQ(pictures, 0U);
}

TEST_F(EvidenceTest, ADossierOfWhatIsNoConsentIsRefused) {
  std::map<std::string, std::string> files;
  DossierQuery query;
  query.indices = {0};  // the revision
  EXPECT_EQ(Write(query, files).error().code, ErrorCode::kNotFound);
  query.indices = {999};
  EXPECT_EQ(Write(query, files).error().code, ErrorCode::kNotFound);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
