// What the codes and members of the files are called, in French ("fr") and English ("en"), by those
// who read of a change: "13 mois", "sous-traitant", "finalité". A code that this program does not
// know is given back as it stands. Pure.
#ifndef TEMOIN_CATALOG_CHANGE_WORDS_H_
#define TEMOIN_CATALOG_CHANGE_WORDS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "catalog/model.h"

namespace temoin::catalog {

std::string RoleWordsOf(const nlohmann::json& value, std::string_view language);
std::string StatusWordsOf(const nlohmann::json& value, std::string_view language);
std::string BasisWordsOf(const nlohmann::json& value, std::string_view language);
std::string KindWordsOf(const nlohmann::json& value, std::string_view language);
// "13 mois", "session", "non publiée", "60 jours si accepté ; 10 ans si refusé".
std::string LifetimeWordsOf(const nlohmann::json& value, std::string_view language);
// What a member of the files ("policy_url") is called.
Text MemberWords(std::string_view member);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_CHANGE_WORDS_H_
