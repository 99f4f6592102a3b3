#include "server/http/transport/framing.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"

namespace temoin::http {
namespace {

enum Seen : uint16_t {
  kSeenRequestLine = 1,
  kSeenHost = 2,
  kSeenContentLength = 4,
  kSeenTransferEncoding = 8,
  kSeenConnectionClose = 16,
  kSeenConnectionKeepAlive = 32,
};

constexpr uint8_t kToken = 1;   // RFC 9110 tchar: method and header names
constexpr uint8_t kValue = 2;   // field values: visible, obs-text, space, tab
constexpr uint8_t kTarget = 4;  // request target: visible ASCII without '#'
constexpr uint8_t kHost = 8;    // registered name, address or [v6], and a port
constexpr uint8_t kDigit = 16;
constexpr uint8_t kHex = 32;

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> classes{};
  for (unsigned c = 0x21; c < 0x7f; ++c) classes[c] |= kValue | kTarget;
  classes['#'] &= static_cast<uint8_t>(~kTarget);
  for (unsigned c = 0x80; c < 0x100; ++c) classes[c] |= kValue;
  classes[' '] |= kValue;
  classes['\t'] |= kValue;
  auto add = [&classes](std::string_view set, uint8_t bits) {
    for (const char c : set) classes[static_cast<uint8_t>(c)] |= bits;
  };
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kDigits = "0123456789";
  add(kLetters, kToken | kHost);
  add(kDigits, kToken | kHost | kDigit | kHex);
  add("abcdefABCDEF", kHex);
  add("!#$%&'*+-.^_`|~", kToken);
  add("-._~:[]", kHost);
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

bool Is(char c, uint8_t bits) { return (kClasses[static_cast<uint8_t>(c)] & bits) != 0; }

bool All(std::string_view text, uint8_t bits) {
  return std::all_of(text.begin(), text.end(), [bits](char c) { return Is(c, bits); });
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// `lower` is in lower case already.
bool EqualsIgnoreCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (Lower(text[i]) != lower[i]) return false;
  }
  return true;
}

FramingVerdict Reject(FramingState* state, int status, RejectReason reason) {
  state->status = status;
  state->reason = reason;
  state->keep_alive = false;
  return FramingVerdict::kReject;
}

bool KnownMethod(std::string_view method) {
  constexpr std::string_view kMethods[] = {"GET",    "HEAD",    "POST", "PUT",
                                           "DELETE", "OPTIONS", "PATCH"};
  return std::find(std::begin(kMethods), std::end(kMethods), method) != std::end(kMethods);
}

// Origin form, every '%' followed by two hexadecimal digits, no encoded NUL: cpp-httplib decodes
// leniently, and a lenient decoder behind a strict proxy is how two readers come to disagree.
bool GoodTarget(std::string_view target) {
  if (target.empty() || target.front() != '/' || !All(target, kTarget)) return false;
  for (size_t at = target.find('%'); at != std::string_view::npos; at = target.find('%', at + 1)) {
    if (target.size() - at < 3 || !Is(target[at + 1], kHex) || !Is(target[at + 2], kHex)) {
      return false;
    }
    if (target[at + 1] == '0' && target[at + 2] == '0') return false;
  }
  return true;
}

// `line` without its CRLF. False with the rejection in `state`.
bool JudgeRequestLine(std::string_view line, FramingState* state) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    Reject(state, 400, RejectReason::kBadRequestLine);
    return false;
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (method.empty() || !All(method, kToken)) {
    Reject(state, 400, RejectReason::kBadRequestLine);
    return false;
  }
  const bool shaped = version.size() == 8 && version.substr(0, 5) == "HTTP/" &&
                      Is(version[5], kDigit) && version[6] == '.' && Is(version[7], kDigit);
  if (!shaped) {
    Reject(state, 400, RejectReason::kBadRequestLine);
    return false;
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    Reject(state, 505, RejectReason::kBadVersion);
    return false;
  }
  state->http10 = version == "HTTP/1.0";
  if (!KnownMethod(method)) {
    Reject(state, 501, RejectReason::kUnknownMethod);
    return false;
  }
  if (!GoodTarget(target)) {
    Reject(state, 400, RejectReason::kBadTarget);
    return false;
  }
  state->seen |= kSeenRequestLine;
  return true;
}

bool JudgeContentLength(std::string_view value, const FramingLimits& limits, FramingState* state) {
  // A list ("5, 5") is no digits, and a repetition is refused even when it agrees with itself.
  if ((state->seen & kSeenContentLength) != 0 || value.empty() || value.size() > 18 ||
      !All(value, kDigit)) {
    Reject(state, 400, RejectReason::kBadContentLength);
    return false;
  }
  state->seen |= kSeenContentLength;
  size_t length = 0;
  for (const char c : value) length = length * 10 + static_cast<size_t>(c - '0');
  if (length > limits.max_body) {
    // Told at the end of the head, so that a malformed head is said to be malformed.
    length = limits.max_body + 1;
  }
  state->body = length;
  return true;
}

