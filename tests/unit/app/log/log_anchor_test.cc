#include "app/log/log_anchor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "app/log/anchor_watch.h"
#include "app/log/keys.h"
#include "base/calendar.h"
#include "tests/unit/app/log/log_fake_store.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

// A time stamping authority of the test's own, run by the openssl program.
class Authority {
 public:
  Authority() {
    Spill(dir_ / "tsa.cnf",
          "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test authority\n"
          "[ca]\nbasicConstraints=critical,CA:true\n"
          "[tsa_cert]\nextendedKeyUsage=critical,timeStamping\n"
          "[tsa]\ndefault_tsa=tsa_config\n[tsa_config]\nserial=" +
              dir_ / "serial" + "\ncrypto_device=builtin\nsigner_cert=" + (dir_ / "tsa.pem") +
              "\nsigner_key=" + (dir_ / "tsa.key") +
              "\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\n"
              "accuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\n");
    Spill(dir_ / "serial", "01\n");
    Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -config tsa.cnf "
        "-extensions ca -keyout ca.key -out ca.pem");
    Run("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config tsa.cnf -keyout tsa.key "
        "-out tsa.csr");
    Run("x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile tsa.cnf "
        "-extensions tsa_cert -out tsa.pem");
  }

  Bytes Answer(const Bytes& request) {
    Spill(dir_ / "request.tsq", AsText(request));
    Run("ts -reply -config tsa.cnf -queryfile request.tsq -out response.tsr");
    const std::string response = Slurp(dir_ / "response.tsr");
    return Bytes(response.begin(), response.end());
  }

  std::string ca() const { return dir_ / "ca.pem"; }

 private:
  void Run(const std::string& arguments) {
    const std::string command =
        "cd " + dir_.path() + " && openssl " + arguments + " >out.txt 2>err.txt";
    ASSERT_EQ(std::system(command.c_str()), 0) << arguments << "\n" << Slurp(dir_ / "err.txt");
  }

  TemporaryDirectory dir_;
};

class LogAnchorTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { authority_ = new Authority(); }
  static void TearDownTestSuite() {
    delete authority_;
    authority_ = nullptr;
  }

  Bytes Stamp(std::string_view data) {
    const Bytes request = MakeTimestampRequest(AsBytes(data));
    const auto token = ReadTimestampResponse(authority_->Answer(request), request);
    EXPECT_TRUE(token.ok()) << token.error().message;
    return token.ok() ? *token : Bytes();
  }

  static Authority* authority_;
};
Authority* LogAnchorTest::authority_ = nullptr;

TEST_F(LogAnchorTest, AStampVerifiesWithAndWithoutTheAuthority) {
  const Bytes token = Stamp("checkpoint");
  const auto alone = CheckTimestamp(token, AsBytes("checkpoint"), "");
  ASSERT_TRUE(alone.ok()) << alone.error().message;
  EXPECT_FALSE(alone->chain_checked);
  const auto chained = CheckTimestamp(token, AsBytes("checkpoint"), authority_->ca());
  ASSERT_TRUE(chained.ok()) << chained.error().message;
  EXPECT_TRUE(chained->chain_checked);
  EXPECT_EQ(chained->at, alone->at);
  EXPECT_THAT(chained->authority, HasSubstr("Test authority"));
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  EXPECT_LE(chained->at, now);
  EXPECT_GT(chained->at, now - std::chrono::hours(1));
}

TEST_F(LogAnchorTest, AStampOfSomethingElseIsRefused) {
  const Bytes token = Stamp("checkpoint");
  EXPECT_EQ(CheckTimestamp(token, AsBytes("another"), "").error().code, ErrorCode::kDataLoss);
  EXPECT_FALSE(CheckTimestamp(token, AsBytes("another"), authority_->ca()).ok());
  EXPECT_FALSE(CheckTimestamp({}, AsBytes("checkpoint"), "").ok());
  EXPECT_FALSE(CheckTimestamp(AsBytes("no token"), AsBytes("checkpoint"), "").ok());
}

TEST_F(LogAnchorTest, AnotherAuthorityIsNotTrusted) {
  const Bytes token = Stamp("checkpoint");
  Authority other;
  EXPECT_FALSE(CheckTimestamp(token, AsBytes("checkpoint"), other.ca()).ok());
  EXPECT_FALSE(CheckTimestamp(token, AsBytes("checkpoint"), "/nonexistent.pem").ok());
}

