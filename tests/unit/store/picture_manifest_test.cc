#include "store/picture_manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using picture_testing::MakePictures;
using picture_testing::MakePng;
using picture_testing::Pictures;
using ::testing::HasSubstr;

const Time kTaken = *ParseTime("2026-03-01T12:00:00Z");

Pictures Some() {
  return MakePictures("ameli.fr", std::string(64, 'a'), std::string(64, 'b'), kTaken);
}
json SomeJson() { return json::parse(FormatPictureManifest(Some().manifest)); }

// Its bytes are what the log commits to: this text may never change.
TEST(PictureManifest, HasTheDocumentedBytes) {
  PictureManifest manifest = Some().manifest;
  manifest.pictures.resize(1);
  manifest.pictures[0].sha256 = std::string(64, 'c');
  manifest.pictures[0].bytes = 68;
  EXPECT_EQ(FormatPictureManifest(manifest),
            R"({"banner":")" + std::string(64, 'b') +
                R"(","browser":{"name":"Chromium","version":"156.0.8078.108"},"generation":1,)"
                R"("pictures":[{"bytes":68,"height":2,"language":"fr","layer":"first","scale":1,)"
                R"("screen":"phone","sha256":")" +
                std::string(64, 'c') + R"(","width":390}],"revision":")" + std::string(64, 'a') +
                R"(","schema":1,"site":"ameli.fr","taken_at":"2026-03-01T12:00:00Z"})");
}

TEST(PictureManifest, IsCanonicalAndReadsBackInAnySpelling) {
  const PictureManifest manifest = Some().manifest;
  const std::string text = FormatPictureManifest(manifest);
  EXPECT_EQ(*CanonicalJson(json::parse(text)), text);
  const auto again = ParsePictureManifest(json::parse(text).dump(2));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, manifest);
}

TEST(PictureManifest, EachMemberIsNeededAndNoOther) {
  const json good = SomeJson();
  for (const auto& [name, value] : good.items()) {
    json without = good;
    without.erase(name);
    const auto parsed = ParsePictureManifest(without.dump());
    ASSERT_FALSE(parsed.ok()) << name;
    EXPECT_EQ(parsed.error().pointer, "/" + name);
  }
  for (const auto& [name, value] : good["pictures"][3].items()) {
    json without = good;
    without["pictures"][3].erase(name);
    const auto parsed = ParsePictureManifest(without.dump());
    ASSERT_FALSE(parsed.ok()) << name;
    EXPECT_EQ(parsed.error().pointer, "/pictures/3/" + name);
  }
  json more = good;
  more["pictures"][0]["path"] = "../../etc/passwd";
  EXPECT_EQ(ParsePictureManifest(more.dump()).error().pointer, "/pictures/0/path");
}

TEST(PictureManifest, WhatIsOutOfItsBoundsIsNamed) {
  const struct {
    const char* pointer;
    json value;
  } cases[] = {
      {"/schema", 2},
      {"/banner", std::string(63, 'a')},
      {"/banner", std::string(64, 'A')},
      {"/revision", 7},
      {"/generation", 0},
      {"/generation", 1.5},
      {"/generation", -1},
      {"/site", ""},
      {"/site", "../ameli"},
      {"/site", "ameli.fr/x"},
      {"/site", std::string(65, 'a')},
      {"/taken_at", "yesterday"},
      {"/taken_at", "2026-13-01T12:00:00Z"},
      {"/browser/name", "a\"b"},
      {"/browser/version", "1\n2"},
      {"/browser/version", std::string(65, '1')},
      {"/pictures", json::object()},
      {"/pictures", json::array()},
      {"/pictures/0", "x"},
      {"/pictures/0/bytes", 0},
      {"/pictures/0/bytes", kMaxPictureBytes + 1},
      {"/pictures/0/height", 0},
      {"/pictures/0/height", 32769},
      {"/pictures/0/language", "fr/.."},
      {"/pictures/0/language", "-"},
      {"/pictures/0/layer", "third"},
      {"/pictures/0/screen", "watch"},
      {"/pictures/0/scale", 5},
      {"/pictures/0/sha256", std::string(64, 'g')},
      {"/pictures/0/width", 391},
      {"/pictures/2/width", 390},
  };
  for (const auto& each : cases) {
    json bad = SomeJson();
    bad[json::json_pointer(each.pointer)] = each.value;
    const auto parsed = ParsePictureManifest(bad.dump());
    ASSERT_FALSE(parsed.ok()) << each.pointer << " " << each.value;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(parsed.error().pointer, each.pointer) << each.value;
  }
}

TEST(PictureManifest, NothingIsThereTwiceAndNothingIsMissing) {
  json twice = SomeJson();
  twice["pictures"][5] = twice["pictures"][4];
  EXPECT_THAT(ParsePictureManifest(twice.dump()).error().message, HasSubstr("twice"));
  json missing = SomeJson();
  missing["pictures"].erase(5);
  EXPECT_THAT(ParsePictureManifest(missing.dump()).error().message,
              HasSubstr("second-en-phone is missing"));
  json many = SomeJson();
  for (size_t i = 0; i < kMaxPictures; ++i) many["pictures"].push_back(many["pictures"][0]);
  EXPECT_EQ(ParsePictureManifest(many.dump()).error().pointer, "/pictures");
  json large = SomeJson();
  for (json& picture : large["pictures"]) picture["bytes"] = kMaxPictureBytes;
  EXPECT_THAT(ParsePictureManifest(large.dump()).error().message, HasSubstr("16 MiB together"));
}

TEST(PictureManifest, TextThatIsNoManifestIsRefused) {
  for (const char* text : {"", "[]", "null", "{", "{}", R"({"schema":1,"schema":1})"}) {
    EXPECT_FALSE(ParsePictureManifest(text).ok()) << text;
  }
  EXPECT_EQ(ParsePictureManifest(std::string(kMaxPictureManifest + 1, ' ')).error().code,
            ErrorCode::kTooLarge);
}

TEST(PictureManifest, APictureMustBeTheOneThatIsNamed) {
  const Pictures some = Some();
  const Picture& picture = some.manifest.pictures[1];
  const std::string bytes = some.files.at(PictureName(picture));
  EXPECT_TRUE(CheckPicture(picture, bytes).ok());
  EXPECT_THAT(CheckPicture(picture, bytes + "x").error().message, HasSubstr("bytes"));
  std::string altered = bytes;
  altered[40] = static_cast<char>(altered[40] ^ 1);
  EXPECT_THAT(CheckPicture(picture, altered).error().message, HasSubstr("SHA-256"));
  // The hash of something else: no picture, or one of another size.
  const auto naming = [&picture](const std::string& other) {
    Picture named = picture;
    named.bytes = static_cast<int64_t>(other.size());
    named.sha256 = EncodeHex(Sha256(other));
    return CheckPicture(named, other);
  };
  EXPECT_THAT(naming("<html>").error().message, HasSubstr("not a PNG"));
  EXPECT_THAT(naming(MakePng(390, 500)).error().message, HasSubstr("390 x 500"));
  EXPECT_THAT(naming(MakePng(390, 500)).error().message, HasSubstr(PictureName(picture)));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
