#include <fmt/format.h>

#include "catalog/adopt.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

// How the library's trackers of today differ from the site's.
std::vector<Text> DifferencesOf(const Service& service, const LibraryService& library) {
  std::vector<Text> out;
  if (!library.trackers) return out;
  for (const LibraryTracker& known : *library.trackers) {
    const Tracker* mine = nullptr;
    for (const Tracker& tracker : service.trackers) {
      if (tracker.name == known.tracker.name) mine = &tracker;
    }
    const std::string& name = known.tracker.name;
    if (mine == nullptr) {
      if (!known.when.empty()) continue;
      out.push_back({fmt::format("{} n’est pas déclaré par le site", name),
                     fmt::format("{} is not declared by the site", name)});
      continue;
    }
    if (known.tracker.lifetime.kind != Lifetime::Kind::kUnpublished &&
        !(known.tracker.lifetime == mine->lifetime)) {
      out.push_back({fmt::format("{} : durée {} dans la bibliothèque, {} sur le site", name,
                                 LifetimeWords(known.tracker.lifetime, "fr"),
                                 LifetimeWords(mine->lifetime, "fr")),
                     fmt::format("{}: lifetime {} in the library, {} on the site", name,
                                 LifetimeWords(known.tracker.lifetime, "en"),
                                 LifetimeWords(mine->lifetime, "en"))});
    }
    const bool host_known = known.tracker.own_host || !known.tracker.host.empty();
    if (host_known &&
        (known.tracker.own_host != mine->own_host || known.tracker.host != mine->host)) {
      out.push_back({fmt::format("{} : hôte {} dans la bibliothèque, {} sur le site", name,
                                 HostWords(known.tracker, "fr"), HostWords(*mine, "fr")),
                     fmt::format("{}: host {} in the library, {} on the site", name,
                                 HostWords(known.tracker, "en"), HostWords(*mine, "en"))});
    }
  }
  return out;
}

}  // namespace

std::vector<OutdatedService> OutdatedServices(const Site& site, const Library& library) {
  std::vector<OutdatedService> out;
  const Drafting drafting = DraftingOf(site);
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      const auto adopted = drafting.adopted.find(service.id);
      if (adopted == drafting.adopted.end()) continue;
      const LibraryService* known = library.Find(adopted->second.library_id);
      if (known != nullptr && known->version <= adopted->second.version) continue;
      OutdatedService row;
      row.service = &service;
      row.adopted = adopted->second;
      row.library = known;
      if (known != nullptr) {
        for (const LibraryChange& change : known->changes) {
          if (change.version > adopted->second.version) row.changes.push_back(&change);
        }
        row.differences = DifferencesOf(service, *known);
      }
      out.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace temoin::catalog
