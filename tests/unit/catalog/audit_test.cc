#include "catalog/audit/audit.h"

#include <gmock/gmock.h>

#include "tests/unit/catalog/audit_testing.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::Ameli;
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
const char* const kAmeli = "https://www.ameli.fr/";

AuditReport AuditOf(const Result<Recording>& recording, Phase phase = Phase::kUnknown,
                    const std::shared_ptr<const Site>& site = Ameli()) {
  EXPECT_TRUE(recording.ok()) << recording.error().message;
  if (!recording.ok()) return {};
  const auto report = Audit(site, *recording, phase, Now());
  EXPECT_TRUE(report.ok()) << report.error().message;
  return report.ok() ? *report : AuditReport();
}

AuditReport ReportOf(const std::string& text, Phase phase = Phase::kUnknown) {
  return AuditOf(ReadRecording(SourceOf(text), Now()), phase);
}

std::vector<std::string> Codes(const AuditReport& report) {
  std::vector<std::string> codes;
  for (const AuditFinding& finding : report.findings) {
    if (!finding.notice) codes.push_back(finding.code + " " + finding.name);
  }
  return codes;
}

std::vector<std::string> AuditHar(const std::vector<json>& entries, Phase phase) {
  return Codes(AuditOf(ReadHar(entries), phase));
}

std::vector<std::string> Open(const AuditReport& report) {
  std::vector<std::string> codes;
  for (const OpenQuestion& question : report.open) codes.push_back(question.code);
  return codes;
}

TEST(AuditTest, ATagAddedByHandIsUndeclared) {
  EXPECT_THAT(AuditHar({HarEntry("https://tag.example/", {"_new=1"})}, Phase::kAccepted),
              ElementsAre("undeclared _new"));
}

TEST(AuditTest, SetWithoutConsentDependsOnThePhase) {
  const std::vector<json> entries = {HarEntry(kTrack, {"uid=1; Domain=adform.net"}),
                                     HarEntry(kAmeli, {"pcid=1", "pa_privacy=1"})};
  EXPECT_THAT(AuditHar(entries, Phase::kNone), ElementsAre("set-without-consent uid"));
  EXPECT_THAT(AuditHar(entries, Phase::kRefused),
              ElementsAre("set-without-consent pa_privacy", "set-without-consent uid"));
  EXPECT_THAT(AuditHar(entries, Phase::kWithdrawn),
              ElementsAre("not-cleared pa_privacy", "not-cleared uid"));
  EXPECT_THAT(AuditHar(entries, Phase::kAccepted), IsEmpty());
  const AuditReport open = AuditOf(ReadHar(entries));
  EXPECT_THAT(Codes(open), IsEmpty());
  EXPECT_THAT(Open(open), ElementsAre("phase", "storage"));
  EXPECT_THAT(AuditText(open, "fr"), HasSubstr("--phase"));
  EXPECT_THAT(AuditText(open, "fr"), HasSubstr("sans la phase (--phase)"));
  const AuditReport necessary = AuditOf(ReadHar({HarEntry(kAmeli, {"pcid=1"})}));
  EXPECT_TRUE(necessary.clean());
  EXPECT_THAT(AuditText(necessary, "fr"), HasSubstr("dans ce qui a pu être jugé"));
}

TEST(AuditTest, ACookieThatIsClearedIsGone) {
  json first = HarEntry(kTrack, {"uid=; Max-Age=0; Domain=adform.net"});
  first["request"]["cookies"] = json::array({{{"name", "uid"}}});
  EXPECT_THAT(AuditHar({first, HarEntry(kAmeli, {"pcid=1"})}, Phase::kWithdrawn), IsEmpty());
  EXPECT_THAT(AuditHar({first, HarEntry(kTrack, {"uid=2"})}, Phase::kWithdrawn),
              ElementsAre("not-cleared uid"));
}

TEST(AuditTest, LifetimesAgainstDeclarationAndLaw) {
  EXPECT_THAT(AuditHar({HarEntry(kTrack, {"CM=1; Max-Age=86400"})}, Phase::kAccepted), IsEmpty());
  EXPECT_THAT(AuditHar({HarEntry(kTrack, {"CM=1; Max-Age=172800"})}, Phase::kAccepted),
              ElementsAre("lifetime-over-declared CM"));
  const auto pcid = [](int64_t days) {
    return AuditHar({HarEntry(kAmeli, {"pcid=1; Max-Age=" + std::to_string(days * 86400)})},
                    Phase::kNone);
  };
  EXPECT_THAT(pcid(400), ElementsAre("over-13-months pcid", "lifetime-over-declared pcid"));
  // 13 months from 21 November 2026 are 395 days; no 13 months have more than 397.
  EXPECT_THAT(pcid(395), IsEmpty());
  EXPECT_THAT(pcid(397), ElementsAre("lifetime-over-declared pcid"));
  EXPECT_THAT(AuditHar({HarEntry(kTrack, {"token=1; Max-Age=60"})}, Phase::kAccepted),
              ElementsAre("lifetime-over-declared token"));
  EXPECT_THAT(AuditHar({HarEntry(kTrack, {"C=1; Max-Age=31536000"})}, Phase::kAccepted), IsEmpty());
}

