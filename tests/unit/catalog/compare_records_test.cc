// What `catalog diff` tells of the records of processing that the cookie page prints.
#include <gmock/gmock.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "catalog/compare.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Small;
using testing::TextOf;

json Sheet(const char* id) {
  return {{"id", id},
          {"title", TextOf(std::string("Titre ") + id)},
          {"purpose", TextOf("But")},
          {"sub_purposes", json::array({TextOf("Calcul")})},
          {"people", json::array({TextOf("Assurés")})},
          {"data", TextOf("Identité")},
          {"legal_basis", "public-interest"},
          {"legal_texts", TextOf("Article 1")},
          {"recipients", json::array({TextOf("Agents")})},
          {"retention", "P5Y"},
          {"processors", TextOf("Aucun")},
          {"transfers", TextOf("Aucun")},
          {"security", TextOf("Mots de passe")},
          {"rights", TextOf("Accès")},
          {"updated", "2026-01-31"},
          {"mentions_trackers", false}};
}

Comparison Compared(const std::function<void(json& records)>& edit) {
  Small before;
  before.site["records"] = json::array({Sheet("a"), Sheet("b")});
  Small after;
  after.site["records"] = before.site["records"];
  edit(after.site["records"]);
  const auto was = before.Load();
  const auto now = after.Load();
  Comparison out = Compare(RevisionDocument(*was), RevisionDocument(*now));
  EXPECT_THAT(out.changes, IsEmpty());
  CompareRecords(*was, *now, out);
  return out;
}

std::vector<std::string> Codes(const Comparison& comparison) {
  std::vector<std::string> out;
  for (const Change& change : comparison.changes) {
    EXPECT_FALSE(change.material);
    EXPECT_FALSE(change.sentence.fr.empty() || change.sentence.en.empty());
    out.push_back(change.code + " " + change.pointer);
  }
  return out;
}

TEST(CompareKeepingTest, WhatIsKeptOfARefusalIsTold) {
  const auto changed = [](const std::function<void(json & site)>& edit) {
    Small before;
    before.site["refusal_token"] = "none";
    Small after;
    after.site = before.site;
    edit(after.site);
    Comparison out;
    CompareKeeping(*before.Load(), *after.Load(), out);
    return Codes(out);
  };
  EXPECT_THAT(changed([](json&) {}), IsEmpty());
  EXPECT_THAT(changed([](json& site) {
                site["refusal_token"] = "linked";
                site["refusal_token_reason"] = TextOf("Parce que.");
              }),
              ElementsAre("refusal-token-changed /refusal_token"));
  EXPECT_THAT(changed([](json& site) { site["evidence_retention"]["duration"] = "P9M"; }),
              ElementsAre("evidence-retention-changed /evidence_retention"));
  EXPECT_THAT(changed([](json& site) { site["erasure_delay"] = "P3D"; }),
              ElementsAre("erasure-delay-changed /erasure_delay"));
  EXPECT_THAT(changed([](json& site) {
                site["journal_retention"] = {{"duration", "P6M"}, {"reason", TextOf("Assez.")}};
              }),
              ElementsAre("journal-retention-changed /journal_retention"));
}

TEST(CompareRecordsTest, EveryMemberIsTold) {
  const std::vector<std::pair<const char*, json>> edits = {
      {"title", TextOf("Autre")},
      {"purpose", TextOf("Autre")},
      {"sub_purposes", json::array()},
      {"people", json::array({TextOf("Employeurs")})},
      {"data", TextOf("Autre")},
      {"legal_basis", "consent"},
      {"legal_texts", TextOf("Autre")},
      {"recipients", json::array({TextOf("Autres")})},
      {"retention", "P10Y"},
      {"processors", TextOf("Autre")},
      {"transfers", TextOf("Autre")},
      {"security", TextOf("Autre")},
      {"rights", TextOf("Autre")},
      {"updated", "2026-02-01"},
      {"mentions_trackers", true},
  };
  for (const auto& [member, value] : edits) {
    const Comparison told = Compared([&](json& records) { records[1][member] = value; });
    EXPECT_THAT(Codes(told), ElementsAre("record-" + std::string(member) + "-changed /records/1/" +
                                         std::string(member)));
  }
  EXPECT_THAT(Compared([](json&) {}).changes, IsEmpty());
}

TEST(CompareRecordsTest, RetentionInWordsAndSheetsThatComeAndGo) {
  const Comparison longer = Compared([](json& records) { records[0]["retention"] = "P10Y"; });
  const std::string text = ComparisonText(longer, "fr");
  EXPECT_THAT(text,
              HasSubstr("la durée de conservation passe de « 5\u00a0ans » à « 10\u00a0ans »"));
  EXPECT_THAT(text, HasSubstr("Titre a"));
  EXPECT_THAT(ComparisonText(longer, "en"), HasSubstr("from “5\u00a0years” to “10\u00a0years”"));
  EXPECT_THAT(Codes(Compared([](json& records) { records[0]["retention"] = nullptr; })),
              ElementsAre("record-retention-changed /records/0/retention"));
  EXPECT_THAT(Codes(Compared([](json& records) { records.push_back(Sheet("c")); })),
              ElementsAre("record-added /records/2"));
  EXPECT_THAT(Codes(Compared([](json& records) { records.erase(0); })),
              ElementsAre("record-removed /records/0"));
  EXPECT_THAT(Codes(Compared([](json& records) { std::swap(records[0], records[1]); })),
              ElementsAre("records-reordered /records"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