void JudgeConnection(std::string_view value, FramingState* state) {
  while (!value.empty()) {
    const size_t comma = std::min(value.find(','), value.size());
    const std::string_view option = TrimOws(value.substr(0, comma));
    if (EqualsIgnoreCase(option, "close")) state->seen |= kSeenConnectionClose;
    if (EqualsIgnoreCase(option, "keep-alive")) state->seen |= kSeenConnectionKeepAlive;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
}

bool JudgeHost(std::string_view value, FramingState* state) {
  if ((state->seen & kSeenHost) != 0 || value.empty() || value.size() > 255 || !All(value, kHost)) {
    Reject(state, 400, RejectReason::kBadHost);
    return false;
  }
  state->seen |= kSeenHost;
  return true;
}

// `line` without its CRLF. False with the rejection in `state`.
bool JudgeHeader(std::string_view line, const FramingLimits& limits, FramingState* state) {
  if (++state->headers > limits.max_headers) {
    Reject(state, 431, RejectReason::kTooManyHeaders);
    return false;
  }
  // A folded line begins with a space, which no name may: refused here too (RFC 9112 section 5.2).
  const size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || !All(line.substr(0, colon), kToken) ||
      !All(line.substr(colon + 1), kValue)) {
    Reject(state, 400, RejectReason::kBadHeader);
    return false;
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = TrimOws(line.substr(colon + 1));
  switch (name.size()) {  // most names are none of these: one comparison of lengths
    case 4:
      if (EqualsIgnoreCase(name, "host")) return JudgeHost(value, state);
      break;
    case 6:
      if (EqualsIgnoreCase(name, "expect")) {
        Reject(state, 417, RejectReason::kExpect);
        return false;
      }
      break;
    case 10:
      if (EqualsIgnoreCase(name, "connection")) JudgeConnection(value, state);
      break;
    case 14:
      if (EqualsIgnoreCase(name, "content-length")) {
        return JudgeContentLength(value, limits, state);
      }
      break;
    case 16:
      if (EqualsIgnoreCase(name, "content-encoding")) {
        Reject(state, 415, RejectReason::kContentEncoding);
        return false;
      }
      break;
    case 17:
      if (EqualsIgnoreCase(name, "transfer-encoding")) state->seen |= kSeenTransferEncoding;
      break;
    default:
      break;
  }
  return true;
}

// The empty line has come: what concerns the head as a whole.
bool JudgeHead(const FramingLimits& limits, FramingState* state) {
  const bool length = (state->seen & kSeenContentLength) != 0;
  if ((state->seen & kSeenTransferEncoding) != 0) {
    Reject(state, length ? 400 : 411, RejectReason::kTransferEncoding);
    return false;
  }
  if (!state->http10 && (state->seen & kSeenHost) == 0) {
    Reject(state, 400, RejectReason::kBadHost);
    return false;
  }
  if (state->body > limits.max_body) {
    Reject(state, 413, RejectReason::kBodyTooLarge);
    return false;
  }
  const bool close = (state->seen & kSeenConnectionClose) != 0;
  const bool keep = (state->seen & kSeenConnectionKeepAlive) != 0;
  state->keep_alive = !close && (!state->http10 || keep);
  return true;
}

}  // namespace

FramingVerdict FrameRequest(std::string_view buffer, const FramingLimits& limits,
                            FramingState* state) {
  if (state->reason != RejectReason::kNone) return FramingVerdict::kReject;
  while (!state->head_done) {
    const size_t begin = state->line;
    // What can be no request is said at its first byte (a TLS greeting has no line end for long).
    if ((state->seen & kSeenRequestLine) == 0 && begin < buffer.size() &&
        !Is(buffer[begin], kToken) && (buffer[begin] != '\r' || begin != 0)) {
      return Reject(state, 400, RejectReason::kBadRequestLine);
    }
    // A line that has no end within its bound is refused for its length, whatever it holds: the
    // verdict is the same however the bytes were cut.
    const size_t line_bound = begin + limits.max_line;
    const size_t bound = std::min(line_bound, limits.max_head);
    const size_t have = std::min(buffer.size(), bound);
    const void* found =
        have > begin ? std::memchr(buffer.data() + begin, '\n', have - begin) : nullptr;
    if (found == nullptr) {
      if (buffer.size() < bound) return FramingVerdict::kNeedMore;
      if (bound != line_bound) return Reject(state, 431, RejectReason::kHeadTooLarge);
      return (state->seen & kSeenRequestLine) != 0 ? Reject(state, 431, RejectReason::kLineTooLong)
                                                   : Reject(state, 414, RejectReason::kUriTooLong);
    }
    const auto end = static_cast<size_t>(static_cast<const char*>(found) - buffer.data());
    const bool in_head = (state->seen & kSeenRequestLine) != 0;
    if (end == begin || buffer[end - 1] != '\r') {
      return Reject(state, 400, in_head ? RejectReason::kBadHeader : RejectReason::kBadRequestLine);
    }
    const std::string_view line = buffer.substr(begin, end - 1 - begin);
    state->line = end + 1;
    if (!in_head) {
      if (line.empty()) {  // one empty line before a request is forgiven (RFC 9112 section 2.2)
        state->head_begin = state->line;
        continue;
      }
      if (!JudgeRequestLine(line, state)) return FramingVerdict::kReject;
    } else if (!line.empty()) {
      if (!JudgeHeader(line, limits, state)) return FramingVerdict::kReject;
    } else {
      if (!JudgeHead(limits, state)) return FramingVerdict::kReject;
      state->head_done = true;
      state->head_end = state->line;
    }
  }
  return buffer.size() >= state->total() ? FramingVerdict::kComplete : FramingVerdict::kNeedMore;
}

