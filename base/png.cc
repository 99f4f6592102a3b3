#include "base/png.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace temoin {
namespace {

constexpr std::array<uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr size_t kFrame = 12;  // length, name and CRC of a chunk
constexpr size_t kHeaderBytes = 13;
constexpr std::array<std::string_view, 9> kLetThrough = {"PLTE", "tRNS", "sBIT", "sRGB", "gAMA",
                                                         "cHRM", "pHYs", "IDAT", "IEND"};

Error Malformed(std::string_view what) {
  return {ErrorCode::kInvalidArgument, fmt::format("not a PNG picture: {}", what)};
}

uint32_t Number(ByteView bytes, size_t at) {
  return uint32_t{bytes[at]} << 24 | uint32_t{bytes[at + 1]} << 16 | uint32_t{bytes[at + 2]} << 8 |
         uint32_t{bytes[at + 3]};
}

// The bit depths that a colour type allows, one bit each.
unsigned DepthsOf(uint8_t colour) {
  switch (colour) {
    case 0:
      return 1U << 1 | 1U << 2 | 1U << 4 | 1U << 8 | 1U << 16;
    case 3:
      return 1U << 1 | 1U << 2 | 1U << 4 | 1U << 8;
    case 2:
    case 4:
    case 6:
      return 1U << 8 | 1U << 16;
    default:
      return 0;
  }
}

Result<PngSize> SizeOf(ByteView header) {
  const PngSize size{.width = Number(header, 0), .height = Number(header, 4)};
  if (size.width == 0 || size.height == 0 || size.width > kMaxPngSide ||
      size.height > kMaxPngSide) {
    return Malformed(fmt::format("its sides are 1 to {} pixels", kMaxPngSide));
  }
  const uint8_t depth = header[8];
  if (depth > 16 || (DepthsOf(header[9]) & 1U << depth) == 0) {
    return Malformed("no such depth of colour");
  }
  if (header[10] != 0 || header[11] != 0 || header[12] > 1) {
    return Malformed("an unknown compression, filter or interlacing");
  }
  return size;
}

}  // namespace

Result<PngSize> ReadPngSize(ByteView bytes) {
  if (bytes.size() < kSignature.size() ||
      !std::equal(kSignature.begin(), kSignature.end(), bytes.begin())) {
    return Malformed("it does not begin like one");
  }
  ByteView rest = bytes.subspan(kSignature.size());
  PngSize size;
  bool first = true;
  std::string before;  // the name of the chunk before
  bool data = false;
  while (true) {
    if (rest.size() < kFrame) return Malformed("it is cut short");
    const uint32_t length = Number(rest, 0);
    if (length > rest.size() - kFrame) return Malformed("a chunk is longer than the file");
    const std::string name(AsText(rest.subspan(4, 4)));
    const ByteView named = rest.subspan(4, 4 + size_t{length});
    if (::crc32(0, named.data(), static_cast<uInt>(named.size())) != Number(rest, 8 + length)) {
      return Malformed("a chunk was altered");
    }
    const ByteView contents = named.subspan(4);
    if (first) {
      if (name != "IHDR" || length != kHeaderBytes) return Malformed("its header is not first");
      TEMOIN_ASSIGN_OR_RETURN(size, SizeOf(contents));
      first = false;
    } else if (std::find(kLetThrough.begin(), kLetThrough.end(), name) == kLetThrough.end()) {
      return Malformed("it holds more than a picture");
    }
    if (name == "IDAT") {
      if (data && before != "IDAT") return Malformed("its image data is in pieces");
      data = true;
    }
    rest = rest.subspan(kFrame + length);
    if (name == "IEND") {
      if (length != 0 || !data) return Malformed("it ends without an image");
      if (!rest.empty()) return Malformed("something stands behind its end");
      return size;
    }
    before = name;
  }
}

}  // namespace temoin
