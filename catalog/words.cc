#include "catalog/words.h"

#include <fmt/format.h>

#include "render/locale.h"

namespace temoin::catalog {
std::string LifetimeWords(const Lifetime& lifetime, std::string_view language) {
  const bool english = language == "en";
  switch (lifetime.kind) {
    case Lifetime::Kind::kUnpublished:
      return english ? "not published" : "non publiée";
    case Lifetime::Kind::kSession:
      return "session";  // in both languages
    case Lifetime::Kind::kUntilDeleted:
      return english ? "until deleted" : "jusqu’à suppression";
    case Lifetime::Kind::kInWords:
      return lifetime.words.In(language);
    case Lifetime::Kind::kFixed: {
      std::string words = render::DurationWords(lifetime.fixed, language);
      if (!lifetime.rolling) return words;
      return words + (english ? ", counted anew at each visit" : ", renouvelée à chaque visite");
    }
    case Lifetime::Kind::kConditions: {
      std::string out;
      for (const LifetimeCondition& each : lifetime.conditions) {
        if (!out.empty()) out += english ? "; " : "\u00a0; ";
        out +=
            fmt::format("{} ({})", LifetimeWords(each.lifetime, language), each.when.In(language));
      }
      return out;
    }
    case Lifetime::Kind::kConditional:
      return fmt::format(fmt::runtime(english ? "{} if accepted; {} if refused"
                                              : "{} si accepté\u00a0; {} si refusé"),
                         render::DurationWords(lifetime.accepted, language),
                         render::DurationWords(lifetime.refused, language));
  }
  return {};
}

std::string KindWords(TrackerKind kind, std::string_view language) {
  const bool english = language == "en";
  switch (kind) {
    case TrackerKind::kCookie:
      return "cookie";
    case TrackerKind::kLocalStorage:
      return english ? "local storage" : "stockage local";
    case TrackerKind::kSessionStorage:
      return english ? "session storage" : "stockage de session";
    case TrackerKind::kPixel:
      return "pixel";
    case TrackerKind::kIndexedDb:
      return english ? "database in the browser (IndexedDB)"
                     : "base de données du navigateur (IndexedDB)";
    case TrackerKind::kCache:
      return english ? "browser cache" : "cache du navigateur";
    case TrackerKind::kFingerprint:
      return english ? "fingerprint of the device" : "empreinte de l’appareil";
    case TrackerKind::kEmailPixel:
      return english ? "pixel in an e-mail" : "pixel dans un courriel";
  }
  return {};
}

std::string HostWords(const Tracker& tracker, std::string_view language) {
  const bool english = language == "en";
  if (tracker.own_host) return english ? "the site itself" : "le site lui-même";
  if (tracker.host.empty()) return english ? "host not published" : "hôte non publié";
  return tracker.host;
}

std::string AccessLogWords(const AccessLogRetention& kept, std::string_view language) {
  if (kept.duration) return render::DurationWords(*kept.duration, language);
  return fmt::format(
      fmt::runtime(language == "en" ? "the calendar year of the access and the {} after it"
                                    : "l’année civile de l’accès et les {} suivantes"),
      kept.calendar_years);
}

std::string RoleWords(Role role, std::string_view language) {
  const bool english = language == "en";
  switch (role) {
    case Role::kPublisher:
      return english ? "the site itself" : "le site lui-même";
    case Role::kProcessor:
      return english ? "processor" : "sous-traitant";
    case Role::kJointController:
      return english ? "joint controller" : "responsable conjoint";
    case Role::kController:
      return english ? "separate controller" : "responsable distinct";
    case Role::kUnpublished:
      return english ? "role not published" : "rôle non publié";
  }
  return {};
}

std::string BasisWords(Basis basis, std::string_view language) {
  const bool english = language == "en";
  switch (basis) {
    case Basis::kConsent:
      return english ? "With your consent" : "Avec votre accord";
    case Basis::kExempt:
      return english ? "Always active" : "Toujours actifs";
    case Basis::kExemptWithOptOut:
      return english ? "Exempt from consent, you can object"
                     : "Exemptés de consentement, opposition possible";
  }
  return {};
}

std::string VerdictWords(Verdict verdict, std::string_view language) {
  const bool english = language == "en";
  switch (verdict) {
    case Verdict::kAlways:
      return english ? "always allowed" : "toujours permis";
    case Verdict::kExemptWithOptOut:
      return english ? "exempt, with opt-out" : "exempté, avec opposition possible";
    case Verdict::kAfterConsent:
      return english ? "allowed after consent" : "permis après accord";
    case Verdict::kOverLimit:
      return english ? "over the limit of 13 months" : "au-delà de la limite de 13 mois";
    case Verdict::kAmbiguous:
      return english ? "ambiguous" : "ambigu";
    case Verdict::kNotDeclared:
      return english ? "not declared" : "non déclaré";
  }
  return {};
}

std::string TransferStatusWords(TransferStatus status, std::string_view language) {
  const bool english = language == "en";
  switch (status) {
    case TransferStatus::kNone:
      return english ? "none" : "aucun";
    case TransferStatus::kNoneByContract:
      return english ? "none, by contract" : "aucun, par contrat";
    case TransferStatus::kNonePublished:
      return english ? "none published" : "aucun publié";
    case TransferStatus::kUnpublished:
      return english ? "not published" : "non publié";
    case TransferStatus::kDeclared:
      return english ? "yes" : "oui";
  }
  return {};
}

std::string TransferBasisWords(TransferBasis basis, std::string_view language) {
  const bool english = language == "en";
  switch (basis) {
    case TransferBasis::kAdequacy:
      return english ? "adequacy decision (GDPR article 45)"
                     : "décision d’adéquation (RGPD, article 45)";
    case TransferBasis::kStandardClauses:
      return english ? "standard contractual clauses (GDPR article 46)"
                     : "clauses contractuelles types (RGPD, article 46)";
    case TransferBasis::kBindingRules:
      return english ? "binding corporate rules (GDPR article 47)"
                     : "règles d’entreprise contraignantes (RGPD, article 47)";
    case TransferBasis::kDerogation:
      return english ? "derogation (GDPR article 49)" : "dérogation (RGPD, article 49)";
    case TransferBasis::kUnpublished:
      return english ? "basis not published" : "base non publiée";
  }
  return {};
}

std::string TransferWords(const Vendor& vendor, std::string_view language) {
  std::string out;
  for (const Transfer& transfer : vendor.transfers) {
    const std::string basis = transfer.text.empty() ? TransferBasisWords(transfer.basis, language)
                                                    : transfer.text.In(language);
    out += fmt::format("{}{} {} ({})", out.empty() ? "" : ", ", language == "en" ? "to" : "vers",
                       render::CountryAfterTo(transfer.country, language), basis);
  }
  return out.empty() ? TransferStatusWords(vendor.transfer_status, language) : out;
}

std::string MatchRuleWords(MatchRule rule, std::string_view language) {
  const bool english = language == "en";
  switch (rule) {
    case MatchRule::kNameAndHost:
      return english ? "exact name and host" : "nom et hôte exacts";
    case MatchRule::kName:
      return english ? "exact name" : "nom exact";
    case MatchRule::kPattern:
      return english ? "name with a variable part" : "nom à partie variable";
  }
  return {};
}

}  // namespace temoin::catalog
