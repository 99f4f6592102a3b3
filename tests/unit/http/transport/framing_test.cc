#include "server/http/transport/framing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

struct Outcome {
  FramingVerdict verdict;
  int status;
  RejectReason reason;
  size_t total;
  bool keep_alive;
  bool operator==(const Outcome& other) const = default;
};

Outcome Summary(FramingVerdict verdict, const FramingState& state) {
  return {verdict, state.status, state.reason,
          verdict == FramingVerdict::kComplete ? state.total() : 0, state.keep_alive};
}

Outcome Frame(const std::string& bytes, const FramingLimits& limits = {}) {
  FramingState state;
  const FramingVerdict verdict = FrameRequest(bytes, limits, &state);
  return Summary(verdict, state);
}

// The same bytes arriving in pieces that end at `cuts`. Stops at a verdict, as a connection would.
Outcome FrameInPieces(const std::string& bytes, const std::vector<size_t>& cuts,
                      const FramingLimits& limits = {}) {
  FramingState state;
  for (const size_t cut : cuts) {
    // A copy, so that a read past the piece is a read past its buffer.
    const std::string piece = bytes.substr(0, cut);
    const FramingVerdict verdict = FrameRequest(piece, limits, &state);
    if (verdict != FramingVerdict::kNeedMore) return Summary(verdict, state);
  }
  return Summary(FrameRequest(bytes, limits, &state), state);
}

struct Case {
  const char* name;
  std::string bytes;
  int status;  // 0: complete
  RejectReason reason = RejectReason::kNone;
};

