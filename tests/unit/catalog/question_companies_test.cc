// Questions that name a company, a service or a person, beside a cookie or alone.
#include <gmock/gmock.h>

#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Ameli;
using testing::ExpectAtEveryDoor;
using ::testing::HasSubstr;
using testing::Now;

TEST(QuestionCompaniesTest, AnotherProductOfADeclaredVendorIsNotDeclared) {
  ExpectAtEveryDoor({
      {"https://www.googletagmanager.com/gtag/js?id=G-ABC", "", "not-declared", ""},
      {"https://www.googletagmanager.com/gtag/js?id=UA-1-2", "", "not-declared", ""},
      {"https://www.googletagmanager.com/gtag/js?id=AW-1", "", "not-declared", ""},
      {"https://www.googletagmanager.com/gtag/js?id=DC-1", "", "after-consent", "campaign-manager"},
      {"googletagmanager.com/gtag/js?id=DC-1", "", "after-consent", "campaign-manager"},
      {"https://www.googletagmanager.com/gtag/js", "", "not-declared", ""},
      {"https://www.googletagmanager.com/gtm.js?id=GTM-X", "", "not-declared", ""},
      {"https://www.googletagmanager.com/ns.html?id=GTM-X", "", "not-declared", ""},
      {"https://www.googleadservices.com/pagead/conversion.js", "", "not-declared", ""},
      {"https://googleads.g.doubleclick.net/pagead/x", "", "not-declared", ""},
      {"https://stats.g.doubleclick.net/r/collect", "", "not-declared", ""},
      {"https://securepubads.g.doubleclick.net/tag/js/gpt.js", "", "not-declared", ""},
      {"https://ad.doubleclick.net/ddm/activity/src=1", "", "after-consent", "campaign-manager"},
      {"https://1.fls.doubleclick.net/activityi", "", "after-consent", "campaign-manager"},
      {"https://challenges.cloudflare.com/turnstile/v0/api.js", "", "not-declared", ""},
      {"challenges.cloudflare.com", "", "not-declared", ""},
      {"<script src=\"https://challenges.cloudflare.com/turnstile/v0/api.js\"></script>", "",
       "not-declared", ""},
      {"https://www.facebook.com/plugins/like.php", "", "after-consent", "facebook"},
      {"https://platform.linkedin.com/in.js", "", "after-consent", "linkedin"},
      {"gtag('config', 'AW-1')", "", "not-declared", ""},
      {"gtag('config', 'DC-1')", "", "after-consent", "campaign-manager"},
      {"<script src=\"https://www.googletagmanager.com/gtag/js?id=DC-1\"></script>"
       "<script>gtag('config', 'DC-1'); gtag('config', 'G-ABC123');</script>",
       "", "not-declared", ""},
      {"Google Tag Manager", "", "not-declared", ""},
      {"GTM", "", "not-declared", ""},
      {"Google Ads", "", "not-declared", ""},
      {"AdWords", "", "not-declared", ""},
      {"DV360", "", "not-declared", ""},
      {"Display & Video 360", "", "not-declared", ""},
      {"Floodlight", "", "after-consent", "campaign-manager"},
      {"DCM", "", "after-consent", "campaign-manager"},
      {"Turnstile", "", "not-declared", ""},
      {"Cloudflare Turnstile", "", "not-declared", ""},
      {"Cloudflare Web Analytics", "", "not-declared", ""},
      {"Carte Google", "", "not-declared", ""},
  });
  const Matcher matcher(Ameli());
  const VerdictReport report = ReportOn(
      matcher, ReadQuestion("https://challenges.cloudflare.com/turnstile/v0/api.js"), "", Now());
  EXPECT_THAT(report.reason.fr, HasSubstr("Cloudflare Turnstile"));
  EXPECT_THAT(report.reason.fr, HasSubstr("Est déclaré : Cloudflare (ameli.fr)"));
  const nlohmann::json row = nlohmann::json::parse(VerdictsJson({report}))["answers"][0];
  EXPECT_EQ(row["declared_for"][0]["service"], "cloudflare");
  EXPECT_EQ(row["services"], nlohmann::json::array());
}

