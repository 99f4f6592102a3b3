// The sizes that issue and README promise, on the bytes that are served (brotli at its best
// effort).
#include <gtest/gtest.h>

#include "catalog/revision.h"
#include "server/http/compress.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

TEST(BannerBudgetTest, AmelisConfigurationFitsInFiveKilobytes) {
  const auto config =
      catalog::MakeConfig(catalog::RevisionDocument(*catalog::testing::Ameli()), 1, {});
  ASSERT_TRUE(config.ok());
  // Some bytes more than 5 KiB: services say which Consent Mode signals they answer for, and the
  // finalité of audience measurement is told in full.
  EXPECT_LE(Brotli(config->config, Effort::kBest).size(), 5U * 1024 + 128);
  // What comes with the script, before anybody asks for details.
  EXPECT_LE(Brotli(config->excerpt, Effort::kBest).size(), 2U * 1024);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
