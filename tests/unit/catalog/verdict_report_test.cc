// The answers for staff, and what is generated from the catalogue for others: policies and
// proposals.

#include "catalog/verdict_report.h"

#include <gmock/gmock.h>

#include "base/calendar.h"
#include "catalog/compare.h"
#include "catalog/csp.h"
#include "catalog/policy.h"
#include "catalog/suggest.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::AllOf;
using testing::Ameli;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Now;
using testing::RealCatalog;
using ::testing::SizeIs;
using testing::Small;

VerdictReport Ask(const std::string& name, const std::string& host = {}) {
  static const Matcher matcher(RealCatalog());
  return ReportOn(matcher, {name, host, std::nullopt, false}, "ameli.fr", Now());
}

TEST(VerdictReportTest, SaysWhatToDoNext) {
  const VerdictReport consent = Ask("_gcl_au");
  EXPECT_EQ(consent.verdict, Verdict::kAfterConsent);
  EXPECT_THAT(consent.next_step.fr, HasSubstr("data-service=\"campaign-manager\""));
  EXPECT_THAT(consent.draft, IsEmpty());
  EXPECT_EQ(Ask("pcid").verdict, Verdict::kAlways);
  EXPECT_EQ(Ask("pa_privacy").verdict, Verdict::kExemptWithOptOut);
}

TEST(VerdictReportTest, AWaiverIsNamedUntilItsEnd) {
  const VerdictReport now = Ask("C");
  EXPECT_EQ(now.verdict, Verdict::kOverLimit);
  ASSERT_NE(now.waiver, nullptr);
  EXPECT_THAT(now.next_step.fr, HasSubstr(FormatDate(now.waiver->until)));
  const Matcher matcher(RealCatalog());
  const VerdictReport later =
      ReportOn(matcher, {"C", "", std::nullopt, false}, "ameli.fr", now.waiver->until);
  EXPECT_EQ(later.waiver, nullptr);
  EXPECT_THAT(later.next_step.fr, HasSubstr("Ne pas déposer"));
}

TEST(VerdictReportTest, AnUndeclaredNameGetsADraftOfWhatIsKnown) {
  const Matcher matcher(RealCatalog());
  const auto draft = [&](SeenCookie seen) {
    return ReportOn(matcher, seen, "ameli.fr", Now()).draft;
  };
  const json known = draft({"_new", "shop.example", 400 * 86400, false});
  EXPECT_EQ(known["name"], "_new");
  EXPECT_EQ(known["host"], "shop.example");
  EXPECT_EQ(known["lifetime"], "P400D");
  EXPECT_EQ(draft({"_new", "", std::nullopt, true})["lifetime"], "session");
  EXPECT_EQ(draft({"_new", "", 90, false})["lifetime"], "PT2M");
  EXPECT_EQ(draft({"_new", "", std::nullopt, false})["host"], "À COMPLÉTER");
}

TEST(VerdictReportTest, JsonAndTextForStaff) {
  const std::vector<VerdictReport> answers = {Ask("_pcid"), Ask("SR9", "adform.net"),
                                              Ask("\xff\"x")};
  const json out = json::parse(VerdictsJson(answers));
  ASSERT_THAT(out["answers"], SizeIs(3));
  EXPECT_EQ(out["answers"][0]["verdict"], "not-declared");
  EXPECT_THAT(out["answers"][0]["hints"][0]["note"]["fr"].get<std::string>(), HasSubstr("Piano"));
  EXPECT_TRUE(out["answers"][0]["draft"].is_object());
  EXPECT_THAT(out["answers"][1]["candidates"], SizeIs(2));
  EXPECT_EQ(out["answers"][1]["candidates"][0]["host_matches"], true);
  EXPECT_EQ(out["answers"][1]["draft"], nullptr);
  EXPECT_THAT(VerdictsText(answers, "fr"),
              AllOf(HasSubstr("non déclaré"), HasSubstr("nom proche")));
  EXPECT_THAT(VerdictsText(answers, "en"), HasSubstr("not declared"));
}

