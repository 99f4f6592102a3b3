#include <gmock/gmock.h>

#include <functional>
#include <set>

#include "base/file.h"
#include "catalog/rules/check.h"
#include "catalog/rules/rule.h"
#include "tests/source_dir.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::Ameli;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::RealCatalog;
using testing::ServiceJsonOf;
using ::testing::SizeIs;
using testing::Small;
using testing::TextOf;
using testing::TrackerJsonOf;

Time At(const char* date) { return *ParseDate(date); }

std::vector<std::string> RuleIds(const CheckReport& report) {
  std::vector<std::string> ids;
  for (const Finding& finding : report.findings) ids.emplace_back(finding.rule->id);
  return ids;
}

CheckReport CheckFiles(const std::vector<SourceFile>& files, Time now = At("2026-11-21")) {
  const ReadOutcome outcome = ReadCatalog(files);
  EXPECT_TRUE(outcome.ok()) << outcome.ToString();
  return outcome.ok() ? CheckCatalog(*outcome.catalog, now) : CheckReport();
}

TEST(RulesTest, NothingIsWrongWithTheSmallCatalogue) {
  const CheckReport report = CheckFiles(Small().Files());
  EXPECT_THAT(RuleIds(report), IsEmpty());
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.sites, 1U);
  EXPECT_EQ(report.trackers, 5U);
}

// What breaks a rule, and what comes near and does not.
struct Case {
  const char* rule;
  std::function<void(Small&)> breaks;
  std::string pointer;
  std::string subject;
  std::function<void(Small&)> keeps;
};

void Declare(Small& small, const char* country, const char* basis) {
  small.vendors["player"]["transfer"] = {
      {"status", "declared"}, {"to", json::array({{{"country", country}, {"basis", basis}}})}};
}

// Google's own tags, from a host of the site's alone.
void ServeFromSite(Small& s) {
  s.site["settings"]["adapters"] = {"google-consent-mode"};
  s.vendors["player"]["name"] = "Google";
  s.vendors["player"]["domains"] = {"www.googletagmanager.com", "player.example"};
  s.Service(2)["hosts"] = {"sgtm.example.fr"};
  for (json& tracker : s.Service(2)["trackers"]) tracker["host"] = "<site>";
}

