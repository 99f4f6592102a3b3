#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/eea.h"
#include "catalog/rules/rule.h"
#include "catalog/rules/visit.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

bool Listed(const Site& site, const Vendor& vendor) {
  return std::any_of(site.processors.begin(), site.processors.end(),
                     [&](const Processor& processor) { return processor.vendor->id == vendor.id; });
}

void VendorNotInProcessors(const Site& site, Sink& sink) {
  ForEachService(site, [&](const std::string& pointer, const Purpose&, const Service& service) {
    const bool expected = service.role == Role::kProcessor || service.role == Role::kUnpublished;
    if (!expected || Listed(site, *service.vendor)) return;
    sink.Report(site.file, pointer + "/vendor", service.vendor->id,
                {fmt::format("{}, fournisseur de {}, est absent de la liste des sous-traitants.",
                             service.vendor->name, service.name),
                 fmt::format("{}, vendor of {}, is absent from the list of processors.",
                             service.vendor->name, service.name)});
  });
}

bool TransfersTo(const Vendor& vendor, const std::string& country) {
  return std::any_of(vendor.transfers.begin(), vendor.transfers.end(),
                     [&](const Transfer& transfer) { return transfer.country == country; });
}

void TransferWithoutBasis(const Site& site, Sink& sink) {
  ForEachVendor(site, [&](const Vendor& vendor) {
    for (size_t i = 0; i < vendor.transfers.size(); ++i) {
      const Transfer& transfer = vendor.transfers[i];
      if (transfer.basis != TransferBasis::kUnpublished || InsideEea(transfer.country)) continue;
      sink.Report(vendor.file, fmt::format("/transfer/to/{}/basis", i), vendor.id,
                  {fmt::format("{} : le transfert vers {} n’a pas de base publiée.", vendor.name,
                               render::CountryAfterTo(transfer.country, "fr")),
                   fmt::format("{}: the transfer to {} has no published basis.", vendor.name,
                               render::CountryAfterTo(transfer.country, "en"))});
    }
    if (!vendor.location) return;
    for (const std::string& country : vendor.location->countries) {
      if (InsideEea(country) || TransfersTo(vendor, country)) continue;
      sink.Report(vendor.file, "/transfer", vendor.id,
                  {fmt::format("{} : des données sont en {}, et aucun transfert n’y est déclaré.",
                               vendor.name, render::CountryName(country, "fr")),
                   fmt::format("{}: data is in {}, and no transfer to it is declared.", vendor.name,
                               render::CountryName(country, "en"))});
    }
  });
}

void TransferContradictsLocation(const Site& site, Sink& sink) {
  ForEachVendor(site, [&](const Vendor& vendor) {
    if (!vendor.location) return;
    const auto& countries = vendor.location->countries;
    for (size_t i = 0; i < vendor.transfers.size(); ++i) {
      const std::string& to = vendor.transfers[i].country;
      if (InsideEea(to) || std::find(countries.begin(), countries.end(), to) != countries.end()) {
        continue;
      }
      sink.Report(
          vendor.file, fmt::format("/transfer/to/{}", i), vendor.id,
          {fmt::format(
               "{} : le lieu publié des données ({}) contredit le transfert publié vers {}.",
               vendor.name, vendor.location->text.In("fr"), render::CountryAfterTo(to, "fr")),
           fmt::format("{}: the published place of the data ({}) contradicts the published "
                       "transfer to {}.",
                       vendor.name, vendor.location->text.In("en"),
                       render::CountryAfterTo(to, "en"))});
    }
  });
}

constexpr const char* kConsentMode = "google-consent-mode";

bool UsesConsentMode(const Site& site) {
  const auto& adapters = site.settings.adapters;
  return std::find(adapters.begin(), adapters.end(), kConsentMode) != adapters.end();
}

// Whether `host` is one of Google's that reads the signals, or below one.
bool IsSignalHost(std::string_view host) {
  static constexpr std::array<std::string_view, 6> kDomains = {
      "doubleclick.net",       "google-analytics.com", "googleadservices.com",
      "googlesyndication.com", "googletagmanager.com", "analytics.google.com"};
  return std::any_of(kDomains.begin(), kDomains.end(), [&](std::string_view domain) {
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                              host[host.size() - domain.size() - 1] == '.');
  });
}

bool HasSignalHost(const std::vector<std::string>& hosts) {
  return std::any_of(hosts.begin(), hosts.end(), IsSignalHost);
}

// Names that Google's tags give their cookies on whatever host serves them: a server-side tag
// manager is known by these.
bool IsSignalCookie(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames = {"_ga",  "_gid", "FPID",
                                                             "FPLC", "FPAU", "FPGSID"};
  static constexpr std::array<std::string_view, 5> kStarts = {"_ga_", "_gat", "_gac_", "_gcl_",
                                                              "FPGCL"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
         std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return name.starts_with(start); });
}

