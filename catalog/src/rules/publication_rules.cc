#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.h"
#include "catalog/src/cookie_names.h"
#include "catalog/src/rules/rule.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

void Contradictions(const Site& site, Sink& sink) {
  for (size_t i = 0; i < site.contradictions.size(); ++i) {
    const Contradiction& found = site.contradictions[i];
    sink.Report(site.file, fmt::format("/contradictions/{}", i), found.id,
                {found.statement.fr + " " + found.against.fr,
                 found.statement.In("en") + " " + found.against.In("en")});
  }
}

void RecordBasis(const Site& site, Sink& sink) {
  for (size_t i = 0; i < site.records.size(); ++i) {
    const RegisterRecord& record = site.records[i];
    if (!record.mentions_trackers || record.legal_basis == "consent") continue;
    sink.Report(
        site.file, fmt::format("/records/{}/legal_basis", i), record.id,
        {fmt::format("La fiche « {} » du registre cite des cookies et traceurs sur une autre base "
                     "que le consentement.",
                     record.title.fr),
         fmt::format("The record “{}” of the register names cookies and trackers on another basis "
                     "than consent.",
                     record.title.In("en"))});
  }
}

void NothingDeclared(const Site& site, Sink& sink) {
  if (!site.purposes.empty()) return;
  sink.Report(site.file, "/purposes", "site",
              {fmt::format("Aucun traceur n’est déclaré pour {}.", site.name),
               fmt::format("No tracker is declared for {}.", site.name)});
}

// Objects of the form {"fr": …} without "en".
void Untranslated(const json& value, const std::string& pointer, const std::string& file,
                  Sink& sink) {
  if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      Untranslated(value[i], pointer + "/" + std::to_string(i), file, sink);
    }
    return;
  }
  if (!value.is_object()) return;
  const auto french = value.find("fr");
  if (french != value.end() && french->is_string() && !value.contains("en")) {
    sink.Report(file, pointer, pointer,
                {fmt::format("Texte sans traduction anglaise, en {}.", pointer),
                 fmt::format("Text without an English translation, at {}.", pointer)});
  }
  for (const auto& [key, member] : value.items()) {
    Untranslated(member, pointer + PointerToken(key), file, sink);
  }
}

void UntranslatedSource(const std::string& source, const std::string& file, Sink& sink) {
  const auto value = ParseJson(source, {.max_bytes = source.size(), .max_depth = 32});
  if (value.ok()) Untranslated(*value, "", file, sink);
}

void TranslationMissing(const Site& site, Sink& sink) {
  if (std::find(site.languages.begin(), site.languages.end(), "en") == site.languages.end()) return;
  UntranslatedSource(site.source, site.file, sink);
  std::set<std::string_view> seen;
  const auto vendor = [&](const Vendor& found) {
    if (seen.insert(found.id).second) UntranslatedSource(found.source, found.file, sink);
  };
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) vendor(*service.vendor);
  }
  for (const Processor& processor : site.processors) vendor(*processor.vendor);
}

bool DomainsMeet(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  return a == b || (a.ends_with(b) && a[a.size() - b.size() - 1] == '.');
}

// By domain, or by host where cookies are bound to their host.
std::vector<std::string> CookieDomains(const Site& site) {
  if (!site.cookie.domain.empty()) return {site.cookie.domain};
  std::vector<std::string> hosts;
  for (const std::string& origin : site.origins) {
    const std::string host = origin.substr(origin.find("://") + 3);
    hosts.push_back(host.substr(0, host.find(':')));
  }
  return hosts;
}

void CookiesShared(const Catalog& catalog, Sink& sink) {
  std::map<std::string, std::vector<const Site*>> by_name;
  for (const auto& [id, site] : catalog.sites()) {
    if (!site->refusable()) continue;
    for (const std::string& name :
         {site->cookie.choice, site->cookie.context, RetryCookieName(site->cookie)}) {
      by_name[name].push_back(site.get());
    }
  }
  // A domain and those above it: "a.b.fr", "b.fr", "fr". Two sites meet when the domain of one is
  // among those of the other.
  std::set<std::pair<const Site*, const Site*>> told;
  for (const auto& [name, sites] : by_name) {
    std::map<std::string, std::vector<const Site*>, std::less<>> by_domain;
    for (const Site* site : sites) {
      for (const std::string& domain : CookieDomains(*site)) by_domain[domain].push_back(site);
    }
    for (const Site* site : sites) {
      for (const std::string& domain : CookieDomains(*site)) {
        for (std::string_view above = domain;;) {
          if (const auto found = by_domain.find(above); found != by_domain.end()) {
            for (const Site* other : found->second) {
              if (other == site || !DomainsMeet(domain, above)) continue;
              const auto pair = std::minmax(site, other);
              if (!told.insert({pair.first, pair.second}).second) continue;
              sink.Report(
                  site->file, "/cookie", other->id,
                  {fmt::format("{} et {} partagent le cookie {} et son domaine : l’un écrase le "
                               "choix donné sur l’autre.",
                               site->id, other->id, name),
                   fmt::format("{} and {} share the cookie {} and its domain: one overwrites the "
                               "choice given on the other.",
                               site->id, other->id, name)});
            }
          }
          const size_t dot = above.find('.');
          if (dot == std::string_view::npos) break;
          above.remove_prefix(dot + 1);
        }
      }
    }
  }
}

constexpr Rule kRules[] = {
    {"contradiction", Severity::kWarning, "Deux phrases publiées se contredisent",
     "Two published sentences contradict each other",
     "RGPD, article 5, paragraphe 1, a) (transparence)", "GDPR article 5(1)(a) (transparency)",
     Contradictions, nullptr},
    {"record-basis", Severity::kWarning,
     "Une fiche du registre fonde des traceurs sur autre chose que le consentement",
     "A record of processing bases trackers on something other than consent",
     "Loi Informatique et Libertés, article 82", "French data protection act, article 82",
     RecordBasis, nullptr},
    {"nothing-declared", Severity::kNotice, "Un site ne déclare aucun traceur",
     "A site declares no tracker", "Loi Informatique et Libertés, article 82",
     "French data protection act, article 82", NothingDeclared, nullptr},
    {"translation-missing", Severity::kWarning, "Un texte n’est pas traduit",
     "A text is not translated", "Règle de la maison", "House rule", TranslationMissing, nullptr},
    {"cookies-shared", Severity::kError,
     "Deux sites partagent les noms et le domaine de leurs cookies de choix",
     "Two sites share the names and the domain of their choice cookies", "Règle de la maison",
     "House rule", nullptr, CookiesShared},
};

}  // namespace

std::span<const Rule> PublicationRules() { return kRules; }

}  // namespace temoin::catalog