// The signed part of a token, its imprint and its signature: no bit may change. (The certificates
// beside them are not signed by the token; a change there breaks the chain or changes nothing.)
TEST_F(LogAnchorTest, AFlippedBitNeverMovesTheTime) {
  const Bytes token = Stamp("checkpoint");
  const Time at = CheckTimestamp(token, AsBytes("checkpoint"), authority_->ca())->at;
  size_t refused = 0;
  for (size_t byte = 0; byte < token.size(); ++byte) {
    Bytes bad = token;
    bad[byte] ^= 0x04;
    const auto checked = CheckTimestamp(bad, AsBytes("checkpoint"), authority_->ca());
    if (!checked.ok()) {
      ++refused;
    } else {
      ASSERT_EQ(checked->at, at) << byte;
    }
  }
  EXPECT_GT(refused, token.size() * 9 / 10);
}

TEST_F(LogAnchorTest, AnAnswerToAnotherRequestIsRefused) {
  const Bytes request = MakeTimestampRequest(AsBytes("checkpoint"));
  const Bytes again = MakeTimestampRequest(AsBytes("checkpoint"));
  EXPECT_NE(request, again);  // a nonce of its own
  const Bytes response = authority_->Answer(request);
  EXPECT_TRUE(ReadTimestampResponse(response, request).ok());
  EXPECT_FALSE(ReadTimestampResponse(response, again).ok());
  EXPECT_FALSE(ReadTimestampResponse({}, request).ok());
  EXPECT_FALSE(ReadTimestampResponse(AsBytes("<html>"), request).ok());
}

TEST_F(LogAnchorTest, ARefusalIsToldInTheAuthoritysWords) {
  // A response to a request that is none.
  const Bytes garbage = {0x30, 0x03, 0x02, 0x01, 0x01};
  const Bytes request = MakeTimestampRequest(AsBytes("checkpoint"));
  const auto refused = ReadTimestampResponse(authority_->Answer(garbage), request);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kUnprocessable);
  EXPECT_THAT(refused.error().message, HasSubstr("refused"));
}

TEST(Anchors, AreKeptAsFilesAndNeverReplaced) {
  const TemporaryDirectory dir;
  EXPECT_TRUE(ReadAnchors(dir.path())->empty());
  ASSERT_TRUE(WriteAnchor(dir.path(), {.size = 12, .note = "b", .tokens = {}}).ok());
  ASSERT_TRUE(WriteAnchor(dir.path(), {.size = 5, .note = "a", .tokens = {{"", {1, 2}}}}).ok());
  ASSERT_TRUE(
      WriteAnchor(dir.path(), {.size = 12, .note = "b", .tokens = {{"0123456789abcdef", {3}}}})
          .ok());
  EXPECT_EQ(WriteAnchor(dir.path(), {.size = 5, .note = "x", .tokens = {}}).error().code,
            ErrorCode::kConflict);
  const auto anchors = ReadAnchors(dir.path());
  ASSERT_TRUE(anchors.ok());
  ASSERT_EQ(anchors->size(), 2u);
  EXPECT_EQ((*anchors)[0].size, 5u);
  EXPECT_EQ((*anchors)[0].note, "a");
  EXPECT_EQ((*anchors)[1].tokens.at("0123456789abcdef"), Bytes{3});
}

// The authority behind its address: what is posted there, and how often.
class Wire final : public Outbound {
 public:
  explicit Wire(Authority& authority) : authority_(authority) {}

  Result<Response> Send(const Request& request) override {
    ++sent;
    const Bytes response = authority_.Answer(Bytes(request.body.begin(), request.body.end()));
    return Response{.status = status, .body = std::string(AsText(response)), .type = ""};
  }

  int sent = 0;
  int status = 200;

 private:
  Authority& authority_;
};

class LatestCheckpointTest : public LogAnchorTest {
 protected:
  LatestCheckpointTest() {
    log_.kept = {{.size = 7, .note = "seven"}, {.size = 12, .note = "twelve"}};
  }

  StampCheckpoint ToStamp() {
    return {.data_directory = dir_.path(),
            .authority = "https://tsa.example",
            .ca_file = authority_->ca()};
  }

  const TemporaryDirectory dir_;
  store::LogFakeStore log_;
  Wire wire_{*authority_};
};

