#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "catalog/library_match.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

uint32_t PermilleOfNulls(const FactCount& count) {
  if (count.facts == 0) return 0;
  return static_cast<uint32_t>((count.nulls * 1000 + count.facts / 2) / count.facts);
}

struct CategoryName {
  std::string_view id;
  std::string_view french;
};
constexpr std::array<CategoryName, 18> kFrenchCategories = {
    {{"audience", "audience"},
     {"behaviour", "comportement"},
     {"advertising", "publicité"},
     {"video", "vidéo"},
     {"audio", "son"},
     {"map", "carte"},
     {"captcha", "captcha"},
     {"chat", "messagerie"},
     {"social", "réseau social"},
     {"form", "formulaire"},
     {"document", "document"},
     {"payment", "paiement"},
     {"newsletter", "lettre d’information"},
     {"font", "police de caractères"},
     {"tag-manager", "gestionnaire de balises"},
     {"monitoring", "surveillance technique"},
     {"accessibility", "accessibilité"},
     {"other", "autre"}}};

std::string_view FrenchCategory(std::string_view id) {
  for (const CategoryName& category : kFrenchCategories) {
    if (category.id == id) return category.french;
  }
  return id;
}

struct Totals {
  FactCount count;
  size_t whole = 0;
  std::set<std::string> sources;  // by address, or package and version
};

Totals TotalsOf(const Library& library) {
  Totals out;
  for (const auto& [id, service] : library.services()) {
    out.count += service->count;
    out.whole += service->whole ? 1 : 0;
    for (const auto& [key, source] : service->sources) {
      out.sources.insert(source.address.empty() ? source.package + "@" + source.version
                                                : source.address);
    }
  }
  return out;
}

json CountJson(const FactCount& count) {
  return {{"facts", count.facts},
          {"nulls", count.nulls},
          {"by_vendor", count.vendor},
          {"by_authority", count.authority},
          {"by_third_party", count.third_party}};
}

}  // namespace

std::string LibraryText(const Library& library, std::string_view language) {
  const bool english = language == "en";
  std::string out = english ? fmt::format("{:<22} {:<36} {:<6} {:<13}  {}\n", "service", "name",
                                          "depth", "facts", "category")
                            : fmt::format("{:<22} {:<36} {:<6} {:<13}  {}\n", "service", "nom",
                                          "fiche", "faits", "catégorie");
  for (const auto& [id, service] : library.services()) {
    out +=
        fmt::format("{:<22} {:<36.36} {:<6} {} {:>3}/{:<3}  {}\n", id, service->name,
                    service->whole ? (english ? "whole" : "entier") : (english ? "thin" : "mince"),
                    english ? "known" : "connus", service->count.facts - service->count.nulls,
                    service->count.facts,
                    english ? service->category : std::string(FrenchCategory(service->category)));
  }
  const Totals totals = TotalsOf(library);
  const size_t services = library.services().size();
  const std::string nulls = render::PercentWords(PermilleOfNulls(totals.count), language);
  out += english ? fmt::format(
                       "\n{} services: {} whole, {} thin. {} sources. {} facts, {} of them "
                       "null ({}); known by the vendor's word {}, an authority's {}, a "
                       "third party's {}.\n",
                       services, totals.whole, services - totals.whole, totals.sources.size(),
                       totals.count.facts, totals.count.nulls, nulls, totals.count.vendor,
                       totals.count.authority, totals.count.third_party)
                 : fmt::format(
                       "\n{} services : {} entiers, {} minces. {} sources. {} faits, dont {} "
                       "nuls ({}) ; connus par le fournisseur {}, par une autorité {}, "
                       "par un tiers {}.\n",
                       services, totals.whole, services - totals.whole, totals.sources.size(),
                       totals.count.facts, totals.count.nulls, nulls, totals.count.vendor,
                       totals.count.authority, totals.count.third_party);
  return out;
}

std::string LibraryJson(const Library& library) {
  json rows = json::array();
  for (const auto& [id, service] : library.services()) {
    rows.push_back({{"id", id},
                    {"name", service->name},
                    {"version", service->version},
                    {"depth", service->whole ? "whole" : "thin"},
                    {"category", service->category},
                    {"vendor", service->vendor},
                    {"count", CountJson(service->count)}});
  }
  const Totals totals = TotalsOf(library);
  return json{{"schema", 1},
              {"services", std::move(rows)},
              {"whole", totals.whole},
              {"sources", totals.sources.size()},
              {"count", CountJson(totals.count)}}
             .dump(2) +
         "\n";
}

}  // namespace temoin::catalog
