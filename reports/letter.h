// What is said about one consent, to whoever asks: the evidence page that an auditor prints, and
// the facts of the answer to a visitor who exercises a right (RGPD articles 15 and 17).
//
// The words are French, as the letter is; the names of services come from the catalogue.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_LETTER_H_
#define TEMOIN_REPORTS_LETTER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"
#include "consent/record.h"
#include "consent/validity.h"
#include "render/html.h"
#include "reports/evidence.h"
#include "store/consents.h"

namespace temoin::reports {

// What the visitor chose, after "Réponse".
std::string_view EventWords(consent::Event event);

struct LetterFacts {
  store::Found found;
  consent::Judgement judgement;
  std::shared_ptr<const catalog::Site> site;  // null: not declared any more, or purged
  std::optional<Inclusion> inclusion;         // nothing while no checkpoint covers it
  std::string verifier_key;
  Time now{};
};

// Everything about one consent, with its proof, to print. kDataLoss when the record is unreadable.
Result<render::HtmlPage> ConsentPage(const LetterFacts& facts);

// The answer: what is kept and why, or since when it is gone.
Result<render::HtmlPage> AnswerLetter(const LetterFacts& facts);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_LETTER_H_
