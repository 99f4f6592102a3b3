#include <cstdint>
#include <cstdlib>
#include <span>

#include "base/png.h"

// Never reads past the bytes; what is taken for a picture is within the bounds, and neither its
// beginning nor it with a byte more is one.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin;
  const ByteView bytes(data, size);
  const auto read = ReadPngSize(bytes);
  if (!read.ok()) return 0;
  if (read->width == 0 || read->height == 0 || read->width > kMaxPngSide ||
      read->height > kMaxPngSide) {
    std::abort();
  }
  if (ReadPngSize(bytes.first(size - 1)).ok()) std::abort();
  Bytes longer(bytes.begin(), bytes.end());
  longer.push_back(0);
  if (ReadPngSize(longer).ok()) std::abort();
  return 0;
}
