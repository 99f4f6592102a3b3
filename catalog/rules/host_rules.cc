// Where trackers and requests come from: the hosts that trackers, services and vendors name.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/host.h"
#include "catalog/match.h"
#include "catalog/products.h"
#include "catalog/rules/rule.h"
#include "catalog/rules/visit.h"
#include "catalog/written_address.h"

namespace temoin::catalog {
namespace {

// Another vendor of the site that a host belongs to; nullptr: none, or it is this one's as well.
const Vendor* OtherOwner(const Site& site, const Vendor& own, const std::string& host) {
  if (IsSiteHost(site, host)) return nullptr;
  return NearerVendor(site, own, LongestAbove(own.domains, host), host);
}

// Calls visit(file, pointer, subject, host) for each host that a tracker, a service or a vendor of
// a service names.
void EachHost(const Site& site,
              const std::function<void(const std::string&, const std::string&, const std::string&,
                                       const std::string&)>& visit) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service&,
                           const Tracker& tracker) {
    if (!tracker.host.empty()) visit(site.file, pointer + "/host", tracker.name, tracker.host);
  });
  std::set<std::string_view> vendors;
  ForEachService(site, [&](const std::string& pointer, const Purpose&, const Service& service) {
    for (size_t i = 0; service.hosts && i < service.hosts->size(); ++i) {
      visit(site.file, fmt::format("{}/hosts/{}", pointer, i), service.id, (*service.hosts)[i]);
    }
    const Vendor& vendor = *service.vendor;
    if (!vendors.insert(vendor.id).second) return;
    for (size_t i = 0; i < vendor.domains.size(); ++i) {
      visit(vendor.file, fmt::format("/domains/{}", i), vendor.id, vendor.domains[i]);
    }
  });
}

void HostDoesNotSet(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    if (!tracker.set_on_site || tracker.host.empty() || IsSiteHost(site, tracker.host)) return;
    sink.Report(
        site.file, pointer + "/host", tracker.name,
        {fmt::format("{} ({}) est publié sous {}, qui ne le pose pas : la balise le pose sur le "
                     "domaine du site visité.",
                     tracker.name, service.name, tracker.host),
         fmt::format("{} ({}) is published under {}, which does not set it: the tag sets it on the "
                     "visited site's own domain.",
                     tracker.name, service.name, tracker.host)});
  });
}

// Whether a host is neither the site's nor of any vendor of it, where the service's are known: the
// domains of its vendor, or without any what it gives itself.
bool IsNobodys(const Site& site, const Service& service, const std::string& host) {
  const Vendor& vendor = *service.vendor;
  const std::vector<std::string>& domains =
      vendor.domains.empty() ? service.Hosts() : vendor.domains;
  // The publisher's own domains are the site's: what lies outside is nobody's.
  const bool own = service.role == Role::kPublisher;
  if (host.find('.') == std::string::npos || IsPublicSuffix(host)) return false;  // told as such
  return (own || !domains.empty()) && !IsSiteHost(site, host) && LongestAbove(domains, host) == 0 &&
         OtherOwner(site, vendor, host) == nullptr;
}

// Whether the service calls a host at or below this one: what answers there may set a cookie for
// all that is below, and it comes with a call that is held until it is allowed.
bool IsCalledBelow(const Service& service, const std::string& host) {
  const auto below = [&host](const std::string& called) { return HostWithin(called, host); };
  return std::ranges::any_of(service.Hosts(), below) ||
         std::ranges::any_of(HostsOf(service.addresses), below);
}