std::string_view RejectReasonName(RejectReason reason) {
  switch (reason) {
    case RejectReason::kNone:
      return "none";
    case RejectReason::kBadRequestLine:
      return "bad_request_line";
    case RejectReason::kBadTarget:
      return "bad_target";
    case RejectReason::kBadVersion:
      return "bad_version";
    case RejectReason::kUnknownMethod:
      return "unknown_method";
    case RejectReason::kUriTooLong:
      return "uri_too_long";
    case RejectReason::kHeadTooLarge:
      return "head_too_large";
    case RejectReason::kLineTooLong:
      return "line_too_long";
    case RejectReason::kTooManyHeaders:
      return "too_many_headers";
    case RejectReason::kBadHeader:
      return "bad_header";
    case RejectReason::kBadHost:
      return "bad_host";
    case RejectReason::kBadContentLength:
      return "bad_content_length";
    case RejectReason::kTransferEncoding:
      return "transfer_encoding";
    case RejectReason::kContentEncoding:
      return "content_encoding";
    case RejectReason::kExpect:
      return "expect";
    case RejectReason::kBodyTooLarge:
      return "body_too_large";
    case RejectReason::kNotParsed:
      return "not_parsed";
    case RejectReason::kSlowHead:
      return "slow_head";
    case RejectReason::kSlowBody:
      return "slow_body";
    case RejectReason::kTooManyConnections:
      return "too_many_connections";
    case RejectReason::kOutOfMemory:
      return "out_of_memory";
    case RejectReason::kTooManyParked:
      return "too_many_parked";
    case RejectReason::kNoResponse:
      return "unanswered";
    case RejectReason::kWorkersBusy:
      return "workers_busy";
    case RejectReason::kStopping:
      return "stopping";
    case RejectReason::kHandlerFailed:
      return "handler_failed";
  }
  return "none";
}

std::string_view RejectReasonDetail(RejectReason reason) {
  switch (reason) {
    case RejectReason::kNone:
      return "";
    case RejectReason::kBadRequestLine:
      return "The request line is malformed.";
    case RejectReason::kBadTarget:
      return "The request target must be a path and query whose other characters are "
             "percent-encoded.";
    case RejectReason::kBadVersion:
      return "This server speaks HTTP/1.1 and HTTP/1.0.";
    case RejectReason::kUnknownMethod:
      return "This method is not implemented.";
    case RejectReason::kUriTooLong:
      return "The request target is too long.";
    case RejectReason::kHeadTooLarge:
      return "The request head is too large.";
    case RejectReason::kLineTooLong:
      return "A header line is too long.";
    case RejectReason::kTooManyHeaders:
      return "There are too many header lines.";
    case RejectReason::kBadHeader:
      return "A header line is malformed.";
    case RejectReason::kBadHost:
      return "There must be exactly one well-formed Host header.";
    case RejectReason::kBadContentLength:
      return "There may be only one Content-Length, made of digits.";
    case RejectReason::kTransferEncoding:
      return "Send the body with a Content-Length and without Transfer-Encoding.";
    case RejectReason::kContentEncoding:
      return "Send the body without Content-Encoding.";
    case RejectReason::kExpect:
      return "Expect is not supported: send the body at once.";
    case RejectReason::kBodyTooLarge:
      return "The body is too large.";
    case RejectReason::kNotParsed:
      return "The request could not be read.";
    case RejectReason::kSlowHead:
      return "The request head took too long to arrive.";
    case RejectReason::kSlowBody:
      return "The request took too long to arrive.";
    case RejectReason::kTooManyConnections:
    case RejectReason::kOutOfMemory:
    case RejectReason::kTooManyParked:
    case RejectReason::kNoResponse:
    case RejectReason::kWorkersBusy:
      return "The server is busy. Try again shortly.";
    case RejectReason::kStopping:
      return "The server is stopping. Try again shortly.";
    case RejectReason::kHandlerFailed:
      return "The server failed to answer this request.";
  }
  return "";
}

}  // namespace temoin::http
