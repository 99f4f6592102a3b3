#include "catalog/reader.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::AllOf;
using testing::Ameli;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::RealCatalog;
using ::testing::SizeIs;
using testing::Small;
using testing::TrackerJsonOf;

auto IsProblem(Problem::Kind kind, const std::string& pointer, const std::string& words) {
  return AllOf(Field(&Problem::kind, kind), Field(&Problem::pointer, pointer),
               Field(&Problem::expected, HasSubstr(words)));
}

TEST(ReaderTest, ReadsAGoodCatalogue) {
  const auto site = Small().Load();
  ASSERT_NE(site, nullptr);
  EXPECT_EQ(site->file, "sites/example.fr.json");
  EXPECT_THAT(site->RefusableServices(), ElementsAre("audience", "video"));
  EXPECT_EQ(site->FindService("video")->vendor->name, "Société player");
  EXPECT_EQ(site->FindPurposeOf("audience")->id, "measure");
  EXPECT_EQ(site->FindService("nothing"), nullptr);
  EXPECT_EQ(site->choice_validity, (Duration{.months = 6}));
  EXPECT_TRUE(site->AllowsOrigin("https://www.example.fr"));
  EXPECT_FALSE(site->AllowsOrigin("https://www.example.fr.evil.example"));
  EXPECT_FALSE(site->AllowsOrigin("http://www.example.fr"));
}

TEST(ReaderTest, ManySitesLiveSideBySide) {
  const auto catalog = RealCatalog();
  std::vector<std::string> ids;
  for (const auto& [id, site] : catalog->sites()) ids.push_back(id);
  EXPECT_THAT(ids, ElementsAre("ameli.fr", "camieg", "cramif", "data-vaccin-covid"));
  EXPECT_TRUE(catalog->FindSite("ameli.fr")->refusable());
  for (const char* id : {"camieg", "cramif", "data-vaccin-covid"}) {
    EXPECT_FALSE(catalog->FindSite(id)->refusable()) << id;
    EXPECT_THAT(catalog->FindSite(id)->RefusableServices(), SizeIs(0));
  }
  EXPECT_EQ(catalog->FindSite("nowhere"), nullptr);
}

TEST(ReaderTest, ReportsSeveralProblemsAtOnceEachWithFilePointerAndExpectation) {
  Small small;
  small.site["choice_validity"] = "13 months";
  small.site["purposes"][2]["basis"] = "maybe";
  small.Tracker(2, 0).erase("lifetime");
  small.Tracker(2, 1)["host"] = "Player.Example";
  small.vendors["player"]["nationality"] = "France";
  const ReadOutcome outcome = small.Read();
  EXPECT_EQ(outcome.catalog, nullptr);
  using Kind = Problem::Kind;
  EXPECT_THAT(outcome.problems,
              AllOf(SizeIs(5), Contains(IsProblem(Kind::kStructure, "/choice_validity", "P13M")),
                    Contains(IsProblem(Kind::kStructure, "/purposes/2/basis", "one of consent")),
                    Contains(IsProblem(Kind::kStructure, "/purposes/2/services/0/trackers/0",
                                       "\"lifetime\"")),
                    Contains(IsProblem(Kind::kStructure, "/purposes/2/services/0/trackers/1/host",
                                       "host name")),
                    Contains(AllOf(IsProblem(Kind::kStructure, "/nationality", "capital letters"),
                                   Field(&Problem::file, "vendors/player.json")))));
  EXPECT_THAT(outcome.ToString(),
              HasSubstr("sites/example.fr.json#/choice_validity: expected a duration"));
}

TEST(ReaderTest, UnknownMembersAreRefusedWhereverTheyStand) {
  Small small;
  small.site["colour"] = "blue";
  small.Tracker(0, 0)["durée"] = "P13M";
  small.vendors["player"]["transfer"]["note"] = "none";
  EXPECT_THAT(small.Read().problems,
              AllOf(SizeIs(3), Contains(Field(&Problem::pointer, "/colour")),
                    Contains(Field(&Problem::pointer, "/purposes/0/services/0/trackers/0/durée")),
                    Contains(Field(&Problem::pointer, "/transfer/note"))));
}

