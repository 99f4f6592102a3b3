// What a site sets of itself: its origins, whom to write to, how long it keeps what, and what a
// visitor is shown by name.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <string>

#include "base/ascii.h"
#include "base/host.h"
#include "catalog/eea.h"
#include "catalog/rules/placeholder.h"
#include "catalog/rules/rule.h"
#include "catalog/rules/visit.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

constexpr int64_t kMostEvidenceMonths = 6 * 12;
constexpr int64_t kMostRecordMonths = 50 * 12;
constexpr int64_t kMostCalendarYears = 5;

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.");
}

// The cookies of a choice are Secure: a page that came over http keeps none of them.
void OriginNotSecure(const Site& site, Sink& sink) {
  for (size_t i = 0; i < site.origins.size(); ++i) {
    const std::string& origin = site.origins[i];
    if (!origin.starts_with("http://") || IsLoopback(HostOfUrl(origin))) continue;
    sink.Report(site.file, fmt::format("/origins/{}", i), origin,
                {fmt::format("{} n’est pas chiffrée : aucun navigateur n’y garde les cookies du "
                             "choix (Secure), et le bandeau reviendrait à chaque page. Écrivez "
                             "https://, ou retirez cette origine.",
                             origin),
                 fmt::format("{} is not encrypted: no browser keeps the cookies of a choice "
                             "(Secure) there, and the banner would come back on each page. Write "
                             "https://, or take this origin out.",
                             origin)});
  }
}

// Browsers leave out the port that a scheme has by itself (RFC 6454 section 6.1).
void OriginNeverSent(const Site& site, Sink& sink) {
  for (size_t i = 0; i < site.origins.size(); ++i) {
    const std::string& origin = site.origins[i];
    const size_t colon = origin.rfind(':');
    if (colon == origin.find("://")) continue;
    int port = 0;
    std::from_chars(origin.data() + colon + 1, origin.data() + origin.size(), port);
    const bool usual = port == (origin.starts_with("https://") ? 443 : 80);
    const bool plain = origin.substr(colon + 1) == std::to_string(port);
    if (!usual && plain && port > 0 && port <= 65535) continue;
    const std::string without = origin.substr(0, colon);
    sink.Report(site.file, fmt::format("/origins/{}", i), origin,
                {fmt::format("Aucun navigateur n’envoie {} : chaque choix serait refusé. Écrivez "
                             "{}, sans port, ou le port de 1 à 65535 qui n’est pas celui du "
                             "protocole.",
                             origin, without),
                 fmt::format("No browser sends {}: every choice would be refused. Write {}, "
                             "without a port, or the port from 1 to 65535 that is not the "
                             "protocol's own.",
                             origin, without)});
  }
}

// As far as mail is delivered (RFC 5321 section 4.1.2 without quotes and address literals).
bool IsMailAddress(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  const std::string host = NormalHost(domain);
  const size_t dot = host.rfind('.');
  const auto in_local = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
  };
  return std::all_of(local.begin(), local.end(), in_local) && !local.starts_with('.') &&
         !local.ends_with('.') && local.find("..") == std::string_view::npos &&
         dot != std::string::npos && dot > 0 && !domain.ends_with('.') &&
         !domain.starts_with('.') && domain.find('_') == std::string_view::npos &&
         IsTopLevelDomain(host.substr(dot + 1)) && !IsPublicSuffix(host);
}

void EmailMalformed(const Site& site, Sink& sink) {
  const std::string& email = site.rights.email;
  // One that is left to complete is found as that.
  if (email.empty() || IsPlaceholder(email) || IsMailAddress(email)) return;
  sink.Report(site.file, "/rights/email", "email",
              {fmt::format("« {} » n’est pas une adresse de messagerie : qui exerce ses droits "
                           "n’atteindrait personne. Écrivez une seule adresse, dpo@exemple.fr par "
                           "exemple.",
                           email),
               fmt::format("“{}” is no e-mail address: whoever exercises their rights would reach "
                           "nobody. Write one address alone, such as dpo@exemple.fr.",
                           email)});
}

