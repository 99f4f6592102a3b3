#include "server/http/public/snapshot.h"

#include <gtest/gtest.h>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

std::shared_ptr<const Snapshot> Built(const std::string& openapi, Effort effort,
                                      const std::shared_ptr<const Snapshot>& before = nullptr) {
  const auto built =
      BuildSnapshot(std::make_shared<const app::Published>(),
                    {.base_path = "", .banner = nullptr, .openapi = openapi}, effort, before.get());
  EXPECT_TRUE(built.ok());
  return built.ok() ? *built : std::make_shared<const Snapshot>();
}

TEST(SnapshotTest, TakesOverWhatHasTheSameBytesAndIsCompressedAsWell) {
  const auto quick = Built(R"({"openapi":"3.1.0"})", Effort::kQuick);
  const auto best = Built(R"({"openapi":"3.1.0"})", Effort::kBest, quick);
  const auto again = Built(R"({"openapi":"3.1.0"})", Effort::kBest, best);
  const auto other = Built(R"({"openapi":"3.0.0"})", Effort::kBest, again);
  ASSERT_NE(best->Find("/openapi.json"), nullptr);
  EXPECT_NE(best->Find("/openapi.json"), quick->Find("/openapi.json"));
  EXPECT_EQ(again->Find("/openapi.json"), best->Find("/openapi.json"));
  EXPECT_NE(other->Find("/openapi.json"), again->Find("/openapi.json"));
  EXPECT_NE(other->Find("/openapi.json")->spec().body, best->Find("/openapi.json")->spec().body);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