std::string Get(const std::string& headers) {
  return "GET /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

std::vector<Case> Cases() {
  using R = RejectReason;
  const std::string nul(1, '\0');
  return {
      {"get", "GET /a?b=c HTTP/1.1\r\nHost: a.example:8080\r\n\r\n", 0},
      {"post", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 0},
      {"post_without_length", "POST /a HTTP/1.1\r\nHost: x\r\n\r\n", 0},
      {"get_with_body", "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 0},
      {"leading_zeros", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 003\r\n\r\nabc", 0},
      {"ipv6_host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0},
      {"http10_without_host", "GET / HTTP/1.0\r\n\r\n", 0},
      {"empty_value", Get("X-Empty:\r\n"), 0},
      {"no_space_after_colon", Get("X-A:b\r\n"), 0},
      {"tabs_and_latin1", Get("X-A:\t\xe9t\xe9 \t\r\n"), 0},
      {"one_empty_line_before", "\r\n" + Get(""), 0},
      {"spoofed_name_is_a_name", Get("REMOTE_ADDR: 1.2.3.4\r\n"), 0},

      {"two_empty_lines_before", "\r\n\r\n" + Get(""), 400, R::kBadRequestLine},
      {"tls_greeting", "\x16\x03\x01\x02", 400, R::kBadRequestLine},
      {"first_byte_space", " GET / HTTP/1.1\r\n", 400, R::kBadRequestLine},
      {"first_byte_lf", "\nGET / HTTP/1.1\r\n", 400, R::kBadRequestLine},
      {"bare_lf_request_line", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400, R::kBadRequestLine},
      {"no_version", "GET /\r\nHost: x\r\n\r\n", 400, R::kBadRequestLine},
      {"two_spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"space_in_target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"trailing_space", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400, R::kBadRequestLine},
      {"bad_method", "GE(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadRequestLine},
      {"cr_in_line", "GET /\r HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"nul_in_line", "GET /" + nul + " HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"lower_case_version", "GET / http/1.1\r\nHost: x\r\n\r\n", 400, R::kBadRequestLine},
      {"version_2", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, R::kBadVersion},
      {"version_1_2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505, R::kBadVersion},
      {"version_0_9", "GET / HTTP/0.9\r\nHost: x\r\n\r\n", 505, R::kBadVersion},
      {"http2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, R::kBadVersion},
      {"unknown_method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501, R::kUnknownMethod},
      {"lower_case_method", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501, R::kUnknownMethod},
      {"connect", "CONNECT a:80 HTTP/1.1\r\nHost: x\r\n\r\n", 501, R::kUnknownMethod},
      {"trace", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 501, R::kUnknownMethod},
      {"absolute_form", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"asterisk_form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"fragment", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"raw_utf8_target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"broken_percent", "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"percent_u", "GET /%u0041 HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},
      {"percent_nul", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, R::kBadTarget},

      {"no_host", "GET / HTTP/1.1\r\n\r\n", 400, R::kBadHost},
      {"two_hosts", "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n", 400, R::kBadHost},
      {"two_hosts_http10", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", 400, R::kBadHost},
      {"empty_host", "GET / HTTP/1.1\r\nHost: \r\n\r\n", 400, R::kBadHost},
      {"host_with_path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400, R::kBadHost},
      {"host_with_user", "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n", 400, R::kBadHost},
      {"host_list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400, R::kBadHost},

      {"space_before_colon", Get("X-A : b\r\n"), 400, R::kBadHeader},
      {"space_in_name", Get("X A: b\r\n"), 400, R::kBadHeader},
      {"no_colon", Get("X-A\r\n"), 400, R::kBadHeader},
      {"no_name", Get(": b\r\n"), 400, R::kBadHeader},
      {"folded", Get("X-A: b\r\n c\r\n"), 400, R::kBadHeader},
      {"folded_with_tab", Get("X-A: b\r\n\tc\r\n"), 400, R::kBadHeader},
      {"bare_lf", Get("X-A: b\nX-B: c\r\n"), 400, R::kBadHeader},
      {"bare_cr", Get("X-A: b\rX-B: c\r\n"), 400, R::kBadHeader},
      {"cr_cr_lf", Get("X-A: b\r\r\n"), 400, R::kBadHeader},
      {"nul_in_value", Get("X-A: b" + nul + "\r\n"), 400, R::kBadHeader},
      {"del_in_value", Get("X-A: b\x7f\r\n"), 400, R::kBadHeader},
      {"latin1_name", Get("X-\xe9: b\r\n"), 400, R::kBadHeader},
      {"bare_lf_ends_head", "GET / HTTP/1.1\r\nHost: x\r\n\n", 400, R::kBadHeader},

      {"two_lengths",
       "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400,
       R::kBadContentLength},
      {"two_equal_lengths",
       "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\n", 400,
       R::kBadContentLength},
      {"length_list", Get("Content-Length: 5, 5\r\n"), 400, R::kBadContentLength},
      {"length_plus", Get("Content-Length: +5\r\n"), 400, R::kBadContentLength},
      {"length_minus", Get("Content-Length: -5\r\n"), 400, R::kBadContentLength},
      {"length_hex", Get("Content-Length: 0x5\r\n"), 400, R::kBadContentLength},
      {"length_empty", Get("Content-Length:\r\n"), 400, R::kBadContentLength},
      {"length_fraction", Get("Content-Length: 5.0\r\n"), 400, R::kBadContentLength},
      {"length_overflow", Get("Content-Length: 18446744073709551621\r\n"), 400,
       R::kBadContentLength},
      {"chunked", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 411,
       R::kTransferEncoding},
      {"identity", Get("transfer-encoding: identity\r\n"), 411, R::kTransferEncoding},
      {"length_and_chunked",
       "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
       R::kTransferEncoding},
      {"chunked_and_length",
       "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400,
       R::kTransferEncoding},
      {"gzip_body", Get("Content-Encoding: gzip\r\n"), 415, R::kContentEncoding},
      {"expect", Get("Expect: 100-continue\r\n"), 417, R::kExpect},
      {"expect_other", Get("expect: cake\r\n"), 417, R::kExpect},
      {"body_too_large", Get("Content-Length: 65537\r\n"), 413, R::kBodyTooLarge},
      {"body_far_too_large", Get("Content-Length: 999999999999999999\r\n"), 413, R::kBodyTooLarge},
  };
}

TEST(FramingTest, Cases) {
  for (const Case& c : Cases()) {
    const Outcome outcome = Frame(c.bytes);
    if (c.status == 0) {
      EXPECT_EQ(outcome.verdict, FramingVerdict::kComplete) << c.name;
      EXPECT_EQ(outcome.total, c.bytes.size()) << c.name;
    } else {
      EXPECT_EQ(outcome.verdict, FramingVerdict::kReject) << c.name;
    }
    EXPECT_EQ(outcome.status, c.status) << c.name;
    EXPECT_EQ(RejectReasonName(outcome.reason), RejectReasonName(c.reason)) << c.name;
  }
}

TEST(FramingTest, TheVerdictDoesNotDependOnOneCut) {
  for (const Case& c : Cases()) {
    const Outcome whole = Frame(c.bytes);
    for (size_t cut = 0; cut <= c.bytes.size(); ++cut) {
      EXPECT_EQ(FrameInPieces(c.bytes, {cut}), whole) << c.name << " cut at " << cut;
    }
  }
}

TEST(FramingTest, TheVerdictDoesNotDependOnArrivingByteByByte) {
  for (const Case& c : Cases()) {
    std::vector<size_t> cuts(c.bytes.size());
    for (size_t i = 0; i < cuts.size(); ++i) cuts[i] = i + 1;
    EXPECT_EQ(FrameInPieces(c.bytes, cuts), Frame(c.bytes)) << c.name;
  }
}

TEST(FramingTest, EveryProperPrefixOfARequestNeedsMore) {
  for (const Case& c : Cases()) {
    if (c.status != 0) continue;
    for (size_t length = 0; length < c.bytes.size(); ++length) {
      EXPECT_EQ(Frame(c.bytes.substr(0, length)).verdict, FramingVerdict::kNeedMore)
          << c.name << " at " << length;
    }
  }
}

TEST(FramingTest, WhatFollowsARequestIsNotPartOfIt) {
  for (const Case& c : Cases()) {
    if (c.status != 0) continue;
    const Outcome outcome = Frame(c.bytes + "GET /next HTTP/1.1\r\n\x01\n");
    EXPECT_EQ(outcome.verdict, FramingVerdict::kComplete) << c.name;
    EXPECT_EQ(outcome.total, c.bytes.size()) << c.name;
  }
}

TEST(FramingTest, KeepAlive) {
  EXPECT_TRUE(Frame(Get("")).keep_alive);
  EXPECT_FALSE(Frame(Get("Connection: close\r\n")).keep_alive);
  EXPECT_FALSE(Frame(Get("Connection: TE, Close\r\n")).keep_alive);
  EXPECT_TRUE(Frame(Get("Connection: closed\r\n")).keep_alive);
  EXPECT_FALSE(Frame(Get("Connection: keep-alive\r\nConnection: close\r\n")).keep_alive);
  EXPECT_FALSE(Frame("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(Frame("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST(FramingTest, LimitsHoldToTheByte) {
  FramingLimits limits;
  limits.max_line = 40;
  limits.max_head = 100;
  limits.max_headers = 3;
  limits.max_body = 10;
  // "GET /" + n + " HTTP/1.1\r\n" is 16 + n bytes.
  EXPECT_EQ(Frame("GET /" + std::string(24, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", limits).verdict,
            FramingVerdict::kComplete);
  const Outcome uri =
      Frame("GET /" + std::string(25, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", limits);
  EXPECT_EQ(uri.status, 414);
  EXPECT_EQ(uri.reason, RejectReason::kUriTooLong);

  // "A: " + n + "\r\n" is 5 + n bytes.
  EXPECT_EQ(Frame(Get("A: " + std::string(35, 'a') + "\r\n"), limits).status, 0);
  EXPECT_EQ(Frame(Get("A: " + std::string(36, 'a') + "\r\n"), limits).reason,
            RejectReason::kLineTooLong);

  EXPECT_EQ(Frame(Get("A: 1\r\nB: 2\r\n"), limits).status, 0);
  EXPECT_EQ(Frame(Get("A: 1\r\nB: 2\r\nC: 3\r\n"), limits).reason, RejectReason::kTooManyHeaders);

  // Get("") is 28 bytes with its last CRLF.
  const std::string fill = "A: " + std::string(31, 'a') + "\r\n";  // 36
  ASSERT_EQ(Get(fill + fill).size(), 100U);
  EXPECT_EQ(Frame(Get(fill + fill), limits).status, 0);
  const Outcome head = Frame(Get(fill + "A: " + std::string(32, 'a') + "\r\n"), limits);
  EXPECT_EQ(head.status, 431);
  EXPECT_EQ(head.reason, RejectReason::kHeadTooLarge);

  EXPECT_EQ(Frame(Get("Content-Length: 10\r\n") + "0123456789", limits).status, 0);
  EXPECT_EQ(Frame(Get("Content-Length: 11\r\n"), limits).reason, RejectReason::kBodyTooLarge);
}

TEST(FramingTest, ALineWithoutEndIsRefusedAtItsBound) {
  const FramingLimits limits;
  EXPECT_EQ(Frame(std::string(limits.max_line - 1, 'A')).verdict, FramingVerdict::kNeedMore);
  EXPECT_EQ(Frame(std::string(limits.max_line, 'A')).reason, RejectReason::kUriTooLong);
}

// Bytes that look like requests, put together at random: whole, in pieces, the same verdict.
RC_GTEST_PROP(FramingProperty, AnyCutsGiveTheSameVerdict, ()) {
  const std::vector<std::string> words = {"GET ",
                                          "POST ",
                                          "/a",
                                          "/%41",
                                          "?b=c",
                                          " HTTP/1.1",
                                          " HTTP/1.0",
                                          "\r\n",
                                          "\r\n",
                                          "\r\n",
                                          "\n",
                                          "\r",
                                          ":",
                                          " ",
                                          "\t",
                                          "Host: x",
                                          "A: b",
                                          "Content-Length: ",
                                          "3",
                                          "abc",
                                          "12",
                                          "Transfer-Encoding: chunked",
                                          "Expect: ",
                                          "Connection: close",
                                          "\x01",
                                          "\xff",
                                          "Range: a",
                                          "GET /a HTTP/1.1\r\nHost: x\r\n",
                                          "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"};
  const auto picks =
      *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, words.size()));
  std::string bytes;
  for (const size_t pick : picks) bytes += words[pick];
  auto cuts =
      *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, bytes.size() + 1));
  std::sort(cuts.begin(), cuts.end());
  FramingLimits limits;
  limits.max_line = 48;
  limits.max_head = 120;
  limits.max_headers = 4;
  limits.max_body = 8;
  RC_ASSERT(FrameInPieces(bytes, cuts, limits) == Frame(bytes, limits));
}

TEST(FramingTest, EveryReasonHasItsOwnName) {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < kRejectReasonCount; ++i) {
    const auto reason = static_cast<RejectReason>(i);
    for (const std::string_view name : names) EXPECT_NE(name, RejectReasonName(reason));
    names.push_back(RejectReasonName(reason));
    EXPECT_EQ(RejectReasonDetail(reason).empty(), reason == RejectReason::kNone);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
