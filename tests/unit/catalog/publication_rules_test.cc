#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {
namespace {

// A record of processing that says all that it should.
nlohmann::json WholeRecord() {
  return {{"id", "follow"},
          {"title", TextOf("Suivi")},
          {"purpose", TextOf("Suivre.")},
          {"people", {TextOf("Assurés")}},
          {"data", TextOf("Identité")},
          {"legal_basis", "consent"},
          {"recipients", {TextOf("Agents")}},
          {"retention", "P6M"},
          {"transfers", TextOf("Aucun")},
          {"security", TextOf("Hébergement sûr")},
          {"created", "2023-01-01"},
          {"updated", "2023-01-02"},
          {"mentions_trackers", false}};
}

}  // namespace

const std::vector<RuleCase>& PublicationCases() {
  using nlohmann::json;
  static const std::vector<RuleCase> kCases = {
      {"to-decide",
       [](Small& s) {
         s.site["to_decide"] = {{{"id", "video-role"}, {"question", TextOf("Qui répond ?")}}};
       },
       "/to_decide/0", "video-role", [](Small& s) { s.site["to_decide"] = json::array(); }},
      {"to-try",
       [](Small& s) {
         s.site["to_decide"] = {
             {{"id", "guard"}, {"question", TextOf("Vont-elles ?")}, {"once_published", true}}};
       },
       "/to_decide/0", "guard", [](Small& s) { s.site["to_decide"] = json::array(); }},
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
      {"contradiction",
       [](Small& s) {
         s.site["contradictions"] = json::array(
             {{{"id", "both"}, {"statement", TextOf("Oui.")}, {"against", TextOf("Non.")}}});
       },
       "/contradictions/0", "both", [](Small&) {}},
      {"record-basis",
       [](Small& s) {
         s.site["controller"]["contact"] = TextOf("dpd@small.example");
         s.site["records"] = json::array({WholeRecord()});
         s.site["records"][0]["legal_basis"] = "public-interest";
         s.site["records"][0]["mentions_trackers"] = true;
       },
       "/records/0/legal_basis", "follow",
       [](Small& s) {
         s.site["controller"]["contact"] = TextOf("dpd@small.example");
         s.site["records"] = json::array({WholeRecord()});
         s.site["records"][0]["legal_basis"] = "public-interest";
       }},
      {"register-incomplete",
       [](Small& s) {
         s.site["controller"]["contact"] = TextOf("dpd@small.example");
         s.site["records"] = json::array({WholeRecord()});
         s.site["records"][0].erase("security");
       },
       "/records/0", "follow",
       [](Small& s) {
         s.site["controller"]["contact"] = TextOf("dpd@small.example");
         s.site["records"] = json::array({WholeRecord()});
       }},
      {"register-incomplete", [](Small& s) { s.site["records"] = json::array({WholeRecord()}); },
       "/controller/contact", "controller", [](Small&) {}},
      {"translation-missing", [](Small& s) { s.Tracker(2, 0)["purpose"].erase("en"); },
       "/purposes/2/services/0/trackers/0/purpose", "/purposes/2/services/0/trackers/0/purpose",
       [](Small& s) {
         s.Tracker(2, 0)["purpose"].erase("en");
         s.site["languages"] = {"fr"};
       }},
      {"translation-missing", [](Small& s) { s.vendors["player"]["location"]["text"].erase("en"); },
       "/location/text", "player/location/text", [](Small&) {}},
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
  };
  return kCases;
}

TEST(PublicationRules, EachFindsWhatBreaksItAndNothingElse) { Judge(PublicationCases()); }

}  // namespace temoin::catalog::testing
