#include "catalog/compare.h"

#include <gmock/gmock.h>

#include <functional>

#include "catalog/eea.h"
#include "catalog/own_storage.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::Ameli;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::ServiceJsonOf;
using ::testing::SizeIs;
using testing::Small;
using testing::TextOf;
using testing::TrackerJsonOf;

Comparison CompareSites(const Small& before, const Small& after) {
  return Compare(RevisionDocument(*before.Load()), RevisionDocument(*after.Load()));
}

struct Case {
  std::function<void(Small&)> edit;
  std::string code;
  bool material;
  std::string service;  // asked for again; empty: nobody is
};

TEST(CompareTest, EachChangeIsJudged) {
  const std::vector<Case> cases = {
      {[](Small& s) { s.site["texts"]["text"]["fr"] = "Autre"; }, "texts-changed", false, ""},
      {[](Small& s) { s.Tracker(2, 0)["purpose"]["fr"] = "Autrement dit"; },
       "tracker-purpose-changed", false, ""},
      {[](Small& s) { s.site["purposes"][2]["title"]["fr"] = "Films"; }, "purpose-title-changed",
       false, ""},
      {[](Small& s) { std::swap(s.site["purposes"][1], s.site["purposes"][2]); },
       "purposes-reordered", false, ""},
      {[](Small& s) { s.Tracker(2, 0)["lifetime"] = "P31D"; }, "lifetime-longer", true, "video"},
      {[](Small& s) { s.Tracker(2, 0)["lifetime"] = "P29D"; }, "lifetime-changed", false, ""},
      {[](Small& s) { s.Tracker(2, 0)["lifetime"] = "session"; }, "lifetime-changed", false, ""},
      {[](Small& s) { s.Tracker(2, 0)["lifetime"] = nullptr; }, "lifetime-longer", true, "video"},
      {[](Small& s) {
         s.Tracker(2, 0)["lifetime"] = {{"accepted", "P1D"}, {"refused", "P10Y"}};
       },
       "lifetime-longer", true, "video"},
      {[](Small& s) { s.Tracker(0, 0)["lifetime"] = "P7M"; }, "lifetime-longer", true, ""},
      {[](Small& s) { s.Service(2)["trackers"].push_back(TrackerJsonOf("new", "a.example")); },
       "tracker-added", true, "video"},
      {[](Small& s) { s.Service(2)["trackers"].push_back(s.Tracker(2, 0)); }, "tracker-repeated",
       false, ""},
      {[](Small& s) { s.Service(2)["trackers"].erase(0); }, "tracker-removed", false, ""},
      {[](Small& s) { s.Tracker(2, 0)["kind"] = "local-storage"; }, "tracker-kind-changed", true,
       "video"},
      {[](Small& s) { s.Service(2)["role"] = "controller"; }, "role-changed", true, "video"},
      {[](Small& s) { s.Service(2)["vendor"] = "measure"; }, "vendor-changed", true, "video"},
      {[](Small& s) { s.site["purposes"][2]["basis"] = "exempt-with-opt-out"; }, "basis-changed",
       true, "video"},
      {[](Small& s) { s.site["purposes"][2]["basis"] = "exempt"; }, "basis-changed", true, ""},
      {[](Small& s) {
         s.vendors["player"]["transfer"] = {{"status", "declared"},
                                            {"to", {{{"country", "US"}, {"basis", "adequacy"}}}}};
       },
       "transfer-added", true, "video"},
      {[](Small& s) { s.vendors["player"]["transfer"]["status"] = "unpublished"; },
       "transfer-no-longer-excluded", true, "video"},
      {[](Small& s) { s.vendors["player"]["transfer"]["status"] = "none-by-contract"; },
       "transfer-changed", false, ""},
      {[](Small& s) {
         s.vendors["player"]["location"]["countries"] = {"FR", "US"};
       },
       "location-outside-eea", true, "video"},
      {[](Small& s) { s.vendors["player"]["location"]["countries"] = {"DE"}; }, "location-changed",
       false, ""},
      {[](Small& s) { s.vendors["player"]["name"] = "Autre nom"; }, "vendor-name-changed", false,
       ""},
      {[](Small& s) { s.site["choice_validity"] = "P7M"; }, "validity-changed", false, ""},
      {[](Small& s) { s.site["purposes"].erase(2); }, "service-removed", false, ""},
  };
  for (const Case& c : cases) {
    Small after;
    c.edit(after);
    const Comparison comparison = CompareSites(Small(), after);
    bool found = false;
    for (const Change& change : comparison.changes) {
      EXPECT_THAT(change.sentence.fr, Not(IsEmpty()));
      EXPECT_THAT(change.sentence.en, Not(IsEmpty()));
      // Words that a data protection officer reads: no code of the files among them.
      for (const char* code : {"P31D", "P29D", "P1D", "P10Y", "P7M", "P6M", "null", "none",
                               "controller", "adequacy", "exempt-", "local-storage", "publisher",
                               "processor", "texts", "title", "name", "{", "\""}) {
        EXPECT_THAT(change.sentence.fr, Not(HasSubstr(code))) << c.code;
      }
      if (change.code != c.code) continue;
      found = true;
      EXPECT_EQ(change.material, c.material) << c.code;
    }
    EXPECT_TRUE(found) << c.code;
    EXPECT_EQ(comparison.material(), c.material) << c.code;
    if (c.service.empty()) {
      EXPECT_THAT(comparison.services, IsEmpty()) << c.code;
    } else {
      EXPECT_THAT(comparison.services, ElementsAre(c.service)) << c.code;
    }
  }
}

