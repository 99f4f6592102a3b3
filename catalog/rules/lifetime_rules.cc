#include <fmt/format.h>

#include <algorithm>

#include "catalog/rules/rule.h"
#include "catalog/verdict.h"
#include "catalog/words.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

constexpr int64_t kGoodPracticeMonths = 6;

// `measured`: of exempt audience measurement, else of everything else.
void TooLong(const Site& site, bool measured, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service, const Tracker& tracker) {
    const bool audience = purpose.basis == Basis::kExemptWithOptOut;
    if (audience != measured || !OverLimit(tracker.lifetime)) return;
    sink.Report(site.file, pointer + "/lifetime", tracker.name,
                {fmt::format("{} ({}) est publié pour plus de 13 mois : {}.", tracker.name,
                             service.name, LifetimeWords(tracker.lifetime, "fr")),
                 fmt::format("{} ({}) is published for more than 13 months: {}.", tracker.name,
                             service.name, LifetimeWords(tracker.lifetime, "en"))});
  });
}

void ExemptOver13Months(const Site& site, Sink& sink) { TooLong(site, true, sink); }
void TrackerOver13Months(const Site& site, Sink& sink) { TooLong(site, false, sink); }

void LifetimeUnpublished(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    const auto unpublished = [](const Lifetime& lifetime) {
      return lifetime.kind == Lifetime::Kind::kUnpublished;
    };
    const auto& conditions = tracker.lifetime.conditions;
    if (!unpublished(tracker.lifetime) &&
        std::none_of(conditions.begin(), conditions.end(),
                     [&](const LifetimeCondition& each) { return unpublished(each.lifetime); })) {
      return;
    }
    sink.Report(
        site.file, pointer + "/lifetime", tracker.name,
        {fmt::format("Aucune durée n’est publiée pour {} ({}).", tracker.name, service.name),
         fmt::format("No lifetime is published for {} ({}).", tracker.name, service.name)});
  });
}

// No limit can be held against words.
void LifetimeInWords(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    const auto unbounded = [](const Lifetime& lifetime) {
      return lifetime.kind == Lifetime::Kind::kInWords && !lifetime.at_most;
    };
    const auto& conditions = tracker.lifetime.conditions;
    if (!unbounded(tracker.lifetime) &&
        std::none_of(conditions.begin(), conditions.end(),
                     [&](const LifetimeCondition& each) { return unbounded(each.lifetime); })) {
      return;
    }
    sink.Report(site.file, pointer + "/lifetime", tracker.name,
                {fmt::format("La durée de {} ({}) est publiée en toutes lettres, « {} » : aucune "
                             "limite n’y est vérifiée. Écrivez la plus longue dans « at_most ».",
                             tracker.name, service.name, LifetimeWords(tracker.lifetime, "fr")),
                 fmt::format("The lifetime of {} ({}) is published in words, “{}”: no limit is "
                             "checked. Write the longest into “at_most”.",
                             tracker.name, service.name, LifetimeWords(tracker.lifetime, "en"))});
  });
}

// What the CNIL asks of exempt audience measurement: a visit does not move the end.
void ExemptRolling(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service, const Tracker& tracker) {
    const auto& conditions = tracker.lifetime.conditions;
    const bool rolling = tracker.lifetime.rolling ||
                         std::any_of(conditions.begin(), conditions.end(),
                                     [](const auto& each) { return each.lifetime.rolling; });
    if (purpose.basis != Basis::kExemptWithOptOut || !rolling) return;
    sink.Report(site.file, pointer + "/lifetime", tracker.name,
                {fmt::format("La durée de {} ({}) repart à chaque visite, alors que la mesure "
                             "d’audience exemptée ne la prolonge pas.",
                             tracker.name, service.name),
                 fmt::format("The lifetime of {} ({}) starts anew at each visit, whereas exempt "
                             "audience measurement does not extend it.",
                             tracker.name, service.name)});
  });
}

void RefusalTokenWithoutReason(const Site& site, Sink& sink) {
  if (!site.refusable() || !site.refusal_token || !site.refusal_token_reason.empty()) return;
  sink.Report(
      site.file, "/refusal_token", "refusal_token",
      {"Un refus reçoit un identifiant (refusal_token : linked) et aucune raison "
       "(refusal_token_reason) n’est écrite.",
       "A refusal gets an identifier (refusal_token: linked) and no refusal_token_reason is "
       "written."});
}

// Six months to a year is usual; up to three years for documented internal control.
void AccessLogOverAYear(const Site& site, Sink& sink) {
  const AccessLogRetention& kept = site.access_log_retention;
  if (!kept.duration || !LongerThanMonths(*kept.duration, 12)) return;
  sink.Report(site.file, "/journal_retention", "journal_retention",
              {fmt::format("Le journal des accès est conservé {} ; l’usage recommandé est de six "
                           "mois à un an.",
                           render::DurationWords(*kept.duration, "fr")),
               fmt::format("The access log is kept for {}; good practice is six months to a "
                           "year.",
                           render::DurationWords(*kept.duration, "en"))});
}

