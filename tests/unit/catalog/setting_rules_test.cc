#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {

const std::vector<RuleCase>& SettingCases() {
  using nlohmann::json;
  static const std::vector<RuleCase> kCases = {
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
      {"origin-never-sent",
       [](Small& s) { s.site["origins"].push_back("https://example.fr:70000"); }, "/origins/1",
       "https://example.fr:70000", [](Small&) {}},
      {"origin-never-sent",
       [](Small& s) { s.site["origins"].push_back("https://example.fr:08443"); }, "/origins/1",
       "https://example.fr:08443", [](Small&) {}},
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
      {"country-unknown", [](Small& s) { s.vendors["player"]["nationality"] = "UK"; },
       "/nationality", "player", [](Small& s) { s.vendors["player"]["nationality"] = "GB"; }},
  };
  return kCases;
}

TEST(SettingRules, EachFindsWhatBreaksItAndNothingElse) { Judge(SettingCases()); }

}  // namespace temoin::catalog::testing
