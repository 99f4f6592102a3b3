#include "catalog/verdict_sentences.h"

#include <fmt/format.h>

#include "base/host.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

// "Adform, Campaign Manager"
std::string ServiceNames(const std::vector<ServiceMatch>& matches) {
  std::string out;
  for (const ServiceMatch& match : matches) {
    const std::string one = fmt::format("{} ({})", match.service->name, match.site->id);
    out += out.empty() ? one : ", " + one;
  }
  return out;
}

std::string Listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += out.empty() ? name : ", " + name;
  return out;
}

Text BasisReason(const ServiceMatch& match) {
  const std::string& name = match.service->name;
  switch (match.purpose->basis) {
    case Basis::kConsent:
      return {fmt::format("Soumis à l’accord du visiteur pour {}.", name),
              fmt::format("Subject to the visitor's consent to {}.", name)};
    case Basis::kExempt:
      return {fmt::format("{} est nécessaire au service demandé : exempté de consentement.", name),
              fmt::format("{} is needed for the service asked for: exempt from consent.", name)};
    case Basis::kExemptWithOptOut:
      return {fmt::format("Mesure d’audience exemptée de consentement ({}), tant que le visiteur "
                          "ne s’y oppose pas.",
                          name),
              fmt::format("Audience measurement exempt from consent ({}), until the visitor "
                          "objects.",
                          name)};
  }
  return {};
}

// "Est déclaré : Adform (ameli.fr)."
Text WhatIsDeclared(const std::vector<ServiceMatch>& matches) {
  const std::string names = ServiceNames(matches);
  return {fmt::format("{} : {}.", matches.size() > 1 ? "Sont déclarés" : "Est déclaré", names),
          fmt::format("What is declared: {}.", names)};
}

void Append(const Text& sentence, Text& out) {
  out.fr += (out.fr.empty() ? "" : " ") + sentence.fr;
  out.en += (out.en.empty() ? "" : " ") + sentence.en;
}

// Why nobody can tell.
Text AmbiguousReason(const VerdictReport& report) {
  const ServiceResult& services = report.services;
  Text out;
  if (services.found.size() > 1) {
    const std::string names = ServiceNames(services.found);
    out = {fmt::format("Plusieurs services déclarés correspondent : {}.", names),
           fmt::format("Several declared services match: {}.", names)};
  } else if (!services.found.empty()) {
    out = WhatIsDeclared(services.found);
  } else if (!services.own_hosts.empty()) {
    const std::string hosts = Listed(services.own_hosts);
    out = {fmt::format("{} : au site même. L’adresse ne dit pas ce qui y est déposé.", hosts),
           fmt::format("{}: the site's own. The address does not say what is set there.", hosts)};
  }
  if (services.found.empty() && !report.stored.empty()) {
    const std::string names = Listed(report.stored);
    Append({fmt::format("Ce code dépose lui-même : {}.", names),
            fmt::format("This code itself sets: {}.", names)},
           out);
  }
  return out;
}

// What a code has beside the services that were found.
void AppendRestOfCode(const VerdictReport& report, Text& out) {
  if (!report.undeclared.empty()) {
    const std::string names = Listed(report.undeclared);
    Append({fmt::format("Ce code dépose lui-même ce que rien ne déclare : {}.", names),
            fmt::format("This code itself sets what nothing declares: {}.", names)},
           out);
  }
  if (!report.unread.empty()) {
    const std::string pieces = Listed(report.unread);
    Append(
        {fmt::format("Ce code contient ce qui ne peut être lu et peut cacher un autre "
                     "fournisseur : {}",
                     pieces),
         fmt::format("This code has what cannot be read and may hide another vendor: {}", pieces)},
        out);
  }
}