// What a service itself gives as its hosts does not make them its vendor's.
void HostOutsideVendor(const Site& site, Sink& sink) {
  ForEachService(site, [&](const std::string& pointer, const Purpose&, const Service& service) {
    for (size_t i = 0; service.hosts && i < service.hosts->size(); ++i) {
      const std::string& host = (*service.hosts)[i];
      if (!IsNobodys(site, service, host)) continue;
      sink.Report(site.file, fmt::format("{}/hosts/{}", pointer, i), service.id,
                  {fmt::format("{} nomme {}, hors des domaines de son fournisseur {} et du site. "
                               "S’il est à lui, ajoutez-le à ses « domains » avec sa source.",
                               service.name, host, service.vendor->name),
                   fmt::format("{} names {}, outside the domains of its vendor {} and of the site. "
                               "If it is the vendor's, add it to its “domains” with the source.",
                               service.name, host, service.vendor->name)});
    }
  });
  ForEachTracker(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service, const Tracker& tracker) {
    const bool said = service.hosts && LongestAbove(*service.hosts, tracker.host) > 0;
    if (said || IsCalledBelow(service, tracker.host) || !IsNobodys(site, service, tracker.host)) {
      return;
    }
    // A rule of its own says more.
    if (!purpose.refusable() && !ProductOfOthers(tracker.host, *service.vendor).empty()) return;
    sink.Report(
        site.file, pointer + "/host", tracker.name,
        {fmt::format("{} est déclaré sous {}, hors des domaines de son fournisseur {} et du "
                     "site : le blocage et la politique de sécurité ne le connaissent pas.",
                     tracker.name, tracker.host, service.vendor->name),
         fmt::format("{} is declared under {}, outside the domains of its vendor {} and of "
                     "the site: blocking and the security policy do not know it.",
                     tracker.name, tracker.host, service.vendor->name)});
  });
}

// A host under which anybody can have one of their own would let everybody's hosts pass for the
// vendor's.
void HostPublicSuffix(const Site& site, Sink& sink) {
  const auto look = [&](const std::string& file, const std::string& pointer,
                        const std::string& subject, const std::string& host) {
    if (host.find('.') != std::string::npos ? !IsPublicSuffix(host) : host == "localhost") return;
    sink.Report(
        file, pointer, subject,
        {fmt::format("{} est un suffixe public : les hôtes de n’importe qui y "
                     "passeraient pour déclarés.",
                     host),
         fmt::format("{} is a public suffix: anybody's hosts would pass for declared.", host)});
  };
  EachHost(site, look);
}

void HostUnpublished(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    if (!tracker.host.empty() || tracker.own_host || tracker.kind == TrackerKind::kFingerprint) {
      return;
    }
    sink.Report(
        site.file, pointer + "/host", tracker.name,
        {fmt::format("Aucun hôte n’est publié pour {} ({}) : il est admis du site et de {}.",
                     tracker.name, service.name, service.vendor->name),
         fmt::format("No host is published for {} ({}): it is accepted from the site and from {}.",
                     tracker.name, service.name, service.vendor->name)});
  });
}

void HostOfAnotherVendor(const Site& site, Sink& sink) {
  const auto look = [&](const Service& service, const std::string& pointer,
                        const std::string& subject, const std::string& host) {
    const Vendor* const other = OtherOwner(site, *service.vendor, host);
    if (other == nullptr) return;
    sink.Report(
        site.file, pointer, subject,
        {fmt::format("{} ({}) nomme {}, un hôte de {} et non de {} : un accord donné à l’un "
                     "vaudrait pour l’autre. Déclarez-le sous un service de {}, ou corrigez "
                     "l’hôte.",
                     subject, service.name, host, other->name, service.vendor->name, other->name),
         fmt::format("{} ({}) names {}, a host of {} and not of {}: what is allowed to one would "
                     "be allowed to the other. Declare it under a service of {}, or correct the "
                     "host.",
                     subject, service.name, host, other->name, service.vendor->name, other->name)});
  };
  ForEachService(site, [&](const std::string& pointer, const Purpose&, const Service& service) {
    for (size_t i = 0; service.hosts && i < service.hosts->size(); ++i) {
      look(service, fmt::format("{}/hosts/{}", pointer, i), service.id, (*service.hosts)[i]);
    }
    for (size_t t = 0; t < service.trackers.size(); ++t) {
      const Tracker& tracker = service.trackers[t];
      if (tracker.host.empty() || tracker.set_on_site) continue;
      // Of a host that the service names as well, once is enough.
      if (service.hosts && LongestAbove(*service.hosts, tracker.host) > 0) continue;
      look(service, fmt::format("{}/trackers/{}/host", pointer, t), tracker.name, tracker.host);
    }
  });
}

