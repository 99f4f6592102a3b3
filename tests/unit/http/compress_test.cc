#include "server/http/compress.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <cstdint>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

std::string Gunzip(std::string_view data, size_t size) {
  std::string out(size + 1, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return "no memory";
  std::string in(data);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (result != Z_STREAM_END) return "damaged";
  out.resize(stream.total_out);
  return out;
}

std::string Unbrotli(std::string_view data, size_t size) {
  std::string out(size + 1, '\0');
  size_t length = out.size();
  if (BrotliDecoderDecompress(data.size(), reinterpret_cast<const uint8_t*>(data.data()), &length,
                              reinterpret_cast<uint8_t*>(out.data())) !=
      BROTLI_DECODER_RESULT_SUCCESS) {
    return "damaged";
  }
  out.resize(length);
  return out;
}

TEST(CompressTest, ComesBackWhole) {
  rc::check([](const std::string& text, uint8_t repeat) {
    std::string data;
    for (int i = 0; i <= repeat; ++i) data += text;
    for (const Effort effort : {Effort::kQuick, Effort::kBest}) {
      RC_ASSERT(Gunzip(Gzip(data, effort), data.size()) == data);
      RC_ASSERT(Unbrotli(Brotli(data, effort), data.size()) == data);
    }
  });
}

TEST(CompressTest, SameBytesInSameBytesOut) {
  EXPECT_EQ(Gzip("consentement", Effort::kBest), Gzip("consentement", Effort::kBest));
  EXPECT_EQ(Brotli("consentement", Effort::kBest), Brotli("consentement", Effort::kBest));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
