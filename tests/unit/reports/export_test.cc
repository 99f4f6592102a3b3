#include "reports/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "consent/record.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

store::Found Kept(std::string_view controller = "Cnam") {
  consent::Record record;
  record.site = "ameli.fr";
  record.controller = controller;
  record.event = consent::Event::kPartial;
  record.decisions = {{"adform", false}, {"piano-analytics", true}, {"vimeo", true}};
  record.basis = {{"adform", consent::Basis::kConsent},
                  {"piano-analytics", consent::Basis::kExemptWithOptOut},
                  {"vimeo", consent::Basis::kConsent}};
  record.revision = std::string(64, 'a');
  record.language = "fr";
  record.given_at = *ParseTime("2026-03-03T10:00:00Z");
  record.valid_until = *ParseTime("2027-04-03T10:00:00Z");
  record.previous = 12;
  record.token = Digest{};
  store::Found found;
  found.row.index = 42;
  found.row.site = record.site;
  found.row.event = record.event;
  found.row.revision = record.revision;
  found.row.given_at = record.given_at;
  found.row.valid_until = record.valid_until;
  found.row.previous = 12;
  found.content = store::Content{consent::CanonicalRecord(record), {}};
  return found;
}

store::Found Purged() {
  store::Found found;
  found.row.index = 43;
  found.row.state = store::State::kPurged;
  found.row.purge = 99;
  found.row.purge_reason = store::PurgeReason::kRequest;
  return found;
}

size_t Columns(const std::string& row) {
  size_t columns = 1;
  bool quoted = false;
  for (const char c : row) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) ++columns;
  }
  return columns;
}

TEST(ExportCsv, EveryRowHasTheHeadersColumns) {
  std::string kept;
  std::string purged;
  ASSERT_TRUE(AppendCsvRow(Kept(), kept, TimeZone::Find("Europe/Paris").value()).ok());
  ASSERT_TRUE(AppendCsvRow(Purged(), purged).ok());
  EXPECT_EQ(Columns(kept), Columns(ExportCsvHeader()));
  EXPECT_EQ(Columns(purged), Columns(ExportCsvHeader()));
  EXPECT_THAT(kept, testing::HasSubstr(",kept,ameli.fr,Cnam,partial,2026-03-03T10:00:00Z,"));
  EXPECT_THAT(
      kept, testing::EndsWith(
                ",piano-analytics vimeo,adform,false,2026-03-03T11:00:00+01:00,Europe/Paris,\r\n"));
  EXPECT_THAT(purged, testing::HasSubstr(",purged,,"));
}

TEST(ExportCsv, NeutralisesWhatASpreadsheetWouldRun) {
  std::string row;
  ASSERT_TRUE(AppendCsvRow(Kept("=cmd|' /C calc'!A0"), row).ok());
  EXPECT_THAT(row, testing::HasSubstr("\"'=cmd|"));
}

TEST(Export, SkipsEntriesThatAreNoConsent) {
  store::Found revision;
  revision.type = store::EntryType::kRevision;
  std::string out;
  ASSERT_TRUE(AppendCsvRow(revision, out).ok());
  ASSERT_TRUE(AppendJsonLine(revision, out).ok());
  EXPECT_EQ(out, "");
}

TEST(Export, SaysWhichRecordIsDamaged) {
  store::Found found = Kept();
  found.content->record = "{}";
  std::string out;
  const Status csv = AppendCsvRow(found, out);
  ASSERT_FALSE(csv.ok());
  EXPECT_EQ(csv.error().code, ErrorCode::kDataLoss);
  EXPECT_THAT(csv.error().message, testing::HasSubstr("42"));
  EXPECT_FALSE(AppendJsonLine(found, out).ok());
}

TEST(ExportJsonLines, CarriesTheRecordAsItWasKept) {
  std::string out;
  const store::Found found = Kept();
  ASSERT_TRUE(AppendJsonLine(found, out).ok());
  EXPECT_EQ(out.back(), '\n');
  const auto line = nlohmann::json::parse(out);
  EXPECT_EQ(line["record"], nlohmann::json::parse(found.content->record));
  EXPECT_EQ(line["index"], 42);
}

