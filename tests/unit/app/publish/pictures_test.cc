#include "app/publish/pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/publish/publications.h"
#include "server/control/operations.h"
#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using picture_testing::MakePictures;
using picture_testing::Pictures;
using store::kSite;
using testing::HasSubstr;

constexpr char kCore[] = "(()=>{})()";
constexpr char kFirst[] = R"({"languages":["fr","en"],"n":1})";
constexpr char kSecond[] = R"({"languages":["fr","en"],"n":2})";

// A site that published one revision on 1 January and another on 1 February; it is 1 March.
class PicturesTest : public store::StoreTest {
 protected:
  void SetUp() override {
    store::StoreTest::SetUp();
    store::NewRevision first = store::Revision(kFirst);
    store::NewRevision second = store::Revision(kSecond);
    second.published_at = store::At("2026-02-01T00:00:00Z");
    Append({.now = now_,
            .revisions = {first, second},
            .banners = {{.hash = Hash(kCore), .code = kCore, .published_at = now_}}});
    recorder_ = std::make_unique<Recorder>(*store_, clock_, keys_, readiness_,
                                           RecorderOptions{.data_directory = directory_.path()});
    recorder_->Start();
  }
  void TearDown() override { recorder_.reset(); }

  static std::string Hash(std::string_view bytes) { return EncodeHex(Sha256(bytes)); }
  Pictures Taken(const char* at = "2026-02-10T09:00:00Z", const char* document = kSecond) const {
    return MakePictures(kSite, Hash(document), Hash(kCore), store::At(at));
  }
  Context Now() {
    return {.store = *store_,
            .write = [this](auto work) { return recorder_->Run(std::move(work)); },
            .now = clock_.Now()};
  }
  Result<FiledPictures> File(const Pictures& pictures) {
    return FileSet(Now(), {}, {FormatPictureManifest(pictures.manifest), pictures.files});
  }
  void ExpectRefused(const Pictures& pictures, const char* why) {
    const uint64_t size = store_->ReadHead()->size;
    const auto filed = File(pictures);
    ASSERT_FALSE(filed.ok()) << why;
    EXPECT_EQ(filed.error().code, ErrorCode::kUnprocessable);
    EXPECT_THAT(filed.error().message, HasSubstr(why));
    EXPECT_EQ(store_->ReadHead()->size, size);
    EXPECT_TRUE(store_->PicturesOfSite(kSite)->empty());
  }

  ManualClock clock_{now_};
  const ServerKeys keys_;
  Readiness readiness_;
  std::unique_ptr<Recorder> recorder_;
};

TEST_F(PicturesTest, AreFiledOnceAndNamedByTheirCanonicalManifest) {
  const Pictures taken = Taken();
  const auto filed = File(taken);
  ASSERT_TRUE(filed.ok()) << filed.error().message;
  EXPECT_TRUE(filed->added);
  EXPECT_EQ(filed->hash, Hash(FormatPictureManifest(taken.manifest)));
  EXPECT_EQ(filed->index, 5U);
  EXPECT_EQ(store_->ReadHead()->size, 6U);
  // The same in another spelling.
  const auto again =
      FileSet(Now(), {}, {json::parse(FormatPictureManifest(taken.manifest)).dump(1), taken.files});
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->added);
  EXPECT_EQ(again->index, filed->index);
  EXPECT_EQ(again->hash, filed->hash);
  EXPECT_EQ(store_->ReadHead()->size, 6U);
}

