// The recording of a scan: what pages asked for, who led to it, and what was not seen.
#include <gmock/gmock.h>

#include <string>

#include "catalog/audit/audit.h"
#include "catalog/audit/recording.h"
#include "catalog/audit/scan_traces.h"
#include "tests/unit/catalog/audit_testing.h"

namespace temoin::catalog {
namespace {

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

}  // namespace
}  // namespace temoin::catalog
