#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/http/transport/framing.h"
#include "server/http/transport/httplib_adapter.h"

// The first byte says where to cut: the verdict must not depend on it. What is complete goes
// through cpp-httplib as it would in the server, which must see exactly that request.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  temoin::http::FramingLimits limits;
  limits.max_line = 1024;
  limits.max_head = 2048;
  limits.max_headers = 20;
  limits.max_body = 4096;

  temoin::http::FramingState whole;
  const auto verdict = temoin::http::FrameRequest(bytes, limits, &whole);
  temoin::http::FramingState cut;
  const size_t step = 1 + data[0] % 64;
  auto in_pieces = temoin::http::FramingVerdict::kNeedMore;
  for (size_t end = 0; in_pieces == temoin::http::FramingVerdict::kNeedMore; end += step) {
    const std::string piece = bytes.substr(0, end);
    in_pieces = temoin::http::FrameRequest(piece, limits, &cut);
    if (end >= bytes.size()) break;
  }
  if (verdict != in_pieces || whole.status != cut.status || whole.reason != cut.reason) {
    std::abort();
  }
  if (verdict != temoin::http::FramingVerdict::kComplete) return 0;
  if (whole.total() != cut.total() || whole.total() > bytes.size()) std::abort();

  static temoin::http::HttplibAdapter adapter;
  const std::string peer = "192.0.2.1";
  const std::string_view view = bytes;
  temoin::http::WholeRequest request;
  request.head = view.substr(whole.head_begin, whole.head_end - whole.head_begin);
  request.body = view.substr(whole.head_end, whole.body);
  request.peer = &peer;
  adapter.Run(request, [&](const temoin::http::Request& parsed, const std::string& /*encoding*/) {
    if (parsed.body != request.body || parsed.remote_addr != peer) std::abort();
    if (parsed.headers.size() > limits.max_headers) std::abort();
    if (parsed.HasHeader("REMOTE_ADDR")) std::abort();
    for (const auto& [name, value] : parsed.headers) {
      for (const char c : value) {
        if (c == '\r' || c == '\n' || c == '\0') std::abort();
      }
    }
  });
  return 0;
}