const std::vector<Case> kCases = {
    {"exempt-over-13-months", [](Small& s) { s.Tracker(1, 0)["lifetime"] = "P398D"; },
     "/purposes/1/services/0/trackers/0/lifetime", "_visit",
     [](Small& s) { s.Tracker(1, 0)["lifetime"] = "P397D"; }},
    {"exempt-over-13-months", [](Small& s) { s.Tracker(0, 1)["lifetime"] = "P14M"; },
     "/purposes/0/services/0/trackers/1/lifetime", "pctx",
     [](Small& s) { s.Tracker(0, 1)["lifetime"] = "P13M"; }},
    {"tracker-over-13-months",
     [](Small& s) {
       s.Tracker(2, 0)["lifetime"] = {{"accepted", "P60D"}, {"refused", "P10Y"}};
     },
     "/purposes/2/services/0/trackers/0/lifetime", "vid",
     [](Small& s) {
       s.Tracker(2, 0)["lifetime"] = {{"accepted", "P60D"}, {"refused", "P1Y"}};
     }},
    {"name-of-another-notation", [](Small& s) { s.Tracker(2, 0)["name"] = "_ga_*"; },
     "/purposes/2/services/0/trackers/0/name", "_ga_*",
     [](Small& s) { s.Tracker(2, 0)["name"] = "_ga_<id>"; }},
    {"name-of-another-notation", [](Small& s) { s.Tracker(2, 0)["name"] = "_gat_UA-XXXXXXX-X"; },
     "/purposes/2/services/0/trackers/0/name", "_gat_UA-XXXXXXX-X",
     [](Small& s) { s.Tracker(2, 0)["name"] = "XX_X"; }},
    {"name-without-literal", [](Small& s) { s.Tracker(2, 0)["name"] = "<id>"; },
     "/purposes/2/services/0/trackers/0/name", "<id>",
     [](Small& s) { s.Tracker(2, 0)["name"] = "id<id>"; }},
    {"name-without-literal", [](Small& s) { s.Tracker(2, 0)["aliases"] = {"<a><b>"}; },
     "/purposes/2/services/0/trackers/0/aliases/0", "vid",
     [](Small& s) { s.Tracker(2, 0)["aliases"] = {"vid2"}; }},
    {"name-without-literal", [](Small& s) { s.Tracker(2, 0)["name"] = "__Secure-<x>"; },
     "/purposes/2/services/0/trackers/0/name", "__Secure-<x>",
     [](Small& s) { s.Tracker(2, 0)["name"] = "__Secure-3P<x>"; }},
    {"name-without-literal", [](Small& s) { s.Tracker(2, 0)["aliases"] = {"__host-<x>"}; },
     "/purposes/2/services/0/trackers/0/aliases/0", "vid",
     [](Small& s) { s.Tracker(2, 0)["aliases"] = {"__host-"}; }},
    {"name-literal-too-short", [](Small& s) { s.Tracker(2, 0)["name"] = "__Host-C<id>"; },
     "/purposes/2/services/0/trackers/0/name", "__Host-C<id>",
     [](Small& s) { s.Tracker(2, 0)["name"] = "__Host-CT<id>"; }},
    {"name-literal-too-short", [](Small& s) { s.Tracker(2, 0)["name"] = "C<id>"; },
     "/purposes/2/services/0/trackers/0/name", "C<id>",
     [](Small& s) { s.Tracker(2, 0)["name"] = "CT<id>"; }},
    {"name-literal-too-short", [](Small& s) { s.Tracker(2, 0)["aliases"] = {"_<a>-<b>"}; },
     "/purposes/2/services/0/trackers/0/aliases/0", "vid",
     [](Small& s) { s.Tracker(2, 0)["aliases"] = {"_a<a>-<b>1"}; }},
    {"name-exempt-and-not",
     [](Small& s) {
       s.Tracker(2, 0)["name"] = "pcid";
       s.Tracker(2, 0)["host"] = "www.example.fr";
     },
     "/purposes/0/services/0/trackers/0/name", "pcid",
     [](Small& s) {
       s.Tracker(2, 0)["name"] = "pcid";
       s.Tracker(2, 0)["host"] = "player.example";
     }},
    {"name-exempt-and-not",
     [](Small& s) {
       s.Tracker(2, 0)["aliases"] = {"pci<id>"};
       s.Tracker(2, 0)["host"] = "example.fr";
     },
     "/purposes/0/services/0/trackers/0/name", "pcid",
     [](Small& s) {
       s.Tracker(2, 0)["aliases"] = {"pdi<id>"};
       s.Tracker(2, 0)["host"] = "example.fr";
     }},
    {"draft-placeholder", [](Small& s) { s.Tracker(2, 0)["purpose"]["fr"] = "À COMPLÉTER"; },
     "/purposes/2/services/0/trackers/0/purpose/fr", "/purposes/2/services/0/trackers/0/purpose/fr",
     [](Small& s) { s.Tracker(2, 0)["purpose"]["fr"] = "Compléter la commande."; }},
    {"draft-placeholder", [](Small& s) { s.site["controller"]["name"] = "???"; },
     "/controller/name", "/controller/name",
     [](Small& s) { s.site["controller"]["name"] = "Caisse"; }},
    {"draft-placeholder", [](Small& s) { s.vendors["player"]["name"] = "xxx"; }, "/name", "/name",
     [](Small& s) { s.vendors["player"]["name"] = "Maxxx"; }},
    {"draft-placeholder", [](Small& s) { s.site["texts"]["text"]["en"] = "Text (TODO)."; },
     "/texts/text/en", "/texts/text/en",
     [](Small& s) { s.site["texts"]["text"]["en"] = "To be completed with yours"; }},
    {"to-decide",
     [](Small& s) {
       s.site["to_decide"] = {{{"id", "video-role"}, {"question", TextOf("Qui répond ?")}}};
     },
     "/to_decide/0", "video-role", [](Small& s) { s.site["to_decide"] = json::array(); }},
    {"host-public-suffix",
     [](Small& s) {
       s.site["purposes"][2]["services"][0]["hosts"] = {"player.example", "co.uk"};
     },
     "/purposes/2/services/0/hosts/1", "video",
     [](Small& s) {
       s.vendors["player"]["domains"].push_back("player.co.uk");
       s.site["purposes"][2]["services"][0]["hosts"] = {"player.example", "player.co.uk"};
     }},
    {"host-public-suffix", [](Small& s) { s.vendors["player"]["domains"].push_back("com"); },
     "/domains/1", "player",
     [](Small& s) { s.vendors["player"]["domains"].push_back("player.co.uk"); }},
    {"cookie-domain-public-suffix",
     [](Small& s) {
       s.site["cookie"]["domain"] = "co.uk";
       s.site["origins"] = {"https://www.example.co.uk"};
       for (const int t : {0, 1}) s.Tracker(0, t)["host"] = "example.co.uk";
       s.Tracker(1, 0)["host"] = "example.co.uk";
     },
     "/cookie/domain", "site",
     [](Small& s) {
       s.site["cookie"]["domain"] = "example.co.uk";
       s.site["origins"] = {"https://www.example.co.uk"};
       for (const int t : {0, 1}) s.Tracker(0, t)["host"] = "example.co.uk";
       s.Tracker(1, 0)["host"] = "example.co.uk";
     }},
    {"host-outside-vendor", [](Small& s) { s.Tracker(2, 0)["host"] = "elsewhere.example"; },
     "/purposes/2/services/0/trackers/0/host", "vid",
     [](Small& s) { s.Tracker(2, 0)["host"] = "cdn.player.example"; }},
    {"lifetime-unpublished", [](Small& s) { s.Tracker(2, 1)["lifetime"] = nullptr; },
     "/purposes/2/services/0/trackers/1/lifetime", "seen<Id>",
     [](Small& s) { s.Tracker(2, 1)["lifetime"] = "session"; }},
    {"validity-over-good-practice",
     [](Small& s) {
       s.site["choice_validity"] = "P7M";
       s.site["validity_reason"] = TextOf("Parce que.");
     },
     "/choice_validity", "choice_validity", [](Small& s) { s.site["choice_validity"] = "P26W"; }},
    {"retention-without-reason", [](Small& s) { s.site["evidence_retention"].erase("reason"); },
     "/evidence_retention", "evidence_retention",
     [](Small& s) { s.site.erase("journal_retention"); }},
    {"retention-without-reason", [](Small& s) { s.site["journal_retention"].erase("reason"); },
     "/journal_retention", "journal_retention", [](Small&) {}},
    {"tracker-published-twice",
     [](Small& s) { s.Service(2)["trackers"].push_back(s.Tracker(2, 1)); },
     "/purposes/2/services/0/trackers/2", "seen<Id>",
     [](Small& s) {
       s.Service(2)["trackers"].push_back(TrackerJsonOf("seen<Id>", "cdn.player.example"));
     }},
    {"name-malformed", [](Small& s) { s.Tracker(2, 1)["name"] = "seen<Id"; },
     "/purposes/2/services/0/trackers/1/name", "seen<Id",
     [](Small& s) { s.Tracker(2, 1)["name"] = "seen<Id de page>"; }},
    {"name-malformed", [](Small& s) { s.Tracker(2, 0)["name"] = "vid; Path=/"; },
     "/purposes/2/services/0/trackers/0/name", "vid; Path=/",
     [](Small& s) {
       s.Tracker(2, 0)["name"] = "video:position 1";
       s.Tracker(2, 0)["kind"] = "local-storage";
     }},
    {"misprint",
     [](Small& s) {
       s.Tracker(2, 0)["published"] = {
           {"cell", "vidd"}, {"note", TextOf("Doublé.")}, {"misprint", true}};
     },
     "/purposes/2/services/0/trackers/0/published", "vid",
     [](Small& s) {
       s.Tracker(2, 0)["published"] = {{"cell", "trente jours"}, {"note", TextOf("En lettres.")}};
     }},
    {"misprint",
     [](Small& s) {
       s.site["purposes"][2]["groups"][0]["published"] = {
           {"cell", "lecteurr"}, {"note", TextOf("Doublé.")}, {"misprint", true}};
     },
     "/purposes/2/groups/0/published", "player", [](Small&) {}},
    {"consent-mode-unsaid",
     [](Small& s) {
       s.site["settings"]["adapters"] = {"google-consent-mode"};
       s.vendors["player"]["name"] = "Google";
       s.vendors["player"]["domains"] = {"google-analytics.com", "player.example"};
     },
     "/purposes/2/services/0/consent_mode", "video",
     [](Small& s) { s.Service(2)["consent_mode"] = {"analytics_storage"}; }},
    // A sub-domain of Google's, and what only ends like one.
    {"consent-mode-unsaid",
     [](Small& s) {
       s.site["settings"]["adapters"] = {"google-consent-mode"};
       s.vendors["player"]["name"] = "Google";
       s.vendors["player"]["domains"].push_back("google-analytics.com");
       s.Service(2)["hosts"] = {"region1.google-analytics.com", "player.example"};
     },
     "/purposes/2/services/0/consent_mode", "video",
     [](Small& s) {
       s.site["settings"]["adapters"] = {"google-consent-mode"};
       s.vendors["player"]["domains"].push_back("notgoogle-analytics.com");
       s.Service(2)["hosts"] = {"notgoogle-analytics.com", "player.example"};
       s.site["purposes"][2]["services"].push_back(
           ServiceJsonOf("other", "player", {TrackerJsonOf("other", "player.example")}));
       s.site["purposes"][2]["services"][1]["consent_mode"] = {"ad_storage"};
     }},
    // A server-side tag manager on a host of the site's: by its vendor, and by its cookies.
    {"consent-mode-unsaid", ServeFromSite, "/purposes/2/services/0/consent_mode", "video",
     [](Small& s) {
       ServeFromSite(s);
       s.Service(2)["consent_mode"] = {"analytics_storage"};
     }},
    {"consent-mode-unsaid",
     [](Small& s) {
       s.site["settings"]["adapters"] = {"google-consent-mode"};
       s.Service(2)["trackers"].push_back(TrackerJsonOf("_ga_<Id>", "<site>"));
     },
     "/purposes/2/services/0/consent_mode", "video",
     [](Small& s) { s.Service(2)["trackers"].push_back(TrackerJsonOf("_ga_<Id>", "<site>")); }},
    {"consent-mode-not-basic",
     [](Small& s) {
       s.Service(2)["consent_mode"] = {"ad_storage"};
       s.Service(1)["vendor"] = "player";
       s.site["purposes"][0]["services"].push_back(
           ServiceJsonOf("other", "measure", {TrackerJsonOf("other", "measure.example")}));
     },
     "/purposes/1/services/0", "audience",
     [](Small& s) { s.Service(2)["consent_mode"] = {"ad_storage"}; }},
    {"consent-mode-unsaid",
     [](Small& s) {
       s.site["settings"]["adapters"] = {"google-consent-mode"};
       s.Service(2)["consent_mode"] = json::array();
     },
     "/settings/adapters", "google-consent-mode",
     [](Small& s) { s.Service(2)["consent_mode"] = {"ad_storage"}; }},
    {"lifetime-in-words",
     [](Small& s) {
       s.Tracker(2, 0)["lifetime"] = {{"words", TextOf("selon l’usage")}};
     },
     "/purposes/2/services/0/trackers/0/lifetime", "vid",
     [](Small& s) {
       s.Tracker(2, 0)["lifetime"] = {{"words", TextOf("selon l’usage")}, {"at_most", "P1Y"}};
     }},
    {"exempt-rolling",
     [](Small& s) {
       s.Tracker(1, 0)["lifetime"] = {{"duration", "P6M"}, {"rolling", true}};
     },
     "/purposes/1/services/0/trackers/0/lifetime", "_visit",
     [](Small& s) {
       s.Tracker(2, 0)["lifetime"] = {{"duration", "P6M"}, {"rolling", true}};
     }},
    {"refusal-token-without-reason", [](Small& s) { s.site.erase("refusal_token"); },
     "/refusal_token", "refusal_token",
     [](Small& s) {
       s.site["refusal_token"] = "linked";
       s.site["refusal_token_reason"] = TextOf("Publié ainsi.");
     }},
    {"observed-without-basis", [](Small& s) { s.site["settings"]["observed"] = 5; },
     "/settings/observed", "observed",
     [](Small& s) {
       s.site["settings"]["observed"] = 5;
       s.site["purposes"][2]["services"][0]["id"] = "temoin-reading";
     }},
    {"journal-over-a-year",
     [](Small& s) {
       s.site["journal_retention"] = {{"duration", "P13M"}, {"reason", TextOf("Contrôle.")}};
     },
     "/journal_retention", "journal_retention",
     [](Small& s) {
       s.site["journal_retention"] = {{"duration", "P12M"}, {"reason", TextOf("Contrôle.")}};
     }},
    {"host-unpublished", [](Small& s) { s.Tracker(2, 0)["host"] = nullptr; },
     "/purposes/2/services/0/trackers/0/host", "vid",
     [](Small& s) { s.Tracker(2, 0)["host"] = "<site>"; }},
    {"host-does-not-set", [](Small& s) { s.Tracker(2, 0)["set_on_site"] = true; },
     "/purposes/2/services/0/trackers/0/host", "vid",
     [](Small& s) {
       s.Tracker(2, 0)["set_on_site"] = true;
       s.Tracker(2, 0)["host"] = "www.example.fr";
     }},
    {"service-without-trackers", [](Small& s) { s.Service(2)["trackers"] = json::array(); },
     "/purposes/2/services/0/trackers", "video",
     [](Small& s) { s.Service(2)["trackers"].erase(1); }},
    {"vendor-not-in-processors", [](Small& s) { s.site["processors"].erase(1); },
     "/purposes/2/services/0/vendor", "player",
     [](Small& s) {
       s.site["processors"].erase(1);
       s.Service(2)["role"] = "controller";
     }},
    {"transfer-without-basis",
     [](Small& s) {
       Declare(s, "US", "unpublished");
       s.vendors["player"]["location"]["countries"] = {"US"};
     },
     "/transfer/to/0/basis", "player",
     [](Small& s) {
       Declare(s, "US", "standard-clauses");
       s.vendors["player"]["location"]["countries"] = {"US"};
     }},
    {"transfer-without-basis",
     [](Small& s) {
       s.vendors["player"]["location"]["countries"] = {"FR", "IN"};
     },
     "/transfer", "player",
     [](Small& s) {
       s.vendors["player"]["location"]["countries"] = {"FR", "NO"};
     }},
    {"transfer-contradicts-location", [](Small& s) { Declare(s, "US", "adequacy"); },
     "/transfer/to/0", "player",
     [](Small& s) {
       Declare(s, "US", "adequacy");
       s.vendors["player"]["location"] = nullptr;
     }},
    {"vendor-unused",
     [](Small& s) {
       s.vendors["idle"] = s.vendors["player"];
       s.vendors["idle"]["id"] = "idle";
     },
     "", "idle",
     [](Small& s) {
       s.vendors["idle"] = s.vendors["player"];
       s.vendors["idle"]["id"] = "idle";
       s.vendors["idle"]["infrastructure"] = true;
     }},
    {"exemption-broken", [](Small& s) { s.Service(1)["exemption"]["no_transmission"] = false; },
     "/purposes/1/services/0/exemption/no_transmission", "audience", [](Small&) {}},
    {"exemption-undeclared", [](Small& s) { s.Service(1).erase("exemption"); },
     "/purposes/1/services/0", "audience", [](Small&) {}},
    {"exemption-undeclared", [](Small& s) { s.Service(1)["exemption"]["sole_account"] = nullptr; },
     "/purposes/1/services/0/exemption", "audience", [](Small&) {}},
    {"exemption-without-identifier",
     [](Small& s) { s.Service(1)["exemption"]["visitor_identifier"] = nullptr; },
     "/purposes/1/services/0/exemption/visitor_identifier", "audience", [](Small&) {}},
    {"exemption-without-identifier",
     [](Small& s) { s.Service(1)["exemption"]["visitor_identifier"] = "vid"; },
     "/purposes/1/services/0/exemption/visitor_identifier", "audience", [](Small&) {}},
    {"audience-data-over-25-months",
     [](Small& s) { s.Service(1)["exemption"]["data_retention"] = "P26M"; },
     "/purposes/1/services/0/exemption/data_retention", "audience",
     [](Small& s) { s.Service(1)["exemption"]["data_retention"] = "P2Y"; }},
    {"contradiction",
     [](Small& s) {
       s.site["contradictions"] = json::array(
           {{{"id", "both"}, {"statement", TextOf("Oui.")}, {"against", TextOf("Non.")}}});
     },
     "/contradictions/0", "both", [](Small&) {}},
    {"record-basis",
     [](Small& s) {
       s.site["records"] = json::array({{{"id", "follow"},
                                         {"title", TextOf("Suivi")},
                                         {"legal_basis", "public-interest"},
                                         {"retention", nullptr},
                                         {"mentions_trackers", true}}});
     },
     "/records/0/legal_basis", "follow",
     [](Small& s) {
       s.site["records"] = json::array({{{"id", "follow"},
                                         {"title", TextOf("Suivi")},
                                         {"legal_basis", "public-interest"},
                                         {"retention", "P13M"},
                                         {"mentions_trackers", false}}});
     }},
    {"translation-missing", [](Small& s) { s.Tracker(2, 0)["purpose"].erase("en"); },
     "/purposes/2/services/0/trackers/0/purpose", "/purposes/2/services/0/trackers/0/purpose",
     [](Small& s) {
       s.Tracker(2, 0)["purpose"].erase("en");
       s.site["languages"] = {"fr"};
     }},
    {"translation-missing", [](Small& s) { s.vendors["player"]["location"]["text"].erase("en"); },
     "/location/text", "player/location/text", [](Small&) {}},
    {"host-of-another-vendor",
     [](Small& s) {
       s.Service(2)["hosts"] = {"player.example", "cdn.measure.example"};
     },
     "/purposes/2/services/0/hosts/1", "video",
     [](Small& s) {
       s.Service(2)["hosts"] = {"player.example", "cdn.measure.example"};
       s.vendors["player"]["domains"].push_back("cdn.measure.example");
     }},
    {"host-of-another-vendor", [](Small& s) { s.Tracker(2, 0)["host"] = "measure.example"; },
     "/purposes/2/services/0/trackers/0/host", "vid",
     [](Small& s) { s.Tracker(2, 0)["host"] = "www.example.fr"; }},
    // A domain in a domain: the longer one says whose the host is.
    {"host-of-another-vendor",
     [](Small& s) {
       s.vendors["measure"]["domains"].push_back("stats.player.example");
       s.Tracker(2, 0)["host"] = "a.stats.player.example";
     },
     "/purposes/2/services/0/trackers/0/host", "vid",
     [](Small& s) {
       s.vendors["measure"]["domains"].push_back("stats.player.example");
       s.Tracker(2, 0)["host"] = "a.player.example";
     }},
    {"interface-words-unknown",
     [](Small& s) {
       s.site["settings"]["ui"]["en"] = {{"acept", "Accept"}};
     },
     "/settings/ui/en/acept", "acept",
     [](Small& s) {
       s.site["settings"]["ui"]["en"] = {{"accept", "Accept"}};
     }},
    {"interface-words-unknown",
     [](Small& s) {
       s.site["settings"]["ui"]["de"] = {{"accept", "Alle akzeptieren"}};
     },
     "/settings/ui/de", "de",
     [](Small& s) {
       s.site["settings"]["ui"]["fr"] = {{"accept", "Accepter"}};
     }},
    {"site-given-as-vendor",
     [](Small& s) { s.vendors["player"]["domains"].push_back("example.fr"); }, "/domains/1",
     "player", [](Small& s) { s.vendors["player"]["domains"].push_back("player.example.fr"); }},
    {"site-given-as-vendor",
     [](Small& s) {
       s.Service(2)["hosts"] = {"player.example", "www.example.fr"};
     },
     "/purposes/2/services/0/hosts/1", "video",
     [](Small& s) { s.vendors["publisher"]["domains"] = {"example.fr"}; }},
    {"service-without-host",
     [](Small& s) {
       s.vendors["player"]["domains"] = json::array();
       s.Tracker(2, 0)["host"] = "example.fr";
       s.Tracker(2, 1)["host"] = "example.fr";
     },
     "/purposes/2/services/0/hosts", "video",
     [](Small& s) {
       s.Service(2)["hosts"] = json::array();
       s.Tracker(2, 0)["host"] = "example.fr";
       s.Tracker(2, 1)["host"] = "example.fr";
     }},
    {"service-without-host", [](Small& s) { s.Service(2)["hosts"] = json::array(); },
     "/purposes/2/services/0/hosts", "video",
     [](Small& s) {
       s.vendors["player"]["domains"] = json::array();
       s.Tracker(2, 0)["kind"] = "email-pixel";
       s.Tracker(2, 1)["kind"] = "email-pixel";
     }},
    {"domain-of-two-vendors",
     [](Small& s) {
       s.vendors["player"]["domains"] = {"player.example", "shared.example"};
       s.vendors["measure"]["domains"] = {"shared.example", "measure.example"};
     },
     "/domains/1", "player",
     [](Small& s) {
       s.vendors["player"]["domains"] = {"player.example", "shared.example"};
       s.vendors["measure"]["domains"] = {"a.shared.example", "measure.example"};
     }},
    {"domain-of-known-product",
     [](Small& s) { s.vendors["player"]["domains"].push_back("doubleclick.net"); }, "/domains/1",
     "player",
     [](Small& s) {
       s.vendors["player"]["name"] = "Google Ireland Limited";
       s.vendors["player"]["domains"].push_back("doubleclick.net");
     }},
    {"domain-of-known-product",
     [](Small& s) { s.vendors["player"]["domains"].push_back("static.hotjar.com"); }, "/domains/1",
     "player", [](Small& s) { s.vendors["player"]["domains"].push_back("exemple.matomo.cloud"); }},
    {"host-of-known-product", [](Small& s) { s.Tracker(0, 1)["host"] = "static.hotjar.com"; },
     "/purposes/0/services/0/trackers/1/host", "pctx",
     [](Small& s) { s.Tracker(0, 1)["host"] = "cdn.publisher.example"; }},
    {"host-malformed", [](Small& s) { s.vendors["player"]["domains"].push_back("cdn..example"); },
     "/domains/1", "player",
     [](Small& s) { s.vendors["player"]["domains"].push_back("a--b.1.example"); }},
    {"host-malformed",
     [](Small& s) { s.site["origins"].push_back("https://www..example.fr:8443"); }, "/origins/1",
     "site", [](Small& s) { s.site["origins"].push_back("https://w-w.example.fr:8443"); }},
    {"name-in-two-services",
     [](Small& s) {
       json second = ServiceJsonOf("film", "player", {TrackerJsonOf("film", "player.example")});
       second["trackers"][0]["aliases"] = {"seen<Other>"};
       s.site["purposes"][2]["services"].push_back(second);
     },
     "/purposes/2/services/1/trackers/0/aliases/0", "film",
     [](Small& s) {
       json second = ServiceJsonOf("film", "measure", {TrackerJsonOf("film", "measure.example")});
       second["trackers"][0]["aliases"] = {"seen<Other>"};
       s.site["purposes"][2]["services"].push_back(second);
     }},
    {"origin-not-secure", [](Small& s) { s.site["origins"].push_back("http://www.example.fr"); },
     "/origins/1", "http://www.example.fr",
     [](Small& s) {
       s.site["cookie"].erase("domain");
       s.site["origins"] = {"https://www.example.fr", "http://localhost:8080",
                            "http://www.example.localhost"};
     }},
    {"origin-never-sent", [](Small& s) { s.site["origins"].push_back("https://example.fr:443"); },
     "/origins/1", "https://example.fr:443",
     [](Small& s) { s.site["origins"].push_back("https://example.fr:8443"); }},
    {"origin-never-sent", [](Small& s) { s.site["origins"].push_back("https://example.fr:70000"); },
     "/origins/1", "https://example.fr:70000", [](Small&) {}},
    {"origin-never-sent", [](Small& s) { s.site["origins"].push_back("https://example.fr:08443"); },
     "/origins/1", "https://example.fr:08443", [](Small&) {}},
    {"email-malformed", [](Small& s) { s.site["rights"]["email"] = "dpo@example"; },
     "/rights/email", "email",
     [](Small& s) { s.site["rights"]["email"] = "dpo.cramif+rgpd@assurance-maladie.fr"; }},
    {"email-malformed", [](Small& s) { s.site["rights"]["email"] = "dpo@site.fr, rssi@site.fr"; },
     "/rights/email", "email", [](Small& s) { s.site["rights"]["email"] = "dpo@santé.fr"; }},
    {"email-malformed", [](Small& s) { s.site["rights"]["email"] = "dpo(at)site.fr"; },
     "/rights/email", "email", [](Small&) {}},
    {"retention-too-long", [](Small& s) { s.site["evidence_retention"]["duration"] = "P100Y"; },
     "/evidence_retention/duration", "evidence_retention",
     [](Small& s) { s.site["evidence_retention"]["duration"] = "P6Y"; }},
    {"retention-too-long", [](Small& s) { s.site["journal_retention"]["calendar_years"] = 100; },
     "/journal_retention/calendar_years", "journal_retention",
     [](Small& s) { s.site["journal_retention"]["calendar_years"] = 5; }},
    {"erasure-over-a-month", [](Small& s) { s.site["erasure_delay"] = "P32D"; }, "/erasure_delay",
     "erasure_delay", [](Small& s) { s.site["erasure_delay"] = "P1M"; }},
    {"validity-under-a-month", [](Small& s) { s.site["choice_validity"] = "P1D"; },
     "/choice_validity", "choice_validity", [](Small& s) { s.site["choice_validity"] = "P4W"; }},
    {"purpose-without-services",
     [](Small& s) {
       json empty = s.site["purposes"][2];
       empty["id"] = "social";
       empty["title"] = TextOf("Réseaux");
       empty["services"] = json::array();
       s.site["purposes"].push_back(empty);
     },
     "/purposes/3/services", "social", [](Small&) {}},
    {"name-shown-twice", [](Small& s) { s.Service(2)["name"] = "Audience "; },
     "/purposes/2/services/0/name", "video",
     [](Small& s) { s.Service(2)["name"] = "Audience vidéo"; }},
    {"name-shown-twice",
     [](Small& s) { s.site["purposes"][2]["title"] = s.site["purposes"][1]["title"]; },
     "/purposes/2/title", "media", [](Small&) {}},
    {"country-unknown", [](Small& s) { s.vendors["player"]["nationality"] = "UK"; }, "/nationality",
     "player", [](Small& s) { s.vendors["player"]["nationality"] = "GB"; }},
};

