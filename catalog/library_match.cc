#include "catalog/library_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/host.h"
#include "catalog/name_pattern.h"

namespace temoin::catalog {
namespace {

using Found = std::vector<const LibraryService*>;

// Lower case, and only letters, digits and spaces: "Google reCAPTCHA v3" -> "google recaptcha v3".
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text.substr(0, 400)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80) {
      word += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

bool ByName(const LibraryService& service, std::string_view name) {
  if (!service.trackers) return false;
  return std::any_of(
      service.trackers->begin(), service.trackers->end(), [&](const LibraryTracker& known) {
        if (NamePattern(known.tracker.name).Matches(name)) return true;
        return std::any_of(
            known.tracker.aliases.begin(), known.tracker.aliases.end(),
            [&](const std::string& alias) { return NamePattern(alias).Matches(name); });
      });
}

// How many words of the longest of its names stand in the question; 0: none of them whole.
size_t ByWords(const LibraryService& service, const std::vector<std::string>& asked) {
  size_t best = 0;
  const auto look = [&](std::string_view name) {
    const std::vector<std::string> words = WordsOf(name);
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

// How much of the longest of its addresses stands in the text; 0: none.
size_t ByAddress(const LibraryService& service, std::string_view text) {
  size_t best = 0;
  for (const auto& load : service.loads) {
    if (text.find(load.value) != std::string_view::npos) best = std::max(best, load.value.size());
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

std::vector<const LibraryService*> FindInLibrary(const Library& library, const Question& question) {
  if (question.kind == Question::Kind::kCookie) {
    const std::string& name = question.seen.name;
    Found found =
        BestOf(library, [&](const LibraryService& each) { return ByName(each, name) ? 1U : 0U; });
    if (!found.empty()) return found;
    const std::vector<std::string> words = WordsOf(name);
    return BestOf(library, [&](const LibraryService& each) { return ByWords(each, words); });
  }
  Found found =
      BestOf(library, [&](const LibraryService& each) { return ByAddress(each, question.text); });
  if (!found.empty()) return found;
  found = BestOf(library, [&](const LibraryService& each) {
    return ByHost(each, question.hosts) ? size_t{1} : size_t{0};
  });
  if (!found.empty() || question.address) return found;
  const std::vector<std::string> words = WordsOf(question.text);
  return BestOf(library, [&](const LibraryService& each) { return ByWords(each, words); });
}

std::string KnownInLibraryText(const std::vector<const LibraryService*>& services,
                               std::string_view site, std::string_view language) {
  if (services.empty()) return "";
  const bool english = language == "en";
  std::string names;
  for (const LibraryService* service : services) {
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", service->name, service->id);
  }
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
