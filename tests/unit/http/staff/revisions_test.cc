#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/unit/http/staff/fixture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

TEST_F(StaffTest, OnlyWhatSomebodySawIsPublishedAgain) {
  const std::string target = "/v1/revisions/" + revision_.hash + "/republish";
  const http::Response seen =
      Call("POST", target, "token-operator", R"({"site":"ameli.fr","dry_run":true})");
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(Json(seen)["published"], false);
  EXPECT_EQ(Json(seen)["sites"][0]["revision"], revision_.hash);
  EXPECT_TRUE(backend_->republished_.empty());
  for (const char* body :
       {R"({"site":"ameli.fr"})", R"({"site":"ameli.fr","expected":{}})",
        R"({"site":"ameli.fr","expected":{"ameli.fr":1}})", R"({"expected":{"ameli.fr":"x"}})",
        R"({"site":"ameli.fr","dry_run":"yes"})"}) {
    EXPECT_EQ(Call("POST", target, "token-operator", body).status, 422) << body;
  }
  EXPECT_EQ(Call("POST", target, "token-operator",
                 R"({"site":"ameli.fr","expected":{"ameli.fr":"other"}})")
                .status,
            409);
  EXPECT_EQ(Call("POST", "/v1/revisions/zz/republish", "token-operator",
                 R"({"site":"ameli.fr","dry_run":true})")
                .status,
            404);
  EXPECT_TRUE(backend_->republished_.empty());
  const std::string agreed =
      nlohmann::json{{"site", "ameli.fr"}, {"expected", {{"ameli.fr", revision_.hash}}}}.dump();
  EXPECT_EQ(Call("POST", target, "token-operator", agreed).status, 200);
  EXPECT_THAT(backend_->republished_, testing::ElementsAre("Operations"));
  EXPECT_EQ(AccessLines().back().access.action, "revision.republish");
  EXPECT_EQ(AccessLines().back().access.site, "ameli.fr");
}

TEST_F(StaffTest, PicturesAreShownBesideTheirRevision) {
  const std::string list = "/v1/revisions/" + revision_.hash + "/pictures";
  nlohmann::json shown = Json(Call("GET", list, "token-marketing"));
  EXPECT_EQ(shown["site"], "ameli.fr");
  EXPECT_EQ(shown["in_force"], true);
  EXPECT_EQ(shown["pictures"], nlohmann::json::array());
  const auto overview = [this] {
    return Json(Call("GET", "/v1/overview?site=ameli.fr", "token-marketing"))["publication"];
  };
  const auto row = [this] {
    return Json(Call("GET", "/v1/revisions?site=ameli.fr", "token-marketing"))["revisions"][0];
  };
  EXPECT_EQ(overview()["pictures"], 0);
  EXPECT_EQ(row()["pictures"], nullptr);

  const auto file = [this](Time taken_at) {
    const store::NewPictureSet set = picture_testing::SetOf(
        picture_testing::MakePictures("ameli.fr", revision_.hash, std::string(64, 'b'), taken_at));
    Append({.now = now_, .picture_sets = {set}});
    return set;
  };
  file(now_);
  const store::NewPictureSet later = file(now_ + std::chrono::hours(1));
  shown = Json(Call("GET", list, "token-marketing"));
  ASSERT_EQ(shown["pictures"].size(), 2U);
  EXPECT_EQ(shown["pictures"][0]["hash"], later.hash) << "newest first";
  EXPECT_EQ(shown["pictures"][0]["manifest"].dump(), later.manifest);
  EXPECT_EQ(overview()["pictures"], 2);
  EXPECT_EQ(row()["pictures"]["sets"], 2);
  EXPECT_EQ(row()["pictures"]["hash"], later.hash);

  const http::Response png =
      Call("GET", "/v1/pictures/" + later.pictures[0].hash + ".png", "token-marketing");
  EXPECT_EQ(png.status, 200);
  EXPECT_EQ(png.body, later.pictures[0].bytes);
  EXPECT_EQ(png.Header("Content-Type"), "image/png");
  const http::Response manifest =
      Call("GET", "/v1/pictures/" + later.hash + ".json", "token-marketing");
  EXPECT_EQ(manifest.body, later.manifest);
  for (const std::string& path :
       {"/v1/pictures/" + later.hash, "/v1/pictures/" + later.hash + ".png",
        "/v1/pictures/" + later.pictures[0].hash + ".json",
        "/v1/pictures/" + revision_.hash + ".json", "/v1/pictures/" + std::string(64, '0') + ".png",
        std::string("/v1/pictures/x.png"), "/v1/revisions/" + std::string(64, '0') + "/pictures",
        "/v1/revisions/" + later.hash + "/pictures"}) {
    EXPECT_EQ(Call("GET", path, "token-marketing").status, 404) << path;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