TEST(QuestionCompaniesTest, CompaniesByTheirNames) {
  ExpectAtEveryDoor({
      {"Meta Platforms Ireland", "", "after-consent", "facebook"},
      {"Meta Platforms Ireland Limited", "", "after-consent", "facebook"},
      {"Meta Platforms, Inc.", "", "after-consent", "facebook"},
      {"Facebook Ireland Ltd", "", "after-consent", "facebook"},
      {"Google Ireland Limited", "", "after-consent", "campaign-manager"},
      {"Google LLC", "", "after-consent", "campaign-manager"},
      {"Google France", "", "after-consent", "campaign-manager"},
      {"Adform A/S", "", "after-consent", "adform"},
      {"Vimeo.com, Inc.", "", "after-consent", "vimeo"},
      {"Vimeo.com Inc", "", "after-consent", "vimeo"},
      {"LinkedIn Ireland Unlimited Company", "", "after-consent", "linkedin"},
      {"Twitter International Unlimited Company", "", "after-consent", "x"},
      {"Cloudflare, Inc.", "", "always", "cloudflare"},
      {"AT Internet SAS", "", "exempt-with-opt-out", "piano-analytics"},
      {"Microsoft Ireland Operations Limited", "", "not-declared", ""},
      {"Microsoft Corporation", "", "not-declared", ""},
      {"Hotjar Ltd", "", "not-declared", ""},
  });
  const Matcher matcher(Ameli());
  for (const char* company : {"Microsoft Ireland", "Hotjar Ltd", "Intuition Machines, Inc."}) {
    EXPECT_TRUE(ReportOn(matcher, ReadQuestion(company), "", Now()).about_service) << company;
  }
}

TEST(QuestionCompaniesTest, SomebodysNameBesideACookie) {
  ExpectAtEveryDoor({
      {"pcid Facebook", "", "not-declared", ""},
      {"Facebook: token", "", "not-declared", ""},
      {"token, Facebook", "", "not-declared", ""},
      {"pcid Criteo", "", "not-declared", ""},
      {"pcid\tCriteo\t13 mois", "", "not-declared", ""},
      {"IDE\tMicrosoft\tads\t1 an", "", "not-declared", ""},
      {"uid\tAdform\t60 jours", "", "after-consent", "adform"},
      {"pcid\tabc", "", "always", "ameli"},
      {"IDE Google", "", "after-consent", "campaign-manager"},
      // The host comes first, or has its own word.
      {"evil.example pcid", "", "not-declared", ""},
      {"evil.example: pcid", "", "not-declared", ""},
      {"Name: pcid, Domain: .evil.example", "", "not-declared", ""},
      {"host: evil.example name: pcid", "", "not-declared", ""},
      {"doubleclick.net: IDE", "", "after-consent", "campaign-manager"},
      {"Name: IDE, Domain: .doubleclick.net", "", "after-consent", "campaign-manager"},
      // A code says whose it is.
      {"Cookies.set(\"pcid\",\"1\",{domain:\".evil.example\"})", "", "not-declared", ""},
      {"Cookies.set('IDE', '1', { domain: '.doubleclick.net' })", "", "after-consent",
       "campaign-manager"},
  });
}

TEST(QuestionCompaniesTest, ServicesInSentences) {
  ExpectAtEveryDoor({
      {"Peut-on installer le pixel Facebook ?", "", "after-consent", "facebook"},
      {"Avons-nous déclaré Adform ?", "", "after-consent", "adform"},
      {"Vimeo est-il déclaré ?", "", "after-consent", "vimeo"},
      {"Which cookies does LinkedIn set?", "", "after-consent", "linkedin"},
      {"Is Piano exempt?", "", "exempt-with-opt-out", "piano-analytics"},
      {"Peut-on installer Hotjar ?", "", "not-declared", ""},
      {"Alter Way", "", "not-declared", ""},
  });
  const Matcher matcher(Ameli());
  for (const char* asked : {"Criteo", "Outbrain"}) {
    EXPECT_THAT(ReportOn(matcher, ReadQuestion(asked, "", matcher, Now()), "", Now()).reason.fr,
                HasSubstr("service"))
        << asked;
  }
}

TEST(QuestionCompaniesTest, ACookieOfSomebody) {
  ExpectAtEveryDoor({
      {"pcid de Criteo", "", "not-declared", ""},
      {"pcid set by Criteo", "", "not-declared", ""},
      {"cookie pcid déposé par Criteo", "", "not-declared", ""},
      {"pcid d’Adform", "", "not-declared", ""},
      {"le cookie pcid de Google Analytics", "", "not-declared", ""},
      {"IDE de Vimeo", "", "not-declared", ""},
      {"Peut-on poser pcid de Criteo ?", "", "not-declared", ""},
      {"Est-ce que Criteo peut poser pcid ?", "", "not-declared", ""},
      {"Le cookie pcid de Criteo est-il permis ?", "", "not-declared", ""},
      {"is pcid from Criteo allowed?", "", "not-declared", ""},
      {"_fbp posé par Facebook", "", "not-declared", ""},
      {"IDE de Google", "", "after-consent", "campaign-manager"},
      {"le cookie IDE de Google", "", "after-consent", "campaign-manager"},
      {"uid de Adform", "", "after-consent", "adform"},
      {"pa_privacy de Piano", "", "exempt-with-opt-out", "piano-analytics"},
      {"pcid d'ameli", "", "always", "ameli"},
      {"pcid de l’Assurance Maladie", "", "always", "ameli"},
      {"pcid de notre site", "", "always", "ameli"},
      {"Quelle est la durée de pcid ?", "", "always", "ameli"},
  });
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
