#include "base/png.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/picture_testing.h"

namespace temoin {
namespace TEMOIN_TEST_FILE {

using picture_testing::kPngSignature;
using picture_testing::MakePng;
using picture_testing::PngChunk;
using picture_testing::PngHeader;
using ::testing::HasSubstr;

std::string Whole(const std::string& header, const std::string& rest) {
  return kPngSignature + header + rest;
}
const std::string kData = PngChunk("IDAT", "x");
const std::string kEnd = PngChunk("IEND", "");

TEST(Png, SaysTheSizeOfAWholePicture) {
  EXPECT_EQ(*ReadPngSize(AsBytes(MakePng(390, 7))), (PngSize{390, 7}));
  const std::string more = Whole(PngHeader(1, 2, {"\x08\x06\x00\x00\x00", 5}),
                                 PngChunk("sRGB", {"\x00", 1}) + kData + kData + kEnd);
  EXPECT_EQ(*ReadPngSize(AsBytes(more)), (PngSize{1, 2}));
}

TEST(Png, EveryCutAndEveryFlippedByteIsNoticed) {
  const std::string png = MakePng(3, 2);
  for (size_t size = 0; size < png.size(); ++size) {
    EXPECT_FALSE(ReadPngSize(AsBytes(std::string_view(png).substr(0, size))).ok()) << size;
  }
  for (size_t i = 0; i < png.size(); ++i) {
    std::string altered = png;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(ReadPngSize(AsBytes(altered)).ok()) << i;
  }
}

TEST(Png, WhatIsNoPictureIsRefusedWithItsReason) {
  const std::string header = PngHeader(3, 2);
  const struct {
    std::string bytes;
    const char* why;
  } cases[] = {
      {"", "begin"},
      {"<svg xmlns='http://www.w3.org/2000/svg'/>", "begin"},
      {Whole(PngHeader(0, 2), kData + kEnd), "sides"},
      {Whole(PngHeader(3, kMaxPngSide + 1), kData + kEnd), "sides"},
      {Whole(PngHeader(3, 2, {"\x03\x00\x00\x00\x00", 5}), kData + kEnd), "depth"},
      {Whole(PngHeader(3, 2, {"\x20\x00\x00\x00\x00", 5}), kData + kEnd), "depth"},
      {Whole(PngHeader(3, 2, {"\x08\x05\x00\x00\x00", 5}), kData + kEnd), "depth"},
      {Whole(PngHeader(3, 2, {"\x08\x00\x01\x00\x00", 5}), kData + kEnd), "compression"},
      {Whole(PngHeader(3, 2, {"\x08\x00\x00\x00\x02", 5}), kData + kEnd), "interlacing"},
      {Whole(kData, header + kEnd), "not first"},
      {Whole(header, header + kData + kEnd), "more than a picture"},
      {Whole(header, kEnd), "without an image"},
      {Whole(header, kData + PngChunk("sRGB", {"\x00", 1}) + kData + kEnd), "in pieces"},
      {Whole(header, PngChunk("tEXt", std::string("Author\0somebody", 15)) + kData + kEnd),
       "more than a picture"},
      {Whole(header, PngChunk("acTL", std::string(8, '\1')) + kData + kEnd), "more than a picture"},
      {Whole(header, kData + kEnd) + "<script>", "behind its end"},
      {Whole(header, kData + PngChunk("IEND", "x")), "without an image"},
  };
  for (const auto& each : cases) {
    const auto size = ReadPngSize(AsBytes(each.bytes));
    ASSERT_FALSE(size.ok()) << each.why;
    EXPECT_EQ(size.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(size.error().message, HasSubstr(each.why));
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
