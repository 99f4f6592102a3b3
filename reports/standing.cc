#include "reports/standing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "catalog/revision.h"
#include "render/locale.h"

namespace temoin::reports {

namespace {

// "A", "A et B", "A, B et C".
std::string Enumerate(const std::vector<std::string>& names, std::string_view last) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? last : std::string_view(", ");
    out += names[i];
  }
  return out;
}

using ServiceNaming = std::function<std::string(const std::string& id)>;

std::string JudgedWords(const consent::Judgement& judgement, const store::ChoiceRow& row,
                        const TimeZone& zone, const ServiceNaming& name,
                        std::string_view language) {
  const bool french = language == render::kFrench;
  const auto day = [&](Time time) { return render::DateWords(zone.DateAt(time), language); };
  std::string out;
  switch (judgement.standing) {
    case consent::Standing::kNone:
      return french ? "inconnu" : "unknown";
    case consent::Standing::kPurged:
      return french ? "effacé" : "erased";
    case consent::Standing::kLost:
      return french ? "perdu" : "lost";
    case consent::Standing::kExpired:
      return (french ? "expiré depuis le " : "expired on ") + day(row.valid_until);
    case consent::Standing::kSuperseded:
      out = french ? "remplacé par un choix ultérieur" : "replaced by a later choice";
      if (row.superseded_at) out += (french ? " le " : " on ") + day(*row.superseded_at);
      return out;
    case consent::Standing::kWithdrawn:
      return (french ? "consentement retiré ; le refus est valable jusqu’au "
                     : "consent withdrawn; the refusal is valid until ") +
             day(row.valid_until);
    case consent::Standing::kValid:
      break;
  }
  if (judgement.asked_again.empty()) {
    return (french ? "valable jusqu’au " : "valid until ") + day(row.valid_until);
  }
  std::vector<std::string> names;
  for (const std::string& id : judgement.asked_again) names.push_back(name(id));
  out = french
            ? "toujours valable, sauf pour " + Enumerate(names, " et ") + " : nouveau choix demandé"
            : "still valid, except for " + Enumerate(names, " and ") +
                  ": a new choice has been requested";
  if (judgement.since) out += (french ? " depuis le " : " since ") + day(*judgement.since);
  return out;
}

std::string WordsOf(const consent::Judgement& judgement, const store::ChoiceRow& row,
                    const TimeZone& zone, const ServiceNaming& name, std::string_view language) {
  if (!row.limited_since) return JudgedWords(judgement, row, zone, name, language);
  const std::string since = render::DateWords(zone.DateAt(*row.limited_since), language);
  std::string limited = language == render::kFrench ? "traitement limité depuis le " + since
                                                    : "processing restricted since " + since;
  // Of one that is withheld no more is told.
  if (judgement.standing == consent::Standing::kNone) return limited;
  return JudgedWords(judgement, row, zone, name, language) +
         (language == render::kFrench ? " ; " : "; ") + limited;
}

}  // namespace

std::string StandingWords(const consent::Judgement& judgement, const store::ChoiceRow& row,
                          const catalog::Site* site, std::string_view language) {
  const auto name = [site](const std::string& id) {
    const catalog::Service* service = site != nullptr ? site->FindService(id) : nullptr;
    return service != nullptr ? service->name : id;
  };
  return WordsOf(judgement, row, site != nullptr ? site->time_zone : TimeZone(), name, language);
}

Result<consent::Judgement> StandingOf(const store::PublicationStore& store,
                                      const store::Found& found, Time now) {
  return Standings(store, TimeZone()).Of(found, now);
}

Result<Standings::InForce> Standings::Read(const std::string& site) const {
  InForce out;
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> history, store_.Publications(site));
  if (history.empty()) return out;
  const store::Publication& publication = history.back();
  TEMOIN_ASSIGN_OR_RETURN(store::Document document, store_.ReadDocument(publication.hash));
  TEMOIN_ASSIGN_OR_RETURN(const catalog::Revision revision,
                          catalog::ReadRevision(std::move(document.bytes)));
  TEMOIN_ASSIGN_OR_RETURN(
      const nlohmann::json since,
      ParseJson(publication.since.empty() ? "{}" : publication.since, {1024 * 1024, 4}));
  consent::Terms& terms = out.terms.emplace();
  terms.site = site;
  terms.revision = publication.hash;
  terms.generation = publication.generation;
  terms.generations = store::FirstPublished(history);
  for (const catalog::RevisionService& service : revision.view.services) {
    out.names.emplace(service.id, service.name);
    if (!service.refusable()) continue;
    consent::RefusableService refusable;
    refusable.id = service.id;
    refusable.basis = service.basis == catalog::Basis::kExemptWithOptOut
                          ? consent::Basis::kExemptWithOptOut
                          : consent::Basis::kConsent;
    const auto found = since.find(service.id);
    if (found != since.end() && found->is_number_integer()) {
      refusable.since = found->get<int64_t>();
    }
    terms.services.push_back(std::move(refusable));
  }
  std::ranges::sort(terms.services, {}, &consent::RefusableService::id);
  return out;
}

Result<const Standings::InForce*> Standings::At(const std::string& site) {
  auto known = in_force_.find(site);
  if (known == in_force_.end()) {
    TEMOIN_ASSIGN_OR_RETURN(InForce read, Read(site));
    known = in_force_.emplace(site, std::move(read)).first;
  }
  return &known->second;
}

Result<consent::Judgement> Standings::Of(const store::Found& found, Time now) {
  consent::Judgement judgement;
  if (found.row.state == store::State::kPurged || found.row.state == store::State::kLost) {
    judgement.standing = found.row.state == store::State::kPurged ? consent::Standing::kPurged
                                                                  : consent::Standing::kLost;
    return judgement;
  }
  if (!found.content) return judgement;
  TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                          consent::ParseRecord(found.content->record));
  TEMOIN_ASSIGN_OR_RETURN(const InForce* const in_force, At(record.site));
  const consent::Life life{record.event, record.generation, found.row.given_at,
                           found.row.valid_until, found.row.superseded_at};
  return consent::Judge(life, record.decisions, in_force->terms ? &*in_force->terms : nullptr, now);
}

Result<std::string> Standings::Words(const store::Found& found, Time now,
                                     std::string_view language) {
  TEMOIN_ASSIGN_OR_RETURN(const consent::Judgement judgement, Of(found, now));
  TEMOIN_ASSIGN_OR_RETURN(const InForce* const in_force, At(found.row.site));
  const auto name = [in_force](const std::string& id) {
    const auto named = in_force->names.find(id);
    return named == in_force->names.end() ? id : named->second;
  };
  return WordsOf(judgement, found.row, zone_, name, language);
}

Result<std::string> Standings::ServiceName(const std::string& site, const std::string& id) {
  TEMOIN_ASSIGN_OR_RETURN(const InForce* const in_force, At(site));
  const auto named = in_force->names.find(id);
  return named == in_force->names.end() ? id : named->second;
}

}  // namespace temoin::reports
