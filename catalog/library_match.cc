#include "catalog/library_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/host.h"
#include "catalog/name_pattern.h"
#include "catalog/name_words.h"
#include "catalog/products.h"

namespace temoin::catalog {
namespace {

using Found = std::vector<const LibraryService*>;

// Whether a host is one of the sites that are asked about; where none is known, it may be.
bool OnAskedSite(const Matcher* matcher, std::string_view site, const std::string& host) {
  if (matcher == nullptr) return true;
  bool fits = false;
  bool any = false;
  matcher->EachSite([&](const Site& each) {
    if (!site.empty() && each.id != site) return;
    any = true;
    fits = fits || IsSiteHost(each, host);
  });
  return fits || !any;
}

bool ByName(const LibraryService& service, const SeenCookie& seen, const Matcher* matcher,
            std::string_view site) {
  if (!service.trackers) return false;
  const std::string host = NormalHost(seen.host);
  return std::any_of(
      service.trackers->begin(), service.trackers->end(), [&](const LibraryTracker& known) {
        const auto fits = [&](const std::string& name) {
          return NamePattern(name).Matches(seen.name);
        };
        return (fits(known.tracker.name) ||
                std::any_of(known.tracker.aliases.begin(), known.tracker.aliases.end(), fits)) &&
               FitsHost(service, known.tracker, host, [&](const std::string& seen_at) {
                 return OnAskedSite(matcher, site, seen_at);
               });
      });
}

// How many words of the longest of its names stand in the question; 0: none of them whole.
size_t ByWords(const LibraryService& service, const std::vector<std::string>& asked) {
  size_t best = 0;
  const auto look = [&](std::string_view name) {
    const std::vector<std::string> words = WordsIn(name);
    const bool one_letter = words.size() == 1 && words.front().size() == 1;
    if (words.empty() || (one_letter && asked != words)) return;
    const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::find(asked.begin(), asked.end(), word) != asked.end();
    });
    if (all) best = std::max(best, words.size());
  };
  look(service.name);
  for (const std::string& other : service.also) look(other);
  return best;
}

// How much of the longest of its addresses begins one of those; 0: none.
size_t ByAddress(const LibraryService& service, const std::vector<std::string>& addresses) {
  size_t best = 0;
  for (const auto& load : service.loads) {
    const bool begins =
        std::any_of(addresses.begin(), addresses.end(),
                    [&](const std::string& address) { return address.starts_with(load.value); });
    if (begins) best = std::max(best, load.value.size());
  }
  return best;
}

bool ByHost(const LibraryService& service, const std::vector<std::string>& hosts) {
  return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
    const bool own = std::any_of(service.hosts.begin(), service.hosts.end(),
                                 [&](const auto& known) { return HostWithin(host, known.value); });
    return own || std::any_of(service.loads.begin(), service.loads.end(), [&](const auto& load) {
             return load.value.substr(0, load.value.find('/')) == host &&
                    load.value.ends_with('/') && load.value.find('/') + 1 == load.value.size();
           });
  });
}

// Those of the greatest score above zero.
template <typename Score>
Found BestOf(const Library& library, const Score& score) {
  Found out;
  size_t best = 0;
  for (const auto& [id, service] : library.services()) {
    const size_t each = score(*service);
    if (each == 0 || each < best) continue;
    if (each > best) out.clear();
    best = each;
    out.push_back(service.get());
  }
  return out;
}

}  // namespace

bool FitsHost(const LibraryService& service, const Tracker& tracker, const std::string& host,
              const std::function<bool(const std::string&)>& on_site) {
  if (host.empty()) return true;
  if (!tracker.host.empty() && HostWithin(host, tracker.host)) return true;
  const bool unpublished = tracker.host.empty() && !tracker.own_host;
  if (unpublished && std::any_of(service.hosts.begin(), service.hosts.end(),
                                 [&](const auto& own) { return HostWithin(host, own.value); })) {
    return true;
  }
  return (unpublished || tracker.own_host || tracker.set_on_site) && on_site(host);
}

std::vector<const LibraryService*> FindInLibrary(const Library& library, const Question& question,
                                                 const Matcher* matcher, std::string_view site) {
  if (question.kind == Question::Kind::kCookie) {
    const SeenCookie& seen = question.seen;
    Found found = BestOf(library, [&](const LibraryService& each) {
      return ByName(each, seen, matcher, site) ? size_t{1} : size_t{0};
    });
    if (!found.empty() || !seen.host.empty()) return found;
    const std::vector<std::string> words = WordsIn(seen.name);
    return BestOf(library, [&](const LibraryService& each) { return ByWords(each, words); });
  }
  Found found;
  for (const std::vector<std::string>* const list : {&question.addresses, &question.calls}) {
    for (const std::string& address : *list) {
      for (const Product& product : ProductsAt(address)) {
        const LibraryService* const own =
            product.known == nullptr ? nullptr : library.Find(product.known->id);
        if (own == nullptr || std::find(found.begin(), found.end(), own) != found.end()) continue;
        found.push_back(own);
      }
    }
  }
  if (!found.empty()) return found;
  found = BestOf(library,
                 [&](const LibraryService& each) { return ByAddress(each, question.addresses); });
  if (!found.empty()) return found;
  found = BestOf(library, [&](const LibraryService& each) {
    return ByHost(each, question.hosts) ? size_t{1} : size_t{0};
  });
  if (!found.empty() || question.address) return found;
  const std::vector<std::string> words = WordsIn(question.text);
  return BestOf(library, [&](const LibraryService& each) { return ByWords(each, words); });
}

std::string NamesAndIds(const std::vector<const LibraryService*>& services) {
  std::string out;
  for (const LibraryService* service : services) {
    out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", service->name, service->id);
  }
  return out;
}

std::string KnownInLibraryText(const std::vector<const LibraryService*>& services,
                               std::string_view site, std::string_view language) {
  if (services.empty()) return "";
  const bool english = language == "en";
  const std::string names = NamesAndIds(services);
  const std::string which = services.size() == 1 ? services.front()->id : std::string("SERVICE");
  return english ? fmt::format(
                       "  Known in the library, not in {}: {}.\n  To adopt it: temoin "
                       "catalog add {} {}\n",
                       site.empty() ? "any site" : "this site", names, site.empty() ? "SITE" : site,
                       which)
                 : fmt::format(
                       "  Connu de la bibliothèque, mais {} : {}.\n  Pour l’adopter : "
                       "temoin catalog add {} {}\n",
                       site.empty() ? "d’aucun site" : "pas de ce site", names,
                       site.empty() ? "SITE" : site, which);
}

}  // namespace temoin::catalog
