#include "catalog/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/host.h"
#include "base/json.h"
#include "catalog/change_words.h"
#include "catalog/comparer.h"
#include "catalog/lifetime.h"
#include "catalog/own_storage.h"
#include "catalog/revision_site.h"
#include "catalog/words.h"

namespace temoin::catalog {

using nlohmann::json;

namespace {

constexpr std::string_view kHostUnpublished = "—";

}  // namespace

void Comparer::Add(bool material, std::string code, std::string pointer, const ServiceView* service,
                   std::string fr, std::string en) {
  if (material && service != nullptr && service->refusable() && after_.Find(service->id)) {
    out_.services.insert(service->id);
  }
  out_.changes.push_back({material, std::move(code), std::move(pointer),
                          service == nullptr ? std::string() : service->id,
                          Text{std::move(fr), std::move(en)}});
}

void Comparer::AddForAll(std::string code, std::string pointer, std::string fr, std::string en) {
  for (const ServiceView& service : after_.services) {
    if (service.refusable()) out_.services.insert(service.id);
  }
  Add(true, std::move(code), std::move(pointer), nullptr, std::move(fr), std::move(en));
}

void Comparer::CompareSite() {
  const json& was = *before_.members;
  const json& now = *after_.members;
  const std::string old_name = StringOr(At(At(was, "controller"), "name"));
  const std::string new_name = StringOr(At(At(now, "controller"), "name"));
  if (old_name != new_name) {
    AddForAll(
        "controller-changed", "/controller/name",
        fmt::format("Le responsable du traitement devient {} (auparavant {}).", new_name, old_name),
        fmt::format("The controller becomes {} (formerly {}).", new_name, old_name));
  }
  if (At(was, "choice_validity") != At(now, "choice_validity")) {
    const json& from = At(was, "choice_validity");
    const json& to = At(now, "choice_validity");
    Add(false, "validity-changed", "/choice_validity", nullptr,
        fmt::format("La durée de validité d’un choix passe de {} à {}, pour les choix à venir ; "
                    "ceux déjà donnés gardent leur terme.",
                    LifetimeWordsOf(from, "fr"), LifetimeWordsOf(to, "fr")),
        fmt::format("A choice is valid for {} instead of {}, for choices to come; those already "
                    "given keep their end.",
                    LifetimeWordsOf(to, "en"), LifetimeWordsOf(from, "en")));
  }
  for (const char* member :
       {"texts", "rights", "settings", "cookie", "languages", "name", "published"}) {
    if (At(was, member) == At(now, member)) continue;
    Add(false, fmt::format("{}-changed", member), PointerToken(member), nullptr,
        fmt::format("Rubrique modifiée : {}.", MemberWords(member).fr),
        fmt::format("Changed: {}.", MemberWords(member).en));
  }
}

void Comparer::ComparePurposes() {
  const json& old_list = List(*before_.members, "purposes");
  const json& new_list = List(*after_.members, "purposes");
  const auto find = [](const json& list, const std::string& id) -> const json* {
    for (const json& purpose : list) {
      if (At(purpose, "id") == id) return &purpose;
    }
    return nullptr;
  };
  std::vector<std::string> old_order;
  std::vector<std::string> new_order;
  for (const json& purpose : old_list) {
    const std::string id = StringOr(At(purpose, "id"));
    if (find(new_list, id) != nullptr) old_order.push_back(id);
  }
  for (const json& purpose : new_list) {
    const std::string id = StringOr(At(purpose, "id"));
    const std::string& pointer = after_.purposes.at(id);
    const json* was = find(old_list, id);
    if (was == nullptr) {
      Add(true, "purpose-added", pointer, nullptr,
          fmt::format("Une finalité est ajoutée : « {} ».",
                      StringOr(At(At(purpose, "title"), "fr"), id)),
          fmt::format("A purpose is added: “{}”.", StringOr(At(At(purpose, "title"), "en"), id)));
      continue;
    }
    new_order.push_back(id);
    for (const char* member : {"title", "description", "groups"}) {
      if (At(*was, member) == At(purpose, member)) continue;
      Add(false, fmt::format("purpose-{}-changed", member), pointer + PointerToken(member), nullptr,
          fmt::format("Finalité « {} » : la rédaction change ({}).",
                      StringOr(At(At(purpose, "title"), "fr"), id), MemberWords(member).fr),
          fmt::format("Purpose “{}”: the wording changes ({}).",
                      StringOr(At(At(purpose, "title"), "en"), id), MemberWords(member).en));
    }
  }
  if (old_order != new_order) {
    Add(false, "purposes-reordered", "/purposes", nullptr, "L’ordre des finalités change.",
        "The order of the purposes changes.");
  }
}

void Comparer::CompareTracker(const json& was, const json& now, const std::string& pointer,
                              const ServiceView& service) {
  const std::string name = StringOr(At(now, "name"));
  const json& old_lifetime = At(was, "lifetime");
  const json& new_lifetime = At(now, "lifetime");
  if (old_lifetime != new_lifetime) {
    // Unpublished counts as without a bound: a durée published after all shortens it.
    const bool longer = MayOutlast(LifetimeFromJson(new_lifetime), LifetimeFromJson(old_lifetime));
    Add(longer, longer ? "lifetime-longer" : "lifetime-changed", pointer + "/lifetime", &service,
        fmt::format("{} : la durée du traceur {} passe de « {} » à « {} »{}.", service.name, name,
                    LifetimeWordsOf(old_lifetime, "fr"), LifetimeWordsOf(new_lifetime, "fr"),
                    longer ? ", ce qui est plus long" : ""),
        fmt::format("{}: the lifetime of the tracker {} goes from “{}” to “{}”{}.", service.name,
                    name, LifetimeWordsOf(old_lifetime, "en"), LifetimeWordsOf(new_lifetime, "en"),
                    longer ? ", which is longer" : ""));
  }
  if (At(was, "kind") != At(now, "kind")) {
    Add(true, "tracker-kind-changed", pointer + "/kind", &service,
        fmt::format("{} : le traceur {} change de nature ({}).", service.name, name,
                    KindWordsOf(At(now, "kind"), "fr")),
        fmt::format("{}: the tracker {} becomes another kind ({}).", service.name, name,
                    KindWordsOf(At(now, "kind"), "en")));
  }
  for (const char* member : {"purpose", "group", "aliases", "set_on_site", "published"}) {
    if (At(was, member) == At(now, member)) continue;
    Add(false, fmt::format("tracker-{}-changed", member), pointer, &service,
        fmt::format("{} : la description du traceur {} change ({}).", service.name, name,
                    MemberWords(member).fr),
        fmt::format("{}: the description of the tracker {} changes ({}).", service.name, name,
                    MemberWords(member).en));
  }
}

bool Comparer::DeclaresOwn(const json& tracker, const ServiceView& service) const {
  if (former_ == nullptr || service.refusable()) return false;
  const auto own =
      FindOwn(*former_, StringOr(At(tracker, "name")), NormalHost(StringOr(At(tracker, "host"))));
  return own && StringOr(At(tracker, "kind"), "cookie") == TrackerKindName(own->kind);
}

void Comparer::CompareTrackers(const ServiceView& was, const ServiceView& now) {
  // The same name may be published twice: rows are told apart by their rank among equals.
  using Key = std::tuple<std::string, std::string, size_t>;
  const auto keyed = [](const json& list) {
    std::map<std::pair<std::string, std::string>, size_t> rank;
    std::vector<std::pair<Key, const json*>> rows;
    for (const json& tracker : list) {
      const std::string name = StringOr(At(tracker, "name"));
      const std::string host = StringOr(At(tracker, "host"), kHostUnpublished);
      rows.emplace_back(Key(name, host, rank[{name, host}]++), &tracker);
    }
    return rows;
  };
  const auto old_rows = keyed(List(*was.value, "trackers"));
  const auto new_rows = keyed(List(*now.value, "trackers"));
  std::map<Key, const json*> old_by_key(old_rows.begin(), old_rows.end());
  const std::map<Key, const json*> new_by_key(new_rows.begin(), new_rows.end());
  for (size_t i = 0; i < new_rows.size(); ++i) {
    const std::string pointer = now.pointer + "/trackers/" + std::to_string(i);
    const auto& [key, tracker] = new_rows[i];
    const auto found = old_by_key.find(key);
    if (found != old_by_key.end()) {
      CompareTracker(*found->second, *tracker, pointer, now);
      continue;
    }
    // A row published once more declares nothing that was not declared.
    const bool again = std::get<2>(key) > 0;
    const bool own = !again && DeclaresOwn(*tracker, now);
    Add(!again && !own,
        again ? "tracker-repeated"
        : own ? "own-storage-declared"
              : "tracker-added",
        pointer, &now,
        fmt::format("{} : le traceur {} ({}) est {}.", now.name, std::get<0>(key), std::get<1>(key),
                    again ? "publié une fois de plus"
                    : own ? "ajouté, que la page nommait déjà comme déposé par le service de "
                            "consentement"
                          : "ajouté"),
        fmt::format("{}: the tracker {} ({}) is {}.", now.name, std::get<0>(key), std::get<1>(key),
                    again ? "published once more"
                    : own ? "added, which the page already named as set by the consent service"
                          : "added"));
  }
  for (size_t i = 0; i < old_rows.size(); ++i) {
    const auto& [key, tracker] = old_rows[i];
    if (new_by_key.contains(key)) continue;
    Add(false, "tracker-removed", was.pointer + "/trackers/" + std::to_string(i), &now,
        fmt::format("{} : le traceur {} ({}) est retiré.", now.name, std::get<0>(key),
                    std::get<1>(key)),
        fmt::format("{}: the tracker {} ({}) is removed.", now.name, std::get<0>(key),
                    std::get<1>(key)));
  }
}

void Comparer::CompareService(const ServiceView& was, const ServiceView& now) {
  if (was.basis != now.basis) {
    Add(true, "basis-changed", now.pointer, &now,
        fmt::format("{} : la base passe de « {} » à « {} ».", now.name, BasisWords(was.basis, "fr"),
                    BasisWords(now.basis, "fr")),
        fmt::format("{}: the basis goes from “{}” to “{}”.", now.name, BasisWords(was.basis, "en"),
                    BasisWords(now.basis, "en")));
  }
  if (was.purpose != now.purpose) {
    Add(true, "service-moved", now.pointer, &now,
        fmt::format("{} passe de la finalité « {} » à « {} ».", now.name,
                    before_.TitleOf(was.purpose, "fr"), after_.TitleOf(now.purpose, "fr")),
        fmt::format("{} moves from the purpose “{}” to “{}”.", now.name,
                    before_.TitleOf(was.purpose, "en"), after_.TitleOf(now.purpose, "en")));
  }
  for (const char* member :
       {"name", "description", "published", "consent_mode", "hosts", "addresses"}) {
    if (At(*was.value, member) == At(*now.value, member)) continue;
    Add(false, fmt::format("service-{}-changed", member), now.pointer, &now,
        fmt::format("{} : la rédaction du service change ({}).", now.name, MemberWords(member).fr),
        fmt::format("{}: the wording of the service changes ({}).", now.name,
                    MemberWords(member).en));
  }
  CompareVendor(At(*was.value, "vendor"), At(*now.value, "vendor"), now.pointer + "/vendor", &now);
  CompareTrackers(was, now);
}

Comparison Comparer::Run() {
  CompareSite();
  ComparePurposes();
  for (const ServiceView& now : after_.services) {
    const ServiceView* was = before_.Find(now.id);
    if (was != nullptr) {
      CompareService(*was, now);
      continue;
    }
    Add(true, "service-added", now.pointer, &now,
        fmt::format("Un service est ajouté : {} (fournisseur : {}).", now.name,
                    StringOr(At(At(*now.value, "vendor"), "name"), "—")),
        fmt::format("A service is added: {} (vendor: {}).", now.name,
                    StringOr(At(At(*now.value, "vendor"), "name"), "—")));
  }
  CompareProcessors();
  for (const ServiceView& was : before_.services) {
    if (after_.Find(was.id) != nullptr) continue;
    Add(false, "service-removed", was.pointer, &was,
        fmt::format("Le service {} est retiré.", was.name),
        fmt::format("The service {} is removed.", was.name));
  }
  for (const auto& [id, pointer] : before_.purposes) {
    if (after_.purposes.contains(id)) continue;
    Add(false, "purpose-removed", pointer, nullptr,
        fmt::format("La finalité « {} » est retirée.", before_.TitleOf(id, "fr")),
        fmt::format("The purpose “{}” is removed.", before_.TitleOf(id, "en")));
  }
  return std::move(out_);
}

bool Comparison::material() const {
  return std::any_of(changes.begin(), changes.end(),
                     [](const Change& change) { return change.material; });
}

Comparison Compare(const Revision& before, const Revision& after) {
  const DocumentView was = ViewDocument(before.view);
  const DocumentView now = ViewDocument(after.view);
  const auto former = SiteOfRevision(before, nullptr);
  return Comparer(was, now, former.ok() ? former->get() : nullptr).Run();
}

Generation NextGeneration(const Generation& current, const Comparison& comparison) {
  Generation next = current;
  const bool material = comparison.material();
  if (material) ++next.number;
  for (const Change& change : comparison.changes) {
    if (change.code == "service-removed") next.since.erase(change.service);
  }
  for (const std::string& service : comparison.services) next.since[service] = next.number;
  return next;
}

}  // namespace temoin::catalog
