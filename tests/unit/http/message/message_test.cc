#include "server/http/message/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::ElementsAre;
using testing::Pair;

std::vector<Headers::Field> Fields(const Headers& headers) {
  return {headers.begin(), headers.end()};
}

TEST(HeadersTest, SortByNameWithoutCaseAndKeepTheOrderOfOneName) {
  Headers headers;
  headers.Add("Vary", "Origin");
  headers.Add("set-cookie", "b");
  headers.Add("Age", "1");
  headers.Add("Set-Cookie", "a");
  headers.Add("VARY", "Accept");
  EXPECT_THAT(Fields(headers),
              ElementsAre(Pair("Age", "1"), Pair("set-cookie", "b"), Pair("Set-Cookie", "a"),
                          Pair("Vary", "Origin"), Pair("VARY", "Accept")));
  EXPECT_EQ(headers.Get("vary"), "Origin");
  EXPECT_THAT(headers.All("SET-COOKIE"), ElementsAre(Pair("set-cookie", "b"),  //
                                                     Pair("Set-Cookie", "a")));
}

TEST(HeadersTest, FindANameWholeOrNotAtAll) {
  Headers headers;
  headers.Add("Accept-Language", "fr");
  headers.Add("Acc", "x");
  EXPECT_FALSE(headers.Has("Accept"));
  EXPECT_FALSE(headers.Has(""));
  EXPECT_EQ(headers.Get("Accept"), "");
  EXPECT_TRUE(headers.All("Accept-Languages").empty());
  headers.Remove("ACCEPT-LANGUAGE");
  EXPECT_THAT(Fields(headers), ElementsAre(Pair("Acc", "x")));
}

TEST(RequestTest, QueryStandsBehindTheFirstMark) {
  Request request;
  for (const auto& [target, query] : std::vector<std::pair<std::string, std::string>>{
           {"/a", ""}, {"/a?", ""}, {"/a?b=c", "b=c"}, {"/a?b?c", "b?c"}}) {
    request.target = target;
    EXPECT_EQ(request.Query(), query) << target;
  }
}

TEST(ResponseTest, ContentTakesThePlaceOfOtherContent) {
  Response response;
  response.AddHeader("content-type", "text/plain");
  response.SetContent("{}", "application/json");
  EXPECT_EQ(response.body, "{}");
  EXPECT_THAT(Fields(response.headers), ElementsAre(Pair("Content-Type", "application/json")));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
