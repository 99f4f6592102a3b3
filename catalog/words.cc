#include "catalog/words.h"

#include <fmt/format.h>

#include "catalog/cookie_table.h"
#include "catalog/countries.h"

namespace temoin::catalog {
namespace {

struct Unit {
  const char* fr_one;
  const char* fr_many;
  const char* en_one;
  const char* en_many;
};

constexpr Unit kYear = {"an", "ans", "year", "years"};
constexpr Unit kMonth = {"mois", "mois", "month", "months"};
constexpr Unit kDay = {"jour", "jours", "day", "days"};
constexpr Unit kHour = {"heure", "heures", "hour", "hours"};
constexpr Unit kMinute = {"minute", "minutes", "minute", "minutes"};
constexpr Unit kSecond = {"seconde", "secondes", "second", "seconds"};

void Append(std::string& out, int64_t count, const Unit& unit, bool english) {
  if (count == 0) return;
  if (!out.empty()) out += english ? " and " : " et ";
  const bool one = count == 1;
  const char* word =
      english ? (one ? unit.en_one : unit.en_many) : (one ? unit.fr_one : unit.fr_many);
  out += fmt::format("{}\u00a0{}", count, word);  // a number is not parted from its unit
}

}  // namespace

std::string DurationWords(const Duration& duration, std::string_view language) {
  const bool english = language == "en";
  std::string out;
  const bool years = duration.months >= 24 && duration.months % 12 == 0;
  Append(out, years ? duration.months / 12 : duration.months, years ? kYear : kMonth, english);
  Append(out, duration.days, kDay, english);
  const int64_t seconds = duration.seconds;
  if (seconds % 3600 == 0) {
    Append(out, seconds / 3600, kHour, english);
  } else if (seconds % 60 == 0) {
    Append(out, seconds / 60, kMinute, english);
  } else {
    Append(out, seconds, kSecond, english);
  }
  return out.empty() ? (english ? "none" : "aucune") : out;
}

std::string LifetimeWords(const Lifetime& lifetime, std::string_view language) {
  const bool english = language == "en";
  switch (lifetime.kind) {
    case Lifetime::Kind::kUnpublished:
      return english ? "not published" : "non publiée";
    case Lifetime::Kind::kSession:
      return "session";  // in both languages
    case Lifetime::Kind::kFixed:
      return DurationWords(lifetime.fixed, language);
    case Lifetime::Kind::kConditional:
      return fmt::format(fmt::runtime(english ? "{} if accepted; {} if refused"
                                              : "{} si accepté\u00a0; {} si refusé"),
                         DurationWords(lifetime.accepted, language),
                         DurationWords(lifetime.refused, language));
  }
  return {};
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
      return english ? "not published" : "non publié";
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

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string TransferWords(const Vendor& vendor, std::string_view language) {
  std::string out;
  for (const Transfer& transfer : vendor.transfers) {
    const std::string basis = transfer.text.fr.empty()
                                  ? TransferBasisWords(transfer.basis, language)
                                  : transfer.text.In(language);
    out += fmt::format("{}{} {} ({})", out.empty() ? "" : ", ", language == "en" ? "to" : "vers",
                       CountryAfterTo(transfer.country, language), basis);
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