TEST(ComparisonReportTest, SaysWhoIsAskedAgain) {
  Small after;
  after.Tracker(2, 0)["lifetime"] = "P31D";
  after.site["texts"]["text"]["fr"] = "Autre";
  const Comparison comparison =
      Compare(RevisionDocument(*Small().Load()), RevisionDocument(*after.Load()));
  EXPECT_THAT(ComparisonText(comparison, "fr"),
              AllOf(HasSubstr("Changements importants"), HasSubstr("Changements rédactionnels"),
                    HasSubstr("l’accord est redemandé pour : video")));
  const json out = ComparisonJson(comparison, nullptr);
  EXPECT_EQ(out["material"], true);
  EXPECT_EQ(out["services"], json({"video"}));
  EXPECT_THAT(ComparisonText({}, "fr"), HasSubstr("Rien ne change"));
}

// What marketing reads: how it was recognised, under which words it was published, where data goes.
TEST(VerdictReportTest, TextSaysWhatIsOddAboutAMatch) {
  const Matcher matcher(Ameli());
  const auto text = [&](const char* name, const char* language) {
    SeenCookie seen;
    seen.name = name;
    return VerdictsText({ReportOn(matcher, seen, "", Time{})}, language);
  };
  EXPECT_THAT(text("EBFCD99", "fr"),
              AllOf(HasSubstr("reconnu par\u00a0: nom à partie variable, EBFCD<BannerID>"),
                    HasSubstr("publié ainsi\u00a0: E Cookies adform.net : BFCD<BannerID>"),
                    HasSubstr("EBFCD… est celui-ci")));
  EXPECT_THAT(text("_gcl_au", "fr"),
              AllOf(HasSubstr("vers les États-Unis (Décision d’adéquation du 10 juillet 2023"),
                    HasSubstr("sur le domaine du site visité")));
  EXPECT_THAT(text("_gcl_au", "en"), HasSubstr("outside the EU: to the United States"));
  EXPECT_THAT(text("tpc", "fr"), HasSubstr("nom proche\u00a0: TPC (ameli.fr, Adform)\n"));
}

TEST(CspTest, AllowsOnlyWhatWasAccepted) {
  const std::string none = ContentSecurityPolicy(*Ameli(), {});
  EXPECT_THAT(none, AllOf(HasSubstr("https://*.cloudflare.com"), Not(HasSubstr("vimeo")),
                          Not(HasSubstr("adform")), Not(HasSubstr("pa-cd"))));
  const std::string vimeo = ContentSecurityPolicy(*Ameli(), {"vimeo"});
  EXPECT_THAT(vimeo, AllOf(HasSubstr("frame-src 'self' https://cloudflare.com "
                                     "https://*.cloudflare.com https://vimeo.com"),
                           Not(HasSubstr("adform"))));
  EXPECT_THAT(CspText(*Ameli()),
              AllOf(HasSubstr("none: default-src 'self'"), HasSubstr("\nall: ")));
}

TEST(CspTest, ConnectionsMayBeSockets) {
  EXPECT_THAT(ContentSecurityPolicy(*Ameli(), {"vimeo"}),
              AllOf(HasSubstr("connect-src 'self' https://cloudflare.com"),
                    HasSubstr("wss://vimeo.com wss://*.vimeo.com"),
                    Not(HasSubstr("script-src 'self' wss:"))));
}

