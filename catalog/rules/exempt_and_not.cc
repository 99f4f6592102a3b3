#include "catalog/rules/exempt_and_not.h"

#include <fmt/format.h>

#include <algorithm>
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

}  // namespace temoin::catalog
