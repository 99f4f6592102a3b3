// Where one HTTP/1.x request ends inside a stream of bytes, and whether it may be looked at at all.
//
// A pure function over a byte buffer: no socket, no clock, no allocation. It knows only what must
// be true before the bytes are handed to cpp-httplib, which believes more than it should: two
// servers that disagree about where a request ends is what request smuggling is made of, so
// everything ambiguous is refused here. Message framing: RFC 9112 sections 2, 3, 5 and 6; field
// syntax: RFC 9110 section 5.
//
// Stricter than the RFC on purpose (a reverse proxy in front never sends these):
// - no Transfer-Encoding in a request, and no Content-Encoding: a body is its Content-Length;
// - the target is in origin form ("/path?query"); absolute form, "*" and CONNECT are refused;
// - Expect is refused with 417: a client that waits for 100 Continue would wait for ever.
//
// Thread-safety: values; use one FramingState a request.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_FRAMING_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_FRAMING_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace temoin::http {

// All bounds of the request parser, in bytes unless named otherwise. cpp-httplib itself refuses
// lines over 8 KiB, so max_line cannot usefully be raised.
struct FramingLimits {
  size_t max_head = 16 * 1024;  // request line, header lines and the empty line that ends them
  size_t max_line = 8 * 1024;   // one line with its CRLF
  size_t max_headers = 100;     // header lines
  size_t max_body = 64 * 1024;  // Content-Length; a route may set itself a smaller bound
};

// Why a request was refused: one reason, one status, one counter.
enum class RejectReason : uint8_t {
  kNone,
  kBadRequestLine,      // 400
  kBadTarget,           // 400
  kBadVersion,          // 505
  kUnknownMethod,       // 501
  kUriTooLong,          // 414
  kHeadTooLarge,        // 431
  kLineTooLong,         // 431
  kTooManyHeaders,      // 431
  kBadHeader,           // 400: name, value, folding, bare CR or LF, NUL
  kBadHost,             // 400: missing, repeated or malformed
  kBadContentLength,    // 400: repeated or not digits
  kTransferEncoding,    // 411, or 400 beside a Content-Length
  kContentEncoding,     // 415
  kExpect,              // 417
  kBodyTooLarge,        // 413
  kNotParsed,           // 400: cpp-httplib itself refused it
  kSlowHead,            // 408
  kSlowBody,            // 408
  kTooManyConnections,  // 503
  kOutOfMemory,         // 503: all buffers together are over their bound, or a handler ran out
  kTooManyParked,       // 503
  kNoResponse,          // 503: parked, and nobody answered in time
  kWorkersBusy,         // 503
  kStopping,            // 503
  kHandlerFailed,       // 500: threw, or dropped its completion handle
};
inline constexpr size_t kRejectReasonCount = static_cast<size_t>(RejectReason::kHandlerFailed) + 1;

// Snake case, for metrics and tests.
std::string_view RejectReasonName(RejectReason reason);
// A sentence for the client; says nothing about the inside.
std::string_view RejectReasonDetail(RejectReason reason);

enum class FramingVerdict : uint8_t { kNeedMore, kComplete, kReject };

// What is known of the request so far. A caller reads the second part and keeps the object, as it
// is, from one call to the next while the same request grows.
struct FramingState {
  // The scan's own: everything before `line` has been judged and is not read again.
  size_t line = 0;
  size_t headers = 0;
  uint16_t seen = 0;
  bool head_done = false;

  // Set when the head is complete.
  size_t head_begin = 0;  // an empty line before the request line is skipped
  size_t head_end = 0;    // offset of the first body byte
  size_t body = 0;        // Content-Length, 0 without one
  size_t total() const { return head_end + body; }
  bool http10 = false;
  bool keep_alive = true;  // what the client asked for

  // Set on kReject.
  int status = 0;
  RejectReason reason = RejectReason::kNone;
};

// Judges `buffer`, which starts at the first byte of a request and may hold the beginning of the
// next ones. Between two calls with the same `state` the buffer may only grow at its end. The
// verdict does not depend on how the bytes were cut. After kComplete the request is the first
// state->total() bytes; after kReject the connection cannot be used any further.
[[nodiscard]] FramingVerdict FrameRequest(std::string_view buffer, const FramingLimits& limits,
                                          FramingState* state);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_FRAMING_H_
