#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/host.h"
#include "base/json.h"
#include "base/near_word.h"
#include "catalog/cookie_names.h"
#include "catalog/fields.h"
#include "catalog/file_readers.h"
#include "catalog/interface_words.h"
#include "catalog/rules/rule.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

void Contradictions(const Site& site, Sink& sink) {
  for (size_t i = 0; i < site.contradictions.size(); ++i) {
    const Contradiction& found = site.contradictions[i];
    sink.Report(site.file, fmt::format("/contradictions/{}", i), found.id,
                {found.statement.In("fr") + " " + found.against.In("fr"),
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
                     record.title.In("fr")),
         fmt::format("The record “{}” of the register names cookies and trackers on another basis "
                     "than consent.",
                     record.title.In("en"))});
  }
}

// Of a site that publishes records: what its register would still have to say.
void RegisterIncomplete(const Site& site, Sink& sink) {
  if (site.records.empty()) return;
  if (site.controller.contact.empty()) {
    sink.Report(site.file, "/controller/contact", "controller",
                {"Le registre ne dit pas où joindre le responsable du traitement.",
                 "The register does not say where the controller is reached."});
  }
  for (size_t i = 0; i < site.records.size(); ++i) {
    const RegisterRecord& record = site.records[i];
    Text lacks;
    const auto need = [&lacks](bool there, std::string_view fr, std::string_view en) {
      if (there) return;
      lacks.fr += (lacks.fr.empty() ? "" : ", ") + std::string(fr);
      lacks.en += (lacks.en.empty() ? "" : ", ") + std::string(en);
    };
    need(!record.purpose.empty(), "finalité", "purpose");
    need(!record.people.empty(), "personnes concernées", "people");
    need(!record.data.empty(), "types de données", "data");
    need(!record.recipients.empty(), "destinataires", "recipients");
    need(record.retention.kind != Lifetime::Kind::kUnpublished, "durée de conservation",
         "retention");
    need(!record.transfers.empty(), "transferts", "transfers");
    need(!record.security.empty(), "mesures de sécurité", "security measures");
    need(record.created.has_value(), "date de création", "day of creation");
    need(record.updated.has_value(), "date de mise à jour", "day of update");
    if (lacks.fr.empty()) continue;
    sink.Report(site.file, fmt::format("/records/{}", i), record.id,
                {fmt::format("La fiche « {} » du registre ne dit pas : {}.", record.title.In("fr"),
                             lacks.fr),
                 fmt::format("The record “{}” of the register does not say: {}.",
                             record.title.In("en"), lacks.en)});
  }
}

void NothingDeclared(const Site& site, Sink& sink) {
  if (!site.purposes.empty()) return;
  sink.Report(site.file, "/purposes", "site",
              {fmt::format("Aucun traceur n’est déclaré pour {}.", site.name),
               fmt::format("No tracker is declared for {}.", site.name)});
}

// Whether it is a text: strings by language tag.
bool IsText(const json& value) {
  if (!value.is_object() || value.empty()) return false;
  const auto items = value.items();
  return std::all_of(items.begin(), items.end(), [](const auto& item) {
    return item.value().is_string() && HasForm(item.key(), Form::kLanguage);
  });
}

// A file that is looked through, and what a waiver names before the pointer in it: nothing for the
// site's own, the id of a vendor for the vendor's.
struct Looked {
  const std::string& file;
  std::string owner;
};

// Texts that lack one of the languages.
void Untranslated(const json& value, const std::string& pointer,
                  const std::vector<std::string>& languages, const Looked& looked, Sink& sink) {
  if (IsText(value)) {
    for (const std::string& language : languages) {
      if (value.contains(language)) continue;
      sink.Report(
          looked.file, pointer, looked.owner + pointer,
          language == "en"
              ? Text{fmt::format("Texte sans traduction anglaise, en {}.", pointer),
                     fmt::format("Text without an English translation, at {}.", pointer)}
              : Text{fmt::format("Texte sans traduction (langue : {}), en {}.", language, pointer),
                     fmt::format("Text without a translation (language: {}), at {}.", language,
                                 pointer)});
    }
    return;
  }
  if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      Untranslated(value[i], pointer + "/" + std::to_string(i), languages, looked, sink);
    }
  }
  if (!value.is_object()) return;
  for (const auto& [key, member] : value.items()) {
    Untranslated(member, pointer + PointerToken(key), languages, looked, sink);
  }
}

void CookieDomainPublicSuffix(const Site& site, Sink& sink) {
  if (!IsPublicSuffix(site.cookie.domain)) return;
  sink.Report(
      site.file, "/cookie/domain", "site",
      {fmt::format("{} est un suffixe public : aucun navigateur n’y garde de cookie, et aucun "
                   "choix ne serait retenu.",
                   site.cookie.domain),
       fmt::format("{} is a public suffix: no browser keeps a cookie there, and no choice "
                   "would stay.",
                   site.cookie.domain)});
}

// The interface has words of its own in French and English alone.
void InterfaceWordsMissing(const Site& site, Sink& sink) {
  if (!site.refusable()) return;
  for (const std::string& language : site.languages) {
    if (language == "fr" || language == "en") continue;
    const auto words = site.settings.ui.find(language);
    std::string missing;
    for (const std::string_view key : kInterfaceWords) {
      if (words != site.settings.ui.end() && words->second.contains(std::string(key))) continue;
      missing += missing.empty() ? "" : ", ";
      missing += key;
    }
    if (missing.empty()) continue;
    sink.Report(site.file, "/settings/ui/" + language, language,
                {fmt::format("Mots du bandeau à traduire (langue : {}) : {}.", language, missing),
                 fmt::format("Words of the banner to be translated (language: {}): {}.", language,
                             missing)});
  }
}