// Whether pages of the site itself are at this host or below it.
bool HoldsThePages(const Site& site, const std::string& host) {
  return HostWithin(site.cookie.domain, host) ||
         std::any_of(site.origins.begin(), site.origins.end(), [&](const std::string& origin) {
           return HostWithin(HostOfUrl(origin), host);
         });
}

void SiteGivenAsVendor(const Site& site, Sink& sink) {
  std::set<std::string_view> seen;
  ForEachService(site, [&](const std::string& pointer, const Purpose&, const Service& service) {
    if (service.role == Role::kPublisher) return;
    const bool own = service.hosts.has_value();
    if (!own && !seen.insert(service.vendor->id).second) return;
    const std::vector<std::string>& hosts = service.Hosts();
    for (size_t i = 0; i < hosts.size(); ++i) {
      if (!HoldsThePages(site, hosts[i])) continue;
      sink.Report(
          own ? site.file : service.vendor->file,
          own ? fmt::format("{}/hosts/{}", pointer, i) : fmt::format("/domains/{}", i),
          own ? service.id : service.vendor->id,
          {fmt::format("{} est le site lui-même, et est donné pour un hôte de {} : ses propres "
                       "pages seraient bloquées avec ce service, ou autorisées par lui. Retirez-le "
                       "; un hôte du site qui ne sert qu’à ce service s’écrit en entier, "
                       "stats.{} par exemple.",
                       hosts[i], service.vendor->name, hosts[i]),
           fmt::format("{} is the site itself, and is given as a host of {}: its own pages would "
                       "be blocked with this service, or allowed by it. Take it out; a host of the "
                       "site's that serves this service alone is written in full, such as "
                       "stats.{}.",
                       hosts[i], service.vendor->name, hosts[i])});
    }
  });
}

// What a service loads is blocked and allowed by its hosts.
void ServiceWithoutHost(const Site& site, Sink& sink) {
  ForEachService(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service) {
    const bool loads = !service.Hosts().empty() || !service.addresses.empty();
    if (loads || service.role == Role::kPublisher) return;
    const auto& trackers = service.trackers;
    const auto elsewhere =
        std::find_if(trackers.begin(), trackers.end(), [&](const Tracker& tracker) {
          return !tracker.host.empty() && !tracker.set_on_site &&
                 tracker.kind != TrackerKind::kEmailPixel && !IsSiteHost(site, tracker.host);
        });
    const bool mail_alone =
        !trackers.empty() &&
        std::all_of(trackers.begin(), trackers.end(), [](const Tracker& tracker) {
          return tracker.kind == TrackerKind::kEmailPixel;
        });
    const bool unsaid = purpose.refusable() && !service.hosts && !mail_alone;
    if (elsewhere == trackers.end() && !unsaid) return;
    const std::string seen = elsewhere == trackers.end() ? "" : elsewhere->host;
    sink.Report(
        site.file, pointer + "/hosts", service.id,
        {fmt::format("{} n’a aucun hôte, ni le sien ni celui de {} : rien de ce qu’il charge n’est "
                     "bloqué. {}",
                     service.name, service.vendor->name,
                     seen.empty()
                         ? "Écrivez-les dans « hosts » ; si tout vient des pages du site, "
                           "écrivez « hosts » vide : []."
                         : fmt::format("Écrivez-les dans « hosts », à commencer par {}.", seen)),
         fmt::format(
             "{} has no host, neither of its own nor of {}: nothing that it loads is blocked. "
             "{}",
             service.name, service.vendor->name,
             seen.empty()
                 ? "Write them into “hosts”; where all comes from the site's own pages, write "
                   "“hosts” empty: []."
                 : fmt::format("Write them into “hosts”, {} to begin with.", seen))});
  });
}

