// Looking at single consents, by staff: who looked stands in the access log before anything is
// told, and also where there is nothing to tell.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_CONSENTS_H_
#define TEMOIN_APP_STAFF_CONSENTS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "app/context.h"

namespace temoin::app {

struct SearchConsents {
  store::SearchQuery query{};  // its days are those of the zone of its site, UTC without one
};

// The line ("consent.search") says what was asked.
Result<store::SearchPage> Search(const Context& context, const Actor& actor,
                                 const SearchConsents& command);

// By the index that something named which a person shows: never the text itself, which may be a
// secret of theirs.
struct FindConsent {
  store::Index index = 0;
  std::string by{};  // "receipt", "reference", "index", "token"
};

// What stands at the index; the line is "consent.find". kNotFound where there is no entry.
Result<store::Found> Find(const Context& context, const Actor& actor, const FindConsent& command);

// As what a consent is handed out.
enum class ConsentForm : uint8_t { kRead, kReceipt, kLinkedData, kPage, kLetter, kDossier };
std::string_view ConsentFormName(ConsentForm form);  // "linked-data"

struct ReadConsent {
  store::Index index = 0;
  ConsentForm form = ConsentForm::kRead;
  std::string request{};  // the site's own number of the person's request; may be empty
  std::string despite{};  // a limitation: one of kDespiteLimitation; empty: it is heeded
};

// The line is "consent." and the form. kNotFound for an entry that is no consent's, or none. Of a
// limited record that is only read, what Withheld leaves; kConflict for its other forms.
Result<store::Found> Read(const Context& context, const Actor& actor, const ReadConsent& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_CONSENTS_H_
