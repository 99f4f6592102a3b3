#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {

const std::vector<RuleCase>& HostCases() {
  using nlohmann::json;
  static const std::vector<RuleCase> kCases = {
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
      {"host-outside-vendor", [](Small& s) { s.Tracker(2, 0)["host"] = "elsewhere.example"; },
       "/purposes/2/services/0/trackers/0/host", "vid",
       [](Small& s) { s.Tracker(2, 0)["host"] = "cdn.player.example"; }},
      {"host-unpublished", [](Small& s) { s.Tracker(2, 0)["host"] = nullptr; },
       "/purposes/2/services/0/trackers/0/host", "vid",
       [](Small& s) { s.Tracker(2, 0)["host"] = "<site>"; }},
      {"host-does-not-set", [](Small& s) { s.Tracker(2, 0)["set_on_site"] = true; },
       "/purposes/2/services/0/trackers/0/host", "vid",
       [](Small& s) {
         s.Tracker(2, 0)["set_on_site"] = true;
         s.Tracker(2, 0)["host"] = "www.example.fr";
       }},
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
      {"host-malformed", [](Small& s) { s.vendors["player"]["domains"].push_back("cdn..example"); },
       "/domains/1", "player",
       [](Small& s) { s.vendors["player"]["domains"].push_back("a--b.1.example"); }},
      {"host-malformed",
       [](Small& s) { s.site["origins"].push_back("https://www..example.fr:8443"); }, "/origins/1",
       "site", [](Small& s) { s.site["origins"].push_back("https://w-w.example.fr:8443"); }},
  };
  return kCases;
}

TEST(HostRules, EachFindsWhatBreaksItAndNothingElse) { Judge(HostCases()); }

}  // namespace temoin::catalog::testing
