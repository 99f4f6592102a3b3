#include "catalog/rules/exempt_and_not.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/host.h"
#include "catalog/match.h"
#include "catalog/name_pattern.h"

namespace temoin::catalog {
namespace {

// Where a name may be set, as far as two declarations of it can meet.
bool HostsMeet(const Site& site, const Service& one, const Tracker& a, const Service& two,
               const Tracker& b) {
  const auto hosts = [&](const Service& service, const Tracker& tracker) {
    std::vector<std::string> out;
    if (!tracker.host.empty()) out.push_back(tracker.host);
    const bool unpublished = tracker.host.empty() && !tracker.own_host;
    if (unpublished) out.insert(out.end(), service.Hosts().begin(), service.Hosts().end());
    return out;
  };
  const auto on_site = [&](const Tracker& tracker) {
    return tracker.own_host || tracker.host.empty() || tracker.set_on_site ||
           IsSiteHost(site, tracker.host);
  };
  if (on_site(a) && on_site(b)) return true;
  const std::vector<std::string> first = hosts(one, a);
  const std::vector<std::string> second = hosts(two, b);
  return std::any_of(first.begin(), first.end(), [&](const std::string& host) {
    return std::any_of(second.begin(), second.end(), [&](const std::string& other) {
      return HostWithin(host, other) || HostWithin(other, host);
    });
  });
}

struct DeclaredName {
  const Purpose* purpose;
  const Service* service;
  const Tracker* tracker;
  std::string pointer;
  std::string name;  // or an alias
};

std::vector<DeclaredName> DeclaredNames(const Site& site) {
  std::vector<DeclaredName> out;
  ForEachTracker(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service, const Tracker& tracker) {
    out.push_back({&purpose, &service, &tracker, pointer + "/name", tracker.name});
    for (size_t i = 0; i < tracker.aliases.size(); ++i) {
      out.push_back({&purpose, &service, &tracker, fmt::format("{}/aliases/{}", pointer, i),
                     tracker.aliases[i]});
    }
  });
  return out;
}

bool SameName(const std::string& one, const std::string& other) {
  const NamePattern first(one);
  const NamePattern second(other);
  return first.Matches(other) || second.Matches(one) || first.Shape() == second.Shape();
}

// What the rule tracker-published-twice says already: one published name at one host.
bool PublishedTwice(const DeclaredName& one, const DeclaredName& other) {
  return one.name == one.tracker->name && other.name == other.tracker->name &&
         one.tracker->own_host == other.tracker->own_host &&
         one.tracker->host == other.tracker->host &&
         (!one.tracker->host.empty() || one.tracker->own_host);
}

}  // namespace

void NameExemptAndNot(const Site& site, Sink& sink) {
  const std::vector<DeclaredName> names = DeclaredNames(site);
  for (const DeclaredName& lax : names) {
    if (lax.purpose->basis == Basis::kConsent) continue;
    const auto strict = std::find_if(names.begin(), names.end(), [&](const DeclaredName& other) {
      return other.purpose->basis == Basis::kConsent && other.tracker->kind == lax.tracker->kind &&
             SameName(lax.name, other.name) &&
             HostsMeet(site, *lax.service, *lax.tracker, *other.service, *other.tracker);
    });
    if (strict == names.end()) continue;
    sink.Report(
        site.file, lax.pointer, lax.tracker->name,
        {fmt::format("« {} » est exempté de consentement ({}) et y est soumis ({}) sur le même "
                     "hôte : c’est le consentement qui est demandé.",
                     lax.name, lax.service->name, strict->service->name),
         fmt::format("“{}” is exempt from consent ({}) and subject to it ({}) at the same host: "
                     "consent is what is asked for.",
                     lax.name, lax.service->name, strict->service->name)});
  }
}

void NameInTwoServices(const Site& site, Sink& sink) {
  // By shape: patterns of two services that meet in some name are told apart by the longer one.
  std::map<std::string, std::vector<const DeclaredName*>> by_shape;
  const std::vector<DeclaredName> names = DeclaredNames(site);
  for (const DeclaredName& name : names) {
    std::vector<const DeclaredName*>& same = by_shape[NamePattern(name.name).Shape()];
    const auto other = std::find_if(same.begin(), same.end(), [&](const DeclaredName* each) {
      const bool judged = (each->purpose->basis == Basis::kConsent) !=
                          (name.purpose->basis == Basis::kConsent);  // name-exempt-and-not
      return each->service != name.service && !judged &&
             each->tracker->kind == name.tracker->kind && !PublishedTwice(*each, name) &&
             HostsMeet(site, *each->service, *each->tracker, *name.service, *name.tracker);
    });
    if (other != same.end()) {
      sink.Report(site.file, name.pointer, name.tracker->name,
                  {fmt::format("« {} » est déclaré par {} et par {} sur le même hôte : la réponse "
                               "donne les deux. Gardez-le où il est posé, ou précisez les hôtes.",
                               name.name, (*other)->service->name, name.service->name),
                   fmt::format("“{}” is declared by {} and by {} at the same host: the answer "
                               "gives both. Keep it where it is set, or say the hosts.",
                               name.name, (*other)->service->name, name.service->name)});
    }
    same.push_back(&name);
  }
}

}  // namespace temoin::catalog
