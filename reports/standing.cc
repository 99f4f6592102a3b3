#include "reports/standing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "catalog/revision.h"

namespace temoin::reports {

namespace {

// The part of a site's terms that judging a choice needs.
Result<std::optional<consent::Terms>> TermsInForce(const store::PublicationStore& store,
                                                   std::string_view site) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> publication,
                          store.CurrentPublication(site));
  if (!publication) return std::optional<consent::Terms>();
  TEMOIN_ASSIGN_OR_RETURN(store::Document document, store.ReadDocument(publication->hash));
  TEMOIN_ASSIGN_OR_RETURN(const catalog::Revision revision,
                          catalog::ReadRevision(std::move(document.bytes)));
  TEMOIN_ASSIGN_OR_RETURN(
      const nlohmann::json since,
      ParseJson(publication->since.empty() ? "{}" : publication->since, {1024 * 1024, 4}));
  consent::Terms terms;
  terms.site = site;
  terms.revision = publication->hash;
  terms.generation = publication->generation;
  for (const catalog::RevisionService& service : revision.view.services) {
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
  std::sort(terms.services.begin(), terms.services.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return std::optional<consent::Terms>(std::move(terms));
}

}  // namespace

Result<consent::Judgement> StandingOf(const store::PublicationStore& store,
                                      const store::Found& found, Time now) {
  consent::Judgement judgement;
  if (found.row.state == store::State::kPurged || found.row.state == store::State::kLost) {
    judgement.standing = found.row.state == store::State::kPurged ? consent::Standing::kPurged
                                                                  : consent::Standing::kLost;
    return judgement;
  }
  if (!found.content) return judgement;
  TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                          consent::ParseRecord(found.content->record));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<consent::Terms> terms,
                          TermsInForce(store, record.site));
  const consent::Life life{record.event, record.generation, found.row.given_at,
                           found.row.valid_until, found.row.superseded_at};
  return consent::Judge(life, record.decisions, terms ? &*terms : nullptr, now);
}

Result<std::vector<store::ChoiceRow>> LineOf(const store::ConsentStore& store,
                                             const store::ChoiceRow& row) {
  std::vector<store::ChoiceRow> line{row};
  // An index of a line only ever falls backwards and rises forwards, so neither walk can circle.
  for (std::optional<store::Index> next = row.previous; next && line.size() <= kMaxLine;) {
    Result<store::Found> found = store.FindByIndex(*next);
    if (!found) return found.error();
    line.push_back(found->row);
    next = found->row.previous && *found->row.previous < *next ? found->row.previous
                                                               : std::optional<store::Index>();
  }
  std::reverse(line.begin(), line.end());
  const size_t before = line.size();
  for (std::optional<store::Index> next = row.superseded_by;
       next && line.size() < before + kMaxLine;) {
    Result<store::Found> found = store.FindByIndex(*next);
    if (!found) return found.error();
    line.push_back(found->row);
    next = found->row.superseded_by && *found->row.superseded_by > *next
               ? found->row.superseded_by
               : std::optional<store::Index>();
  }
  return line;
}

}  // namespace temoin::reports
