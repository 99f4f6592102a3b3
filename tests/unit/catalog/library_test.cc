#include "catalog/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/source_dir.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::HasSubstr;

json Both(const char* words) { return {{"fr", words}, {"en", words}}; }

json Small() {
  const json fact = {{"value", "Lecteur SA"}, {"source", "a"}};
  json out = {{"schema", 1},
              {"id", "player"},
              {"version", 1},
              {"depth", "thin"},
              {"name", "Player"},
              {"category", "video"},
              {"description", Both("x")},
              {"vendor", "player"},
              {"entity", fact},
              {"trackers",
               {{"value",
                 {{{"name", "vid"},
                   {"host", "player.example"},
                   {"kind", "cookie"},
                   {"lifetime", nullptr},
                   {"purpose", nullptr},
                   {"source", "a"},
                   {"sources", {{"host", "b"}}}}}},
                {"source", "a"}}},
              {"changes", {{{"version", 1}, {"date", "2026-11-26"}, {"what", Both("x")}}}},
              {"sources",
               {{"a",
                 {{"title", "t"},
                  {"by", "vendor"},
                  {"address", "https://a.example"},
                  {"read", "2026-11-26"}}},
                {"b",
                 {{"title", "t"},
                  {"by", "third-party"},
                  {"package", "npm:p"},
                  {"version", "1"},
                  {"read", "2026-11-26"}}}}}};
  for (const char* member : {"country", "policy_url", "location", "role", "hosts", "loads", "basis",
                             "tagging", "consent_mode"}) {
    out[member] = nullptr;
  }
  return out;
}

LibraryOutcome ReadOne(const json& value) {
  return ReadLibrary({{"library/player.json", value.dump()}});
}

TEST(LibraryTest, TheShippedLibraryReadsAndIsSourced) {
  const auto outcome = LoadLibrary(std::string(TEMOIN_SOURCE_DIR) + "/catalog/library");
  ASSERT_TRUE(outcome.ok()) << outcome.ToString();
  FactCount all;
  size_t whole = 0;
  for (const auto& [id, service] : outcome.library->services()) {
    all += service->count;
    whole += service->whole ? 1 : 0;
  }
  EXPECT_GE(whole, 20U);
  EXPECT_EQ(all.facts, all.nulls + all.vendor + all.authority + all.third_party);
  for (const char* id : {"matomo",
                         "piano-analytics",
                         "plausible",
                         "google-analytics",
                         "google-ads",
                         "floodlight",
                         "meta-pixel",
                         "linkedin-insight",
                         "youtube",
                         "vimeo",
                         "dailymotion",
                         "google-maps",
                         "openstreetmap",
                         "hcaptcha",
                         "recaptcha",
                         "turnstile",
                         "crisp",
                         "zendesk",
                         "hotjar",
                         "clarity",
                         "x"}) {
    const LibraryService* service = outcome.library->Find(id);
    ASSERT_NE(service, nullptr) << id;
    EXPECT_TRUE(service->whole) << id;
  }
}

TEST(LibraryTest, FactsAreCountedByWhoseWordTheyAre) {
  const auto outcome = ReadOne(Small());
  ASSERT_TRUE(outcome.ok()) << outcome.ToString();
  const FactCount& count = outcome.library->Find("player")->count;
  // Eleven members and four of the tracker; known: entity, trackers, host, kind.
  EXPECT_EQ(count.facts, 15U);
  EXPECT_EQ(count.nulls, 11U);
  EXPECT_EQ(count.vendor, 3U);
  EXPECT_EQ(count.third_party, 1U);
}

struct Wrong {
  const char* pointer;
  json value;
  const char* place;
  const char* expected;
};

TEST(LibraryTest, WhatIsWrongIsNamedWithItsPlace) {
  const Wrong kWrongs[] = {
      {"/entity/source", "c", "/entity/source", "one of the service's"},
      {"/trackers/value/0/sources/host", "c", "/trackers/value/0/sources/host", "one of"},
      {"/trackers/value/0/sources", json::object(), "/sources/b", "a source that a fact names"},
      {"/entity/source", nullptr, "/entity/source", ""},
      {"/entity", "Lecteur SA", "/entity", "object"},
      {"/sources/b/version", nullptr, "/sources/b/version", ""},
      {"/sources/a/address", "http://a.example", "/sources/a/address", "https"},
      {"/version", 2, "/version", "the version of the last"},
      {"/changes/0/version", 3, "/changes/0/version", "1, one more"},
      {"/description", {{"fr", "x"}}, "/description", "English"},
      {"/category", "else", "/category", "one of"},
      {"/hosts", {{{"host", "UP.example"}, {"source", "a"}}}, "/hosts/0/host", ""},
      {"/loads", {{{"address", "a.example"}, {"source", "a"}}}, "/loads/0/address", "without"},
      {"/basis",
       {{"value", "exempt-with-opt-out"}, {"reason", Both("x")}, {"source", "a"}},
       "/questions",
       "the criteria"},
      {"/id", "other", "/id", "as the file is called"},
      {"/more", 1, "", ""},
  };
  for (const Wrong& wrong : kWrongs) {
    json value = Small();
    value[json::json_pointer(wrong.pointer)] = wrong.value;
    const auto outcome = ReadOne(value);
    ASSERT_FALSE(outcome.ok()) << wrong.pointer;
    EXPECT_THAT(outcome.ToString(), HasSubstr(std::string("library/player.json#") + wrong.place));
    EXPECT_THAT(outcome.ToString(), HasSubstr(wrong.expected));
  }
}

TEST(LibraryTest, OneVendorIsOneCompany) {
  json other = Small();
  other["id"] = "second";
  other["entity"]["value"] = "Another SA";
  const auto outcome =
      ReadLibrary({{"library/player.json", Small().dump()}, {"library/second.json", other.dump()}});
  ASSERT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.ToString(), HasSubstr("library/second.json#/entity/value"));
}

TEST(LibraryTest, AMissingFolderAndUnreadableJsonAreProblems) {
  EXPECT_FALSE(LoadLibrary("/nonexistent/library").ok());
  const auto outcome = ReadLibrary({{"library/player.json", "{"}});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.problems.front().kind, Problem::Kind::kFile);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
