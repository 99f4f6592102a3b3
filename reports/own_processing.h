// What Témoin itself does with personal data for a site, in the words of the register: recording
// and proving choices, and the log of who looked at them. With the text that the site publishes of
// it (GDPR article 13) and the draft of an impact assessment (article 35), for the controller to
// complete and to sign.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_OWN_PROCESSING_H_
#define TEMOIN_REPORTS_OWN_PROCESSING_H_

#include <string>
#include <string_view>

#include "catalog/model.h"
#include "reports/register.h"

namespace temoin::reports {

inline constexpr std::string_view kRegisterLanguage = "fr";

// Whom to write to and where to complain, as the site publishes it.
std::string RightsWords(const catalog::Site& site);
// "Vimeo (sous-traitant) – données : États-Unis – transfert hors UE : vers les États-Unis (clauses
// contractuelles types)"
std::string VendorWords(const catalog::Vendor& vendor, catalog::Role role);

RegisterSheet ProofSheet(const catalog::Site& site);
RegisterSheet AccessSheet(const catalog::Site& site);
RegisterText PrivacyNotice(const catalog::Site& site);
RegisterText AssessmentDraft(const catalog::Site& site);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_OWN_PROCESSING_H_
