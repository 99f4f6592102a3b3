#include "catalog/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "catalog/change_words.h"
#include "catalog/document_view.h"
#include "catalog/eea.h"
#include "catalog/lifetime.h"
#include "catalog/words.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr std::string_view kHostUnpublished = "—";

class Comparer {
 public:
  Comparer(const DocumentView& before, const DocumentView& after)
      : before_(before), after_(after) {}

  Comparison Run();

 private:
  void Add(bool material, std::string code, std::string pointer, const ServiceView* service,
           std::string fr, std::string en);
  void AddForAll(std::string code, std::string pointer, std::string fr, std::string en);
  void CompareSite();
  void ComparePurposes();
  void CompareService(const ServiceView& was, const ServiceView& now);
  void CompareTrackers(const ServiceView& was, const ServiceView& now);
  void CompareTracker(const json& was, const json& now, const std::string& pointer,
                      const ServiceView& service);
  void CompareVendor(const json& was, const json& now, const std::string& pointer,
                     const ServiceView* service);
  void CompareProcessors();

  const DocumentView& before_;
  const DocumentView& after_;
  Comparison out_;
};

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
    Add(!again, again ? "tracker-repeated" : "tracker-added", pointer, &now,
        fmt::format("{} : le traceur {} ({}) est {}.", now.name, std::get<0>(key), std::get<1>(key),
                    again ? "publié une fois de plus" : "ajouté"),
        fmt::format("{}: the tracker {} ({}) is {}.", now.name, std::get<0>(key), std::get<1>(key),
                    again ? "published once more" : "added"));
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

