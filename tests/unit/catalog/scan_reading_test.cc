// The recording of a scan: what pages asked for, who led to it, and what was not seen.
#include <gmock/gmock.h>

#include <string>

#include "catalog/audit/audit.h"
#include "catalog/audit/recording.h"
#include "catalog/audit/scan_traces.h"
#include "tests/unit/catalog/audit_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Now;
using testing::SourceOf;

json PhaseOfScan() {
  return {{"phase", "none"},
          {"third_parties", "loaded"},
          {"pages", {{{"url", "https://www.mutuelle.example:8443/a?x=1"}, {"status", 200}}}},
          {"cookies",
           {{{"name", "_pk_id.1.1fff"},
             {"host", "www.mutuelle.example"},
             {"seconds", 33955200},
             {"set", false},
             {"sent", true},
             {"kept", true},
             {"by",
              {{{"script", "stats.mutuelle.example/matomo.js"}},
               {{"tag", "www.mutuelle.example/"}, {"line", 12}}}}},
            {{"name", "pcid"},
             {"host", "mutuelle.example"},
             {"seconds", nullptr},
             {"set", true},
             {"sent", true},
             {"kept", true}}}},
          {"storage", json::array()},
          {"requests",
           {{{"address", "connect.facebook.net:8443/en_US/fbevents.js"},
             {"host", "connect.facebook.net"},
             {"type", "script"},
             {"count", 2},
             {"aborted", 0},
             {"by", {{{"line", 7}, {"tag", "www.mutuelle.example/"}}}}}}}};
}

json Scan(json phase) {
  return {{"schema", 1},
          {"tool", "temoin-scan"},
          {"hosts", {"mutuelle.example"}},
          {"whole", true},
          {"phases", {std::move(phase)}}};
}

Recording ReadScan(const json& scan) {
  auto recording = ReadRecording(SourceOf(scan.dump()), Now());
  EXPECT_TRUE(recording.ok());
  return recording.ok() ? *std::move(recording) : Recording();
}

TEST(ScanReadingTest, SaysWhatWasAskedForAndWhoLedToIt) {
  const Recording recording = ReadScan(Scan(PhaseOfScan()));
  EXPECT_THAT(recording.unread, IsEmpty());
  EXPECT_THAT(recording.hosts, ElementsAre("mutuelle.example"));
  EXPECT_THAT(recording.origins, ElementsAre("https://www.mutuelle.example:8443"));
  ASSERT_EQ(recording.requests.size(), 1U);
  const auto& [address, request] = *recording.requests.begin();
  EXPECT_EQ(address, "connect.facebook.net:8443/en_US/fbevents.js");
  EXPECT_EQ(request.host, "connect.facebook.net");
  EXPECT_EQ(request.led_by, "www.mutuelle.example/:7");
  const auto& trackers = recording.visits.front().trackers;
  EXPECT_EQ(trackers.begin()->second.led_by,
            "stats.mutuelle.example/matomo.js < www.mutuelle.example/:12");
}

TEST(ScanReadingTest, ItsTracesHaveNoPortAndNothingOfTemoin) {
  const Recording recording = ReadScan(Scan(PhaseOfScan()));
  EXPECT_EQ(SiteIdOf(recording), "mutuelle.example");
  std::vector<std::string> texts;
  for (const Trace& trace : TracesOf(recording)) texts.push_back(trace.text);
  EXPECT_THAT(texts, ElementsAre("connect.facebook.net/en_US/fbevents.js", "_pk_id.1.1fff"));
}

TEST(ScanReadingTest, WhatWasStoppedOrIsMissingIsNeverClean) {
  json stopped = PhaseOfScan();
  stopped["third_parties"] = "aborted";
  EXPECT_TRUE(ReadScan(Scan(stopped)).unread.contains("third-parties"));
  json part = Scan(PhaseOfScan());
  part["whole"] = false;
  const Recording recording = ReadScan(part);
  EXPECT_TRUE(recording.unread.contains("pages"));
  auto site = std::make_shared<Site>();
  site->id = "mutuelle.example";
  const auto report = Audit(site, recording, Phase::kUnknown, Now());
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->inconclusive);
}

TEST(ScanReadingTest, WhatHasAnotherFormIsNeverClean) {
  const json good = Scan(PhaseOfScan());
  const auto with = [&](const std::string& pointer, const json& value) {
    json scan = good;
    scan[json::json_pointer(pointer)] = value;
    return ReadScan(scan);
  };
  const std::string seconds = "/phases/0/cookies/0/seconds";
  for (const json& value :
       {json(-1), json(1.5), json(1e300), json("600"), json(-9e18), json(INT64_MAX)}) {
    EXPECT_TRUE(with(seconds, value).unread.contains("time")) << value;
  }
  EXPECT_TRUE(with(seconds, json::array()).unread.contains("shape"));
  for (const json& value : {json(nullptr), json(0), json(600)}) {
    EXPECT_THAT(with(seconds, value).unread, IsEmpty()) << value;
  }
  for (const char* member :
       {"/phases/0/requests", "/phases/0/pages", "/phases/0/allowed", "/phases/0/cookies",
        "/phases/0/storage", "/phases/0/third_parties", "/phases/0/cookies/0/set",
        "/phases/0/cookies/0/kept", "/phases/0/pages/0/url", "/phases/0/pages/0/status", "/hosts",
        "/whole", "/phases/0/cookies/0", "/phases/0/requests/0"}) {
    for (const json& odd : {json(nullptr), json(json::array({json::array()}))}) {
      EXPECT_TRUE(with(member, odd).unread.contains("shape")) << member << " " << odd;
    }
  }
  EXPECT_TRUE(with("/phases/0/cookies/0/set", "yes").unread.contains("shape"));
  EXPECT_TRUE(with("/phases/1", nullptr).unread.contains("shape"));
}

TEST(ScanReadingTest, AnotherSchemaIsRefused) {
  for (const json& schema : {json(2), json("1"), json(nullptr), json(1.5), json(-1)}) {
    json scan = Scan(PhaseOfScan());
    scan["schema"] = schema;
    const auto recording = ReadRecording(SourceOf(scan.dump()), Now());
    ASSERT_FALSE(recording.ok()) << schema;
    EXPECT_THAT(recording.error().message, ::testing::HasSubstr("only schema 1 is read here"));
  }
}

TEST(ScanReadingTest, IsBounded) {
  json phase = PhaseOfScan();
  for (size_t i = 0; i < Recording::kMostRequests + 10; ++i) {
    phase["requests"].push_back({{"address", "a.example/" + std::to_string(i)},
                                 {"host", "a.example"},
                                 {"by", json::array()}});
  }
  const Recording recording = ReadScan(Scan(phase));
  EXPECT_EQ(recording.requests.size(), Recording::kMostRequests);
  EXPECT_TRUE(recording.truncated);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
