#include "base/crypto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace temoin {
namespace TEMOIN_TEST_FILE {

template <size_t N>
std::array<uint8_t, N> Hex(std::string_view text) {
  std::array<uint8_t, N> out{};
  const Bytes bytes = DecodeHex(text).value();
  std::copy_n(bytes.begin(), N, out.begin());
  return out;
}

TEST(Crypto, Sha256OfFips180) {
  const std::string expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(EncodeHex(Sha256("abc")), expected);
  Sha256Stream stream;
  EXPECT_EQ(EncodeHex(stream.Update(AsBytes("a")).Update(AsBytes("bc")).Finish()), expected);
}

TEST(Crypto, HmacOfRfc4231Case2) {
  EXPECT_EQ(EncodeHex(HmacSha256(AsBytes("Jefe"), AsBytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Crypto, HmacOfRfc4231Case6HashesAKeyOverOneBlock) {
  const std::string key(131, '\xaa');
  EXPECT_EQ(EncodeHex(HmacSha256(
                AsBytes(key), AsBytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, Ed25519OfRfc8032Test2) {
  const auto seed = Hex<32>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const auto key = Ed25519PublicFromSeed(seed);
  EXPECT_EQ(EncodeHex(key), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Bytes message = {0x72};
  const auto signature = Ed25519Sign(seed, message);
  EXPECT_EQ(EncodeHex(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(Ed25519Verify(key, message, signature));
  auto altered = signature;
  altered[5] ^= 1;
  EXPECT_FALSE(Ed25519Verify(key, message, altered));
  EXPECT_FALSE(Ed25519Verify(key, Bytes{0x73}, signature));
  EXPECT_FALSE(Ed25519Verify(key, message, ByteView(signature).first(63)));
}

TEST(Crypto, ConstantTimeEqualComparesSizesToo) {
  EXPECT_TRUE(ConstantTimeEqual(AsBytes("abc"), AsBytes("abc")));
  EXPECT_FALSE(ConstantTimeEqual(AsBytes("abc"), AsBytes("abd")));
  EXPECT_FALSE(ConstantTimeEqual(AsBytes("abc"), AsBytes("ab")));
}

TEST(Crypto, RandomIsNotConstant) { EXPECT_NE((RandomArray<16>()), (RandomArray<16>())); }

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