// A name that no browser writes so is met by no host that was seen.
void HostMalformed(const Site& site, Sink& sink) {
  const auto look = [&](const std::string& file, const std::string& pointer,
                        const std::string& subject, const std::string& host) {
    const auto good = [](std::string_view label) {
      return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-';
    };
    bool all = true;
    for (std::string_view rest = host; all && !host.empty();) {
      const size_t dot = rest.find('.');
      all = good(rest.substr(0, dot));
      if (dot == std::string_view::npos) break;
      rest.remove_prefix(dot + 1);
    }
    if (all) return;
    sink.Report(file, pointer, subject,
                {fmt::format("« {} » n’est pas un nom d’hôte : chaque partie entre deux points a "
                             "de 1 à 63 lettres, chiffres ou tirets, sans tiret au bord. Corrigez "
                             "le nom.",
                             host),
                 fmt::format("“{}” is no host name: each part between two dots has 1 to 63 "
                             "letters, digits or hyphens, none of these at its edge. Correct the "
                             "name.",
                             host)});
  };
  look(site.file, "/cookie/domain", "site", site.cookie.domain);
  for (size_t i = 0; i < site.origins.size(); ++i) {
    const std::string& origin = site.origins[i];
    const size_t from = origin.find("://") + 3;
    look(site.file, fmt::format("/origins/{}", i), "site",
         origin.substr(from, origin.find(':', from) - from));
  }
  EachHost(site, look);
}

constexpr Rule kRules[] = {
    {"host-does-not-set", Severity::kWarning,
     "Un traceur est publié sous un hôte qui ne le pose pas",
     "A tracker is published under a host that does not set it",
     "RGPD, article 5, paragraphe 1, a) (transparence)", "GDPR article 5(1)(a) (transparency)",
     HostDoesNotSet, nullptr},
    {"host-outside-vendor", Severity::kNotice,
     "Un traceur est déclaré sous un hôte qui n’est ni au fournisseur ni au site",
     "A tracker is declared under a host that is neither its vendor's nor the site's",
     "Règle de la maison", "House rule", HostOutsideVendor, nullptr},
    {"host-public-suffix", Severity::kError, "Un hôte déclaré est un suffixe public",
     "A declared host is a public suffix",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)", HostPublicSuffix,
     nullptr, Waivable::kNo},
    {"host-unpublished", Severity::kNotice, "L’hôte d’un traceur n’est pas publié",
     "A tracker's host is not published", "Règle de la maison", "House rule", HostUnpublished,
     nullptr},
    {"host-of-another-vendor", Severity::kWarning,
     "Un service nomme un hôte d’un autre fournisseur", "A service names a host of another vendor",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)", HostOfAnotherVendor,
     nullptr},
    {"site-given-as-vendor", Severity::kError,
     "Le site lui-même est donné pour un hôte d’un fournisseur",
     "The site itself is given as a host of a vendor", "Règle de la maison", "House rule",
     SiteGivenAsVendor, nullptr},
    {"service-without-host", Severity::kWarning,
     "Un service charge quelque chose et ne nomme aucun hôte",
     "A service loads something and names no host",
     "Loi Informatique et Libertés, article 82 (rien avant l’accord)",
     "French data protection act, article 82 (nothing before the agreement)", ServiceWithoutHost,
     nullptr, Waivable::kNo},
    {"host-malformed", Severity::kError, "Un nom d’hôte est mal formé", "A host name is malformed",
     "RFC 1123, section 2.1 (noms d’hôtes)", "RFC 1123 section 2.1 (host names)", HostMalformed,
     nullptr},
};

}  // namespace

std::span<const Rule> HostRules() { return kRules; }

}  // namespace temoin::catalog
