#include "catalog/audit/recording.h"

#include <gmock/gmock.h>

#include "base/utf8.h"
#include "catalog/audit/recording_parts.h"
#include "tests/unit/catalog/audit_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using testing::HarEntry;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Now;
using testing::ReadHar;
using ::testing::SizeIs;
using testing::SourceOf;

const char* const kTrack = "https://track.adform.net/x?y=1";

Recording Read(const std::string& text) {
  auto recording = ReadRecording(SourceOf(text), Now());
  EXPECT_TRUE(recording.ok()) << recording.error().message;
  return recording.ok() ? *std::move(recording) : Recording{{}, {}, {Visit()}, 0, false, {}};
}

Recording Har(const std::vector<json>& entries) {
  auto recording = ReadHar(entries);
  EXPECT_TRUE(recording.ok());
  return recording.ok() ? *std::move(recording) : Recording{{}, {}, {Visit()}, 0, false, {}};
}

std::vector<std::string> Names(const Visit& visit) {
  std::vector<std::string> names;
  for (const auto& [key, seen] : visit.trackers) names.push_back(seen.name + "@" + seen.host);
  return names;
}

const SeenTracker& Only(const Recording& recording) {
  static const SeenTracker kNothing;
  EXPECT_THAT(recording.visits.front().trackers, SizeIs(1));
  return recording.visits.front().trackers.empty()
             ? kNothing
             : recording.visits.front().trackers.begin()->second;
}

TEST(HarReaderTest, SeveralSetCookiesInOneHeaderAndOneTrackerPerDomain) {
  json second = HarEntry("https://track.adform.net/", {});
  second["request"]["cookies"] = json::array({{{"name", "uid"}}});
  const Recording recording =
      Har({HarEntry(kTrack, {"uid=1; Domain=.adform.net\nC=1; Domain=adform.net"}), second});
  EXPECT_EQ(recording.format, Recording::Format::kHar);
  EXPECT_EQ(recording.visits.front().requests, 2U);
  EXPECT_THAT(Names(recording.visits.front()), ElementsAre("C@adform.net", "uid@adform.net"));
}

TEST(HarReaderTest, TheNamesOfACookieHeaderAreSent) {
  json entry = HarEntry("https://www.ameli.fr/", {});
  entry["request"]["headers"] = json::array({{{"name", "cookie"}, {"value", "a=1; b=2=3; ; c"}}});
  const Recording recording = Har({entry});
  // "c" is the value of a cookie without a name.
  EXPECT_THAT(Names(recording.visits.front()),
              ElementsAre("@www.ameli.fr", "a@www.ameli.fr", "b@www.ameli.fr"));
}

TEST(HarReaderTest, WhatWasTakenOutIsNoCookie) {
  json entry = HarEntry("https://www.ameli.fr/", {"[redacted]"});
  entry["request"]["headers"] = json::array({{{"name", "Cookie"}, {"value", "[redacted]"}}});
  const Recording taken = Har({entry});
  EXPECT_TRUE(taken.visits.front().without_cookies);
  EXPECT_EQ(taken.unread.at("redacted").count, 2U);
  EXPECT_TRUE(Har({}).visits.front().without_cookies);
}

TEST(HarReaderTest, LifetimesCountFromTheEntryWhateverItsTimeZone) {
  json entry = HarEntry(kTrack, {"uid=1; Expires=Sat, 21 Nov 2026 13:00:00 GMT"});
  entry["startedDateTime"] = "2026-11-21T07:30:00.999-05:00";
  EXPECT_EQ(Only(Har({entry})).seconds, 1800);
  json apart = HarEntry(kTrack, {});
  apart["response"]["cookies"] = json::array(
      {{{"name", "uid"}, {"value", "x"}, {"expires", "2026-11-21T13:00:00.000+01:00"}}});
  EXPECT_EQ(Har({apart}).visits.front().trackers.size(), 0U);  // it ends as it is set: cleared
  apart["response"]["cookies"][0]["expires"] = "2026-11-21T13:00:10.000Z";
  EXPECT_EQ(Only(Har({apart})).seconds, 3610);
}