// The service names it in the table; no revision holds it, so that a newer program asks nobody.
TEST(CompareTest, WhatTheServiceStoresIsEditorial) {
  Small small;
  for (const OwnItem& item : OwnStorage(*small.Load())) {
    const std::string quoted = "\"" + item.name + "\"";
    EXPECT_EQ(RevisionDocument(*small.Load()).document.find(quoted), std::string::npos) << quoted;
    Small after;
    json row = TrackerJsonOf(item.name, "example.fr", "PT10M");
    row["kind"] = TrackerKindName(item.kind);
    after.Service(0)["trackers"].push_back(row);
    const Comparison declared = CompareSites(Small(), after);
    ASSERT_THAT(declared.changes, SizeIs(1)) << item.name;
    EXPECT_EQ(declared.changes[0].code, "own-storage-declared") << item.name;
    EXPECT_FALSE(declared.material()) << item.name;
    EXPECT_THAT(declared.changes[0].sentence.fr, HasSubstr("service de consentement"));
    EXPECT_FALSE(CompareSites(after, Small()).material()) << item.name;
    // Of another host, another kind or another service it is somebody else's.
    const auto changed = [&](const char* member, const char* value, int service) {
      Small other;
      json elsewhere = row;
      elsewhere[member] = value;
      other.Service(service)["trackers"].push_back(elsewhere);
      return CompareSites(Small(), other).material();
    };
    EXPECT_TRUE(changed("host", "measure.example", 0)) << item.name;
    EXPECT_TRUE(changed("kind", "pixel", 0)) << item.name;
    EXPECT_TRUE(changed("host", "example.fr", 2)) << item.name;
  }
}

TEST(CompareTest, SentencesAreInWords) {
  const auto sentences = [](const auto& edit) {
    Small after;
    edit(after);
    std::vector<std::string> out;
    for (const Change& change : CompareSites(Small(), after).changes) {
      out.push_back(change.sentence.fr);
      out.push_back(change.sentence.en);
    }
    return out;
  };
  EXPECT_THAT(sentences([](Small& s) { s.Tracker(2, 0)["lifetime"] = "P31D"; })[0],
              HasSubstr("passe de « 30\u00a0jours » à « 31\u00a0jours », ce qui est plus long."));
  EXPECT_THAT(sentences([](Small& s) { s.Tracker(2, 0)["lifetime"] = nullptr; })[1],
              HasSubstr("to “not published”"));
  EXPECT_THAT(sentences([](Small& s) { s.site["choice_validity"] = "P7M"; })[0],
              HasSubstr("de 6\u00a0mois à 7\u00a0mois"));
  const auto transfer = sentences([](Small& s) {
    s.vendors["player"]["transfer"] = {{"status", "declared"},
                                       {"to", {{{"country", "US"}, {"basis", "adequacy"}}}}};
  });
  EXPECT_THAT(transfer[0], HasSubstr("nouveau transfert vers les États-Unis (base : décision"));
  EXPECT_THAT(transfer[1], HasSubstr("new transfer to the United States (basis: adequacy"));
  EXPECT_THAT(sentences([](Small& s) { s.site["purposes"][2]["title"]["fr"] = "Films"; })[0],
              HasSubstr("Finalité « Films » : la rédaction change (titre)."));
}

