#include <fmt/format.h>

#include <array>
#include <functional>

#include "catalog/drafting.h"
#include "catalog/rules/rule.h"
#include "catalog/rules/visit.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

constexpr int64_t kMostDataMonths = 25;

struct Condition {
  std::optional<bool> Exemption::*member;
  const char* pointer;
  const char* fr;
  const char* en;
};

// CNIL, page on audience measurement of 4 July 2025; deliberation 2020-092 article 5.
constexpr std::array<Condition, 6> kConditions = {{
    {&Exemption::sole_account, "/sole_account", "pour le compte exclusif de l’éditeur",
     "for the publisher's sole account"},
    {&Exemption::anonymous_statistics, "/anonymous_statistics", "statistiques anonymes uniquement",
     "anonymous statistics only"},
    {&Exemption::no_cross_checking, "/no_cross_checking",
     "aucun recoupement avec d’autres traitements", "no cross-checking with other processing"},
    {&Exemption::no_transmission, "/no_transmission", "aucune transmission à des tiers",
     "no transmission to third parties"},
    {&Exemption::no_cross_site_identifier, "/no_cross_site_identifier",
     "aucun suivi d’un site à l’autre", "no identifier across sites"},
    {&Exemption::lifetime_not_extended, "/lifetime_not_extended",
     "durée du traceur non prolongée à chaque visite", "lifetime not extended by new visits"},
}};

struct Further {
  const char* member;
  const char* fr;
  const char* en;
};

// Criteria of the CNIL's self-assessment of 2025, where a site answers them.
constexpr std::array<Further, 6> kFurther = {{
    {"no_acquisition_channels", "campagnes et canaux d’acquisition coupés",
     "campaigns and acquisition channels off"},
    {"location_by_city_at_most", "localisation à la ville au plus", "location by city at most"},
    {"address_shortened", "dernier octet de l’adresse IP effacé",
     "last byte of the IP address removed"},
    {"referrer_host_only", "page d’origine par son hôte seul", "referring page by its host alone"},
    {"opposition_link", "lien ou bouton d’opposition", "link or button to object"},
    {"no_visitor_path", "aucun parcours d’un visiteur isolé", "no path of a single visitor"},
}};

void ForEachExempt(const Site& site,
                   const std::function<void(const std::string&, const Service&)>& visit) {
  ForEachService(site,
                 [&](const std::string& pointer, const Purpose& purpose, const Service& service) {
                   if (purpose.basis == Basis::kExemptWithOptOut) visit(pointer, service);
                 });
}

void ExemptionBroken(const Site& site, Sink& sink) {
  const Drafting drafting = DraftingOf(site);
  ForEachExempt(site, [&](const std::string& pointer, const Service& service) {
    if (!service.exemption) return;
    const auto broken = [&](const std::string& place, const char* fr, const char* en) {
      sink.Report(site.file, pointer + "/exemption/" + place, service.id,
                  {fmt::format("{} est exempté de consentement sans remplir une condition : {}.",
                               service.name, fr),
                   fmt::format("{} is exempt from consent without meeting a condition: {}.",
                               service.name, en)});
    };
    for (const Condition& condition : kConditions) {
      if ((*service.exemption).*condition.member == false) {
        broken(condition.pointer + 1, condition.fr, condition.en);
      }
    }
    const auto assessed = drafting.assessments.find(service.id);
    if (assessed == drafting.assessments.end()) return;
    for (const Further& further : kFurther) {
      const auto answer = assessed->second.answers.find(further.member);
      if (answer != assessed->second.answers.end() && answer->second == false) {
        broken(further.member, further.fr, further.en);
      }
    }
  });
}

void AudienceDataOver25Months(const Site& site, Sink& sink) {
  ForEachExempt(site, [&](const std::string& pointer, const Service& service) {
    if (!service.exemption || !service.exemption->data_retention) return;
    const Duration& kept = *service.exemption->data_retention;
    if (!LongerThanMonths(kept, kMostDataMonths)) return;
    sink.Report(site.file, pointer + "/exemption/data_retention", service.id,
                {fmt::format("{} : les données d’audience sont conservées plus de 25 mois ({}).",
                             service.name, render::DurationWords(kept, "fr")),
                 fmt::format("{}: audience data is kept for more than 25 months ({}).",
                             service.name, render::DurationWords(kept, "en"))});
  });
}

// The conditions that the service's file leaves open, in words; empty where each has its answer.
Text OpenConditions(const Exemption& exemption, const SelfAssessment& assessed) {
  Text out;
  const auto add = [&](const char* more_fr, const char* more_en) {
    out.fr += (out.fr.empty() ? "" : " ; ") + std::string(more_fr);
    out.en += (out.en.empty() ? "" : "; ") + std::string(more_en);
  };
  for (const Condition& condition : kConditions) {
    if (!(exemption.*condition.member).has_value()) add(condition.fr, condition.en);
  }
  for (const Further& further : kFurther) {
    const auto answer = assessed.answers.find(further.member);
    if (answer != assessed.answers.end() && !answer->second) add(further.fr, further.en);
  }
  if (!assessed.answers.empty() && !assessed.confirmed) {
    add("fonction qui confirme les réponses, et le jour (confirmed_by, confirmed_on)",
        "function that confirms the answers, and the day (confirmed_by, confirmed_on)");
  }
  if (!exemption.data_retention) {
    add("durée de conservation des données", "retention of the data");
  }
  return out;
}

