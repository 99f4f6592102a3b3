#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {

const std::vector<RuleCase>& DomainCases() {
  static const std::vector<RuleCase> kCases = {
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
       [](Small& s) { s.vendors["player"]["domains"].push_back("static.hotjar.com"); },
       "/domains/1", "player",
       [](Small& s) { s.vendors["player"]["domains"].push_back("exemple.matomo.cloud"); }},
      {"host-of-known-product", [](Small& s) { s.Tracker(0, 1)["host"] = "static.hotjar.com"; },
       "/purposes/0/services/0/trackers/1/host", "pctx",
       [](Small& s) { s.Tracker(0, 1)["host"] = "cdn.publisher.example"; }},
  };
  return kCases;
}

TEST(DomainRules, EachFindsWhatBreaksItAndNothingElse) { Judge(DomainCases()); }

}  // namespace temoin::catalog::testing