// Measurement on a host of the site's own, whose vendor is the site.
TEST(CspTest, OfTheSitesOwnHostsOnlyThoseOfTheService) {
  Small small;
  small.vendors["player"]["domains"] = {"example.fr"};
  small.Service(2)["role"] = "publisher";
  small.Tracker(2, 0)["host"] = "matomo.example.fr";
  small.Tracker(2, 1)["host"] = "example.fr";
  EXPECT_THAT(ContentSecurityPolicy(*small.Load(), {"video"}),
              AllOf(HasSubstr(" https://matomo.example.fr"), HasSubstr(" wss://matomo.example.fr"),
                    Not(HasSubstr("https://example.fr")), Not(HasSubstr("*.example.fr"))));
  EXPECT_THAT(ContentSecurityPolicy(*small.Load(), {}), Not(HasSubstr("matomo")));
  // An exempt service of the same kind is always there.
  small.vendors["measure"]["domains"] = {"example.fr"};
  small.Tracker(1, 0)["host"] = "stats.example.fr";
  small.site["purposes"][1]["basis"] = "exempt";
  small.Service(1).erase("exemption");
  EXPECT_THAT(ContentSecurityPolicy(*small.Load(), {}), HasSubstr(" https://stats.example.fr"));
}

TEST(CspTest, OfAHostThatOthersShareOnlyThePathOfTheService) {
  Small small;
  small.Service(2)["hosts"] = json::array();
  small.Service(2)["addresses"] = {"www.google.com/maps/embed", "www.gstatic.com/maps/"};
  const std::string video = ContentSecurityPolicy(*small.Load(), {"video"});
  EXPECT_THAT(video, HasSubstr(" https://www.google.com/maps/embed "
                               "https://www.google.com/maps/embed/ "
                               "https://www.gstatic.com/maps/;"));
  EXPECT_THAT(video, Not(HasSubstr("*.google.com")));
  EXPECT_THAT(ContentSecurityPolicy(*small.Load(), {}), Not(HasSubstr("google")));
  // It stands in policies and in nginx's files: nothing there ends or begins by it.
  for (const char* address : {"www.google.com", "/maps", "www.google.com/a;b", "www.google.com/a,b",
                              "www.google.com/$a", "www.google.com/a b", "www.google.com/a?b",
                              "www.google.com/a\"b", "https://www.google.com/a"}) {
    small.Service(2)["addresses"] = {address};
    EXPECT_FALSE(small.Read().ok()) << address;
  }
}

TEST(CspTest, NginxMapsReadTheContextCookie) {
  const std::string conf = CspNginx(*Ameli());
  EXPECT_THAT(conf, HasSubstr("map $cookie_pctx $temoin_vimeo {\n    default \"\";\n    "
                              "\"~[~_]vimeo:1(_|$)\" \" https://vimeo.com"));
  // Exempt measurement is there until the visitor objects.
  EXPECT_THAT(conf, HasSubstr("\"~[~_]piano-analytics:0(_|$)\" \"\";"));
  EXPECT_THAT(conf, HasSubstr("$temoin_campaign_manager"));
}

TEST(PolicyTest, ProcessorsAndTransfersAsInTheCatalogue) {
  const std::string fr = PolicyFragment(*Ameli(), "fr");
  EXPECT_THAT(fr, AllOf(HasSubstr("Alter Way"), HasSubstr("Danemark"),
                        HasSubstr("transfert vers les États-Unis"), HasSubstr("10 juillet 2023"),
                        HasSubstr("Clauses contractuelles types"),
                        Not(HasSubstr("Le contrat exclut")), Not(HasSubstr(".."))));
  EXPECT_THAT(PolicyFragment(*Ameli(), "en"), HasSubstr("Adequacy decision"));
  Small contract;
  contract.vendors["player"]["transfer"]["status"] = "none-by-contract";
  EXPECT_THAT(PolicyFragment(*contract.Load(), "fr"),
              HasSubstr("Société player\u00a0: Le contrat exclut tout transfert"));
  Small silent;
  for (auto& [id, vendor] : silent.vendors) {
    vendor["transfer"] = {{"status", "unpublished"}};
  }
  EXPECT_THAT(PolicyFragment(*silent.Load(), "fr"),
              AllOf(HasSubstr("Il n’est pas publié si des données sortent"),
                    HasSubstr("Société player"), Not(HasSubstr("Aucun transfert"))));
  Small evil;
  evil.vendors["player"]["name"] = "<b>";
  EXPECT_THAT(PolicyFragment(*evil.Load(), "fr"), Not(HasSubstr("<b>")));
  EXPECT_THAT(PolicyFragment(*RealCatalog()->FindSite("camieg"), "fr"),
              HasSubstr("Aucun sous-traitant"));
}