TEST_F(LatestCheckpointTest, IsStampedOnceAndKept) {
  const auto done = app::Stamp(log_, wire_, ToStamp());
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(done->size, 12u);
  ASSERT_TRUE(done->stamp);
  EXPECT_TRUE(done->stamp->chain_checked);
  const auto anchors = ReadAnchors(dir_.path());
  ASSERT_EQ(anchors->size(), 1u);
  EXPECT_EQ((*anchors)[0].note, "twelve");
  EXPECT_TRUE(
      CheckTimestamp((*anchors)[0].tokens.begin()->second, AsBytes("twelve"), authority_->ca())
          .ok());

  const auto again = app::Stamp(log_, wire_, ToStamp());
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->stamp);
  EXPECT_EQ(wire_.sent, 1) << "nobody is asked twice";
}

TEST_F(LatestCheckpointTest, IsStampedByEachAuthorityForItself) {
  ASSERT_TRUE(app::Stamp(log_, wire_, ToStamp())->stamp);
  StampCheckpoint second = ToStamp();
  second.authority = "https://second.example/tsr";
  ASSERT_TRUE(app::Stamp(log_, wire_, second)->stamp);
  EXPECT_FALSE(app::Stamp(log_, wire_, ToStamp())->stamp);
  const auto anchors = ReadAnchors(dir_.path());
  ASSERT_EQ(anchors->size(), 1u);
  ASSERT_EQ((*anchors)[0].tokens.size(), 2u);
  for (const std::string& url : {ToStamp().authority, second.authority}) {
    const Bytes& token = (*anchors)[0].tokens.at(AuthorityTag(url));
    EXPECT_TRUE(CheckTimestamp(token, AsBytes("twelve"), authority_->ca()).ok()) << url;
  }
}

constexpr const char* kGood = "https://good.example/tsr";
constexpr const char* kBad = "https://bad.example/tsr";

// Of two authorities the second answers when it is told to.
class TwoAuthorities final : public Outbound {
 public:
  explicit TwoAuthorities(Authority& authority) : wire_(authority) {}

  Result<Response> Send(const Request& request) override {
    ++asked[request.url];
    if (request.url == kBad && bad_is_down) return Error(ErrorCode::kUnavailable, "no answer");
    return wire_.Send(request);
  }

  bool bad_is_down = true;
  std::map<std::string, int> asked;

 private:
  Wire wire_;
};

class AnchorWatchTest : public LatestCheckpointTest {
 protected:
  AnchorWatchTest() : day_(std::chrono::floor<std::chrono::days>(SystemClock().Now())) {
    log_.kept.clear();
  }

  AnchorWatch Watch() {
    return {dir_.path(), {.authorities = {kGood, kBad}, .ca_file = authority_->ca()}};
  }
  // The first checkpoint of the day that begins `days` after the first.
  void Keep(int days, uint64_t size) {
    log_.kept.push_back({.day = day_ + std::chrono::days(days),
                         .size = size,
                         .note = "of " + std::to_string(size)});
  }
  std::vector<bool> Late(const AnchorWatch& watch, std::chrono::seconds after) {
    std::vector<bool> out;
    for (const auto& standing : watch.Read(log_, day_ + after).value()) {
      out.push_back(standing.late);
    }
    return out;
  }

  const Time day_;
  TwoAuthorities outbound_{*authority_};
};

TEST_F(AnchorWatchTest, AsksEachAuthorityOnceADayFromTheFirstCheckpointOn) {
  outbound_.bad_is_down = false;
  AnchorWatch watch = Watch();
  EXPECT_EQ(watch.Ask(log_, outbound_, day_), 0u) << "nothing is signed yet";
  Keep(0, 3);
  EXPECT_EQ(watch.Ask(log_, outbound_, day_), 2u);
  EXPECT_EQ(watch.Ask(log_, outbound_, day_ + std::chrono::hours(5)), 0u);
  Keep(1, 9);
  EXPECT_EQ(watch.Ask(log_, outbound_, day_ + std::chrono::hours(24)), 2u);
  EXPECT_THAT(outbound_.asked,
              testing::UnorderedElementsAre(testing::Pair(kGood, 2), testing::Pair(kBad, 2)));
  EXPECT_THAT(Late(watch, std::chrono::days(90)), testing::ElementsAre(false, false))
      << "an idle log has nothing to stamp";
}