TEST(HarReaderTest, TheOrderOfMembersDoesNotMatter) {
  const Recording recording =
      Read(R"({"log":{"entries":[{"response":{"headers":[{"value":"uid=1","name":"Set-Cookie"}]},)"
           R"("request":{"url":"https://a.example/"}}]}})");
  EXPECT_THAT(Names(recording.visits.front()), ElementsAre("uid@a.example"));
}

TEST(HarReaderTest, AnEntryThatNeverEndsIsBounded) {
  json entry = HarEntry(kTrack, std::vector<std::string>(40, "a=" + std::string(60'000, 'x')));
  const Recording recording = Har({entry});
  EXPECT_TRUE(recording.truncated);
}

TEST(RecordingTest, MoreTrackersThanAreKept) {
  std::string log;
  for (size_t i = 0; i <= Recording::kMostTrackers; ++i) {
    log += "Set-Cookie: n" + std::to_string(i) + "=1; Path=/\n";
  }
  const auto recording = ReadRecording(SourceOf(log, 65536), Now());
  ASSERT_TRUE(recording.ok());
  EXPECT_TRUE(recording->truncated);
  EXPECT_EQ(recording->visits.front().trackers.size(), Recording::kMostTrackers);
}

TEST(RecordingTest, NamesAreCutAndTamed) {
  const Recording recording = Read("https://a.example/\nSet-Cookie: a\xE2\x80\xAE\xC2\x9B\xFF" +
                                   std::string(300, 'b') + "=1");
  const std::string& name = Only(recording).name;
  EXPECT_TRUE(IsUtf8(name));
  EXPECT_THAT(name, Not(HasSubstr("\u202E")));
  EXPECT_THAT(name, Not(HasSubstr("\x1B")));
  EXPECT_THAT(name, Not(HasSubstr("\xC2\x9B")));
  EXPECT_LT(name.size(), 270U);
}

TEST(RecordingTest, ClearedAndSetAgain) {
  const auto cleared = [](const std::string& log) { return Only(Read(log)).cleared; };
  EXPECT_TRUE(cleared("https://a.example\nSet-Cookie: u=1\nSet-Cookie: u=; Max-Age=0"));
  EXPECT_FALSE(cleared("https://a.example\nSet-Cookie: u=; Max-Age=0\nSet-Cookie: u=1"));
}

TEST(InspectionReaderTest, WhatLayInTheBrowser) {
  const json inspection = {
      {"uri_ins", "https://www.ameli.fr"},
      {"title", "Website Evidence Collection"},
      {"cookies",
       {{{"name", "IDE"},
         {"domain", "doubleclick.net"},
         {"expires", 1795262400.5},
         {"session", false},
         {"value", "secret"},
         {"log", {{"timestamp", "2026-11-20T12:00:00.000Z"}, {"type", "Cookie.HTTP"}}}},
        {{"name", "PREF"}, {"domain", ".x.example"}, {"expires", "2026-11-22T12:00:00.000Z"}},
        {{"name", "pcid"}, {"domain", "ameli.fr"}, {"expires", -1}, {"session", true}}}},
      {"localStorage", {{"https://www.ameli.fr", {{"seen", {{"value", "1"}}}}}}},
      {"end_time", "2026-11-21T11:00:00.000Z"}};
  const Recording recording = Read(inspection.dump());
  EXPECT_EQ(recording.format, Recording::Format::kInspection);
  const auto& trackers = recording.visits.front().trackers;
  ASSERT_THAT(trackers, SizeIs(4));
  const auto cookie = [&](const char* name, const char* host) {
    return trackers.at({name, TrackerKind::kCookie, host});
  };
  EXPECT_EQ(cookie("IDE", "doubleclick.net").seconds,
            1795262400 - ParseTime("2026-11-20T12:00:00Z")->time_since_epoch().count());
  EXPECT_EQ(cookie("PREF", "x.example").seconds, 25 * 3600);
  EXPECT_EQ(cookie("pcid", "ameli.fr").seconds, std::nullopt);
  EXPECT_TRUE(trackers.contains({"seen", TrackerKind::kLocalStorage, "www.ameli.fr"}));
}

TEST(InspectionReaderTest, WithoutCookiesItHasLookedAllTheSame) {
  EXPECT_FALSE(
      Read(R"({"uri_ins":"https://a.example","cookies":[]})").visits.front().without_cookies);
}

TEST(SetCookieLogTest, AddressesAndLines) {
  const Recording recording = Read(
      "https://track.adform.net/a\nSet-Cookie: uid=1; Max-Age=60\n\n"
      "https://ad.doubleclick.net/\nset-cookie: IDE=2; Domain=doubleclick.net");
  EXPECT_THAT(Names(recording.visits.front()),
              ElementsAre("IDE@doubleclick.net", "uid@track.adform.net"));
}

TEST(SetCookieLogTest, WhatCurlAndWgetPrint) {
  const Recording recording = Read(
      "* Trying 127.0.0.1:443...\n> GET /page HTTP/1.1\r\n> Host: www.ameli.fr:443\r\n"
      "> Cookie: pcid=1; pctx=2\r\n>\r\n< HTTP/1.1 200 OK\r\n"
      "< Date: Sat, 21 Nov 2026 10:00:00 GMT\r\n< Content-Type: text/html; charset=utf-8\r\n"
      "< Set-Cookie: a=1; Expires=Sat, 21 Nov 2026 11:00:00 GMT\r\n"
      "--2026-11-21 10:00:00--  https://b.example/x?q=1\n  Set-Cookie: b=2\n{\"a\"=1}\n");
  const Visit& visit = recording.visits.front();
  EXPECT_THAT(Names(visit), ElementsAre("a@www.ameli.fr", "b@b.example", "pcid@www.ameli.fr",
                                        "pctx@www.ameli.fr"));
  EXPECT_EQ(visit.trackers.at({"a", TrackerKind::kCookie, "www.ameli.fr"}).seconds, 3600);
  EXPECT_TRUE(visit.trackers.at({"pcid", TrackerKind::kCookie, "www.ameli.fr"}).sent);
}

TEST(SetCookieLogTest, TextWithoutACookieIsInconclusive) {
  for (const char* text : {"", "\n", "HTTP/1.1 200 OK\nContent-Type: text/html"}) {
    EXPECT_TRUE(Read(text).visits.front().without_cookies) << text;
  }
  EXPECT_TRUE(Read("\n").visits.front().nothing_recorded);
  EXPECT_TRUE(Har({}).visits.front().nothing_recorded);
}

TEST(ScanReaderTest, OneVisitAPhase) {
  const Recording recording = Read(
      R"({"schema":1,"phases":[{"phase":"none","cookies":[{"name":"pa_privacy","host":".ameli.fr",)"
      R"("seconds":34128000,"set":false,"sent":true,"kept":true}],"storage":[)"
      R"({"name":"k","host":"www.ameli.fr","kind":"session"}]},)"
      R"({"phase":"some","allowed":["vimeo","x"],"cookies":[],"storage":[]}]})");
  EXPECT_EQ(recording.format, Recording::Format::kScan);
  ASSERT_THAT(recording.visits, SizeIs(2));
  const Visit& first = recording.visits[0];
  EXPECT_EQ(first.phase, Phase::kNone);
  EXPECT_EQ(first.trackers.at({"pa_privacy", TrackerKind::kCookie, "ameli.fr"}).seconds, 34128000);
  EXPECT_TRUE(first.trackers.contains({"k", TrackerKind::kSessionStorage, "www.ameli.fr"}));
  EXPECT_FALSE(recording.visits[1].without_cookies);
  EXPECT_THAT(recording.visits[1].allowed, ElementsAre("vimeo", "x"));
  EXPECT_THAT(recording.visits[1].trackers, IsEmpty());
}

TEST(RecordingTest, WhatIsNoneOfTheFormatsIsRefused) {
  for (const char* text :
       {"{}", "[]", "[{\"name\":\"a\"}]", R"({"log":{"entries":7}})", R"({"log":)",
        R"({"cookies":{}})", R"({"cookies":[]})", R"({"cookies":[{"cookieName":"a"}]})",
        R"({"cookies":[{"name":"a","domain":"b.example"}]})", R"({"reports":{"cookies":[]}})",
        "some words", "// saved\n{\"log\":{\"entries\":[]}}", "- name: _ga\n  domain: a.example\n",
        "Category,Host,Cookie\nAds,a.example,IDE\n", "\xFF\xFE{", R"({"phases":[]})",
        R"({"phases":[{"phase":"later"}]})", R"({"phases":[{"cookies":[]}]})",
        "\x1F\x8B\x08 packed"}) {
    EXPECT_FALSE(ReadRecording(SourceOf(text), Now()).ok()) << text;
  }
  EXPECT_FALSE(ReadRecording(SourceOf(std::string("a\0b", 3)), Now()).ok());
  EXPECT_FALSE(ReadRecording(SourceOf(std::string(100, '[')), Now()).ok());
}

TEST(RecordingTest, Phases) {
  EXPECT_EQ(PhaseNamed("refused"), Phase::kRefused);
  EXPECT_EQ(PhaseNamed("unknown"), std::nullopt);
}

TEST(RecordingTest, IsoTimes) {
  EXPECT_EQ(ReadIsoTime("2026-11-21T13:00:00.5+0100"), Now());
  EXPECT_EQ(ReadIsoTime("2026-11-21T12:00:00"), Now());
  for (const char* text : {"2026-11-21", "2026-11-21T13:00:00+01", "2026-11-21T13:00:00+25:00",
                           "2026-11-21T13:00:00x", "2026-13-21T13:00:00Z"}) {
    EXPECT_EQ(ReadIsoTime(text), std::nullopt) << text;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