// The line is written by hand for its speed: byte for byte what a JSON library writes.
TEST(ExportJsonLines, IsWhatALibraryWouldWrite) {
  std::vector<store::Found> all = {Kept(), Kept("“Cnam” \\ \"é\""), Purged()};
  all.push_back(Kept());
  store::ChoiceRow& row = all.back().row;
  row.superseded_by = 77;
  row.superseded_at = row.given_at + std::chrono::hours(1);
  row.erased_after = row.valid_until;
  row.erasure_requested = true;
  row.held_until = row.valid_until;
  row.limited_since = row.given_at;
  row.site = "a\"b\\\n\xC3\xA9\xFF";
  for (const store::Found& found : all) {
    nlohmann::json expected = RowJson(found.row);
    if (found.content) expected["record"] = nlohmann::json::parse(found.content->record);
    if (found.row.state == store::State::kKept) {
      expected["given_at_local"] = "2026-03-03T06:30:00-03:30";
      expected["time_zone"] = "America/St_Johns";
    }
    std::string out;
    const TimeZone there = TimeZone::Find("America/St_Johns").value();
    ASSERT_TRUE(AppendJsonLine(found, out, there).ok());
    EXPECT_EQ(out, expected.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  }
}

TEST(ExportJsonLines, TellsOnlyStateOfWhatIsPurged) {
  std::string out;
  ASSERT_TRUE(AppendJsonLine(Purged(), out).ok());
  const auto line = nlohmann::json::parse(out);
  EXPECT_EQ(line["state"], "purged");
  EXPECT_EQ(line["purge"], 99);
  EXPECT_EQ(line["purge_reason"], "request");
  EXPECT_FALSE(line.contains("site"));
  EXPECT_FALSE(line.contains("given_at"));
}

TEST(LinkedData, GivesEachServiceItsStatusAndGround) {
  const auto data = LinkedData(Kept(), *ParseTime("2026-06-01T00:00:00Z"));
  ASSERT_TRUE(data.ok());
  EXPECT_EQ((*data)["@type"], "dpv:ConsentRecord");
  const auto& processes = (*data)["dpv:hasProcess"];
  ASSERT_EQ(processes.size(), 3U);
  EXPECT_EQ(processes[0]["dpv:hasConsentStatus"]["@id"], "dpv:ConsentRefused");
  EXPECT_FALSE(processes[1].contains("dpv:hasConsentStatus")) << "exempt: never called consent";
  EXPECT_EQ(processes[1]["temoin:opposed"], false);
  EXPECT_EQ(processes[2]["dpv:hasConsentStatus"]["@id"], "dpv:ConsentGiven");
}

TEST(LinkedData, SaysExpiredFromTheEndOn) {
  const auto at_end = LinkedData(Kept(), *ParseTime("2027-04-03T10:00:00Z"));
  EXPECT_EQ((*at_end)["dpv:hasProcess"][2]["dpv:hasConsentStatus"]["@id"], "dpv:ConsentExpired");
  const auto before = LinkedData(Kept(), *ParseTime("2027-04-03T09:59:59Z"));
  EXPECT_EQ((*before)["dpv:hasProcess"][2]["dpv:hasConsentStatus"]["@id"], "dpv:ConsentGiven");
}

TEST(LinkedData, HasNothingToSayOfWhatIsPurged) {
  const auto data = LinkedData(Purged(), *ParseTime("2026-06-01T00:00:00Z"));
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(data.error().code, ErrorCode::kNotFound);
}

TEST(ExportFile, LinkedDataIsOneDocumentHoweverItWasCutIntoPages) {
  const Time now = *ParseTime("2026-06-01T00:00:00Z");
  RecordQuery query;
  query.site = "ameli.fr";
  query.from = *ParseDate("2026-03-01");
  query.to = *ParseDate("2026-04-01");
  std::string file = ExportHead(ExportFormat::kLinkedData, query, now);
  for (const store::Found& found : {Kept(), Purged(), Kept()}) {
    ASSERT_TRUE(AppendRecord(ExportFormat::kLinkedData, found, now, file).ok());
  }
  file += ExportTail(ExportFormat::kLinkedData);
  const nlohmann::json document = nlohmann::json::parse(file, nullptr, false);
  ASSERT_TRUE(document.is_object()) << file;
  const auto& graph = document["@graph"];
  ASSERT_EQ(graph.size(), 3U) << "what it is, and two records that are kept";
  EXPECT_EQ(graph[0]["@type"], "dcat:Dataset");
  EXPECT_EQ(graph[0]["dct:temporal"]["dcat:endDate"]["@value"], "2026-03-31");
  // Each node is the record's own document, under the context of all.
  nlohmann::json alone = *LinkedData(Kept(), now);
  EXPECT_EQ(document["@context"], alone["@context"]);
  alone.erase("@context");
  EXPECT_EQ(graph[1], alone);

  const nlohmann::json empty =
      nlohmann::json::parse(ExportHead(ExportFormat::kLinkedData, {}, now) +
                                std::string(ExportTail(ExportFormat::kLinkedData)),
                            nullptr, false);
  EXPECT_EQ(empty["@graph"].size(), 1U);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
