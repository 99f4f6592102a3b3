#include "server/http/public/banner_assets.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

constexpr std::string_view kCore = "(()=>{window.x=__TEMOIN__})()";
constexpr std::string_view kGuard = "guard()";
constexpr std::string_view kCount = "count()";
constexpr std::string_view kObserve = "observe()";
constexpr std::string_view kAdform = "adapt()";
constexpr std::string_view kPage = "<title>{{SITE}} et {{SITE}}</title>";
constexpr std::string_view kSecond = "second()";

std::string Manifest(std::string_view core) {
  const auto describe = [](std::string_view file, std::string_view code) {
    return nlohmann::json{{"file", file}, {"sha256", EncodeHex(Sha256(code))}};
  };
  nlohmann::json guard = describe("guard.js", kGuard);
  guard["join"] = "guard";
  nlohmann::json count = describe("impressions.js", kCount);
  count["join"] = "impressions";
  nlohmann::json observe = describe("observed.js", kObserve);
  observe["join"] = "observed";
  nlohmann::json adform = describe("adform.js", kAdform);
  adform["join"] = "adapters";
  return nlohmann::json{{"core", describe("core.js", core)},
                        {"page", {{"file", "page.html"}, {"style", "'sha256-x'"}}},
                        {"chunks",
                         {{"guard", guard},
                          {"impressions", count},
                          {"observed", observe},
                          {"adform", adform},
                          {"preferences", describe("preferences.js", kSecond)}}}}
      .dump();
}

class BannerAssetsTest : public ::testing::Test {
 protected:
  std::string manifest_ = Manifest(kCore);
  std::vector<EmbeddedFile> files_ = {{"core.js", kCore},          {"guard.js", kGuard},
                                      {"impressions.js", kCount},  {"adform.js", kAdform},
                                      {"preferences.js", kSecond}, {"observed.js", kObserve},
                                      {"page.html", kPage},        {"manifest.json", manifest_}};
};

TEST_F(BannerAssetsTest, WrapsTheCoreAroundTheConfiguration) {
  const auto assets = ReadBannerAssets(files_);
  ASSERT_TRUE(assets.ok());
  catalog::Site site;
  const std::string script = assets->Script(site, R"({"site":"a"})", "/base");
  EXPECT_TRUE(script.starts_with("(function(__TEMOIN__){"));
  EXPECT_NE(script.find(R"(({"config":{"site":"a"},"base":"/base","banner":")" +
                        EncodeHex(Sha256(kCore))),
            std::string::npos);
  EXPECT_NE(script.find(R"("chunks":{"preferences":")" + EncodeHex(Sha256(kSecond)) + "\"}"),
            std::string::npos);
  EXPECT_EQ(script.find("guard()"), std::string::npos);
}

TEST_F(BannerAssetsTest, ThePageNamesItsSite) {
  const auto assets = ReadBannerAssets(files_);
  ASSERT_TRUE(assets.ok());
  catalog::Site site;
  site.id = "a.example";
  EXPECT_EQ(assets->Page(site), "<title>a.example et a.example</title>");
  EXPECT_EQ(assets->page_style, "'sha256-x'");
}

TEST_F(BannerAssetsTest, JoinsWhatTheSiteAsksFor) {
  const auto assets = ReadBannerAssets(files_);
  ASSERT_TRUE(assets.ok());
  catalog::Site site;
  EXPECT_TRUE(assets->Script(site, "{}", "").starts_with("(function("));
  site.settings.guard = true;
  EXPECT_TRUE(assets->Script(site, "{}", "").starts_with("guard()\n(function("));
  site.settings.impressions = 1;
  site.settings.adapters = {"adform"};
  EXPECT_TRUE(assets->Script(site, "{}", "").starts_with("adapt()\nguard()\ncount()\n(function("));
  site.settings.observed = 1;
  EXPECT_TRUE(assets->Script(site, "{}", "")
                  .starts_with("adapt()\nguard()\ncount()\nobserve()\n(function("));
}

TEST_F(BannerAssetsTest, RefusesFilesThatAreNotTheManifests) {
  files_[0].contents = "tampered";
  EXPECT_EQ(ReadBannerAssets(files_).error().code, ErrorCode::kDataLoss);
  files_.erase(files_.begin());
  EXPECT_EQ(ReadBannerAssets(files_).error().code, ErrorCode::kDataLoss);
  EXPECT_FALSE(ReadBannerAssets({}).ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
