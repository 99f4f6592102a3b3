#include "server/http/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>
#include <cstdlib>

namespace temoin::http {
namespace {

constexpr int kGzipWindow = 15 + 16;  // 32 KiB window, gzip wrapping
constexpr int kGzipMemory = 9;

}  // namespace

// Both encoders get room for their documented worst case: what is left to fail is memory, and a
// server that cannot hold one response twice has nothing sensible to go on with.
std::string Gzip(std::string_view data, Effort effort) {
  z_stream stream{};
  const int level = effort == Effort::kBest ? 9 : 5;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    std::abort();
  }
  std::string out(deflateBound(&stream, data.size()) + 32, '\0');
  // zlib's interface is not const-correct; it does not write to its input.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) std::abort();
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Brotli(std::string_view data, Effort effort) {
  size_t size = BrotliEncoderMaxCompressedSize(data.size());
  if (size == 0) std::abort();  // over 2 GiB
  std::string out(size, '\0');
  const int quality = effort == Effort::kBest ? BROTLI_MAX_QUALITY : 5;
  if (BrotliEncoderCompress(quality, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT, data.size(),
                            reinterpret_cast<const uint8_t*>(data.data()), &size,
                            reinterpret_cast<uint8_t*>(out.data())) != BROTLI_TRUE) {
    std::abort();
  }
  out.resize(size);
  return out;
}

}  // namespace temoin::http
