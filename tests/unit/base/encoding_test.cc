#include "base/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(Encoding, Rfc4648Vectors) {
  EXPECT_EQ(EncodeBase64(AsBytes("foobar")), "Zm9vYmFy");
  EXPECT_EQ(EncodeBase64(AsBytes("fooba")), "Zm9vYmE=");
  EXPECT_EQ(EncodeBase64(AsBytes("foob")), "Zm9vYg==");
  EXPECT_EQ(EncodeBase64Url(AsBytes("\xfb\xff")), "-_8");
  EXPECT_EQ(EncodeHex(AsBytes(std::string_view("\x00\xff", 2))), "00ff");
}

TEST(Encoding, RefusesSecondSpellings) {
  EXPECT_FALSE(DecodeBase64("Zm9vYg"));
  EXPECT_FALSE(DecodeBase64("Zm9vYh=="));  // unused bits set
  EXPECT_FALSE(DecodeBase64("Zm9v\n"));
  EXPECT_FALSE(DecodeBase64("===="));
  EXPECT_FALSE(DecodeBase64Url("Zm9vYg=="));
  EXPECT_FALSE(DecodeBase64Url("a"));
  EXPECT_FALSE(DecodeBase64Url("+/"));
  EXPECT_FALSE(DecodeHex("AB"));
  EXPECT_FALSE(DecodeHex("abc"));
}

TEST(EncodingProperties, RoundTrip) {
  EXPECT_TRUE(rc::check("what is encoded decodes to itself", [](const Bytes& bytes) {
    RC_ASSERT(DecodeHex(EncodeHex(bytes)) == bytes);
    RC_ASSERT(DecodeBase64(EncodeBase64(bytes)) == bytes);
    RC_ASSERT(DecodeBase64Url(EncodeBase64Url(bytes)) == bytes);
  }));
  EXPECT_TRUE(rc::check("what decodes has one spelling", [](const std::string& text) {
    if (const auto bytes = DecodeBase64Url(text)) RC_ASSERT(EncodeBase64Url(*bytes) == text);
    if (const auto bytes = DecodeBase64(text)) RC_ASSERT(EncodeBase64(*bytes) == text);
  }));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
