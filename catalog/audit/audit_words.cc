#include "catalog/audit/audit_words.h"

#include <fmt/format.h>

namespace temoin::catalog {

std::string SecondsInWords(int64_t seconds, bool english) {
  constexpr int64_t kDay = 86400;
  if (seconds >= 2 * kDay) {
    return fmt::format("{} {}", seconds / kDay, english ? "days" : "jours");
  }
  if (seconds >= 3600) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

Text Called(const SeenTracker& seen) {
  Text name{seen.name, seen.name};
  if (seen.name.empty()) name = {"(sans nom)", "(no name)"};
  if (seen.host.empty()) return {name.fr + " (hôte non vu)", name.en + " (host not seen)"};
  return {fmt::format("{} ({})", name.fr, seen.host), fmt::format("{} ({})", name.en, seen.host)};
}

Text RefusalWords(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNone:
      break;
    case Refusal::kEmpty:
      return {"ni nom ni valeur", "neither a name nor a value"};
    case Refusal::kTooLong:
      return {"nom et valeur de plus de 4096 octets", "name and value over 4096 bytes"};
    case Refusal::kControl:
      return {"caractère de contrôle", "a control character"};
    case Refusal::kForeignDomain:
      return {"attribut Domain d’un autre hôte", "a Domain of another host"};
    case Refusal::kPublicSuffix:
      return {"attribut Domain qui est un suffixe public", "a Domain that is a public suffix"};
    case Refusal::kPrefix:
      return {"préfixe __Host- ou __Secure- sans les attributs qu’il exige",
              "a prefix __Host- or __Secure- without the attributes it asks for"};
    case Refusal::kSecureOverHttp:
      return {"attribut Secure dans une réponse http://", "Secure in an http:// answer"};
    case Refusal::kNotSecure:
      return {"SameSite=None ou Partitioned sans Secure",
              "SameSite=None or Partitioned without Secure"};
  }
  return {};
}

}  // namespace temoin::catalog