TEST_F(AnchorWatchTest, SaysWhichOfTwoIsLateAndTakesItBack) {
  AnchorWatch watch = Watch();
  for (int day = 0; day < 4; ++day) {
    Keep(day, 10 + static_cast<uint64_t>(day));
    EXPECT_EQ(watch.Ask(log_, outbound_, day_ + std::chrono::days(day)), 1u);
    EXPECT_THAT(Late(watch, std::chrono::days(day)), testing::ElementsAre(false, day > 2)) << day;
  }
  const auto standings = watch.Read(log_, day_ + std::chrono::days(3)).value();
  EXPECT_EQ(standings[0].size, 13u);
  EXPECT_THAT(LateSentence(standings[1]), HasSubstr("bad.example/tsr is late: it has stamped "
                                                    "nothing yet"));
  outbound_.bad_is_down = false;
  EXPECT_EQ(watch.Ask(log_, outbound_, day_ + std::chrono::days(4)), 1u);
  EXPECT_THAT(Late(watch, std::chrono::days(4)), testing::ElementsAre(false, false));
}

TEST_F(AnchorWatchTest, AsksOneThatIsDownLessAndLessOften) {
  AnchorWatch watch = Watch();
  Keep(0, 3);
  for (int minute = 0; minute < 600; ++minute) {
    (void)watch.Ask(log_, outbound_, day_ + std::chrono::minutes(minute));
  }
  // 0, 1, 3, 7, 15, 31, 63, then every hour.
  EXPECT_EQ(outbound_.asked[kBad], 7 + 8);
  EXPECT_EQ(outbound_.asked[kGood], 1);
}

TEST_F(AnchorWatchTest, KnowsAfterARestartWhoStamped) {
  AnchorWatch first = Watch();
  Keep(0, 3);
  EXPECT_EQ(first.Ask(log_, outbound_, day_), 1u);
  AnchorWatch second = Watch();
  ASSERT_TRUE(second.Load().ok());
  const auto standings = second.Read(log_, day_ + std::chrono::days(3)).value();
  EXPECT_EQ(standings[0].size, 3u);
  EXPECT_TRUE(standings[0].at);
  EXPECT_FALSE(standings[0].late);
  EXPECT_FALSE(standings[1].at);
  EXPECT_TRUE(standings[1].late);
  outbound_.bad_is_down = false;
  EXPECT_EQ(second.Ask(log_, outbound_, day_), 1u);
  EXPECT_EQ(outbound_.asked[kGood], 1);
}

TEST_F(LatestCheckpointTest, OfWhichNothingIsKeptWhereTheStampIsNoGood) {
  wire_.status = 503;
  EXPECT_EQ(app::Stamp(log_, wire_, ToStamp()).error().code, ErrorCode::kUnavailable);
  wire_.status = 200;
  StampCheckpoint other = ToStamp();
  const Authority stranger;
  other.ca_file = stranger.ca();
  EXPECT_EQ(app::Stamp(log_, wire_, other).error().code, ErrorCode::kDataLoss);
  EXPECT_TRUE(ReadAnchors(dir_.path())->empty());
}

TEST_F(LatestCheckpointTest, IsWrittenToAFileAndNotedUnlessItIsStamped) {
  const std::string file = dir_ / "checkpoint.txt";
  const auto size = Export(log_, {.data_directory = dir_.path(), .file = file});
  ASSERT_TRUE(size.ok()) << size.error().message;
  EXPECT_EQ(*size, 12u);
  EXPECT_EQ(Slurp(file), "twelve");
  EXPECT_TRUE(ReadAnchors(dir_.path())->at(0).tokens.empty());
  ASSERT_TRUE(app::Stamp(log_, wire_, ToStamp())->stamp) << "a file is no stamp";
  ASSERT_TRUE(Export(log_, {.data_directory = dir_.path(), .file = file}).ok());
  EXPECT_EQ(ReadAnchors(dir_.path())->at(0).tokens.size(), 1u) << "the stamp stays";
}

TEST_F(LatestCheckpointTest, IsMissedBeforeTheFirst) {
  log_.kept.clear();
  EXPECT_EQ(app::Stamp(log_, wire_, ToStamp()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Export(log_, {.data_directory = dir_.path(), .file = dir_ / "x"}).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(wire_.sent, 0);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