TEST(RulesTest, EachFindsWhatBreaksItAndNothingElse) {
  for (const Case& c : kCases) {
    Small broken;
    c.breaks(broken);
    const CheckReport report = CheckFiles(broken.Files());
    ASSERT_THAT(RuleIds(report), ElementsAre(c.rule));
    const Finding& finding = report.findings[0];
    EXPECT_EQ(finding.pointer, c.pointer) << c.rule;
    EXPECT_EQ(finding.subject, c.subject) << c.rule;
    EXPECT_FALSE(finding.sentence.fr.empty());
    EXPECT_FALSE(finding.sentence.en.empty());
    EXPECT_EQ(report.clean(), finding.rule->severity == Severity::kNotice) << c.rule;

    Small kept;
    c.keeps(kept);
    EXPECT_THAT(RuleIds(CheckFiles(kept.Files())), IsEmpty()) << c.rule;
  }
}

TEST(RulesTest, AnAddressLeftToCompleteIsFoundOnce) {
  Small small;
  small.site["rights"]["email"] = "À COMPLÉTER";
  EXPECT_EQ(RuleIds(CheckFiles(small.Files())), std::vector<std::string>{"draft-placeholder"});
}

TEST(RulesTest, WhatIsToBeDecidedMaySayThatItIs) {
  Small small;
  small.site["to_decide"] = {{{"id", "video-role"},
                              {"question", TextOf("À confirmer : qui répond ?")},
                              {"proposed", TextOf("Still to be decided.")}}};
  EXPECT_EQ(RuleIds(CheckFiles(small.Files())), std::vector<std::string>{"to-decide"});
}

