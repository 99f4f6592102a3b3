#include "prooflog/tile.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

TEST(TilePath, WritesWhatTheSpecificationWrites) {
  EXPECT_EQ(FormatTilePath({.level = 0, .index = 1'234'067}), "tile/0/x001/x234/067");
  EXPECT_EQ(FormatTilePath({.level = 2, .index = 0, .width = 1}), "tile/2/000.p/1");
  EXPECT_EQ(FormatTilePath({.entries = true, .index = 273, .width = 112}),
            "tile/entries/273.p/112");
  EXPECT_EQ(FormatTilePath({.level = 63, .index = 1000}), "tile/63/x001/000");
}

class OddPath : public testing::TestWithParam<const char*> {};
TEST_P(OddPath, IsRefused) { EXPECT_FALSE(ParseTilePath(GetParam()).has_value()); }
INSTANTIATE_TEST_SUITE_P(
    TilePath, OddPath,
    testing::Values("", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00",
                    "tile/0/0000", "tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000",
                    "tile/+1/000", "tile/100/000", "tile/x/000", "tile//000", "/tile/0/000",
                    "tile/0//000", "tile/0/000/", "tile/0/x000/001", "tile/0/x000/x001/000",
                    "tile/0/001/000", "tile/0/x001", "tile/0/x001/", "tile/0/X001/000",
                    "tile/0/x001/x000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
                    "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000.p/1.p/1",
                    "tile/0/000.P/1", "tile/0/000.p/ 1", "tile/0/000 ", " tile/0/000", "Tile/0/000",
                    "tile/entries/", "tile/entries/0", "tile/entries/000.p/300", "tile/Entries/000",
                    "tile/entries/0/000", "tile/0/../000", "tile/0/%30%30%30", "tile/0/000?x",
                    "tile/0/000#x", "tile/0/x1/000", "tile/0/x0001/000",
                    "tile/0/x001/x002/x003/x004/x005/x006/007", "tile/0/000.p/-1", "tile/0/.p/1",
                    "tile/.p/1/000", "tile/0/x001\\000", "tile/0/00a"));

TEST(TilePath, AnEmbeddedNulIsRefused) {
  EXPECT_FALSE(ParseTilePath(std::string_view("tile/0/000\0", 11)).has_value());
}

RC_GTEST_PROP(TilePath, EveryPathHasOneSpelling, ()) {
  TilePath path;
  path.entries = *rc::gen::arbitrary<bool>();
  if (!path.entries) path.level = *rc::gen::inRange(0u, 64u);
  path.index = *rc::gen::inRange<uint64_t>(
      0, *rc::gen::element<uint64_t>(10, 1001, 1'000'001, 1'000'000'000'000'000'000));
  path.width = *rc::gen::inRange(1u, 257u);
  const std::string text = FormatTilePath(path);
  RC_ASSERT(ParseTilePath(text) == path);
}

TEST(TileWidth, IsThatOfTheSpecificationsExample) {
  EXPECT_EQ(TileWidthAt(0, 272, 70'000), 256u);
  EXPECT_EQ(TileWidthAt(0, 273, 70'000), 112u);
  EXPECT_EQ(TileWidthAt(0, 274, 70'000), 0u);
  EXPECT_EQ(TileWidthAt(1, 0, 70'000), 256u);
  EXPECT_EQ(TileWidthAt(1, 1, 70'000), 17u);
  EXPECT_EQ(TileWidthAt(2, 0, 70'000), 1u);
  EXPECT_EQ(TileWidthAt(3, 0, 70'000), 0u);
  EXPECT_EQ(TileWidthAt(0, 0, 256), 256u);
  EXPECT_EQ(TileWidthAt(1, 0, 256), 1u);
  EXPECT_EQ(TileWidthAt(0, 1, 256), 0u);
  EXPECT_EQ(TileWidthAt(0, 0, 0), 0u);
  EXPECT_EQ(TileWidthAt(63, 0, kMaxTreeSize), 0u);
  EXPECT_EQ(TileWidthAt(0, ~uint64_t{0}, kMaxTreeSize), 0u);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