Text ServiceReason(const VerdictReport& report) {
  const ServiceResult& services = report.services;
  if (report.verdict == Verdict::kAmbiguous) {
    Text out = AmbiguousReason(report);
    AppendRestOfCode(report, out);
    return out;
  }
  if (report.verdict != Verdict::kNotDeclared) return BasisReason(services.found.front());
  if (report.nothing_asked) {
    return {
        "Ce code ne contient ni adresse ni fonction connue : demandez par le nom du "
        "fournisseur, par l’adresse que le code appelle ou par les noms des cookies.",
        "This code has neither an address nor a function that is known: ask by the vendor's "
        "name, the address that the code calls or the names of the cookies."};
  }
  const std::string hosts = Listed(services.unknown_hosts);
  const std::string products = Listed(services.products);
  Text out{"Aucun service déclaré ne porte ce nom.", "No declared service has this name."};
  if (hosts.empty() && !report.undeclared.empty()) {
    out = {};
  } else if (!hosts.empty()) {
    const std::string what = products.empty() ? "" : fmt::format(" ({})", products);
    out = {fmt::format("Aucun service déclaré ne charge depuis {}{}.", hosts, what),
           fmt::format("No declared service loads from {}{}.", hosts, what)};
  } else if (!products.empty()) {
    const bool many = services.products.size() > 1;
    out = {fmt::format("Aucun service déclaré n’est {} : {}.",
                       many ? "l’un de ceux-ci" : "celui-ci", products),
           fmt::format("No declared service is {}: {}.", many ? "one of these" : "this one",
                       products)};
  }
  std::vector<ServiceMatch> others = services.found;
  others.insert(others.end(), services.near.begin(), services.near.end());
  if (!others.empty()) Append(WhatIsDeclared(others), out);
  AppendRestOfCode(report, out);
  return out;
}

Text DeclaredElsewhere(const VerdictReport& report) {
  const Candidate& first = report.matched.declared_for.front();
  return {fmt::format("{} est déclaré pour {} ({}), non pour {}.", report.seen.name,
                      HostWords(*first.tracker, "fr"), first.service->name, report.seen.host),
          fmt::format("{} is declared for {} ({}), not for {}.", report.seen.name,
                      HostWords(*first.tracker, "en"), first.service->name, report.seen.host)};
}

Text DeclaredOtherwise(const VerdictReport& report) {
  const Candidate& first = report.other_kinds.front();
  const TrackerKind declared = first.tracker->kind;
  return {fmt::format("{} est déclaré comme : {} ({}) ; ce code le garde comme : {}.",
                      report.seen.name, KindWords(declared, "fr"), first.service->name,
                      KindWords(*report.seen.kind, "fr")),
          fmt::format("{} is declared as: {} ({}); this code keeps it as: {}.", report.seen.name,
                      KindWords(declared, "en"), first.service->name,
                      KindWords(*report.seen.kind, "en"))};
}

Text VerdictReason(const VerdictReport& report) {
  const Candidate& first = report.matched.candidates.front();
  switch (report.verdict) {
    case Verdict::kAlways:
      return {fmt::format("{} est nécessaire au service demandé : exempté de consentement.",
                          first.tracker->name),
              fmt::format("{} is needed for the service asked for: exempt from consent.",
                          first.tracker->name)};
    case Verdict::kExemptWithOptOut:
      return {
          fmt::format("Mesure d’audience exemptée de consentement ({}), tant que le visiteur ne "
                      "s’y oppose pas.",
                      first.service->name),
          fmt::format("Audience measurement exempt from consent ({}), until the visitor objects.",
                      first.service->name)};
    case Verdict::kAfterConsent:
      return {fmt::format("Soumis à l’accord du visiteur pour {}.", first.service->name),
              fmt::format("Subject to the visitor's consent to {}.", first.service->name)};
    case Verdict::kOverLimit:
      return {fmt::format("Déclaré pour plus de 13 mois ({}).",
                          LifetimeWords(first.tracker->lifetime, "fr")),
              fmt::format("Declared for more than 13 months ({}).",
                          LifetimeWords(first.tracker->lifetime, "en"))};
    case Verdict::kAmbiguous:
      return {fmt::format("{} traceurs déclarés correspondent et ne donnent pas la même réponse.",
                          report.matched.candidates.size()),
              fmt::format("{} declared trackers match and do not give the same answer.",
                          report.matched.candidates.size())};
    case Verdict::kNotDeclared:
      break;
  }
  return {};
}

}  // namespace

