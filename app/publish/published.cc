#include "app/publish/published.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.h"

namespace temoin::app {
namespace {

// Editorial revisions of two generations; more than anyone publishes, and still bounded.
constexpr size_t kMaxKnownRevisions = 256;

consent::Basis BasisOf(catalog::Basis basis) {
  return basis == catalog::Basis::kExemptWithOptOut ? consent::Basis::kExemptWithOptOut
                                                    : consent::Basis::kConsent;
}

}  // namespace

std::shared_ptr<const consent::Terms> PublishedSite::Accepts(std::string_view named,
                                                             Time now) const {
  const auto found = known.find(named);
  if (found == known.end()) return nullptr;
  const consent::RevisionStanding standing =
      consent::JudgeRevision(found->second->generation, generation, generation_since, now);
  return standing == consent::RevisionStanding::kAccepted ? found->second : nullptr;
}

const PublishedSite* Published::Find(std::string_view site) const {
  const auto found = sites.find(site);
  return found == sites.end() ? nullptr : &found->second;
}

Result<std::shared_ptr<const consent::Terms>> MakeTerms(const catalog::Site& site,
                                                        const catalog::Revision& revision,
                                                        int64_t generation,
                                                        const catalog::Since& since,
                                                        std::map<int64_t, Time> generations) {
  const catalog::RevisionView& view = revision.view;
  auto terms = std::make_shared<consent::Terms>();
  terms->site = site.id;
  terms->controller = view.controller;
  terms->revision = revision.hash;
  terms->generation = generation;
  terms->generations = std::move(generations);
  for (const catalog::RevisionService& service : view.services) {
    if (!service.refusable()) continue;
    const auto changed = since.find(service.id);
    terms->services.push_back(
        {service.id, BasisOf(service.basis), changed == since.end() ? 1 : changed->second});
  }
  std::sort(terms->services.begin(), terms->services.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  terms->languages = view.languages;
  terms->time_zone = site.time_zone;
  terms->choice_validity = view.choice_validity;
  terms->evidence_retention = site.evidence_retention.duration;
  terms->erasure_delay = site.erasure_delay;
  terms->refusal_token = site.refusal_token;
  terms->cookies = {site.cookie.domain, site.cookie.choice, site.cookie.context};
  return std::shared_ptr<const consent::Terms>(std::move(terms));
}

Result<catalog::Since> ParseSince(std::string_view json) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json value, ParseJson(json, {.max_bytes = 1 << 20}));
  if (!value.is_object()) return Error(ErrorCode::kDataLoss, "a publication's since is no object");
  catalog::Since since;
  for (const auto& [service, generation] : value.items()) {
    if (!generation.is_number_integer()) {
      return Error(ErrorCode::kDataLoss, "a publication's since holds what is no generation");
    }
    since.emplace(service, generation.get<int64_t>());
  }
  return since;
}

std::string SinceJson(const catalog::Since& since) {
  nlohmann::json value = nlohmann::json::object();
  for (const auto& [service, generation] : since) value[service] = generation;
  return value.dump();
}

Result<PublishedSite> MakePublishedSite(std::shared_ptr<const catalog::Site> site,
                                        catalog::Revision revision,
                                        const store::PublicationStore& store,
                                        const std::vector<store::Publication>& history) {
  if (history.empty()) return Error(ErrorCode::kInternal, "a site without publication");
  const store::Publication& current = history.back();
  PublishedSite published;
  published.revision = current.hash;
  published.generation = current.generation;
  TEMOIN_ASSIGN_OR_RETURN(const catalog::Since since, ParseSince(current.since));
  TEMOIN_ASSIGN_OR_RETURN(catalog::Config config,
                          catalog::MakeConfig(revision, published.generation, since));
  published.config = std::move(config.config);
  published.excerpt = std::move(config.excerpt);
  const std::map<int64_t, Time> generations = store::FirstPublished(history);
  TEMOIN_ASSIGN_OR_RETURN(published.terms,
                          MakeTerms(*site, revision, current.generation, since, generations));
  published.document = std::move(revision.document);
  published.known.emplace(current.hash, published.terms);
  published.generation_since = current.published_at;

  // Newest first: the latest publication of a revision is the one that counts.
  for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
    if (entry->generation == current.generation) published.generation_since = entry->published_at;
    if (entry->generation < current.generation - 1) continue;
    if (published.known.contains(entry->hash) || published.known.size() >= kMaxKnownRevisions) {
      continue;
    }
    auto older = store.ReadDocument(entry->hash);
    // Lost with an earlier database, or damaged: a choice that names it is asked for again.
    if (!older && (older.error().code == ErrorCode::kNotFound ||
                   older.error().code == ErrorCode::kDataLoss)) {
      continue;
    }
    if (!older) return older.error();
    TEMOIN_ASSIGN_OR_RETURN(const catalog::Revision known,
                            catalog::ReadRevision(std::move(older->bytes)));
    TEMOIN_ASSIGN_OR_RETURN(const catalog::Since older_since, ParseSince(entry->since));
    TEMOIN_ASSIGN_OR_RETURN(auto terms,
                            MakeTerms(*site, known, entry->generation, older_since, generations));
    published.known.emplace(entry->hash, std::move(terms));
  }
  published.matcher = std::make_shared<const catalog::Matcher>(site);
  published.site = std::move(site);
  return published;
}

}  // namespace temoin::app
