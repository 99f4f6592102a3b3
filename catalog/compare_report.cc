#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "catalog/compare.h"
#include "catalog/to_json.h"
#include "catalog/words.h"

namespace temoin::catalog {

std::string ComparisonText(const Comparison& comparison, std::string_view language) {
  const bool english = language == "en";
  if (comparison.changes.empty()) {
    return english ? "Nothing changes for visitors.\n" : "Rien ne change pour les visiteurs.\n";
  }
  std::string out;
  for (const bool material : {true, false}) {
    bool titled = false;
    for (const Change& change : comparison.changes) {
      if (change.material != material) continue;
      if (!titled) {
        out += material
                   ? (english ? "Material changes (a choice given before does not cover them)"
                              : "Changements importants (un choix déjà donné ne les couvre pas)")
                   : (english ? "Editorial changes" : "Changements rédactionnels");
        out += "\n";
        titled = true;
      }
      out += fmt::format("  - {}\n    {}\n", change.sentence.In(language), change.pointer);
    }
  }
  if (!comparison.material()) {
    return out + (english ? "Nobody is asked again; the generation stays.\n"
                          : "Personne n’est interrogé à nouveau ; la génération reste la même.\n");
  }
  if (comparison.services.empty()) {
    return out + (english ? "The generation rises; no service that can be refused is asked again.\n"
                          : "La génération augmente ; aucun service refusable n’est redemandé.\n");
  }
  return out + fmt::format(fmt::runtime(english ? "The generation rises; visitors are asked again "
                                                  "for: {}. Their other choices stay.\n"
                                                : "La génération augmente ; l’accord est redemandé "
                                                  "pour : {}. Les autres choix restent.\n"),
                           fmt::join(comparison.services, ", "));
}

std::string FirstPublicationText(const Site& site, std::string_view language) {
  const bool english = language == "en";
  const char* const colon = english ? ":" : " :";
  std::string out =
      fmt::format("{}{}\n", english ? "Visitors read" : "Les visiteurs lisent", colon);
  for (const Purpose& purpose : site.purposes) {
    out +=
        fmt::format("  {} ({})\n", purpose.title.In(language), BasisWords(purpose.basis, language));
    for (const Service& service : purpose.services) {
      const std::string& vendor = service.vendor->name;
      const bool named = service.name.find(vendor) != std::string::npos;
      out += fmt::format("    - {}{}\n", service.name, named ? "" : fmt::format(" ({})", vendor));
    }
  }
  out += fmt::format("  {}{} {}\n", english ? "Languages" : "Langues", colon,
                     fmt::join(site.languages, ", "));
  return out + fmt::format("  Pages{} {}\n", colon, fmt::join(site.origins, ", "));
}

nlohmann::json ComparisonJson(const Comparison& comparison, const nlohmann::json& whole) {
  nlohmann::json changes = nlohmann::json::array();
  for (const Change& change : comparison.changes) {
    nlohmann::json row = {{"code", change.code},
                          {"material", change.material},
                          {"pointer", change.pointer},
                          {"service", whole},
                          {"sentence", TextJson(change.sentence)}};
    if (!change.service.empty()) row["service"] = change.service;
    changes.push_back(std::move(row));
  }
  return {{"material", comparison.material()},
          {"services", comparison.services},
          {"changes", std::move(changes)}};
}

}  // namespace temoin::catalog