TEST(CompareTest, ANewServiceUnderANewPurpose) {
  Small after;
  nlohmann::json purpose = after.site["purposes"][2];
  purpose["id"] = "social";
  purpose["services"] = {ServiceJsonOf("share", "player", nlohmann::json::array())};
  after.site["purposes"].push_back(purpose);
  const Comparison comparison = CompareSites(Small(), after);
  ASSERT_EQ(comparison.changes.size(), 2U);
  EXPECT_EQ(comparison.changes[0].code, "purpose-added");
  EXPECT_EQ(comparison.changes[1].code, "service-added");
  EXPECT_EQ(comparison.changes[1].pointer, "/purposes/3/services/0");
  EXPECT_THAT(comparison.changes[1].sentence.fr, HasSubstr("Société player"));
  EXPECT_THAT(comparison.services, ElementsAre("share"));
}

TEST(CompareTest, AServiceThatMovesIsAskedForAgain) {
  Small after;
  after.site["purposes"].push_back(after.site["purposes"][2]);
  after.site["purposes"][3]["id"] = "films";
  after.site["purposes"][2]["services"] = nlohmann::json::array();
  const Comparison comparison = CompareSites(Small(), after);
  EXPECT_THAT(comparison.services, ElementsAre("video"));
}

TEST(CompareTest, AnotherControllerConcernsEveryRefusableService) {
  Small after;
  after.site["controller"]["name"] = "Autre";
  const Comparison comparison = CompareSites(Small(), after);
  ASSERT_EQ(comparison.changes.size(), 1U);
  EXPECT_EQ(comparison.changes[0].code, "controller-changed");
  EXPECT_THAT(comparison.services, ElementsAre("audience", "video"));
}

TEST(CompareTest, AProcessorWithoutAServiceIsNewAllTheSame) {
  Small after;
  after.site["processors"].push_back({{"vendor", "publisher"}, {"purpose", TextOf("Héberger.")}});
  EXPECT_FALSE(CompareSites(Small(), after).material());  // it serves "site" already
  after.vendors["host"] = after.vendors["player"];
  after.vendors["host"]["id"] = "host";
  after.site["processors"].push_back({{"vendor", "host"}, {"purpose", TextOf("Héberger.")}});
  EXPECT_TRUE(CompareSites(Small(), after).material());
}

TEST(CompareTest, NothingChangedIsNoChange) {
  const Revision made = RevisionDocument(*Ameli());
  const auto read = ReadRevision(made.document);
  ASSERT_TRUE(read.ok());
  for (const Comparison& same : {Compare(made, made), Compare(*read, made), Compare(made, *read)}) {
    EXPECT_THAT(same.changes, IsEmpty());
    EXPECT_FALSE(same.material());
  }
}

// Whatever differs in what a visitor sees is told: no revision without a reason.
TEST(CompareTest, EveryEditOfTheDocumentIsTold) {
  Small small;
  const Revision revision = RevisionDocument(*small.Load());
  const std::string& document = revision.document;
  const nlohmann::json members = nlohmann::json::parse(document).flatten();
  size_t edits = 0;
  for (const auto& [pointer, value] : members.items()) {
    if (!value.is_string() || pointer == "/site") continue;
    nlohmann::json edited = nlohmann::json::parse(document);
    edited[nlohmann::json::json_pointer(pointer)] = value.get<std::string>() + "x";
    const auto other = ReadRevision(edited.dump());
    if (!other.ok()) continue;  // a basis or a duration that is none any more
    ++edits;
    EXPECT_THAT(Compare(revision, *other).changes, Not(IsEmpty())) << pointer;
  }
  EXPECT_GT(edits, 100U);
}

TEST(GenerationTest, RisesWithMaterialChangesOnly) {
  Comparison editorial;
  editorial.changes.push_back({false, "texts-changed", "", "", {}});
  const Generation current{4, {{"video", 3}, {"gone", 2}}};
  EXPECT_EQ(NextGeneration(current, editorial).number, 4);
  EXPECT_EQ(NextGeneration(current, editorial).since, current.since);

  Comparison material;
  material.changes.push_back({true, "service-added", "", "share", {}});
  material.changes.push_back({false, "service-removed", "", "gone", {}});
  material.services.insert("share");
  const Generation next = NextGeneration(current, material);
  EXPECT_EQ(next.number, 5);
  EXPECT_EQ(next.since, (Since{{"share", 5}, {"video", 3}}));
}

TEST(CountriesTest, KnowsTheEconomicArea) {
  int inside = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) inside += InsideEea(std::string{a, b}) ? 1 : 0;
  }
  EXPECT_EQ(inside, 31);  // 27 members, 3 of the EEA, and EU itself
  EXPECT_FALSE(InsideEea("US"));
  EXPECT_FALSE(InsideEea("GB"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
