#include "catalog/cookie_table.h"

#include <gmock/gmock.h>

#include <regex>

#include "base/crypto.h"
#include "catalog/words.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::AllOf;
using testing::Ameli;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RealCatalog;
using ::testing::SizeIs;
using testing::Small;

constexpr std::string_view kHash =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

size_t Count(const std::string& text, std::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(LifetimeWordsTest, SaysWhatHasNoDuration) {
  EXPECT_EQ(LifetimeWords({}, "fr"), "non publiée");
  Lifetime session;
  session.kind = Lifetime::Kind::kSession;
  EXPECT_EQ(LifetimeWords(session, "en"), "session");
}

TEST(CookiesPageTest, TellsEveryRowInBothLanguages) {
  const std::string html = CookiesPage(*Ameli(), kHash).html;
  size_t rows = 0;
  ForEachTracker(
      *Ameli(), [&](const std::string&, const Purpose&, const Service&, const Tracker& tracker) {
        ++rows;
        EXPECT_THAT(html, HasSubstr("<code>" + render::EscapeHtml(tracker.name) + "</code>"));
        EXPECT_THAT(html, HasSubstr(render::EscapeHtml(tracker.purpose.fr)));
        EXPECT_THAT(html, HasSubstr(render::EscapeHtml(tracker.purpose.en)));
      });
  EXPECT_EQ(Count(html, "scope=\"row\"><code>"), 2 * rows);
  EXPECT_THAT(html, AllOf(HasSubstr("60\u00a0jours si accepté\u00a0; 10\u00a0ans si refusé"),
                          HasSubstr("non publiée"), HasSubstr("Alter Way"), HasSubstr("TSA 80715"),
                          HasSubstr(std::string(kHash))));
}

// What a strict Content-Security-Policy and RGAA ask of the markup.
TEST(CookiesPageTest, NeedsNothingButItsOwnStyle) {
  for (const auto& [id, site] : RealCatalog()->sites()) {
    const render::HtmlPage page = CookiesPage(*site, kHash);
    const std::string& html = page.html;
    EXPECT_EQ(Count(html, "<style>"), 1U);
    const size_t from = html.find("<style>") + 7;
    const std::string style = html.substr(from, html.find("</style>") - from);
    EXPECT_EQ(page.style_source, "'sha256-" + EncodeBase64(Sha256(style)) + "'");
    EXPECT_THAT(
        html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("style=\"")), Not(HasSubstr(" src=")),
                    Not(HasSubstr("onclick")), Not(HasSubstr("<link"))));
    EXPECT_THAT(html, AllOf(HasSubstr("<html lang=\"fr\">"), HasSubstr("lang=\"en\""),
                            HasSubstr("name=\"viewport\""), HasSubstr("<main")));
    EXPECT_EQ(Count(html, "<h1"), 1U);
    EXPECT_EQ(Count(html, "<table "), Count(html, "<caption>"));
  }
}

TEST(CookiesPageTest, ASiteThatSpeaksFrenchAloneGetsNoEnglishHalf) {
  Site site = *Ameli();
  site.languages = {"fr"};
  const std::string html = CookiesPage(site, kHash).html;
  EXPECT_THAT(html, AllOf(HasSubstr("Cookies et traceurs sur"), Not(HasSubstr("lang=\"en\"")),
                          Not(HasSubstr("Cookies and trackers on"))));
}

TEST(CookiesPageTest, TellsWhatTheBannerReadsForTheSiteAndWhyThatIsExempt) {
  Site site = *Ameli();
  EXPECT_THAT(CookiesPage(site, kHash).html, Not(HasSubstr("Lu par le bandeau pour le site")));
  site.settings.observed = 5;
  site.settings.impressions = 20;
  site.waivers.push_back({.rule = "observed-without-basis",
                          .subject = "observed",
                          .reason = {"Noms <seuls>.", "Names alone."},
                          .until = {}});
  const std::string html = CookiesPage(site, kHash).html;
  EXPECT_THAT(html, AllOf(HasSubstr("le navigateur de 5&nbsp;% des visiteurs"),
                          HasSubstr("auprès de 20&nbsp;% des visiteurs"),
                          HasSubstr("Sans consentement, parce que&nbsp;: Noms &lt;seuls&gt;."),
                          HasSubstr("Without consent, because: Names alone.")));
}

