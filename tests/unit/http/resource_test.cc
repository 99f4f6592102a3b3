#include "server/http/resource.h"

#include <gtest/gtest.h>

#include <set>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

ResourceSpec Spec() {
  return {
      "text/plain", "public, max-age=60", std::string(5000, 'a') + "b", {{"X-More", "1"}}, true};
}

std::string EtagOf(const PreparedResponse& response) {
  const size_t begin = response.head.find("ETag: ") + 6;
  return response.head.substr(begin, response.head.find("\r\n", begin) - begin);
}

TEST(ResourceTest, PrefersWhatIsSmallest) {
  const Resource resource(Spec(), Effort::kQuick);
  EXPECT_NE(resource.Respond("gzip, br", "")->head.find("Content-Encoding: br"), std::string::npos);
  EXPECT_NE(resource.Respond("gzip", "")->head.find("Content-Encoding: gzip"), std::string::npos);
  EXPECT_EQ(resource.Respond("", "")->head.find("Content-Encoding"), std::string::npos);
  EXPECT_EQ(resource.Respond("", "")->body, Spec().body);
}

TEST(ResourceTest, EachRepresentationHasItsTagAndItsNotModified) {
  const Resource resource(Spec(), Effort::kQuick);
  std::set<std::string> tags;
  for (const char* accepted : {"", "gzip", "br"}) {
    const auto full = resource.Respond(accepted, "");
    const std::string tag = EtagOf(*full);
    tags.insert(tag);
    const auto same = resource.Respond(accepted, tag);
    EXPECT_EQ(same->status, 304);
    EXPECT_TRUE(same->body.empty());
    EXPECT_EQ(EtagOf(*same), tag);
    EXPECT_NE(same->head.find("X-More: 1"), std::string::npos);
    EXPECT_EQ(resource.Respond(accepted, "\"other\"")->status, 200);
  }
  EXPECT_EQ(tags.size(), 3u);
}

TEST(ResourceTest, KeepsNoCodingThatDoesNotHelp) {
  ResourceSpec spec = Spec();
  spec.body = "x";
  const Resource resource(std::move(spec), Effort::kBest);
  EXPECT_EQ(resource.Respond("gzip, br", "")->body, "x");
}

TEST(ResourceTest, OtherBytesHaveAnotherTag) {
  ResourceSpec other = Spec();
  other.body += "c";
  EXPECT_NE(EtagOf(*Resource(Spec(), Effort::kQuick).Respond("", "")),
            EtagOf(*Resource(other, Effort::kQuick).Respond("", "")));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