// Whether tags of this service read the signals: by its hosts; where those are all the site's own
// (a server-side host or tag manager), by its vendor's domains; or by what it leaves.
bool ReadsSignals(const Site& site, const Service& service) {
  if (HasSignalHost(service.Hosts())) return true;
  if (std::any_of(service.trackers.begin(), service.trackers.end(),
                  [](const Tracker& tracker) { return IsSignalCookie(tracker.name); })) {
    return true;
  }
  const std::string below = "." + site.id;
  return std::all_of(
             service.Hosts().begin(), service.Hosts().end(),
             [&](const std::string& host) { return host == site.id || host.ends_with(below); }) &&
         HasSignalHost(service.vendor->domains);
}

bool Signals(const Service& service) {
  return service.consent_mode && !service.consent_mode->empty();
}

void ConsentModeUnsaid(const Site& site, Sink& sink) {
  if (!UsesConsentMode(site)) return;
  bool any = false;
  ForEachService(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service) {
    any = any || Signals(service);
    if (service.consent_mode || !purpose.refusable() || !ReadsSignals(site, service)) {
      return;
    }
    any = true;  // said of this service, which may well be the one
    sink.Report(site.file, pointer + "/consent_mode", service.id,
                {fmt::format("{} ne dit pas pour quels signaux de Consent Mode il répond : écrire "
                             "« consent_mode », au besoin vide.",
                             service.name),
                 fmt::format("{} does not say which Consent Mode signals it answers for: write "
                             "\"consent_mode\", empty if need be.",
                             service.name)});
  });
  if (any) return;
  sink.Report(site.file, "/settings/adapters", kConsentMode,
              {"Aucun service ne répond d’un signal de Consent Mode : tous resteront refusés.",
               "No service answers for a Consent Mode signal: all of them stay denied."});
}

void ConsentModeNotBasic(const Site& site, Sink& sink) {
  std::set<std::string_view> vendors;
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      if (Signals(service)) vendors.insert(service.vendor->id);
    }
  }
  ForEachService(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service) {
    if (purpose.basis == Basis::kConsent) return;
    if (!Signals(service) && !vendors.contains(service.vendor->id)) return;
    sink.Report(site.file, pointer, service.id,
                {fmt::format("{} fonctionne avant tout consentement, alors que des services de "
                             "{} répondent de signaux de Consent Mode : seul le mode de base est "
                             "admis, sans requête avant l’accord.",
                             service.name, service.vendor->name),
                 fmt::format("{} runs before any consent, while services of {} answer for "
                             "Consent Mode signals: only the basic mode is accepted, without a "
                             "request before the agreement.",
                             service.name, service.vendor->name)});
  });
}

void VendorUnused(const Catalog& catalog, Sink& sink) {
  std::set<std::string_view> used;
  for (const auto& [id, site] : catalog.sites()) {
    for (const Purpose& purpose : site->purposes) {
      for (const Service& service : purpose.services) used.insert(service.vendor->id);
    }
  }
  for (const auto& [id, vendor] : catalog.vendors()) {
    if (vendor->infrastructure || used.contains(id)) continue;
    sink.Report(vendor->file, "", vendor->id,
                {fmt::format("Aucun service d’aucun site n’est fourni par {}.", vendor->name),
                 fmt::format("No service of any site is provided by {}.", vendor->name)});
  }
}

constexpr Rule kRules[] = {
    {"vendor-not-in-processors", Severity::kWarning,
     "Le fournisseur d’un service manque à la liste des sous-traitants",
     "A service's vendor is missing from the list of processors",
     "RGPD, article 13, paragraphe 1, e) (destinataires)", "GDPR article 13(1)(e) (recipients)",
     VendorNotInProcessors, nullptr},
    {"transfer-without-basis", Severity::kError,
     "Un transfert hors de l’Union européenne n’a pas de base",
     "A transfer outside the European Union has no basis", "RGPD, articles 45, 46 et 49",
     "GDPR articles 45, 46 and 49", TransferWithoutBasis, nullptr},
    {"transfer-contradicts-location", Severity::kWarning,
     "Un transfert contredit le lieu déclaré des données",
     "A transfer contradicts the declared place of the data",
     "RGPD, article 13, paragraphe 1, f) (transferts)", "GDPR article 13(1)(f) (transfers)",
     TransferContradictsLocation, nullptr},
    {"consent-mode-unsaid", Severity::kError,
     "Un service ne dit pas pour quels signaux de Consent Mode il répond",
     "A service does not say which Consent Mode signals it answers for", "Règle de la maison",
     "House rule", ConsentModeUnsaid, nullptr},
    {"consent-mode-not-basic", Severity::kError,
     "Un fournisseur qui lit Consent Mode est appelé avant le consentement",
     "A vendor that reads Consent Mode is asked before consent", "Loi n° 78-17, article 82",
     "French law 78-17, article 82", ConsentModeNotBasic, nullptr, Waivable::kNo},
    {"vendor-unused", Severity::kNotice, "Un fournisseur n’est utilisé par aucun service",
     "A vendor is used by no service", "Règle de la maison", "House rule", nullptr, VendorUnused},
};

}  // namespace

std::span<const Rule> VendorRules() { return kRules; }

}  // namespace temoin::catalog