TEST(AuditTest, AWaivedLimitIsANotice) {
  const AuditReport report = AuditOf(
      ReadHar({HarEntry(kTrack, {"C=1; Max-Age=" + std::to_string(int64_t{3600} * 86400)})}),
      Phase::kAccepted);
  EXPECT_THAT(Codes(report), IsEmpty());
  EXPECT_EQ(report.findings.front().code, "over-13-months-waived");
}

TEST(AuditTest, TheWrongParty) {
  EXPECT_THAT(AuditHar({HarEntry("https://other.example/", {"IDE=1"})}, Phase::kAccepted),
              ElementsAre("wrong-party IDE"));
  // Published under doubleclick.net and known to be set on the site: a finding of the catalogue.
  EXPECT_THAT(AuditHar({HarEntry(kAmeli, {"_gcl_au=1"})}, Phase::kAccepted), IsEmpty());
}

TEST(AuditTest, TwoServicesThatShareANameAreAmbiguousAndNotAccused) {
  const auto seen = ReadHar({HarEntry("https://player.example/", {"vid=1"})});
  testing::Small small;
  json twin = small.Service(2);
  twin["id"] = "video-2";
  twin["name"] = "Video 2";
  small.site["purposes"][2]["services"].push_back(twin);
  EXPECT_THAT(Codes(AuditOf(seen, Phase::kAccepted, small.Load())), ElementsAre("ambiguous vid"));

  // Exempt in one place and under consent in another, it needs consent.
  testing::Small mixed;
  mixed.Service(1)["trackers"].push_back(json(mixed.Tracker(2, 0)));
  EXPECT_THAT(Codes(AuditOf(seen, Phase::kNone, mixed.Load())),
              ElementsAre("set-without-consent vid"));
}

TEST(AuditTest, StorageIsNoCookie) {
  const char* const text =
      R"({"phases":[{"phase":"accepted","cookies":[],"storage":[{"name":"uid","host":"adform.net",)"
      R"("kind":"local"}]}]})";
  const AuditReport report = ReportOf(text);
  EXPECT_THAT(Codes(report), ElementsAre("undeclared uid"));
  EXPECT_THAT(report.findings.front().sentence.en, HasSubstr("another kind"));
}

TEST(AuditTest, TheBannersOwnMemoryIsANoticeAndNothingThatOnlyLooksLikeIt) {
  const AuditReport report =
      ReportOf(R"({"phases":[{"phase":"accepted","cookies":[],"storage":[)"
               R"({"name":"temoin:ameli.fr@","host":"www.ameli.fr","kind":"local"},)"
               R"({"name":"temoin:ameli.fr@","host":"www.ameli.fr","kind":"session"},)"
               R"({"name":"temoin:ameli.fr-id","host":"www.ameli.fr","kind":"local"}]}]})");
  EXPECT_THAT(Codes(report),
              ElementsAre("undeclared temoin:ameli.fr-id", "undeclared temoin:ameli.fr@"));
}

TEST(AuditTest, DeclaredAndNeverSeenIsANoticeWhereItCouldHaveBeen) {
  const std::vector<json> entries = {HarEntry(kAmeli, {"pcid=1"})};
  const AuditReport accepted = AuditOf(ReadHar(entries), Phase::kAccepted);
  EXPECT_TRUE(accepted.clean());
  EXPECT_THAT(accepted.findings, SizeIs(25));
  const AuditReport none = AuditOf(ReadHar(entries), Phase::kNone);
  EXPECT_THAT(none.findings, SizeIs(7));  // what may be set without asking
}

TEST(AuditTest, ASanitisedRecordingIsInconclusiveNeverClean) {
  for (const std::vector<json>& entries : {std::vector<json>(), {HarEntry(kAmeli, {})}}) {
    const AuditReport report = AuditOf(ReadHar(entries), Phase::kNone);
    EXPECT_TRUE(report.inconclusive);
    EXPECT_FALSE(report.clean());
    EXPECT_EQ(json::parse(AuditJson(report))["result"], "inconclusive");
  }
  // Whom it called stands in it all the same.
  const AuditReport called = AuditOf(ReadHar({HarEntry(kTrack, {})}), Phase::kNone);
  EXPECT_TRUE(called.inconclusive);
  EXPECT_THAT(Codes(called), ElementsAre("called-without-consent "));
}