constexpr std::string_view kCsv =
    "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data "
    "Controller,User Privacy & GDPR Rights Portals,Wildcard match\r\n"
    "row-1,Shop,Functional,basket,,\"Keeps \"\"the\"\" basket,\nand more\",2 years,Shop Ltd,,0\n"
    "row-2,Ads,Marketing,SR,adform.net,Counts,1 day,Adform,,1\n"
    "row-3,Ads,Marketing,SRX,adform.net,Counts,until deleted,Adform,,1\n"
    "row-4,Other,Analytics,basket,shop.example,Other,session,Other,,0\n";

TEST(SuggestTest, ReadsTheDatabase) {
  const auto database = CookieDatabase::Read(kCsv);
  ASSERT_TRUE(database.ok());
  EXPECT_EQ(database->size(), 4U);
  const auto baskets = database->Find("basket");
  ASSERT_THAT(baskets, SizeIs(2));
  EXPECT_EQ(baskets[0]->description, "Keeps \"the\" basket,\nand more");
  EXPECT_EQ(database->Find("SRX12").at(0)->id, "row-3");
  EXPECT_EQ(database->Find("SR12").at(0)->id, "row-2");
  EXPECT_THAT(database->Find("nothing"), IsEmpty());
}

TEST(SuggestTest, NeverProposesExempt) {
  const auto database = CookieDatabase::Read(kCsv);
  ASSERT_TRUE(database.ok());
  for (const char* name : {"basket", "SR1", "SRX1"}) {
    const json out = json::parse(SuggestionsJson(name, database->Find(name)));
    for (const json& row : out["suggestions"]) EXPECT_EQ(row["basis"], "consent");
    EXPECT_THAT(out.dump(), Not(HasSubstr("exempt")));
  }
  const json basket = json::parse(SuggestionsJson("basket", database->Find("basket")));
  EXPECT_EQ(basket["suggestions"][0]["row"], "row-1");
  EXPECT_EQ(basket["suggestions"][0]["draft"]["lifetime"], "P2Y");
  EXPECT_EQ(basket["suggestions"][1]["draft"]["host"], "shop.example");
}

TEST(SuggestTest, WhatIsProposedMatchesTheNameThatWasAskedFor) {
  const auto database = CookieDatabase::Read(kCsv);
  ASSERT_TRUE(database.ok());
  for (const char* name : {"SR", "SR12", "SRX", "SRX1", "basket"}) {
    const json answer = json::parse(SuggestionsJson(name, database->Find(name)));
    for (const json& row : answer["suggestions"]) {
      EXPECT_TRUE(NameMatches(row["draft"]["name"].get<std::string>(), name)) << row;
    }
  }
}

TEST(SuggestTest, LifetimesInWords) {
  EXPECT_EQ(LifetimeFromWords("90 days"), "P90D");
  EXPECT_EQ(LifetimeFromWords("Session"), "session");
  EXPECT_EQ(LifetimeFromWords("30 minutes"), "PT30M");
  EXPECT_EQ(LifetimeFromWords("13 months"), "P13M");
  for (const char* text : {"", "persistent", "0 days", "1.5 years", "2 fortnights", "99999 days"}) {
    EXPECT_EQ(LifetimeFromWords(text), "") << text;
  }
}

TEST(SuggestTest, RefusesWhatIsNoDatabase) {
  EXPECT_FALSE(CookieDatabase::Read("").ok());
  EXPECT_FALSE(CookieDatabase::Read("a,b,c\n1,2,3\n").ok());
  EXPECT_FALSE(CookieDatabase::Read(std::string(kCsv) + "row-5,\"never closed").ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