// Its hash is that of a document of the log, and names no revision.
TEST_F(PicturesTest, WhoAsksForARevisionByTheirHashIsToldWhatItNames) {
  const auto filed = File(Taken());
  ASSERT_TRUE(filed.ok()) << filed.error().message;
  for (const std::string& hash : {filed->hash, Hash(kCore)}) {
    const auto document = Document(Now(), {}, ShowRevision{.revision = hash});
    ASSERT_FALSE(document.ok());
    EXPECT_EQ(document.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(document.error().message,
              "This hash names a banner build or a set of pictures, not a revision.");
  }
  const auto shown = Document(Now(), {}, ShowRevision{.revision = Hash(kSecond)});
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  EXPECT_EQ(*shown, kSecond);
}

TEST_F(PicturesTest, OnlyWhatWasInForceWasShown) {
  ExpectRefused(Taken("2026-02-10T09:00:00Z", kFirst), "was not in force");
  ExpectRefused(Taken("2026-01-10T09:00:00Z", kSecond), "was not in force");
  ExpectRefused(Taken("2026-03-01T12:06:00Z"), "later than now");
  EXPECT_TRUE(File(Taken("2026-01-10T09:00:00Z", kFirst)).ok());
  EXPECT_TRUE(File(Taken("2026-01-31T23:56:00Z")).ok()) << "the clocks may differ a little";
  EXPECT_TRUE(File(Taken("2026-03-01T12:04:00Z")).ok());
}

TEST_F(PicturesTest, AnUnknownRevisionBannerOrLanguageIsRefused) {
  Pictures bad = Taken();
  bad.manifest.revision = std::string(64, '0');
  ExpectRefused(bad, "never published revision");
  bad = Taken();
  bad.manifest.generation = 2;
  ExpectRefused(bad, "as generation 2");
  bad = Taken();
  bad.manifest.site = "autre.fr";
  ExpectRefused(bad, "autre.fr never published");
  bad = Taken();
  bad.manifest.banner = Hash(kSecond);  // a document, and no banner
  ExpectRefused(bad, "No build");
  bad = Taken();
  std::erase_if(bad.manifest.pictures, [](const auto& each) { return each.language == "en"; });
  std::erase_if(bad.files,
                [](const auto& each) { return each.first.find("-en-") != std::string::npos; });
  ExpectRefused(bad, "languages");
}

TEST_F(PicturesTest, EachFileMustBeTheOneOfTheManifest) {
  Pictures bad = Taken();
  bad.files["first-fr-phone"] = bad.files["first-en-phone"];
  ExpectRefused(bad, "first-fr-phone");
  bad = Taken();
  bad.files.erase("second-en-desktop");
  ExpectRefused(bad, "second-en-desktop is missing");
  bad = Taken();
  bad.files["third"] = "x";
  ExpectRefused(bad, "more pictures");
  const auto none = FileSet(Now(), {}, {"{", {}});
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(PicturesTest, AreBoundedByRevision) {
  for (size_t i = 0; i < kMaxPictureSets; ++i) {
    Pictures taken = Taken();
    taken.manifest.taken_at += std::chrono::seconds(i);
    ASSERT_TRUE(File(taken).ok()) << i;
  }
  Pictures one_more = Taken();
  one_more.manifest.taken_at += std::chrono::days(1);
  EXPECT_EQ(File(one_more).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(File(Taken()).ok()) << "what is known stays welcome";
}

TEST_F(PicturesTest, OperationsCheckTheirArguments) {
  const UnjudgedClock clock(clock_);
  Publisher publisher(*store_, *recorder_, clock_, readiness_, {});
  const auto run = [&](std::string_view name, const json& arguments) {
    return control::Operate({.context = Now(),
                             .recorder = *recorder_,
                             .clock = clock,
                             .readiness = readiness_,
                             .publisher = publisher},
                            {}, name, arguments);
  };
  const Pictures taken = Taken();
  json files = json::object();
  for (const auto& [name, bytes] : taken.files) files[name] = EncodeBase64(AsBytes(bytes));
  const std::string manifest = FormatPictureManifest(taken.manifest);
  for (const json& bad : {json::object(), json{{"manifest", 1}, {"pictures", files}},
                          json{{"manifest", manifest}, {"pictures", {1}}},
                          json{{"manifest", manifest}, {"pictures", {{"first-fr-phone", "*"}}}},
                          json{{"manifest", manifest}, {"pictures", {{"first-fr-phone", 7}}}}}) {
    EXPECT_EQ(run("pictures.add", bad).error().code, ErrorCode::kInvalidArgument) << bad;
  }
  const auto added = run("pictures.add", {{"manifest", manifest}, {"pictures", files}});
  ASSERT_TRUE(added.ok()) << added.error().message;
  EXPECT_EQ((*added)["added"], true);
  const auto list = run("pictures.list", {{"site", kSite}});
  ASSERT_TRUE(list.ok());
  const json& rows = (*list)["revisions"];
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0]["pictures"].empty());
  EXPECT_EQ(rows[0]["in_force"], false);
  EXPECT_EQ(rows[1]["in_force"], true);
  EXPECT_EQ(rows[1]["pictures"][0]["hash"], (*added)["hash"]);
  EXPECT_EQ(rows[1]["pictures"][0]["taken_at"], "2026-02-10T09:00:00Z");
  EXPECT_EQ(run("pictures.list", {{"site", "autre.fr"}}).error().code, ErrorCode::kNotFound);
}

// A hash of the public paths names a revision, a banner build or a set of pictures.
TEST_F(PicturesTest, WhatIsNoRevisionIsCalledByItsName) {
  const auto filed = File(Taken());
  ASSERT_TRUE(filed.ok()) << filed.error().message;
  for (const std::string& hash : {filed->hash, Hash(kCore)}) {
    const auto document = Document(Now(), {}, {hash});
    ASSERT_FALSE(document.ok()) << hash;
    EXPECT_EQ(document.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(document.error().message, HasSubstr("a banner build or a set of pictures"));
  }
  EXPECT_EQ(Document(Now(), {}, {Hash(kSecond)}).value(), kSecond);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
