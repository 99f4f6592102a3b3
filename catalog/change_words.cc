#include "catalog/change_words.h"

#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>

#include "catalog/document_view.h"
#include "catalog/lifetime.h"
#include "catalog/words.h"

namespace temoin::catalog {

using nlohmann::json;

namespace {

// The words for a code of the files, out of the enumeration it belongs to; the code itself where it
// belongs to none (a document of a later program).
template <typename Enum>
std::string CodeWords(const json& value, std::initializer_list<Enum> all,
                      std::string_view (*code_of)(Enum),
                      std::string (*words_of)(Enum, std::string_view), std::string_view language) {
  std::string code = StringOr(value, "—");
  for (const Enum each : all) {
    if (code_of(each) == code) return words_of(each, language);
  }
  return code;
}

}  // namespace

std::string RoleWordsOf(const json& value, std::string_view language) {
  return CodeWords(value,
                   {Role::kPublisher, Role::kProcessor, Role::kJointController, Role::kController,
                    Role::kUnpublished},
                   &RoleName, &RoleWords, language);
}

std::string StatusWordsOf(const json& value, std::string_view language) {
  return CodeWords(
      value,
      {TransferStatus::kNone, TransferStatus::kNoneByContract, TransferStatus::kNonePublished,
       TransferStatus::kUnpublished, TransferStatus::kDeclared},
      &TransferStatusName, &TransferStatusWords, language);
}

std::string BasisWordsOf(const json& value, std::string_view language) {
  return CodeWords(
      value,
      {TransferBasis::kAdequacy, TransferBasis::kStandardClauses, TransferBasis::kBindingRules,
       TransferBasis::kDerogation, TransferBasis::kUnpublished},
      &TransferBasisName, &TransferBasisWords, language);
}

std::string KindWordsOf(const json& value, std::string_view language) {
  return CodeWords(value.is_null() ? json(TrackerKindName(TrackerKind::kCookie)) : value,
                   {TrackerKind::kCookie, TrackerKind::kLocalStorage, TrackerKind::kSessionStorage,
                    TrackerKind::kPixel, TrackerKind::kIndexedDb, TrackerKind::kCache,
                    TrackerKind::kFingerprint, TrackerKind::kEmailPixel},
                   &TrackerKindName, &KindWords, language);
}

std::string LifetimeWordsOf(const json& value, std::string_view language) {
  return LifetimeWords(LifetimeFromJson(value), language);
}

Text MemberWords(std::string_view member) {
  static const std::map<std::string_view, Text> kWords = {
      {"aliases", {"autres noms sous lesquels il est observé", "other names it is seen under"}},
      {"consent_mode", {"signaux de Google Consent Mode", "signals of Google Consent Mode"}},
      {"cookie", {"cookies qui gardent le choix", "cookies that keep the choice"}},
      {"data", {"données", "data"}},
      {"description", {"description", "description"}},
      {"domains", {"domaines", "domains"}},
      {"group", {"groupe", "group"}},
      {"groups", {"groupes de traceurs", "groups of trackers"}},
      {"addresses", {"adresses", "addresses"}},
      {"hosts", {"hôtes", "hosts"}},
      {"languages", {"langues", "languages"}},
      {"legal_basis", {"base légale", "legal basis"}},
      {"legal_texts", {"textes", "legal texts"}},
      {"mentions_trackers", {"mention des traceurs", "mention of trackers"}},
      {"name", {"nom", "name"}},
      {"nationality", {"nationalité de la société", "nationality of the company"}},
      {"people", {"personnes concernées", "people concerned"}},
      {"policy_url", {"lien vers sa politique", "link to its policy"}},
      {"processors", {"sous-traitance", "processors"}},
      {"published", {"mention de ce qui est publié", "remark on what is published"}},
      {"purpose", {"finalité", "purpose"}},
      {"recipients", {"destinataires", "recipients"}},
      {"rights", {"exercice des droits", "exercise of rights"}},
      {"security", {"sécurité", "security"}},
      {"set_on_site", {"dépôt sur le domaine du site", "set on the site’s own domain"}},
      {"settings", {"réglages du bandeau", "settings of the banner"}},
      {"sub_purposes", {"sous-finalités", "sub-purposes"}},
      {"texts", {"textes du bandeau", "texts of the banner"}},
      {"title", {"titre", "title"}},
      {"transfers", {"transferts", "transfers"}},
      {"updated", {"date de mise à jour", "date of its update"}},
  };
  const auto found = kWords.find(member);
  return found == kWords.end() ? Text{std::string(member), std::string(member)} : found->second;
}

}  // namespace temoin::catalog