void ValidityOverGoodPractice(const Site& site, Sink& sink) {
  if (!site.refusable() || !LongerThanMonths(site.choice_validity, kGoodPracticeMonths)) return;
  sink.Report(site.file, "/choice_validity", "choice_validity",
              {fmt::format("Un choix vaut {} ; l’usage recommandé est d’environ 6 mois.",
                           render::DurationWords(site.choice_validity, "fr")),
               fmt::format("A choice is valid for {}; good practice is about 6 months.",
                           render::DurationWords(site.choice_validity, "en"))});
}

void ValidityWithoutReason(const Site& site, Sink& sink) {
  if (!site.refusable() || !LongerThanMonths(site.choice_validity, kGoodPracticeMonths)) return;
  if (!site.validity_reason.empty()) return;
  sink.Report(site.file, "/choice_validity", "choice_validity",
              {"Un choix vaut plus de 6 mois et aucune raison (validity_reason) n’est écrite.",
               "A choice is valid for more than 6 months and no validity_reason is written."});
}

void RetentionWithoutReason(const Site& site, Sink& sink) {
  if (site.evidence_retention.reason.empty()) {
    sink.Report(site.file, "/evidence_retention", "evidence_retention",
                {"La conservation des preuves n’a pas de raison écrite.",
                 "The retention of evidence has no written reason."});
  }
  if (site.access_log_retention.reason.empty()) {
    sink.Report(site.file, "/journal_retention", "journal_retention",
                {"La conservation du journal des accès n’a pas de raison écrite.",
                 "The retention of the access log has no written reason."});
  }
}

constexpr Rule kRules[] = {
    {"exempt-over-13-months", Severity::kError,
     "Un traceur d’audience exempté de consentement dure plus de 13 mois calendaires",
     "An audience tracker exempt from consent lives for more than 13 calendar months",
     "CNIL, délibération n° 2020-092, article 5", "CNIL, deliberation 2020-092, article 5",
     ExemptOver13Months, nullptr, Waivable::kNo},
    {"tracker-over-13-months", Severity::kWarning, "Un autre traceur dure plus de 13 mois",
     "Another tracker lives for more than 13 months",
     "RGPD, article 5, paragraphe 1, e) (limitation de la conservation) ; règle de la maison",
     "GDPR article 5(1)(e) (storage limitation); house rule", TrackerOver13Months, nullptr},
    {"lifetime-unpublished", Severity::kWarning, "La durée d’un traceur n’est pas publiée",
     "A tracker's lifetime is not published",
     "RGPD, article 13, paragraphe 2, a) (durée de conservation)",
     "GDPR article 13(2)(a) (storage period)", LifetimeUnpublished, nullptr},
    {"lifetime-in-words", Severity::kNotice,
     "La durée d’un traceur est publiée en toutes lettres, sans limite vérifiable",
     "A tracker's lifetime is published in words, without a limit that can be checked",
     "RGPD, article 13, paragraphe 2, a) (durée de conservation)",
     "GDPR article 13(2)(a) (storage period)", LifetimeInWords, nullptr},
    {"exempt-rolling", Severity::kWarning,
     "La durée d’un traceur d’audience exempté repart à chaque visite",
     "The lifetime of an exempt audience tracker starts anew at each visit",
     "CNIL, délibération n° 2020-092, article 5", "CNIL, deliberation 2020-092, article 5",
     ExemptRolling, nullptr, Waivable::kNo},
    {"refusal-token-without-reason", Severity::kNotice,
     "Un refus reçoit un identifiant sans raison écrite",
     "A refusal gets an identifier without a written reason",
     "RGPD, article 5, paragraphe 1, c) (minimisation)", "GDPR article 5(1)(c) (minimisation)",
     RefusalTokenWithoutReason, nullptr},
    {"journal-over-a-year", Severity::kNotice, "Le journal des accès est conservé plus d’un an",
     "The access log is kept for more than a year", "Bonne pratique", "Good practice",
     AccessLogOverAYear, nullptr},
    {"validity-over-good-practice", Severity::kNotice,
     "Un choix est conservé plus longtemps que l’usage recommandé (environ 6 mois)",
     "A choice is kept for longer than good practice (about 6 months)", "Bonne pratique",
     "Good practice", ValidityOverGoodPractice, nullptr},
    {"validity-without-reason", Severity::kWarning,
     "Un choix est conservé plus de 6 mois sans raison écrite",
     "A choice is kept for more than 6 months without a written reason", "Bonne pratique",
     "Good practice", ValidityWithoutReason, nullptr},
    {"retention-without-reason", Severity::kWarning,
     "Une durée de conservation n’a pas de raison écrite",
     "A retention period has no written reason", "RGPD, article 5, paragraphe 2 (responsabilité)",
     "GDPR article 5(2) (accountability)", RetentionWithoutReason, nullptr},
};

}  // namespace

std::span<const Rule> LifetimeRules() { return kRules; }

}  // namespace temoin::catalog
