#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {
namespace {

using nlohmann::json;

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

}  // namespace

const std::vector<RuleCase>& VendorCases() {
  static const std::vector<RuleCase> kCases = {
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
  };
  return kCases;
}

TEST(VendorRules, EachFindsWhatBreaksItAndNothingElse) { Judge(VendorCases()); }

}  // namespace temoin::catalog::testing
