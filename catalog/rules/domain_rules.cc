// Whose domains vendors give as their own. What a vendor's domains hold passes for the vendor's:
// under a service that needs no consent it would be let in always.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/host.h"
#include "catalog/match.h"
#include "catalog/products.h"
#include "catalog/rules/rule.h"
#include "catalog/rules/visit.h"

namespace temoin::catalog {
namespace {

// A suffix of anybody's is told by a rule of its own.
bool IsDomain(const std::string& domain) {
  return domain.find('.') != std::string::npos && !IsPublicSuffix(domain);
}

// Told once, at the later of the two. One domain below another says on purpose whose the hosts
// below it are: the longer one counts.
void DomainOfTwoVendors(const Site& site, Sink& sink) {
  std::vector<const Vendor*> vendors;
  ForEachVendor(site, [&](const Vendor& vendor) { vendors.push_back(&vendor); });
  for (auto at = vendors.begin(); at != vendors.end(); ++at) {
    const Vendor* const vendor = *at;
    for (size_t i = 0; i < vendor->domains.size(); ++i) {
      const std::string& domain = vendor->domains[i];
      const auto other = std::find_if(vendors.begin(), at, [&](const Vendor* each) {
        return std::find(each->domains.begin(), each->domains.end(), domain) != each->domains.end();
      });
      if (other == at || !IsDomain(domain)) continue;
      sink.Report(
          vendor->file, fmt::format("/domains/{}", i), vendor->id,
          {fmt::format("{} est donné pour un domaine de {} et de {} : ce qui est permis à l’un le "
                       "serait à l’autre. Ne laissez ce domaine qu’à celui qui l’exploite ; "
                       "l’hôte d’un seul service s’écrit dans ses « hosts ».",
                       domain, vendor->name, (*other)->name),
           fmt::format("{} is given as a domain of {} and of {}: what is allowed to one would be "
                       "allowed to the other. Leave the domain to the one who runs it; the host "
                       "of one service is written into its “hosts”.",
                       domain, vendor->name, (*other)->name)});
    }
  }
}

// What needs no consent and names the host of what does would let it in always.
void HostOfKnownProduct(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service, const Tracker& tracker) {
    if (purpose.refusable() || !IsDomain(tracker.host) || IsSiteHost(site, tracker.host)) return;
    const std::string product = ProductOfOthers(tracker.host, *service.vendor);
    if (product.empty()) return;
    sink.Report(
        site.file, pointer + "/host", tracker.name,
        {fmt::format("{} est déclaré sans accord sous {}, d’où charge {}, qui en demande un. "
                     "Corrigez l’hôte, ou déclarez {} sous son propre fournisseur.",
                     tracker.name, tracker.host, product, product),
         fmt::format("{} is declared without consent under {}, from which {} loads, which asks for "
                     "one. Correct the host, or declare {} under a vendor of its own.",
                     tracker.name, tracker.host, product, product)});
  });
}

// A domain that somebody else's known product loads from: whole, or a host of one that asks for
// consent. A host that a product lends to each customer is the customer's.
void DomainOfKnownProduct(const Site& site, Sink& sink) {
  ForEachVendor(site, [&](const Vendor& vendor) {
    for (size_t i = 0; i < vendor.domains.size(); ++i) {
      const std::string& domain = vendor.domains[i];
      if (!IsDomain(domain)) continue;
      std::vector<Product> products = ProductsBelow(domain);
      for (Product& product : ProductsAt(domain)) {
        if (AsksConsent(product)) products.push_back(std::move(product));
      }
      const bool own = std::any_of(products.begin(), products.end(), [&](const Product& product) {
        return IsProductOf(product, vendor);
      });
      if (own || products.empty()) continue;
      const std::string& product = products.front().name;
      sink.Report(vendor.file, fmt::format("/domains/{}", i), vendor.id,
                  {fmt::format("{} est donné pour un domaine de {}, et c’est de là que charge {} : "
                               "ses traceurs passeraient pour ceux de {}. Retirez-le, ou déclarez "
                               "{} sous son propre fournisseur.",
                               domain, vendor.name, product, vendor.name, product),
                   fmt::format("{} is given as a domain of {}, and {} loads from it: its trackers "
                               "would pass for those of {}. Take it out, or declare {} under a "
                               "vendor of its own.",
                               domain, vendor.name, product, vendor.name, product)});
    }
  });
}

constexpr Rule kRules[] = {
    {"domain-of-two-vendors", Severity::kError, "Deux fournisseurs donnent un même domaine",
     "Two vendors give the same domain",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)", DomainOfTwoVendors,
     nullptr},
    {"domain-of-known-product", Severity::kError,
     "Un fournisseur donne pour sien le domaine d’un produit connu d’un autre",
     "A vendor gives as its own the domain of a known product of another",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)",
     DomainOfKnownProduct, nullptr},
    {"host-of-known-product", Severity::kError,
     "Ce qui se passe d’accord nomme l’hôte d’un produit connu qui en demande un",
     "What needs no consent names the host of a known product that does",
     "Loi Informatique et Libertés, article 82 (rien avant l’accord)",
     "French data protection act, article 82 (nothing before the agreement)", HostOfKnownProduct,
     nullptr, Waivable::kNo},
};

}  // namespace

std::span<const Rule> DomainRules() { return kRules; }

}  // namespace temoin::catalog