TEST(ReaderTest, WellFormedAndWrongIsRefusedToo) {
  struct Case {
    const char* what;
    std::function<void(Small&)> edit;
    std::string pointer;
  };
  const std::vector<Case> cases = {
      {"unknown vendor", [](Small& s) { s.Service(2)["vendor"] = "nobody"; },
       "/purposes/2/services/0/vendor"},
      {"unknown processor", [](Small& s) { s.site["processors"][0]["vendor"] = "nobody"; },
       "/processors/0/vendor"},
      {"two services of one id", [](Small& s) { s.Service(2)["id"] = "audience"; },
       "/purposes/2/services/0/id"},
      {"two purposes of one id", [](Small& s) { s.site["purposes"][2]["id"] = "measure"; },
       "/purposes/2/id"},
      {"a group that is not there", [](Small& s) { s.Tracker(2, 0)["group"] = "other"; },
       "/purposes/2/services/0/trackers/0/group"},
      {"validity over 13 months", [](Small& s) { s.site["choice_validity"] = "P14M"; },
       "/choice_validity"},
      {"validity over 13 months, in days", [](Small& s) { s.site["choice_validity"] = "P398D"; },
       "/choice_validity"},
      {"id that is not the file's name", [](Small& s) { s.site["id"] = "example.org"; }, "/id"},
      {"vendor id that is not the file's name",
       [](Small& s) { s.vendors["player"]["id"] = "other"; }, "/id"},
      {"a text without the site's first language",
       [](Small& s) {
         s.Tracker(2, 0)["purpose"] = {{"en", "x"}};
       },
       "/purposes/2/services/0/trackers/0/purpose"},
      {"a record of a day that is none",
       [](Small& s) {
         s.site["records"] = nlohmann::json::array({{{"id", "r"},
                                                     {"title", testing::TextOf("R")},
                                                     {"legal_basis", nullptr},
                                                     {"retention", nullptr},
                                                     {"mentions_trackers", false},
                                                     {"updated", "2023-02-30"}}});
       },
       "/records/0/updated"},
      {"origin outside the cookie domain",
       [](Small& s) { s.site["origins"][0] = "https://notexample.fr"; }, "/origins/0"},
      {"nowhere to post from", [](Small& s) { s.site["origins"] = nlohmann::json::array(); },
       "/origins"},
      {"nothing to say to the visitor", [](Small& s) { s.site.erase("texts"); }, ""},
      {"one name for two cookies", [](Small& s) { s.site["cookie"]["choice"] = "pctx"; },
       "/cookie"},
      {"transfer without a country",
       [](Small& s) { s.vendors["player"]["transfer"]["status"] = "declared"; }, "/transfer"},
      {"a country without a transfer",
       [](Small& s) {
         s.vendors["player"]["transfer"]["to"] = {{{"country", "US"}, {"basis", "adequacy"}}};
       },
       "/transfer"},
      {"exemption of a service under consent",
       [](Small& s) { s.Service(2)["exemption"] = s.Service(1)["exemption"]; },
       "/purposes/2/services/0/exemption"},
      {"a waiver that ends on no day",
       [](Small& s) {
         s.site["waivers"] = {{{"rule", "r"},
                               {"subject", "s"},
                               {"reason", testing::TextOf("r")},
                               {"until", "2027-02-30"}}};
       },
       "/waivers/0/until"},
      {"a contradiction about no service",
       [](Small& s) {
         s.site["contradictions"] = {{{"id", "c"},
                                      {"statement", testing::TextOf("a")},
                                      {"against", testing::TextOf("b")},
                                      {"service", "nothing"}}};
       },
       "/contradictions/0/service"},
  };
  for (const Case& c : cases) {
    Small small;
    c.edit(small);
    EXPECT_THAT(small.Read().problems,
                ElementsAre(AllOf(Field(&Problem::kind, Problem::Kind::kMeaning),
                                  Field(&Problem::pointer, c.pointer))))
        << c.what;
  }
}

TEST(ReaderTest, AccessesAreKeptFourCalendarYearsWhereTheFileSaysNothing) {
  Small small;
  small.site.erase("journal_retention");
  const auto site = small.Load();
  ASSERT_NE(site, nullptr);
  EXPECT_FALSE(site->access_log_retention.duration);
  EXPECT_EQ(site->access_log_retention.calendar_years, 4);
  EXPECT_FALSE(site->access_log_retention.reason.empty());
}

TEST(ReaderTest, ThirteenMonthsOfValidityAreAllowed) {
  Small small;
  small.site["choice_validity"] = "P13M";
  EXPECT_TRUE(small.Read().ok());
}