void RetentionTooLong(const Site& site, Sink& sink) {
  const auto report = [&](std::string pointer, std::string subject, const Text& what,
                          const std::string& fr, const std::string& en) {
    sink.Report(site.file, std::move(pointer), std::move(subject),
                {fmt::format("{} : {}, au-delà de toute prescription usuelle. Vérifiez l’unité, ou "
                             "écrivez une durée plus courte.",
                             what.fr, fr),
                 fmt::format("{}: {}, beyond any usual time limit for claims. Check the unit, or "
                             "write a shorter period.",
                             what.en, en)});
  };
  const Duration& evidence = site.evidence_retention.duration;
  if (LongerThanMonths(evidence, kMostEvidenceMonths)) {
    report("/evidence_retention/duration", "evidence_retention",
           {"Les preuves sont conservées", "Evidence is kept"},
           render::DurationWords(evidence, "fr"), render::DurationWords(evidence, "en"));
  }
  const AccessLogRetention& accesses = site.access_log_retention;
  const Text access_log_words = {"Le journal des accès est conservé", "The access log is kept"};
  if (accesses.duration && LongerThanMonths(*accesses.duration, kMostEvidenceMonths)) {
    report("/journal_retention/duration", "journal_retention", access_log_words,
           render::DurationWords(*accesses.duration, "fr"),
           render::DurationWords(*accesses.duration, "en"));
  } else if (!accesses.duration && accesses.calendar_years > kMostCalendarYears) {
    report("/journal_retention/calendar_years", "journal_retention", access_log_words,
           fmt::format("{} années civiles", accesses.calendar_years),
           fmt::format("{} calendar years", accesses.calendar_years));
  }
  for (size_t r = 0; r < site.records.size(); ++r) {
    const RegisterRecord& record = site.records[r];
    const Lifetime& kept = record.retention;
    if (kept.kind != Lifetime::Kind::kFixed || !LongerThanMonths(kept.fixed, kMostRecordMonths)) {
      continue;
    }
    report(fmt::format("/records/{}/retention", r), record.id,
           {fmt::format("Les données de la fiche « {} » sont conservées", record.title.In("fr")),
            fmt::format("The data of the record “{}” is kept", record.title.In("en"))},
           render::DurationWords(kept.fixed, "fr"), render::DurationWords(kept.fixed, "en"));
  }
}

void ErasureOverAMonth(const Site& site, Sink& sink) {
  if (!LongerThanMonths(site.erasure_delay, 1)) return;
  sink.Report(site.file, "/erasure_delay", "erasure_delay",
              {fmt::format("Un effacement demandé attend {} ; la réponse est due en un mois. "
                           "Écrivez P1M au plus.",
                           render::DurationWords(site.erasure_delay, "fr")),
               fmt::format("An erasure that was asked for waits {}; the answer is due within one "
                           "month. Write P1M at most.",
                           render::DurationWords(site.erasure_delay, "en"))});
}

