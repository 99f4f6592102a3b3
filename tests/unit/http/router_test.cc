#include "server/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    for (const char* pattern : kPatterns) paths_.Add("GET", pattern, rows_++);
    paths_.Add("POST", "/v1/sites/{site}/consents", rows_++);
    paths_.Add("DELETE", "/v1/sites/all/consents", rows_++);
  }

  // The pattern whose GET answers, or nothing.
  std::string Find(std::string_view path) {
    PathTable::Found found = paths_.Find("GET", path);
    params_ = std::move(found.params);
    EXPECT_EQ(found.row, found.path) << path;
    return found.row ? kPatterns.at(*found.row) : "";
  }

  static constexpr std::array<const char*, 5> kPatterns = {
      "/v1/sites/{site}/consents", "/v1/sites/{site}/consents/current", "/v1/sites/all/consents",
      "/log/tile/{rest...}", "/healthz"};
  PathTable paths_;
  size_t rows_ = 0;
  std::vector<std::string_view> params_;
};

TEST_F(RouterTest, APathHasOneSpelling) {
  for (const char* path :
       {"/v1/sites/ameli.fr%2fconsents", "/v1/sites/ameli%2Efr/consents", "/v1%5csites/a/consents",
        "/v1/sites/x%2f..%2fameli.fr/consents", "/v1/sites/./consents", "/v1/sites/../consents",
        "/v1/sites/a;b/consents", "/v1/sites/a\\b/consents", "/%68ealthz", "/log/tile/0%2f000",
        "/log/tile/../checkpoint", "/v1/sites/ameli.fr%252fconsents", "//healthz", "/healthz/",
        "/log/tile/0/000/", "/log/tile//0"}) {
    EXPECT_EQ(Find(path), "") << path;
    EXPECT_THAT(params_, IsEmpty());
  }
}

TEST_F(RouterTest, TakesSegmentsInBraces) {
  EXPECT_EQ(Find("/v1/sites/ameli.fr/consents"), "/v1/sites/{site}/consents");
  EXPECT_THAT(params_, ElementsAre("ameli.fr"));
  EXPECT_EQ(Find("/v1/sites/ameli.fr/consents/current"), "/v1/sites/{site}/consents/current");
  EXPECT_EQ(Find("/healthz"), "/healthz");
  EXPECT_THAT(params_, IsEmpty());
}

TEST_F(RouterTest, LiteralSegmentsGoFirst) {
  EXPECT_EQ(Find("/v1/sites/all/consents"), "/v1/sites/all/consents");
  EXPECT_EQ(Find("/v1/sites/all/consents/current"), "/v1/sites/{site}/consents/current");
}

TEST_F(RouterTest, TheRestMayHoldSlashes) {
  EXPECT_EQ(Find("/log/tile/entries/x001/234.p/5"), "/log/tile/{rest...}");
  EXPECT_THAT(params_, ElementsAre("entries/x001/234.p/5"));
  EXPECT_EQ(Find("/log/tile"), "");
}

TEST_F(RouterTest, OddPathsFindNothing) {
  for (const char* path : {"", "/", "//", "/v1", "/v1/sites//consents", "/v1/sites/a/consents/",
                           "/v1/sites/a/b/consents", "/healthz/", "/Healthz"}) {
    EXPECT_EQ(Find(path), "") << path;
    EXPECT_THAT(params_, IsEmpty());
  }
}

TEST_F(RouterTest, AMethodThatOnlyABracedPatternHasIsFoundThere) {
  EXPECT_EQ(paths_.Find("POST", "/v1/sites/all/consents").row, 5U);
  EXPECT_THAT(paths_.Find("POST", "/v1/sites/all/consents").params, ElementsAre("all"));
  EXPECT_THAT(paths_.Methods("/v1/sites/all/consents"), ElementsAre("GET", "DELETE", "POST"));
  EXPECT_EQ(paths_.Find("HEAD", "/healthz").row, 4U) << "HEAD is GET without a body";
}

TEST_F(RouterTest, APathWithoutTheMethodIsNotNowhere) {
  const PathTable::Found found = paths_.Find("PUT", "/v1/sites/a/consents");
  EXPECT_TRUE(found.path);
  EXPECT_FALSE(found.row);
  EXPECT_FALSE(paths_.Find("PUT", "/nowhere").path);
}

TEST(PathTable, ARowOfEveryMethodTakesEach) {
  PathTable paths;
  paths.Add(kEveryMethod, "/console.js", 7);
  paths.Add("GET", "/{file}", 8);
  for (const char* method : {"GET", "HEAD", "PUT", "OPTIONS", "*"}) {
    EXPECT_EQ(paths.Find(method, "/console.js").row, 7U) << method;
  }
  EXPECT_EQ(paths.Find("GET", "/other.js").row, 8U);
  EXPECT_FALSE(paths.Find("PUT", "/other.js").row);
}

TEST(PublicRouter, HasThePolicyOfEachMethod) {
  Router router;
  constexpr BodyRule kJson{
      .media_type = "application/json", .refusal = "", .max_bytes = 4, .max_depth = 2};
  router.Add("GET", "/v1/sites/{site}/consents", {.cors = Cors::kCredentials}, {});
  router.Add("POST", "/v1/sites/{site}/consents", {.cors = Cors::kCredentials, .body = kJson}, {});
  router.Add("GET", "/v1/banner/{file}", {.cors = Cors::kAnyone}, {});
  EXPECT_EQ(router.Allow("/v1/sites/a/consents"), "GET, HEAD, POST, OPTIONS");
  const Router::Found post = router.Find("POST", "/v1/sites/a/consents");
  ASSERT_NE(post.route, nullptr);
  EXPECT_EQ(post.route->policy.body.media_type, "application/json");
  EXPECT_TRUE(post.route->of_site);
  const Router::Found file = router.Find("GET", "/v1/banner/x.js");
  ASSERT_NE(file.route, nullptr);
  EXPECT_FALSE(file.route->of_site);
  EXPECT_EQ(router.Find("PUT", "/v1/banner/x.js").route, nullptr);
  EXPECT_EQ(router.Find("GET", "/v1/banner").path, nullptr);
}

// The policy is what is read by: media type, size and depth are judged before the work.
TEST(CallTest, ReadsTheBodyThatItsPolicyAllows) {
  const Policy policy{.body = {.media_type = "application/json",
                               .refusal = "send JSON",
                               .max_bytes = 8,
                               .max_depth = 2}};
  const auto read = [&policy](const char* type, const char* body) {
    Request request;
    request.headers.Add("Content-Type", type);
    request.body = body;
    Response response;
    const auto json = Call{request, response, policy, {}}.BodyJson();
    return json.ok() ? json->dump() : std::string(ErrorCodeName(json.error().code));
  };
  EXPECT_EQ(read("application/json; charset=utf-8", "[[1]]"), "[[1]]");
  EXPECT_EQ(read("text/plain", "[1]"), ErrorCodeName(ErrorCode::kUnsupportedMedia));
  EXPECT_EQ(read("application/json", "[1,2,3,4]"), ErrorCodeName(ErrorCode::kTooLarge));
  EXPECT_EQ(read("application/json", "[[[1]]]"), ErrorCodeName(ErrorCode::kInvalidArgument));
}

TEST(CallTest, ARouteWithoutABodyRuleReadsNone) {
  Request request;
  request.headers.Add("Content-Type", "application/json");
  request.body = "{}";
  Response response;
  const Policy policy{};
  const auto text = Call{request, response, policy, {}}.BodyText();
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().code, ErrorCode::kInternal);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
