// The enumerations of the model in the words that people read, French or English.
// Those of durations and countries are in render/locale.h.
//
// Thread-safety: pure functions. `language` is "fr" or "en"; anything else is French.
#ifndef TEMOIN_CATALOG_WORDS_H_
#define TEMOIN_CATALOG_WORDS_H_

#include <string>
#include <string_view>

#include "catalog/model.h"
#include "catalog/verdict.h"

namespace temoin::catalog {

// "13 mois", "30 minutes", "session", "non publiée"; "60 jours si accepté ; 10 ans si refusé".
std::string LifetimeWords(const Lifetime& lifetime, std::string_view language);
std::string KindWords(TrackerKind kind, std::string_view language);
// "adform.net", "le site lui-même", "hôte non publié".
std::string HostWords(const Tracker& tracker, std::string_view language);
// "12 mois", "l’année civile de l’accès et les 4 suivantes".
std::string AccessLogWords(const AccessLogRetention& kept, std::string_view language);
std::string RoleWords(Role role, std::string_view language);
std::string BasisWords(Basis basis, std::string_view language);
std::string VerdictWords(Verdict verdict, std::string_view language);
std::string TransferStatusWords(TransferStatus status, std::string_view language);
std::string TransferBasisWords(TransferBasis basis, std::string_view language);
// "aucun publié"; "vers les États-Unis (décision d’adéquation du 10 juillet 2023 …)".
std::string TransferWords(const Vendor& vendor, std::string_view language);
std::string MatchRuleWords(MatchRule rule, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_WORDS_H_