TEST(RulesTest, ALongValidityNeedsItsReasonWritten) {
  Small small;
  small.site["choice_validity"] = "P13M";
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())),
              ElementsAre("validity-over-good-practice", "validity-without-reason"));
}

TEST(RulesTest, ASiteThatDeclaresNothingIsNoticed) {
  Small small;
  small.site["purposes"] = json::array();
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_THAT(RuleIds(report), Contains("nothing-declared"));
  EXPECT_TRUE(report.clean());
}

TEST(RulesTest, AHostOutsideItsVendorIsFoundWhoeverNamesIt) {
  const auto found = [](const Small& small) {
    std::vector<std::string> out;
    for (const Finding& finding : CheckFiles(small.Files()).findings) {
      if (finding.rule->id == "host-outside-vendor") out.push_back(finding.pointer);
    }
    return out;
  };
  Small of_service;
  of_service.Service(2)["hosts"] = {"cdn.player.example", "elsewhere.example"};
  of_service.Tracker(2, 0)["host"] = "elsewhere.example";
  EXPECT_THAT(found(of_service), ElementsAre("/purposes/2/services/0/hosts/1"));
  Small on_site;
  on_site.Tracker(2, 0)["host"] = "elsewhere.example";
  on_site.Tracker(2, 0)["set_on_site"] = true;
  EXPECT_THAT(found(on_site), ElementsAre("/purposes/2/services/0/trackers/0/host"));
}