Text ReasonOf(const VerdictReport& report) {
  if (report.own) {
    Text out = SetByTheService();
    return {fmt::format("{} est {}. {}", report.own->name, out.fr, report.own->purpose.fr),
            fmt::format("{} is {}. {}", report.own->name, out.en, report.own->purpose.en)};
  }
  if (report.about_service) return ServiceReason(report);
  if (!report.matched.declared_for.empty()) return DeclaredElsewhere(report);
  if (report.matched.candidates.empty() && !report.other_kinds.empty()) {
    return DeclaredOtherwise(report);
  }
  if (report.seen.bad_domain) {
    return {fmt::format("Les navigateurs refusent ce cookie : son Domain, « {} », n’est pas un nom "
                        "d’hôte.",
                        report.seen.host),
            fmt::format("Browsers refuse this cookie: its Domain, “{}”, is no name of a host.",
                        report.seen.host)};
  }
  if (!report.seen.host.empty() && NormalHost(report.seen.host).empty()) {
    return {
        fmt::format("« {} » n’est pas un nom d’hôte : indiquez-le comme www.exemple.fr.",
                    report.seen.host),
        fmt::format("“{}” is no name of a host: give it as www.example.com.", report.seen.host)};
  }
  if (report.matched.candidates.empty()) {
    return {"Aucun traceur déclaré ne porte ce nom.", "No declared tracker has this name."};
  }
  Text out = VerdictReason(report);
  if (report.seen.host.empty() && report.verdict != Verdict::kAmbiguous) {
    const Tracker& tracker = *report.matched.candidates.front().tracker;
    if (tracker.host.empty() && !tracker.own_host) {
      out.fr += " Hôte non vu : valable s’il est déposé par le site ou par ce fournisseur.";
      out.en += " Host not seen: valid if the site or this vendor sets it.";
    } else {
      out.fr +=
          fmt::format(" Hôte non vu : valable s’il est déposé par {}.", HostWords(tracker, "fr"));
      out.en += fmt::format(" Host not seen: valid if {} sets it.", HostWords(tracker, "en"));
    }
  }
  return out;
}

Text NextStepOf(const VerdictReport& report) {
  switch (report.verdict) {
    case Verdict::kAlways:
      return {"Rien à faire : peut être déposé dès l’arrivée.",
              "Nothing to do: may be set on arrival."};
    case Verdict::kExemptWithOptOut:
      return {"Peut être déposé dès l’arrivée, et doit cesser dès que le visiteur s’oppose.",
              "May be set on arrival, and must stop as soon as the visitor objects."};
    case Verdict::kAfterConsent: {
      const std::string& id = report.about_service ? report.services.found.front().service->id
                                                   : report.matched.candidates.front().service->id;
      return {
          fmt::format("Balisez le code avec data-service=\"{}\" : il ne s’exécute qu’après "
                      "l’accord.",
                      id),
          fmt::format("Tag the code with data-service=\"{}\": it runs only after consent.", id)};
    }
    case Verdict::kOverLimit:
      if (report.waiver != nullptr) {
        return {
            fmt::format("Dérogation jusqu’au {}. Avant cette date, faites ramener la durée à "
                        "13 mois au plus.",
                        FormatDate(report.waiver->until)),
            fmt::format("Waived until {}. Before that date have the lifetime brought down to 13 "
                        "months at most.",
                        FormatDate(report.waiver->until))};
      }
      return {
          "Ne pas déposer. Le délégué à la protection des données décide : durée ramenée à 13 "
          "mois au plus, ou dérogation motivée avec une date de fin.",
          "Do not set. The data protection officer decides: a lifetime of 13 months at most, or "
          "a waiver with its reason and end date."};
    case Verdict::kAmbiguous:
      if (report.about_service) {
        return {"Demandez pour chacun, par le nom de ses cookies ou par son adresse.",
                "Ask for each, by the names of its cookies or its address."};
      }
      return {
          "Indiquez l’hôte qui le dépose ; s’il reste un doute, le délégué à la protection des "
          "données tranche.",
          "Say which host sets it; if doubt remains, the data protection officer decides."};
    case Verdict::kNotDeclared:
      if (report.about_service) {
        return {
            "Ne pas intégrer. Le délégué à la protection des données décide, sur une demande qui "
            "indique : finalité, fournisseur, cookies et leurs durées, hôtes, lieu des données et "
            "transferts.",
            "Do not embed. The data protection officer decides, on a request that gives: purpose, "
            "vendor, cookies and their lifetimes, hosts, place of the data and transfers."};
      }
      return {
          "Ne pas déposer. Le délégué à la protection des données décide, sur une demande qui "
          "indique : finalité, durée, hôte, fournisseur, lieu des données et transferts. La "
          "déclaration est préparée ci-dessous.",
          "Do not set. The data protection officer decides, on a request that gives: purpose, "
          "lifetime, host, vendor, place of the data and transfers. The declaration is drafted "
          "below."};
  }
  return {};
}

}  // namespace temoin::catalog
