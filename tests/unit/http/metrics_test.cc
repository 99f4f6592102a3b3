#include "server/http/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/store_fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

class MetricsTest : public store::StoreTest {
 protected:
  std::string Collect() {
    return CollectMetrics({.services = {clock_, *store_, recorder(), readiness_, snapshot_, live_},
                           .public_front = &front_,
                           .staff_front = nullptr,
                           .public_handler = &handler_,
                           .measures = &measures_});
  }
  app::Recorder& recorder() {
    if (!recorder_) {
      recorder_ = std::make_unique<app::Recorder>(*store_, clock_, keys_, readiness_,
                                                  app::RecorderOptions{});
    }
    return *recorder_;
  }

  ManualClock clock_{store::At("2026-03-01T12:00:00Z")};
  const app::ServerKeys keys_;
  app::Readiness readiness_;
  SnapshotHolder snapshot_;
  LiveHolder live_{{}};
  FrontMetrics front_;
  PublicMetrics handler_;
  app::Measures measures_;
  std::unique_ptr<app::Recorder> recorder_;
};

TEST_F(MetricsTest, SaysWhichPartIsOutOfOrder) {
  EXPECT_THAT(Collect(), HasSubstr("\ntemoin_ready 1\n"));
  readiness_.Complain("store", "the disk /var/lib is full");
  const std::string text = Collect();
  EXPECT_THAT(text, HasSubstr("\ntemoin_ready 0\n"));
  EXPECT_THAT(text, HasSubstr("temoin_unready_part{part=\"store\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("/var/lib")));  // what exactly is for the log
}

TEST_F(MetricsTest, CountsWhatTheFrontCounted) {
  front_.requests = 12;
  front_.responses[4] = 3;
  front_.rejects[1] = 2;
  handler_.rate_limited = 5;
  const std::string text = Collect();
  EXPECT_THAT(text, HasSubstr("temoin_requests_total{listener=\"public\"} 12\n"));
  EXPECT_THAT(text, HasSubstr("temoin_responses_total{listener=\"public\",status=\"4xx\"} 3\n"));
  EXPECT_THAT(text,
              HasSubstr("reason=\"" + std::string(RejectReasonName(static_cast<RejectReason>(1))) +
                        "\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("temoin_rate_limited_total 5\n"));
  EXPECT_THAT(text, Not(HasSubstr("listener=\"staff\"")));  // there is none
}

TEST_F(MetricsTest, TellsATimeInSecondsAndItsRangesAsSums) {
  front_.writing.Observe(uint64_t{90});
  front_.writing.Observe(uint64_t{2'000});
  front_.writing.Observe(uint64_t{60'000'000});
  const std::string text = Collect();
  const std::string name = "temoin_request_duration_seconds";
  const std::string labels = "{listener=\"public\",method=\"other\"";
  EXPECT_THAT(text, HasSubstr(name + "_bucket" + labels + ",le=\"0.0001\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(name + "_bucket" + labels + ",le=\"0.0025\"} 2\n"));
  EXPECT_THAT(text, HasSubstr(name + "_bucket" + labels + ",le=\"10\"} 2\n"));
  EXPECT_THAT(text, HasSubstr(name + "_bucket" + labels + ",le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr(name + "_sum" + labels + "} 60.00209\n"));
}

TEST_F(MetricsTest, TellsWhatWaitsForSomebody) {
  const Time end = store::At("2026-09-01T00:00:00Z");
  auto findings = std::make_shared<app::FindingsWatch::Findings>();
  (*findings)["a.example"] = {.errors = 2, .warnings = 1, .waived = 4, .waiver_end = end};
  (*findings)["b.example"] = {};
  measures_ = {.clock_vouched = false,
               .log_entries = 70,
               .signed_entries = 64,
               .anchored_at = end,
               .anchored_entries = 60,
               .findings = std::move(findings),
               .without_pictures = {{"a.example", {.in_force = 1, .earlier = 3}}}};
  const std::string text = Collect();
  const std::string at = std::to_string(end.time_since_epoch().count());
  for (const std::string& line :
       {std::string("temoin_clock_vouched 0"), std::string("temoin_log_entries 70"),
        std::string("temoin_log_signed_entries 64"), "temoin_anchor_timestamp_seconds " + at,
        std::string("temoin_catalog_findings{site=\"a.example\",severity=\"error\"} 2"),
        std::string("temoin_catalog_findings{site=\"a.example\",severity=\"waived\"} 4"),
        "temoin_waiver_end_timestamp_seconds{site=\"a.example\"} " + at,
        std::string("temoin_revisions_without_pictures{site=\"a.example\",in_force=\"true\"} 1"),
        std::string(
            "temoin_revisions_without_pictures{site=\"a.example\",in_force=\"false\"} 3")}) {
    EXPECT_THAT(text, HasSubstr("\n" + line + "\n"));
  }
  EXPECT_THAT(text, Not(HasSubstr("temoin_waiver_end_timestamp_seconds{site=\"b.example\"}")));
  EXPECT_THAT(text, Not(HasSubstr("temoin_checkpoint_timestamp_seconds")));  // none is served
}

TEST_F(MetricsTest, EachFamilyIsDescribedOnce) {
  const std::string text = Collect();
  size_t families = 0;
  for (size_t at = text.find("# TYPE "); at != std::string::npos; at = text.find("# TYPE ", at)) {
    const std::string line = text.substr(at, text.find('\n', at) - at);
    EXPECT_EQ(text.find(line, at + 1), std::string::npos) << line;
    at += line.size();
    ++families;
  }
  EXPECT_GT(families, 15U);
}

TEST_F(MetricsTest, NamesWhatIsPublishedAndThatItIsTheLastOne) {
  auto published = std::make_shared<app::Published>();
  published->fallback = true;
  published->sites["a.example"].revision = std::string(64, 'a');
  published->sites["a.example"].generation = 3;
  snapshot_.Set(std::make_shared<const Snapshot>(Snapshot{published, {}}));
  const std::string text = Collect();
  EXPECT_THAT(text, HasSubstr("temoin_catalog_fallback 1\n"));
  EXPECT_THAT(text, HasSubstr("temoin_generation{site=\"a.example\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("revision=\"" + std::string(64, 'a') + "\""));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