TEST(RulesTest, AHostOfThePublishersThatIsNotTheSiteIsFound) {
  Small small;  // its domains are the site's own, and stand in no vendor's list
  small.vendors["publisher"]["domains"] = json::array();
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), IsEmpty());
  small.Tracker(0, 0)["host"] = "exemple.fr";  // a misprint
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), Contains("host-outside-vendor"));
}

TEST(RulesTest, ATrackerThatRepeatsItsNameIsFound) {
  Small small;
  small.Tracker(2, 0)["aliases"] = {"vid", "_vid"};
  const CheckReport report = CheckFiles(small.Files());
  ASSERT_THAT(RuleIds(report), ElementsAre("tracker-published-twice"));
  EXPECT_EQ(report.findings[0].pointer, "/purposes/2/services/0/trackers/0/aliases/0");
}

TEST(RulesTest, TwoSitesThatShareTheirCookies) {
  const auto check = [](const char* domain, const char* choice) {
    Small small;
    auto files = small.Files();
    json other = small.site;
    other["id"] = "other.fr";
    other["origins"] = {"https://www." + std::string(domain)};
    other["cookie"] = {{"domain", domain}, {"choice", choice}, {"context", "ctx2"}};
    files.push_back({"sites/other.fr.json", other.dump()});
    std::vector<std::string> ids = RuleIds(CheckFiles(files));
    std::erase(ids, "host-outside-vendor");  // of the other site, which declares this one's hosts
    return ids;
  };
  EXPECT_THAT(check("example.fr", "pcid"), ElementsAre("cookies-shared"));
  EXPECT_THAT(check("sub.example.fr", "pcid"), ElementsAre("cookies-shared"));
  EXPECT_THAT(check("example.fr", "choix"), IsEmpty());
  EXPECT_THAT(check("notexample.fr", "pcid"), IsEmpty());
}

