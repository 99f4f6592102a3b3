#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {

const std::vector<RuleCase>& NameCases() {
  using nlohmann::json;
  static const std::vector<RuleCase> kCases = {
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
      {"service-without-trackers", [](Small& s) { s.Service(2)["trackers"] = json::array(); },
       "/purposes/2/services/0/trackers", "video",
       [](Small& s) { s.Service(2)["trackers"].erase(1); }},
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
  };
  return kCases;
}

TEST(NameRules, EachFindsWhatBreaksItAndNothingElse) { Judge(NameCases()); }

}  // namespace temoin::catalog::testing