// Whether somebody answers for it that what is measured serves nothing and nobody else, and
// confirms the self-assessment where there is one.
bool IsAnsweredFor(const Exemption& exemption, const SelfAssessment& assessed) {
  for (const auto condition : {&Exemption::anonymous_statistics, &Exemption::no_cross_checking,
                               &Exemption::no_transmission, &Exemption::no_cross_site_identifier}) {
    if (!(exemption.*condition).has_value()) return false;
  }
  return assessed.confirmed || assessed.answers.empty();
}

// Calls visit(pointer, service, open conditions, whether it is answered for) for each exempt
// service that has open conditions.
void ForEachOpen(
    const Site& site,
    const std::function<void(const std::string&, const Service&, const Text&, bool)>& visit) {
  const Drafting drafting = DraftingOf(site);
  ForEachExempt(site, [&](const std::string& pointer, const Service& service) {
    if (!service.exemption) return;
    const auto found = drafting.assessments.find(service.id);
    const SelfAssessment assessed =
        found == drafting.assessments.end() ? SelfAssessment() : found->second;
    const Text open = OpenConditions(*service.exemption, assessed);
    const bool answered = IsAnsweredFor(*service.exemption, assessed);
    if (!open.empty()) visit(pointer + "/exemption", service, open, answered);
  });
}

void ExemptionUndeclared(const Site& site, Sink& sink) {
  ForEachOpen(site, [&](const std::string& pointer, const Service& service, const Text& open,
                        bool answered) {
    if (!answered) return;
    sink.Report(
        site.file, pointer, service.id,
        {fmt::format("{} : conditions de l’exemption non publiées : {}.", service.name, open.fr),
         fmt::format("{}: conditions of the exemption not published: {}.", service.name, open.en)});
  });
}

void ExemptionUnanswered(const Site& site, Sink& sink) {
  const auto report = [&](const std::string& pointer, const Service& service, const Text& open) {
    sink.Report(site.file, pointer, service.id,
                {fmt::format("{} mesurerait sans accord, et personne ne répond des conditions de "
                             "l’exemption : {}. Répondez-y, ou soumettez {} au consentement.",
                             service.name, open.fr, service.name),
                 fmt::format("{} would measure without consent, and nobody answers for the "
                             "conditions of the exemption: {}. Answer them, or make {} subject to "
                             "consent.",
                             service.name, open.en, service.name)});
  };
  ForEachExempt(site, [&](const std::string& pointer, const Service& service) {
    if (!service.exemption) report(pointer, service, {"aucune n’est déclarée", "none is declared"});
  });
  ForEachOpen(site, [&](const std::string& pointer, const Service& service, const Text& open,
                        bool answered) {
    if (!answered) report(pointer, service, open);
  });
}

void ExemptionWithoutIdentifier(const Site& site, Sink& sink) {
  ForEachExempt(site, [&](const std::string& pointer, const Service& service) {
    if (!service.exemption) return;
    const auto& name = service.exemption->visitor_identifier;
    if (!name) {
      sink.Report(
          site.file, pointer + "/exemption/visitor_identifier", service.id,
          {fmt::format("{} mesure l’audience et ne déclare aucun identifiant de visiteur.",
                       service.name),
           fmt::format("{} measures audience and declares no visitor identifier.", service.name)});
      return;
    }
    for (const Tracker& tracker : service.trackers) {
      if (tracker.name == *name) return;
    }
    sink.Report(site.file, pointer + "/exemption/visitor_identifier", service.id,
                {fmt::format("{} : l’identifiant de visiteur {} n’est pas parmi ses traceurs.",
                             service.name, *name),
                 fmt::format("{}: the visitor identifier {} is not among its trackers.",
                             service.name, *name)});
  });
}

constexpr std::string_view kPageFr = "CNIL, page sur la mesure d’audience du 4 juillet 2025";
constexpr std::string_view kPageEn = "CNIL, page on audience measurement of 4 July 2025";

constexpr Rule kRules[] = {
    {"exemption-broken", Severity::kError,
     "Un outil d’audience exempté ne remplit pas une condition de l’exemption",
     "An exempt audience tool does not meet a condition of the exemption", kPageFr, kPageEn,
     ExemptionBroken, nullptr, Waivable::kNo},
    {"exemption-unanswered", Severity::kError,
     "Un outil d’audience exempté mesure sans que personne ne réponde des conditions",
     "An exempt audience tool measures and nobody answers for the conditions", kPageFr, kPageEn,
     ExemptionUnanswered, nullptr, Waivable::kNo},
    {"exemption-undeclared", Severity::kWarning,
     "Un outil d’audience exempté ne déclare pas toutes les conditions de l’exemption",
     "An exempt audience tool does not declare every condition of the exemption", kPageFr, kPageEn,
     ExemptionUndeclared, nullptr},
    {"exemption-without-identifier", Severity::kWarning,
     "Un outil d’audience exempté ne déclare pas d’identifiant de visiteur",
     "An exempt audience tool declares no visitor identifier", kPageFr, kPageEn,
     ExemptionWithoutIdentifier, nullptr},
    {"audience-data-over-25-months", Severity::kWarning,
     "Les données d’un outil d’audience exempté sont conservées plus de 25 mois",
     "The data of an exempt audience tool is kept for more than 25 months", "Bonne pratique",
     "Good practice", AudienceDataOver25Months, nullptr},
};

}  // namespace

std::span<const Rule> ExemptionRules() { return kRules; }

}  // namespace temoin::catalog
