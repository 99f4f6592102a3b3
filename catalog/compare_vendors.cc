// What changed of vendors: of those behind services, and of the list of processors.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "catalog/change_words.h"
#include "catalog/comparer.h"
#include "catalog/eea.h"
#include "render/locale.h"

namespace temoin::catalog {

using nlohmann::json;

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

}  // namespace temoin::catalog