TEST(RulesTest, ATrackerUnderAPublicSuffixIsAnError) {
  Small small;
  small.Tracker(2, 0)["host"] = "co.uk";
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_THAT(RuleIds(report), ::testing::Contains("host-public-suffix"));
  EXPECT_FALSE(report.clean());
}

TEST(RulesTest, EveryRuleHasACaseASourceAndAName) {
  std::set<std::string_view> tested = {
      "validity-without-reason", "nothing-declared",
      "cookies-shared",          "waiver-without-finding",
      "waiver-too-long",         "interface-words-missing"};  // lifetime_test.cc
  for (const Case& c : kCases) tested.insert(c.rule);
  std::set<std::string_view> ids;
  for (const Rule* rule : AllRules()) {
    EXPECT_TRUE(ids.insert(rule->id).second) << rule->id;
    EXPECT_TRUE(tested.contains(rule->id)) << rule->id;
    for (const auto text : {rule->title_fr, rule->title_en, rule->source_fr, rule->source_en}) {
      EXPECT_FALSE(text.empty()) << rule->id;
    }
    EXPECT_EQ(FindRule(rule->id), rule);
  }
  EXPECT_EQ(FindRule("no-such-rule"), nullptr);
}

TEST(RulesTest, ThePageOfTheRulesIsCurrent) {
  const auto page = ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/docs/rules.md", 1 << 20);
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(*page == RulesMarkdown())
      << "write it again with: temoin catalog rules > docs/rules.md";
}

