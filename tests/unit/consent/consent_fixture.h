// Terms of a revision in the manner of ameli.fr, for the tests of this room.
#ifndef TEMOIN_TESTS_UNIT_CONSENT_CONSENT_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_CONSENT_CONSENT_FIXTURE_H_

#include <string>

#include "base/calendar.h"
#include "consent/choice.h"
#include "consent/terms.h"

namespace temoin::consent {

inline Time At(const char* text) {
  const auto time = ParseTime(text);
  return time.ok() ? *time : Time{};
}

inline Terms AmeliTerms() {
  Terms terms;
  terms.site = "ameli.fr";
  terms.controller = "Caisse nationale de l’Assurance Maladie";
  terms.revision = std::string(64, 'a');
  terms.generation = 2;
  terms.services = {{.id = "adform", .basis = Basis::kConsent, .since = 1},
                    {.id = "piano-analytics", .basis = Basis::kExemptWithOptOut, .since = 1},
                    {.id = "vimeo", .basis = Basis::kConsent, .since = 2}};
  terms.languages = {"fr", "en"};
  terms.choice_validity = {.months = 13};
  terms.evidence_retention = {.months = 13};
  terms.cookies.domain = "ameli.fr";
  return terms;
}

inline ChoiceRequest AmeliChoice(bool adform, bool piano, bool vimeo) {
  ChoiceRequest choice;
  choice.revision = std::string(64, 'a');
  choice.decisions = {{"adform", adform}, {"piano-analytics", piano}, {"vimeo", vimeo}};
  choice.action = Action::kSave;
  choice.language = "fr";
  return choice;
}

}  // namespace temoin::consent

#endif  // TEMOIN_TESTS_UNIT_CONSENT_CONSENT_FIXTURE_H_