// Who has refused is not asked anew at each visit.
void ValidityUnderAMonth(const Site& site, Sink& sink) {
  const Duration& kept = site.choice_validity;
  const int64_t seconds = kept.seconds + kept.days * 86'400;
  if (!site.refusable() || kept.months >= 1 || seconds >= int64_t{28} * 86'400) return;
  sink.Report(site.file, "/choice_validity", "choice_validity",
              {fmt::format("Un choix ne vaut que {} : qui a refusé serait sollicité sans cesse. "
                           "Écrivez P6M, l’usage recommandé.",
                           render::DurationWords(kept, "fr")),
               fmt::format("A choice is valid for {} only: whoever has refused would be asked "
                           "again and again. Write P6M, which is good practice.",
                           render::DurationWords(kept, "en"))});
}

void PurposeWithoutServices(const Site& site, Sink& sink) {
  for (size_t p = 0; p < site.purposes.size(); ++p) {
    const Purpose& purpose = site.purposes[p];
    if (!purpose.services.empty()) continue;
    sink.Report(site.file, fmt::format("/purposes/{}/services", p), purpose.id,
                {fmt::format("La finalité « {} » n’a aucun service : le visiteur y verrait un "
                             "choix sans objet. Déclarez-en les services, ou retirez-la.",
                             purpose.title.In("fr")),
                 fmt::format("The purpose “{}” has no service: a visitor would see a choice about "
                             "nothing. Declare its services, or take it out.",
                             purpose.title.In("en"))});
  }
}

// Two switches of one name cannot be told apart.
void NameShownTwice(const Site& site, Sink& sink) {
  std::map<std::string, const Purpose*> first;
  const auto look = [&](std::string pointer, const std::string& subject, const std::string& kind,
                        const std::string& name, const Purpose& purpose) {
    const auto [seen, fresh] = first.try_emplace(kind + LowerAscii(TrimAscii(name)), &purpose);
    if (fresh) return;
    const Purpose& before = *seen->second;
    const bool elsewhere = &before != &purpose && subject != purpose.id;
    const auto where = [&](const char* words, const char* language) {
      return elsewhere ? fmt::format(fmt::runtime(words), before.title.In(language)) : "";
    };
    sink.Report(site.file, std::move(pointer), subject,
                {fmt::format("« {} » est montré deux fois au visiteur{}. Donnez-leur deux noms, ou "
                             "n’en gardez qu’un.",
                             name, where(", d’abord sous « {} »", "fr")),
                 fmt::format("“{}” is shown to the visitor twice{}. Give them two names, or keep "
                             "one alone.",
                             name, where(", first under “{}”", "en"))});
  };
  for (size_t p = 0; p < site.purposes.size(); ++p) {
    const Purpose& purpose = site.purposes[p];
    look(fmt::format("/purposes/{}/title", p), purpose.id, "purpose ",
         purpose.title.In(site.languages.empty() ? "fr" : site.languages.front()), purpose);
    for (size_t s = 0; s < purpose.services.size(); ++s) {
      look(fmt::format("/purposes/{}/services/{}/name", p, s), purpose.services[s].id, "service ",
           purpose.services[s].name, purpose);
    }
  }
}

void CountryUnknown(const Site& site, Sink& sink) {
  ForEachVendor(site, [&](const Vendor& each) {
    const auto look = [&](const std::string& pointer, const std::string& country) {
      if (IsCountry(country)) return;
      const bool british = country == "UK";
      sink.Report(
          each.file, pointer, each.id,
          {fmt::format("{} : « {} » n’est le code d’aucun pays. Écrivez {}.", each.name, country,
                       british ? "GB, pour le Royaume-Uni"
                               : "celui de la norme ISO 3166-1, FR ou US par exemple"),
           fmt::format(
               "{}: “{}” is the code of no country. Write {}.", each.name, country,
               british ? "GB, for the United Kingdom" : "that of ISO 3166-1, such as FR or US")});
    };
    if (each.nationality) look("/nationality", *each.nationality);
    for (size_t i = 0; each.location && i < each.location->countries.size(); ++i) {
      look(fmt::format("/location/countries/{}", i), each.location->countries[i]);
    }
    for (size_t i = 0; i < each.transfers.size(); ++i) {
      look(fmt::format("/transfer/to/{}/country", i), each.transfers[i].country);
    }
  });
}

// The service of a site that stands for what the banner reads for the site itself
// (banner-js/src/plugins/plugin.ts).
constexpr std::string_view kReadingService = "temoin-reading";

// Counting first layers and reading names on a visitor's device is for the site alone: it is a
// service of its own, which the banner asks about, or its exemption is argued in a waiver.
void ObservedWithoutBasis(const Site& site, Sink& sink) {
  if (site.FindService(kReadingService) != nullptr) return;
  const auto report = [&](int64_t percent, const char* name, const char* fr, const char* en) {
    if (percent == 0) return;
    sink.Report(site.file, fmt::format("/settings/{}", name), name,
                {fmt::format("Le bandeau {} dans le navigateur des visiteurs ({} : {} %) pour les "
                             "besoins du site, sans service déclaré qui le dise et le fasse "
                             "accepter. Déclarez le service « {} », ou écrivez l’analyse de "
                             "l’exemption dans une dérogation.",
                             fr, name, percent, kReadingService),
                 fmt::format("The banner {} in visitors’ browsers ({}: {} %) for the site’s own "
                             "needs, with no declared service that says so and asks. Declare the "
                             "service “{}”, or write the analysis of the exemption into a waiver.",
                             en, name, percent, kReadingService)});
  };
  report(site.settings.observed, "observed", "lit des noms de traceurs", "reads names of trackers");
  report(site.settings.impressions, "impressions", "compte ses affichages", "counts its displays");
}

constexpr Rule kRules[] = {
    {"origin-not-secure", Severity::kError, "Une origine n’est pas chiffrée",
     "An origin is not encrypted", "RGPD, article 32 (sécurité) ; RFC 6265, section 5.4 (Secure)",
     "GDPR article 32 (security); RFC 6265 section 5.4 (Secure)", OriginNotSecure, nullptr},
    {"origin-never-sent", Severity::kError,
     "Une origine est écrite comme aucun navigateur ne l’envoie",
     "An origin is written as no browser sends it", "RFC 6454, section 6.1 (origines)",
     "RFC 6454 section 6.1 (origins)", OriginNeverSent, nullptr},
    {"email-malformed", Severity::kWarning, "L’adresse de messagerie publiée n’en est pas une",
     "The published e-mail address is none", "RGPD, article 13, paragraphe 1, b) (contact)",
     "GDPR article 13(1)(b) (contact)", EmailMalformed, nullptr},
    {"retention-too-long", Severity::kWarning,
     "Une durée de conservation dépasse toute prescription usuelle",
     "A retention period is beyond any usual time limit",
     "RGPD, article 5, paragraphe 1, e) (limitation de la conservation)",
     "GDPR article 5(1)(e) (storage limitation)", RetentionTooLong, nullptr},
    {"erasure-over-a-month", Severity::kError, "Un effacement demandé attend plus d’un mois",
     "An erasure that was asked for waits for more than a month",
     "RGPD, article 12, paragraphe 3 (un mois)", "GDPR article 12(3) (one month)",
     ErasureOverAMonth, nullptr},
    {"validity-under-a-month", Severity::kWarning, "Un choix vaut moins d’un mois",
     "A choice is valid for less than a month", "Bonne pratique", "Good practice",
     ValidityUnderAMonth, nullptr},
    {"purpose-without-services", Severity::kWarning, "Une finalité n’a aucun service",
     "A purpose has no service", "RGPD, article 12, paragraphe 1 (information claire)",
     "GDPR article 12(1) (clear information)", PurposeWithoutServices, nullptr},
    {"name-shown-twice", Severity::kWarning,
     "Deux finalités ou deux services sont montrés sous le même nom",
     "Two purposes or two services are shown under one name",
     "RGPD, article 12, paragraphe 1 (information claire)",
     "GDPR article 12(1) (clear information)", NameShownTwice, nullptr},
    {"country-unknown", Severity::kWarning, "Un code de pays n’existe pas",
     "A country code does not exist", "RGPD, article 13, paragraphe 1, f) (transferts)",
     "GDPR article 13(1)(f) (transfers)", CountryUnknown, nullptr},
    {"observed-without-basis", Severity::kWarning,
     "Le bandeau lit dans le navigateur pour le site lui-même, sans fondement écrit",
     "The banner reads in the browser for the site itself, without a written basis",
     "Loi Informatique et Libertés, article 82 ; bonne pratique",
     "French Data Protection Act, article 82; good practice", ObservedWithoutBasis, nullptr},
};

}  // namespace

std::span<const Rule> SettingRules() { return kRules; }

}  // namespace temoin::catalog
