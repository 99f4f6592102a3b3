#include "app/recording/server_keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

TEST(ServerKeysTest, AreMadeOnceAndReadBack) {
  const TemporaryDirectory directory;
  const auto first = LoadOrCreateServerKeys(directory.path());
  ASSERT_TRUE(first.ok());
  const auto second = LoadOrCreateServerKeys(directory.path());
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(first->token_key, second->token_key);
  const TemporaryDirectory other;
  EXPECT_NE(LoadOrCreateServerKeys(other.path())->token_key, first->token_key);
}

TEST(ServerKeysTest, RefuseAFileThatOthersMayRead) {
  const TemporaryDirectory directory;
  ASSERT_TRUE(LoadOrCreateServerKeys(directory.path()).ok());
  const std::string path = directory.path() + "/server.key";
  for (const mode_t mode : {0640, 0604, 0660}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_EQ(LoadOrCreateServerKeys(directory.path()).error().code, ErrorCode::kForbidden);
  }
}

TEST(ServerKeysTest, RefuseADamagedFile) {
  const TemporaryDirectory directory;
  ASSERT_TRUE(LoadOrCreateServerKeys(directory.path()).ok());
  const std::string path = directory.path() + "/server.key";
  const std::string text = ReadFile(path, 4096).value();
  for (const std::string& damaged :
       {std::string(), text.substr(1), text.substr(0, text.size() - 2), text + "x"}) {
    ASSERT_TRUE(WriteFileDurably(path, damaged, 0600).ok());
    EXPECT_EQ(LoadOrCreateServerKeys(directory.path()).error().code, ErrorCode::kDataLoss);
  }
}

TEST(ServerKeysTest, ASecretDependsOnSiteKeyNonceAndServer) {
  ServerKeys keys;
  consent::ChoiceKey key{};
  consent::RetryNonce nonce{};
  const auto secret = DeriveTokenSecret(keys, "ameli.fr", key, nonce);
  EXPECT_EQ(DeriveTokenSecret(keys, "ameli.fr", key, nonce), secret);
  EXPECT_NE(DeriveTokenSecret(keys, "cramif", key, nonce), secret);
  key[15] = 1;
  EXPECT_NE(DeriveTokenSecret(keys, "ameli.fr", key, nonce), secret);
  key[15] = 0;
  nonce[0] = 1;
  EXPECT_NE(DeriveTokenSecret(keys, "ameli.fr", key, nonce), secret);
  nonce[0] = 0;
  keys.token_key[0] = 1;
  EXPECT_NE(DeriveTokenSecret(keys, "ameli.fr", key, nonce), secret);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
