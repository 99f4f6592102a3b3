#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog::testing {

const std::vector<RuleCase>& LifetimeCases() {
  static const std::vector<RuleCase> kCases = {
      {"exempt-over-13-months", [](Small& s) { s.Tracker(1, 0)["lifetime"] = "P398D"; },
       "/purposes/1/services/0/trackers/0/lifetime", "_visit",
       [](Small& s) { s.Tracker(1, 0)["lifetime"] = "P397D"; }},
      {"tracker-over-13-months", [](Small& s) { s.Tracker(0, 1)["lifetime"] = "P14M"; },
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
  };
  return kCases;
}

TEST(LifetimeRules, EachFindsWhatBreaksItAndNothingElse) { Judge(LifetimeCases()); }

}  // namespace temoin::catalog::testing
