#include "consent/retry.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

TEST(Nonce, HasOneSpelling) {
  RetryNonce nonce{};
  for (uint8_t i = 0; i < nonce.size(); ++i) nonce[i] = i;
  const std::string text = EncodeNonce(nonce);
  EXPECT_EQ(text, "AAECAwQFBgcICQoLDA0ODw");
  EXPECT_EQ(DecodeNonce(text), nonce);
  for (const std::string& other :
       {std::string(), text + "=", text + "==", text.substr(1), text + "A", " " + text,
        std::string("AAECAwQFBgcICQoLDA0ODx"), std::string(22, '+')}) {
    EXPECT_EQ(DecodeNonce(other), std::nullopt) << other;
    EXPECT_EQ(DecodeChoiceKey(other), std::nullopt) << other;
  }
}

// A reader of records may compute it: docs/formats.md.
TEST(HashChoiceKey, IsSha256OfSiteAndKey) {
  ChoiceKey key{};
  for (uint8_t i = 0; i < key.size(); ++i) key[i] = static_cast<uint8_t>('a' + i);
  EXPECT_EQ(HashChoiceKey("ameli.fr", key), Sha256("ameli.frabcdefghijklmnop"));
  EXPECT_NE(HashChoiceKey("ameli.f", key), HashChoiceKey("ameli.fr", key));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
