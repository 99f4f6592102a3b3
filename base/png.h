// Whether bytes are one whole PNG picture as a browser writes screenshots, and how large it is.
//
// Checked: signature; every chunk's length, name and CRC; IHDR first and legal (ISO/IEC 15948
// section 11.2.2), its size within the bounds; image data there and in one run; IEND last and
// nothing behind it. Only chunks that say how pixels look are let through: a text, a time, a colour
// profile or an animation has no place in evidence that is public for ever. The pixels themselves
// are not decompressed.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_PNG_H_
#define TEMOIN_BASE_PNG_H_

#include <cstdint>

#include "base/encoding.h"
#include "base/result.h"

namespace temoin {

inline constexpr uint32_t kMaxPngSide = 32768;  // pixels, either way

struct PngSize {
  uint32_t width = 0;
  uint32_t height = 0;

  bool operator==(const PngSize&) const = default;
};

// kInvalidArgument, saying what is wrong.
Result<PngSize> ReadPngSize(ByteView bytes);

}  // namespace temoin

#endif  // TEMOIN_BASE_PNG_H_