TEST(CookiesPageTest, IdsAreUniqueAndLinksLeadSomewhere) {
  const std::string html = CookiesPage(*Ameli(), kHash).html;
  std::set<std::string> ids;
  const std::regex id("[< ]id=\"([^\"]*)\"");
  for (std::sregex_iterator it(html.begin(), html.end(), id), end; it != end; ++it) {
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  }
  const std::regex link("(href=\"#|aria-labelledby=\")([^\"]*)\"");
  size_t links = 0;
  for (std::sregex_iterator it(html.begin(), html.end(), link), end; it != end; ++it) {
    EXPECT_TRUE(ids.contains((*it)[2])) << (*it)[2];
    ++links;
  }
  EXPECT_GT(links, 10U);
}

TEST(CookiesPageTest, EveryTagThatOpensCloses) {
  for (const auto& [id, site] : RealCatalog()->sites()) {
    const std::string html = CookiesPage(*site, kHash).html;
    std::vector<std::string> open;
    const std::regex tag("<(/?)([a-z0-9]+)[^>]*>");
    for (std::sregex_iterator it(html.begin(), html.end(), tag), end; it != end; ++it) {
      const std::string name = (*it)[2];
      if (name == "meta" || name == "br") continue;
      if ((*it)[1].length() == 0) {
        open.push_back(name);
        continue;
      }
      ASSERT_FALSE(open.empty()) << id << " </" << name;
      ASSERT_EQ(open.back(), name) << id << " at " << it->position();
      open.pop_back();
    }
    EXPECT_THAT(open, SizeIs(0)) << id;
  }
}

TEST(CookiesPageTest, WhatTheFilesSayIsTextNeverMarkup) {
  Small small;
  const std::string evil = "<img src=x onerror=alert(1)>&\"'";
  small.site["name"] = evil;
  small.Tracker(2, 0)["purpose"] = {{"fr", evil}, {"en", evil}};
  small.Tracker(2, 0)["name"] = evil;
  small.vendors["player"]["name"] = evil;
  const std::string html = CookiesPage(*small.Load(), evil).html;
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, HasSubstr("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;"));
}

TEST(CookiesPageTest, FrenchStandsInForAMissingTranslation) {
  Small small;
  small.Tracker(2, 0)["purpose"].erase("en");
  EXPECT_THAT(CookiesPage(*small.Load(), kHash).html,
              HasSubstr("<span lang=\"fr\">finalité de vid</span>"));
}

TEST(CookiesJsonTest, HasEveryRowServiceAndVendor) {
  const json table = json::parse(CookiesJson(*Ameli(), kHash));
  EXPECT_EQ(table["revision"], kHash);
  EXPECT_THAT(table["trackers"], SizeIs(26));
  EXPECT_THAT(table["services"], SizeIs(9));
  EXPECT_THAT(table["vendors"], SizeIs(10));
  EXPECT_THAT(table["processors"], SizeIs(5));
  EXPECT_EQ(table["trackers"][7]["name"], "C");
  EXPECT_EQ(table["trackers"][7]["category"], "campaigns");
  EXPECT_EQ(table["trackers"][7]["lifetime_text"]["fr"],
            "60\u00a0jours si accepté\u00a0; 10\u00a0ans si refusé");
  const json cramif = json::parse(CookiesJson(*RealCatalog()->FindSite("cramif"), kHash));
  EXPECT_THAT(cramif["trackers"], SizeIs(0));
  EXPECT_THAT(cramif["records"], SizeIs(3));
}

TEST(CookieVerdictJsonTest, AnswersInPublicWithoutWhatIsForStaff) {
  const Matcher matcher(Ameli());
  const auto ask = [&](std::string_view name, std::string_view host = {}) {
    return json::parse(CookieVerdictJson(*Ameli(), matcher, kHash, name, host));
  };
  const json gcl = ask("_gcl_au", "www.ameli.fr");
  EXPECT_EQ(gcl["verdict"], "after-consent");
  EXPECT_EQ(gcl["candidates"][0]["service"], "campaign-manager");
  EXPECT_EQ(gcl["candidates"][0]["host_matches"], true);
  EXPECT_EQ(gcl["candidates"][0]["rule"], "name");
  const json near = ask("_pcid");
  EXPECT_EQ(near["verdict"], "not-declared");
  EXPECT_EQ(near["near"], json({"pcid"}));
  EXPECT_EQ(near["host"], nullptr);
  EXPECT_THAT(near.dump(), Not(HasSubstr("Piano")));
  EXPECT_EQ(ask("C")["verdict"], "over-limit");
  EXPECT_EQ(ask("SR1")["candidates"].size(), 2U);
  EXPECT_EQ(ask("\xff\"<script>")["verdict"], "not-declared");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