void Comparer::CompareVendor(const json& was, const json& now, const std::string& pointer,
                             const ServiceView* service) {
  const std::string name = StringOr(At(now, "name"));
  if (At(was, "id") != At(now, "id")) {
    return Add(
        true, "vendor-changed", pointer, service,
        fmt::format("Le fournisseur devient {} (auparavant {}).", name,
                    StringOr(At(was, "name"), "—")),
        fmt::format("The vendor becomes {} (formerly {}).", name, StringOr(At(was, "name"), "—")));
  }
  if (At(was, "role") != At(now, "role")) {
    Add(true, "role-changed", pointer + "/role", service,
        fmt::format("{} : le rôle passe de « {} » à « {} ».", name,
                    RoleWordsOf(At(was, "role"), "fr"), RoleWordsOf(At(now, "role"), "fr")),
        fmt::format("{}: the role goes from “{}” to “{}”.", name,
                    RoleWordsOf(At(was, "role"), "en"), RoleWordsOf(At(now, "role"), "en")));
  }
  const json& old_to = List(At(was, "transfer"), "to");
  const json& new_to = List(At(now, "transfer"), "to");
  const auto has = [](const json& list, const json& country, const json& basis) {
    return std::any_of(list.begin(), list.end(), [&](const json& to) {
      return At(to, "country") == country && At(to, "basis") == basis;
    });
  };
  bool transfer_told = false;
  for (size_t i = 0; i < new_to.size(); ++i) {
    const json& country = At(new_to[i], "country");
    const json& basis = At(new_to[i], "basis");
    if (has(old_to, country, basis)) continue;
    transfer_told = true;
    Add(true, "transfer-added", pointer + "/transfer/to/" + std::to_string(i), service,
        fmt::format("{} : nouveau transfert vers {} (base : {}).", name,
                    render::CountryAfterTo(StringOr(country, "—"), "fr"),
                    BasisWordsOf(basis, "fr")),
        fmt::format("{}: new transfer to {} (basis: {}).", name,
                    render::CountryAfterTo(StringOr(country, "—"), "en"),
                    BasisWordsOf(basis, "en")));
  }
  const json& old_status = At(At(was, "transfer"), "status");
  const json& new_status = At(At(now, "transfer"), "status");
  if (!transfer_told && At(was, "transfer") != At(now, "transfer")) {
    // "None" that becomes "unpublished" withdraws a promise.
    const bool withdrawn =
        old_status != new_status && new_status == "unpublished" && old_status != "declared";
    Add(withdrawn, withdrawn ? "transfer-no-longer-excluded" : "transfer-changed",
        pointer + "/transfer", service,
        fmt::format("{} : ce qui est publié des transferts change ({} → {}).", name,
                    StatusWordsOf(old_status, "fr"), StatusWordsOf(new_status, "fr")),
        fmt::format("{}: what is published of transfers changes ({} → {}).", name,
                    StatusWordsOf(old_status, "en"), StatusWordsOf(new_status, "en")));
  }
  const json& old_location = At(was, "location");
  const json& new_location = At(now, "location");
  if (old_location != new_location) {
    const json& old_countries = List(old_location, "countries");
    bool farther = false;
    for (const json& country : List(new_location, "countries")) {
      const bool known =
          std::find(old_countries.begin(), old_countries.end(), country) != old_countries.end();
      farther = farther || (!known && !InsideEea(StringOr(country)));
    }
    Add(farther, farther ? "location-outside-eea" : "location-changed", pointer + "/location",
        service,
        fmt::format("{} : le lieu des données change{}.", name,
                    farther ? ", hors de l’Espace économique européen" : ""),
        fmt::format("{}: the place of the data changes{}.", name,
                    farther ? ", outside the European Economic Area" : ""));
  }
  for (const char* member : {"name", "nationality", "domains", "policy_url"}) {
    if (At(was, member) == At(now, member)) continue;
    Add(false, fmt::format("vendor-{}-changed", member), pointer + PointerToken(member), service,
        fmt::format("{} : la fiche du fournisseur change ({}).", name, MemberWords(member).fr),
        fmt::format("{}: the vendor's description changes ({}).", name, MemberWords(member).en));
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
  for (const char* member : {"name", "description", "published", "consent_mode", "hosts"}) {
    if (At(*was.value, member) == At(*now.value, member)) continue;
    Add(false, fmt::format("service-{}-changed", member), now.pointer, &now,
        fmt::format("{} : la rédaction du service change ({}).", now.name, MemberWords(member).fr),
        fmt::format("{}: the wording of the service changes ({}).", now.name,
                    MemberWords(member).en));
  }
  CompareVendor(At(*was.value, "vendor"), At(*now.value, "vendor"), now.pointer + "/vendor", &now);
  CompareTrackers(was, now);
}

// Vendors that stand in the list of processors only; those of services were compared above.
void Comparer::CompareProcessors() {
  const auto find = [](const json& list, const json& id) -> const json* {
    for (const json& row : list) {
      if (At(At(row, "vendor"), "id") == id) return &row;
    }
    return nullptr;
  };
  const auto serves = [this](const json& id) {
    return std::any_of(
        after_.services.begin(), after_.services.end(),
        [&](const ServiceView& service) { return At(At(*service.value, "vendor"), "id") == id; });
  };
  const json& old_list = List(*before_.members, "processors");
  const json& new_list = List(*after_.members, "processors");
  for (size_t i = 0; i < new_list.size(); ++i) {
    const std::string pointer = "/processors/" + std::to_string(i);
    const json& vendor = At(new_list[i], "vendor");
    const std::string name = StringOr(At(vendor, "name"));
    const json* was = find(old_list, At(vendor, "id"));
    if (was == nullptr) {
      // Told under its service when it has one; listing it here is then only completeness.
      Add(!serves(At(vendor, "id")), "processor-added", pointer, nullptr,
          fmt::format("{} entre dans la liste des sous-traitants.", name),
          fmt::format("{} enters the list of processors.", name));
      continue;
    }
    if (!serves(At(vendor, "id"))) {
      CompareVendor(At(*was, "vendor"), vendor, pointer + "/vendor", nullptr);
    } else if (At(*was, "vendor") != vendor) {
      // What it means was judged under its service; here it is only said that the row follows.
      Add(false, "processor-row-changed", pointer + "/vendor", nullptr,
          fmt::format("{} : la ligne de la liste des sous-traitants change.", name),
          fmt::format("{}: the row of the list of processors changes.", name));
    }
    if (At(*was, "purpose") != At(new_list[i], "purpose")) {
      Add(false, "processor-purpose-changed", pointer + "/purpose", nullptr,
          fmt::format("{} : ce pour quoi ce sous-traitant intervient est reformulé.", name),
          fmt::format("{}: what this processor is for is reworded.", name));
    }
  }
  for (size_t i = 0; i < old_list.size(); ++i) {
    const json& vendor = At(old_list[i], "vendor");
    if (find(new_list, At(vendor, "id")) != nullptr) continue;
    Add(false, "processor-removed", "/processors/" + std::to_string(i), nullptr,
        fmt::format("{} quitte la liste des sous-traitants.", StringOr(At(vendor, "name"), "—")),
        fmt::format("{} leaves the list of processors.", StringOr(At(vendor, "name"), "—")));
  }
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

}  // namespace

bool Comparison::material() const {
  return std::any_of(changes.begin(), changes.end(),
                     [](const Change& change) { return change.material; });
}

Comparison Compare(const Revision& before, const Revision& after) {
  const DocumentView was = ViewDocument(before.view);
  const DocumentView now = ViewDocument(after.view);
  return Comparer(was, now).Run();
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
