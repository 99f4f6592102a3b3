#include "catalog/mask.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "tests/source_dir.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

TEST(MaskNameTest, ReadsAsTheVectorsSay) {
  const auto text =
      ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/tests/conformance/masked_names.json", 1 << 20);
  ASSERT_TRUE(text.ok());
  const auto vectors = ParseJson(*text, {.max_bytes = 1 << 20});
  ASSERT_TRUE(vectors.ok());
  ASSERT_GT(vectors->at("names").size(), 30U);
  for (const nlohmann::json& pair : vectors->at("names")) {
    EXPECT_EQ(MaskName(pair.at(0).get<std::string>()), pair.at(1).get<std::string>())
        << pair.dump();
  }
}

RC_GTEST_PROP(MaskNameTest, IsShortPrintableAndStable, (const std::string& name)) {
  const std::string masked = MaskName(name);
  RC_ASSERT(masked.size() <= kMaxMaskedName);
  for (const char c : masked) RC_ASSERT(c > ' ' && c <= '~');
  RC_ASSERT(MaskName(masked) == masked);
  RC_ASSERT(masked.empty() == name.empty());
}

// Whatever stands beside it, a long number does not get through.
RC_GTEST_PROP(MaskNameTest, LetsNoLongNumberThrough,
              (const std::string& before, uint32_t number, const std::string& after)) {
  const std::string digits = std::to_string(1'000'000'000ULL + number);
  RC_ASSERT(MaskName(before + digits + after).find(digits) == std::string::npos);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
