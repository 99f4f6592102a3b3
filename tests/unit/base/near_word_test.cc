#include "base/near_word.h"

#include <gtest/gtest.h>

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(NearWordTest, AWordWithATypingMistakeIsRecognised) {
  const std::vector<std::string> known = {"ameli.fr", "camieg.fr", "cramif.fr", "cnam.fr"};
  for (const char* word :
       {"ameli.f", "amelie.fr", "AMELI.FR", "amlei.fr", "ameli,fr", "ameli.fr"}) {
    EXPECT_EQ(NearWord(word, known), "ameli.fr") << word;
  }
  EXPECT_EQ(NearWord("camieg", known), "");  // three letters are missing
  EXPECT_EQ(NearWord("--sit", {"--site", "--lang", "--format"}), "--site");
  EXPECT_EQ(NearWord("aduit", {"audit", "catalog"}), "audit");
}

TEST(NearWordTest, NothingIsGuessed) {
  EXPECT_EQ(NearWord("impots.gouv.fr", {"ameli.fr", "camieg.fr"}), "");
  EXPECT_EQ(NearWord("", {"audit"}), "");
  EXPECT_EQ(NearWord("audit", {}), "");
  // Two are as near.
  EXPECT_EQ(NearWord("site-x", {"site-a", "site-b"}), "");
  EXPECT_EQ(NearWord("site-a", {"site-b", "site-a"}), "site-a");
  EXPECT_EQ(NearWord(std::string(65, 'a'), {std::string(65, 'a')}), "");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
