#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {

const std::vector<RuleCase>& ExemptionCases() {
  static const std::vector<RuleCase> kCases = {
      {"exemption-broken", [](Small& s) { s.Service(1)["exemption"]["no_transmission"] = false; },
       "/purposes/1/services/0/exemption/no_transmission", "audience", [](Small&) {}},
      {"exemption-unanswered", [](Small& s) { s.Service(1).erase("exemption"); },
       "/purposes/1/services/0", "audience", [](Small&) {}},
      {"exemption-unanswered",
       [](Small& s) { s.Service(1)["exemption"]["no_transmission"] = nullptr; },
       "/purposes/1/services/0/exemption", "audience", [](Small&) {}},
      {"exemption-unanswered",
       [](Small& s) { s.Service(1)["exemption"]["address_shortened"] = true; },
       "/purposes/1/services/0/exemption", "audience",
       [](Small& s) {
         s.Service(1)["exemption"]["address_shortened"] = true;
         s.Service(1)["exemption"]["confirmed_by"] = TextOf("Déléguée");
         s.Service(1)["exemption"]["confirmed_on"] = "2026-11-26";
       }},
      {"exemption-undeclared",
       [](Small& s) { s.Service(1)["exemption"]["sole_account"] = nullptr; },
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
  };
  return kCases;
}

TEST(ExemptionRules, EachFindsWhatBreaksItAndNothingElse) { Judge(ExemptionCases()); }

}  // namespace temoin::catalog::testing
