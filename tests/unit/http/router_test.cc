#include "server/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace temoin::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    for (const char* pattern : {"/v1/sites/{site}/consents", "/v1/sites/{site}/consents/current",
                                "/v1/sites/all/consents", "/log/tile/{rest...}", "/healthz"}) {
      router_.Add("GET", pattern, Cors::kAnyone, [](RouteRequest&) {});
    }
    router_.Add("POST", "/v1/sites/{site}/consents", Cors::kAnyone, [](RouteRequest&) {});
  }

  // The pattern that answers, or nothing.
  std::string Find(std::string_view path) {
    const Router::Route* route = router_.Find(path, &params_);
    if (!route) return "";
    std::string pattern;
    for (const std::string& segment : route->segments) pattern += '/' + segment;
    return pattern;
  }

  Router router_;
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

TEST_F(RouterTest, MethodsOfOnePatternStandTogether) {
  const Router::Route* route = router_.Find("/v1/sites/a/consents", &params_);
  ASSERT_NE(route, nullptr);
  EXPECT_EQ(route->allow, "GET, HEAD, POST, OPTIONS");
}

}  // namespace
}  // namespace temoin::http