json WaiverJson(const char* rule, const char* subject, const char* until) {
  return {{"rule", rule}, {"subject", subject}, {"reason", TextOf("Connu.")}, {"until", until}};
}

TEST(WaiverTest, CountsUntilItsEnd) {
  Small small;
  small.Tracker(2, 1)["lifetime"] = nullptr;
  small.site["waivers"] = {WaiverJson("lifetime-unpublished", "seen<Id>", "2027-01-01")};
  const CheckReport before = CheckFiles(small.Files(), At("2027-01-01") - std::chrono::seconds(1));
  ASSERT_THAT(before.findings, SizeIs(1));
  EXPECT_TRUE(before.findings[0].waived());
  EXPECT_TRUE(before.clean());
  EXPECT_EQ(before.Waived(), 1U);
  EXPECT_THAT(CheckText(before, "fr", false), HasSubstr("Dérogation jusqu’au 2027-01-01"));

  const CheckReport after = CheckFiles(small.Files(), At("2027-01-01"));
  EXPECT_FALSE(after.findings[0].waived());
  EXPECT_FALSE(after.clean());
  EXPECT_THAT(CheckText(after, "fr", false), HasSubstr("Dérogation échue le 2027-01-01"));
}

TEST(WaiverTest, NamesOneRuleAndOneSubject) {
  Small small;
  small.Tracker(2, 1)["lifetime"] = nullptr;
  small.site["waivers"] = {WaiverJson("lifetime-unpublished", "vid", "2027-01-01"),
                           WaiverJson("name-malformed", "seen<Id>", "2027-01-01")};
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_FALSE(report.clean());
  EXPECT_THAT(RuleIds(report), ElementsAre("lifetime-unpublished", "waiver-without-finding",
                                           "waiver-without-finding"));
}

TEST(WaiverTest, LastsTwoYearsAtMost) {
  Small small;
  small.Tracker(2, 1)["lifetime"] = nullptr;
  const auto check = [&](const char* until) {
    small.site["waivers"] = {WaiverJson("lifetime-unpublished", "seen<Id>", until)};
    return CheckFiles(small.Files(), At("2026-11-21"));
  };
  EXPECT_THAT(RuleIds(check("2028-11-21")), ElementsAre("lifetime-unpublished"));
  const CheckReport report = check("2126-11-21");
  EXPECT_THAT(RuleIds(report), ElementsAre("lifetime-unpublished", "waiver-too-long"));
  EXPECT_EQ(report.findings[1].pointer, "/waivers/0/until");
  EXPECT_THAT(report.findings[1].sentence.en, HasSubstr("until 2126-11-21"));
  EXPECT_TRUE(report.clean());
}

TEST(WaiverTest, OfNoRuleOrOfADraftSaysSo) {
  Small small;
  small.site["waivers"] = {WaiverJson("lifetime-unpublishd", "vid", "2027-01-01"),
                           WaiverJson("draft-placeholder", "/texts/text/fr", "2027-01-01")};
  std::vector<std::string> told;
  for (const Finding& finding : CheckFiles(small.Files()).findings) {
    // The name of the rule is no draft itself.
    EXPECT_NE(finding.rule->id, "draft-placeholder") << finding.pointer;
    if (finding.rule->id == "waiver-without-finding") told.push_back(finding.sentence.en);
  }
  EXPECT_THAT(
      told, ElementsAre(HasSubstr("names a rule that does not exist"), HasSubstr("has no effect")));
}

TEST(RulesTest, RecordsAreKeptForAGenerationAtMost) {
  Small small;
  small.site["records"] = json::array({{{"id", "follow"},
                                        {"title", TextOf("Suivi")},
                                        {"legal_basis", "public-interest"},
                                        {"retention", "P100Y"},
                                        {"mentions_trackers", false}}});
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), ElementsAre("retention-too-long"));
  small.site["records"][0]["retention"] = "P20Y";
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), IsEmpty());
}