TEST(ReaderTest, BrokenTextNeverBecomesACatalogue) {
  const std::string deep(40, '[');
  for (const std::string& text :
       {std::string("{"), std::string("{\"id\":1,\"id\":2}"), std::string("\xff\xfe"), deep,
        std::string("null"), std::string("[]"), std::string()}) {
    auto files = Small().Files();
    files.back().text = text;
    const ReadOutcome outcome = ReadCatalog(files);
    EXPECT_EQ(outcome.catalog, nullptr) << text;
    EXPECT_THAT(outcome.problems, Contains(Field(&Problem::file, "sites/example.fr.json")));
  }
}

TEST(ReaderTest, ABrokenVendorIsReportedOnceNotAtEachSiteThatNamesIt) {
  auto files = Small().Files();
  ASSERT_EQ(files[1].path, "vendors/player.json");
  files[1].text = "{";
  EXPECT_THAT(ReadCatalog(files).problems,
              ElementsAre(AllOf(Field(&Problem::kind, Problem::Kind::kFile),
                                Field(&Problem::file, "vendors/player.json"))));
}

TEST(ReaderTest, SizesAreBounded) {
  Small small;
  small.site["name"] = std::string(301, 'x');
  EXPECT_THAT(small.Read().problems, ElementsAre(Field(&Problem::pointer, "/name")));
  // 300 characters of two bytes are 300 characters.
  std::string accents;
  for (int i = 0; i < 300; ++i) accents += "é";
  small.site["name"] = accents;
  EXPECT_TRUE(small.Read().ok());
  EXPECT_THAT(ReadCatalog(small.Files(), {.max_file_bytes = 500}).problems,
              Contains(Field(&Problem::expected, HasSubstr("readable JSON"))));
}

TEST(ReaderTest, TheListOfProblemsIsBounded) {
  Small small;
  for (int i = 0; i < 50; ++i) small.site["x" + std::to_string(i)] = i;
  const auto problems = ReadCatalog(small.Files(), {.max_problems = 10}).problems;
  ASSERT_THAT(problems, SizeIs(11));
  EXPECT_THAT(problems.back().expected, HasSubstr("the list stops here"));
}

TEST(ReaderTest, AFolderWithoutSitesOrNoFolderIsSaid) {
  EXPECT_THAT(LoadCatalog("/nonexistent/catalogue").problems,
              Contains(Field(&Problem::expected, HasSubstr("a readable folder"))));
  EXPECT_THAT(ReadCatalog({}).problems,
              ElementsAre(Field(&Problem::expected, "at least one site")));
}

TEST(ReaderTest, LoadsFromDiskWhatIsThere) {
  const auto dir =
      std::filesystem::temp_directory_path() / ("temoin-catalog-" + std::to_string(::getpid()));
  std::filesystem::create_directories(dir / "sites");
  std::filesystem::create_directories(dir / "vendors");
  for (const SourceFile& file : Small().Files()) std::ofstream(dir / file.path) << file.text;
  std::ofstream(dir / "sites/README.md") << "not a site";
  const ReadOutcome good = LoadCatalog(dir.string());
  EXPECT_TRUE(good.ok()) << good.ToString();
  std::ofstream(dir / "sites/other.json") << "{}";
  const ReadOutcome bad = LoadCatalog(dir.string());
  EXPECT_FALSE(bad.ok());
  EXPECT_THAT(bad.problems, Contains(Field(&Problem::file, "sites/other.json")));
  EXPECT_THAT(LoadCatalog(dir.string(), {.max_files = 2}).problems,
              Contains(Field(&Problem::expected, "at most 2 files")));
  std::filesystem::remove_all(dir);
}

TEST(WholeSiteTest, GivesBackAnEqualSiteWithoutTheOtherFiles) {
  for (const auto& [id, site] : RealCatalog()->sites()) {
    const std::string text = WholeSiteText(*site);
    const auto again = ReadWholeSite(text);
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ((*again)->id, id);
    EXPECT_EQ((*again)->source, site->source);
    EXPECT_EQ(WholeSiteText(**again), text);
  }
}

TEST(WholeSiteTest, RefusesWhatIsNone) {
  const std::string good = WholeSiteText(*Ameli());
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"),
        std::string("{\"site\":{},\"vendors\":[]}"), std::string("{\"site\":1,\"vendors\":[]}"),
        good.substr(0, good.size() / 2)}) {
    EXPECT_FALSE(ReadWholeSite(text).ok()) << text.substr(0, 40);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