TEST(AuditTest, CookiesThatWereOnlySentCountAndLeaveTheirLifetimeOpen) {
  json entry = HarEntry(kAmeli, {});
  entry["request"]["cookies"] = json::array({{{"name", "_gcl_au"}, {"value", "secret"}}});
  const AuditReport report = AuditOf(ReadHar({entry}), Phase::kNone);
  EXPECT_THAT(Codes(report), ElementsAre("set-without-consent _gcl_au"));
  EXPECT_THAT(Open(report), ElementsAre("lifetimes", "storage"));
  EXPECT_THAT(report.open.front().sentence.fr, HasSubstr("_gcl_au"));
  EXPECT_FALSE(report.open.front().inconclusive);
}

const char* const kScan =
    R"({"schema":1,"phases":[
    {"phase":"none","cookies":[{"name":"_new","host":"x.example","kept":true}],"storage":[],
      "requests":[]},
    {"phase":"some","allowed":["campaign-manager"],"cookies":[
      {"name":"IDE","host":"doubleclick.net","set":true,"kept":true},
      {"name":"uid","host":"adform.net","set":true,"kept":true}],"storage":[],"requests":[]},
    {"phase":"withdrawn","cookies":[{"name":"_new","host":"x.example","kept":true},
      {"name":"IDE","host":"doubleclick.net","kept":true},
      {"name":"uid","host":"adform.net","kept":true,"sent":true},
      {"name":"_gcl_au","host":"ameli.fr","kept":true}],"storage":[],"requests":[]}]})";

TEST(AuditTest, AScanJudgesEachPhaseByItsAnswer) {
  const AuditReport report = ReportOf(kScan);
  EXPECT_THAT(Codes(report), ElementsAre("undeclared _new", "set-without-consent uid",
                                         "not-cleared _gcl_au", "not-cleared uid"));
  EXPECT_THAT(report.findings[0].phases, ElementsAre(Phase::kNone, Phase::kWithdrawn));
  EXPECT_THAT(Open(report), IsEmpty());
  const bool left =
      std::any_of(report.findings.begin(), report.findings.end(), [](const AuditFinding& finding) {
        return finding.code == "left-at-third-party" && finding.name == "IDE" && finding.notice;
      });
  EXPECT_TRUE(left);
}

TEST(AuditTest, AScanThatListsNoRequestsDoesNotSayWhomItsPagesCalled) {
  const auto report = [](const char* before, const char* second) {
    return ReportOf(std::string("{") + before +
                    R"("phases":[{"phase":"none","cookies":[],"storage":[],"requests":[]},)" +
                    R"({"phase":"refused","cookies":[],"storage":[])" + second + "}]}");
  };
  EXPECT_THAT(Open(report("", R"(,"requests":[])")), IsEmpty());
  EXPECT_THAT(Open(report("", "")), ElementsAre("calls"));
  EXPECT_TRUE(report("", "").clean());
  // A version that lists them left none out.
  EXPECT_THAT(Open(report(R"("whole":true,)", "")), ElementsAre("shape"));
  EXPECT_TRUE(report(R"("whole":true,)", "").inconclusive);
}

TEST(AuditTest, ThePhaseAskedForIsTheOnlyOneLookedAt) {
  EXPECT_THAT(Codes(ReportOf(kScan, Phase::kNone)), ElementsAre("undeclared _new"));
  const auto recording = ReadRecording(SourceOf(kScan), Now());
  ASSERT_TRUE(recording.ok());
  EXPECT_EQ(Audit(Ameli(), *recording, Phase::kRefused, Now()).error().code, ErrorCode::kNotFound);
}

TEST(AuditTest, WhatIsTruncatedIsNotClean) {
  Recording recording;
  recording.visits.emplace_back().without_cookies = false;
  recording.visits.back().hosts = {"www.ameli.fr"};
  EXPECT_TRUE(AuditOf(recording, Phase::kNone).clean());
  recording.truncated = true;
  EXPECT_FALSE(AuditOf(recording, Phase::kNone).clean());
}

TEST(AuditReportTest, NamesAreTextNeverMarkup) {
  const AuditReport report =
      AuditOf(ReadHar({HarEntry("https://x.example/", {"<img>=1"})}), Phase::kAccepted);
  EXPECT_THAT(AuditHtml(report, "fr"), Not(HasSubstr("<img>")));
  EXPECT_THAT(AuditHtml(report, "en"), HasSubstr("&lt;img&gt;"));
}

TEST(AuditReportTest, ValuesAreNeverKept) {
  json entry = HarEntry(kTrack, {"uid=topsecret; Domain=adform.net"});
  entry["request"]["headers"] = json::array({{{"name", "Cookie"}, {"value", "a=topsecret"}}});
  entry["request"]["url"] = "https://topsecret@track.adform.net/topsecret";
  const AuditReport report = AuditOf(ReadHar({entry}), Phase::kNone);
  for (const std::string& text :
       {AuditText(report, "fr"), AuditJson(report), AuditHtml(report, "fr")}) {
    EXPECT_THAT(text, Not(HasSubstr("topsecret")));
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
