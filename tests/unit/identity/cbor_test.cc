#include "identity/cbor.h"

#include <gtest/gtest.h>

#include <string>

namespace temoin::identity {
namespace TEMOIN_TEST_FILE {

using namespace std::string_literals;

TEST(CborTest, AnItemEndsWhereItsLastMemberDoes) {
  EXPECT_EQ(ReadCbor("\x05zz")->size, 1U);
  EXPECT_EQ(ReadCbor("\x19\x01\x00z"s)->value, 256U);
  EXPECT_EQ(ReadCbor("\x63"
                     "abcz")
                ->content,
            "abc");
  EXPECT_EQ(ReadCbor("\x82\x41x\xa1\x01\x02z")->size, 6U);
  EXPECT_EQ(ReadCbor("\xc1\x01")->size, 2U) << "a tag has one";
}

TEST(CborTest, NothingIsLongerThanTheBytesThatAreThere) {
  for (const std::string& bytes :
       {""s, "\x18"s, "\x42x"s, "\x9b\xff\xff\xff\xff\xff\xff\xff\xff"s,
        "\xbb\x80\x00\x00\x00\x00\x00\x00\x01"s, "\x5b\xff\xff\xff\xff\xff\xff\xff\xff"s,
        "\x82\x01"s, "\xa1\x01"s, "\xc1"s}) {
    EXPECT_FALSE(ReadCbor(bytes).has_value()) << bytes.size();
  }
}

TEST(CborTest, IndefiniteReservedAndDeepItemsAreNone) {
  for (const std::string& bytes : {"\x9f\x01\xff"s, "\x5f\x41x\xff"s, "\x1c"s, "\xff"s}) {
    EXPECT_FALSE(ReadCbor(bytes).has_value()) << bytes.size();
  }
  EXPECT_TRUE(ReadCbor(std::string(kMaxCborDepth, '\x81') + "\x01").has_value());
  EXPECT_FALSE(ReadCbor(std::string(kMaxCborDepth + 1, '\x81') + "\x01").has_value());
}

TEST(CborTest, AMemberStandsInAMapOnceAndTheMapEndsWithTheBytes) {
  EXPECT_EQ(CborMember("\xa2\x61"
                       "a\x01\x61"
                       "b\x02",
                       "b")
                ->value,
            2U);
  EXPECT_FALSE(CborMember("\xa1\x61"
                          "a\x01",
                          "b")
                   .has_value());
  EXPECT_FALSE(CborMember("\xa2\x61"
                          "a\x01\x61"
                          "a\x02",
                          "a")
                   .has_value());
  EXPECT_FALSE(CborMember("\xa1\x61"
                          "a\x01z",
                          "a")
                   .has_value());
  EXPECT_FALSE(CborMember("\x82\x61"
                          "a\x01",
                          "a")
                   .has_value());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::identity