// A word under a name that the banner does not have, or in a language that the site does not have,
// is never shown.
void InterfaceWordsUnknown(const Site& site, Sink& sink) {
  for (const auto& [language, words] : site.settings.ui) {
    const std::string at = "/settings/ui" + PointerToken(language);
    if (std::find(site.languages.begin(), site.languages.end(), language) == site.languages.end()) {
      sink.Report(site.file, at, language,
                  {fmt::format("Mots du bandeau donnés dans une langue que le site n’a pas "
                               "({}) : personne ne les voit. Ajoutez-la à « languages », ou "
                               "retirez-les.",
                               language),
                   fmt::format("Words of the banner are given in a language that the site does not "
                               "have ({}): nobody sees them. Add it to “languages”, or take them "
                               "out.",
                               language)});
      continue;
    }
    for (const auto& [key, word] : words) {
      if (std::find(std::begin(kInterfaceWords), std::end(kInterfaceWords), key) !=
          std::end(kInterfaceWords)) {
        continue;
      }
      const std::string near =
          NearWord(key, {std::begin(kInterfaceWords), std::end(kInterfaceWords)});
      sink.Report(
          site.file, at + PointerToken(key), key,
          {fmt::format("Le bandeau n’a pas de mot « {} » (langue : {}) : le texte donné n’est "
                       "jamais montré.{}",
                       key, language,
                       near.empty() ? "" : fmt::format(" Vouliez-vous écrire « {} » ?", near)),
           fmt::format("The banner has no word “{}” (language: {}): the text that is given is "
                       "never shown.{}",
                       key, language,
                       near.empty() ? "" : fmt::format(" Did you mean “{}”?", near))});
    }
  }
}

void TranslationMissing(const Site& site, Sink& sink) {
  const auto parsed = [](const std::string& source) {
    return ParseJson(source, {.max_bytes = source.size(), .max_depth = 32});
  };
  const auto own = parsed(site.source);
  if (own.ok()) {
    json rest = *own;
    rest.erase("vendors");  // told with the vendors below
    Untranslated(rest, "", site.languages, {site.file, ""}, sink);
  }
  const json texts = own.ok() ? own->value("vendor_texts", json::object()) : json::object();
  const json members = own.ok() ? own->value("vendors", json::object()) : json::object();
  std::set<std::string_view> seen;
  const auto vendor = [&](const Vendor& found) {
    if (!seen.insert(found.id).second) return;
    auto value = parsed(found.source);
    if (!value.ok()) return;
    const json worded =
        WithTexts(AsPublished(*std::move(value), members.value(found.id, json::object())),
                  texts.value(found.id, json::object()));
    Untranslated(worded, "", site.languages, {found.file, found.id}, sink);
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
    {"cookie-domain-public-suffix", Severity::kError,
     "Le domaine des cookies du site est un suffixe public",
     "The site's cookie domain is a public suffix", "RFC 6265, section 5.3 (suffixes publics)",
     "RFC 6265 section 5.3 (public suffixes)", CookieDomainPublicSuffix, nullptr},
    {"contradiction", Severity::kWarning, "Deux phrases publiées se contredisent",
     "Two published sentences contradict each other",
     "RGPD, article 5, paragraphe 1, a) (transparence)", "GDPR article 5(1)(a) (transparency)",
     Contradictions, nullptr},
    {"record-basis", Severity::kWarning,
     "Une fiche du registre fonde des traceurs sur autre chose que le consentement",
     "A record of processing bases trackers on something other than consent",
     "Loi Informatique et Libertés, article 82", "French data protection act, article 82",
     RecordBasis, nullptr},
    {"register-incomplete", Severity::kNotice, "Une fiche du registre est incomplète",
     "A record of processing is incomplete",
     "RGPD, article 30 ; modèle de registre de la CNIL (création, mise à jour)",
     "GDPR article 30; the CNIL's model of a register (creation, update)", RegisterIncomplete,
     nullptr},
    {"nothing-declared", Severity::kNotice, "Un site ne déclare aucun traceur",
     "A site declares no tracker", "Loi Informatique et Libertés, article 82",
     "French data protection act, article 82", NothingDeclared, nullptr},
    {"translation-missing", Severity::kWarning, "Un texte n’est pas traduit",
     "A text is not translated", "Règle de la maison", "House rule", TranslationMissing, nullptr},
    {"interface-words-missing", Severity::kWarning,
     "Des mots du bandeau manquent dans une langue du site",
     "Words of the banner are missing in a language of the site",
     "RGPD, article 12, paragraphe 1 (information claire)",
     "GDPR article 12(1) (clear information)", InterfaceWordsMissing, nullptr},
    {"interface-words-unknown", Severity::kWarning,
     "Un mot du bandeau est donné sous un nom ou dans une langue qu’il n’a pas",
     "A word of the banner is given under a name or in a language that it does not have",
     "Règle de la maison", "House rule", InterfaceWordsUnknown, nullptr},
    {"cookies-shared", Severity::kError,
     "Deux sites partagent les noms et le domaine de leurs cookies de choix",
     "Two sites share the names and the domain of their choice cookies", "Règle de la maison",
     "House rule", nullptr, CookiesShared, Waivable::kNo},
};

}  // namespace

std::span<const Rule> PublicationRules() { return kRules; }

}  // namespace temoin::catalog