TEST(ReportTest, JsonAndSarifSayTheSame) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"));
  const json plain = json::parse(CheckJson(report));
  EXPECT_EQ(plain["findings"].size(), report.findings.size());
  EXPECT_EQ(plain["clean"], report.clean());
  const json sarif = json::parse(CheckSarif(report, "catalog/"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const json& run = sarif["runs"][0];
  const json& rules = run["tool"]["driver"]["rules"];
  EXPECT_EQ(rules.size(), AllRules().size());
  ASSERT_EQ(run["results"].size(), report.findings.size());
  size_t suppressed = 0;
  for (const json& result : run["results"]) {
    EXPECT_EQ(rules[result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
    EXPECT_THAT(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].get<std::string>(),
        ::testing::StartsWith("catalog/"));
    EXPECT_THAT((std::set<std::string>{"note", "warning", "error"}), Contains(result["level"]));
    suppressed += result.contains("suppressions") ? 1 : 0;
  }
  EXPECT_EQ(suppressed, report.Waived());
}

TEST(ReportTest, ColoursOnlyWhenAsked) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"));
  EXPECT_THAT(CheckText(report, "fr", false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(CheckText(report, "fr", true), HasSubstr("\x1b["));
  EXPECT_THAT(CheckText(report, "en", false), HasSubstr("waived ("));
}

// Every line of what ameli.fr publishes that is odd or contradicts another, and nothing more.
TEST(AmeliFindingsTest, AreTheTrueOnes) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"), "ameli.fr");
  std::multiset<std::string> found;
  for (const Finding& finding : report.findings) {
    found.insert(std::string(finding.rule->id) + " " + finding.subject);
  }
  const std::multiset<std::string> expected = {
      "tracker-over-13-months C",
      "lifetime-unpublished uid",
      "validity-over-good-practice choice_validity",
      "tracker-published-twice SR<RotatorID",
      "tracker-published-twice CT<TrackingSetupID>",
      "name-malformed SR<RotatorID",
      "misprint BFCD<BannerID>",
      "misprint settings",
      "host-does-not-set _gcl_au",
      "host-does-not-set _gcl_dc",
      "service-without-trackers vimeo",
      "service-without-trackers facebook",
      "service-without-trackers x",
      "service-without-trackers linkedin",
      "vendor-not-in-processors piano",
      "vendor-not-in-processors facebook",
      "vendor-not-in-processors x",
      "vendor-not-in-processors linkedin",
      "transfer-contradicts-location google",
      "exemption-undeclared piano-analytics",
      "exemption-without-identifier piano-analytics",
      "contradiction campaigns-anonymous",
      "contradiction vimeo-essential",
      "contradiction vimeo-clauses",
      "contradiction transfers-basis",
      "contradiction audience-paths",
      "contradiction contrast-untracked",
      "contradiction categories-order",
      "contradiction social-not-in-manager",
  };
  EXPECT_EQ(found, expected);
}

TEST(AmeliFindingsTest, AreWaivedWithReasonsSoThatTheCatalogueCanBePublished) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"));
  for (const Finding& finding : report.findings) {
    if (finding.rule->severity == Severity::kNotice) continue;
    EXPECT_TRUE(finding.waived()) << finding.rule->id << " " << finding.subject;
  }
  EXPECT_TRUE(report.clean());
  EXPECT_THAT(RuleIds(report), Not(Contains("waiver-without-finding")));
  for (const auto& [id, site] : RealCatalog()->sites()) {
    for (const Waiver& waiver : site->waivers) {
      EXPECT_NE(FindRule(waiver.rule), nullptr) << waiver.rule;
      EXPECT_FALSE(waiver.reason.en.empty()) << waiver.subject;
      EXPECT_LE(waiver.until, At("2028-01-01")) << "a waiver ends";
    }
  }
}

TEST(CheckSpeedTest, ManySitesWithinMemory) {
  // 200 sites of 100 trackers here; the thousand is for the benchmark.
  std::vector<SourceFile> files = Small().Files();
  for (int i = 0; i < 200; ++i) {
    Small small;
    const std::string id = "s" + std::to_string(i) + ".fr";
    small.site["id"] = id;
    small.site["origins"] = {"https://" + id};
    small.site["cookie"] = {{"domain", id}};
    for (int t = 0; t < 100; ++t) {
      small.Service(2)["trackers"].push_back(
          TrackerJsonOf("t" + std::to_string(t), "player.example"));
    }
    files.push_back({"sites/" + id + ".json", small.site.dump()});
  }
  const CheckReport report = CheckFiles(files);
  EXPECT_EQ(report.sites, 201U);
  EXPECT_TRUE(report.clean());
}

TEST(RulesTest, ADraftIsNeverPublishable) {
  Small small;
  small.Tracker(2, 0)["purpose"]["fr"] = "À COMPLÉTER";
  small.site["waivers"] = {{{"rule", "draft-placeholder"},
                            {"subject", "/purposes/2/services/0/trackers/0/purpose/fr"},
                            {"reason", TextOf("Plus tard.")},
                            {"until", "2027-06-30"}}};
  EXPECT_FALSE(CheckFiles(small.Files()).clean());
}

TEST(RulesTest, AMalformedNameComesWithHowToWriteIt) {
  const auto sentence = [](const char* name) {
    Small small;
    small.Tracker(2, 0)["name"] = name;
    for (const Finding& finding : CheckFiles(small.Files()).findings) {
      if (finding.pointer.ends_with("/name")) return finding.sentence.en;
    }
    return std::string();
  };
  EXPECT_THAT(sentence("_hjSession_{site_id}"), HasSubstr("“_hjSession_<site_id>”"));
  EXPECT_THAT(sentence("wordpress_[hash]"), HasSubstr("“wordpress_<hash>”"));
  EXPECT_THAT(sentence("_ga_#"), HasSubstr("“_ga_<id>”"));
  EXPECT_THAT(sentence("amp_XXXXXX"), HasSubstr("“amp_<id>”"));
  EXPECT_THAT(sentence("SR<Rotator"), HasSubstr("“SR<Rotator>”"));
  EXPECT_THAT(sentence("_ga, _gid and _gat"), HasSubstr("one tracker for each name"));
  EXPECT_THAT(sentence("_pk_id (visitor)"), HasSubstr("one tracker for each name"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
