#include "catalog/match.h"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

#include "base/host.h"
#include "catalog/name_pattern.h"

namespace temoin::catalog {
namespace {

constexpr size_t kLeastNearName = 4;  // shorter names are near to everything

// Where a tracker stands; its pointer is written out only for what matches.
struct Place {
  const Site* site;
  uint32_t purpose;
  uint32_t service;
  uint32_t tracker;
  const std::string* name;  // the declared name or alias

  const Purpose& GetPurpose() const { return site->purposes[purpose]; }
  const Service& GetService() const { return GetPurpose().services[service]; }
  const Tracker& GetTracker() const { return GetService().trackers[tracker]; }
  std::string Pointer() const {
    return "/purposes/" + std::to_string(purpose) + "/services/" + std::to_string(service) +
           "/trackers/" + std::to_string(tracker);
  }
};

struct PatternPlace {
  NamePattern pattern;
  Place place;
};

// A declared name without variable part, as it is compared with names spelt nearly so.
struct FoldedName {
  std::string fold;
  Place place;
};

// One edit leaves the first or the second half of a name as it was: names of `size` by one half.
struct Half {
  size_t size;
  bool second;
  std::string_view text;

  bool operator==(const Half&) const = default;
};

struct HalfHash {
  size_t operator()(const Half& half) const {
    return std::hash<std::string_view>()(half.text) ^ (half.size * 2 + (half.second ? 1 : 0));
  }
};

// The half of a name of `size` that `name`, one edit away from it at most, would share with it.
Half HalfOf(std::string_view name, size_t size, bool second) {
  const size_t first = size / 2;
  const size_t want = second ? size - first : first;
  return {size, second, second ? name.substr(name.size() - want) : name.substr(0, want)};
}

struct NearPlace {
  Place place;
  const Text* note;
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Letters and digits in lower case: "_pcid", "PCID" and "pcid" are near names.
std::string Fold(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const char low = Lower(c);
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) out += low;
  }
  return out;
}

// One insertion, removal or replacement at most.
bool OneEditApart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin());
  const auto skip = static_cast<size_t>(at_a - a.begin());
  if (skip == a.size()) return true;
  const size_t rest_a = a.size() == b.size() ? skip + 1 : skip;
  return a.substr(rest_a) == b.substr(skip + 1);
}

HostVerdict JudgeHost(const std::string& host, const Place& place) {
  if (host.empty()) return HostVerdict::kNotGiven;
  const Tracker& tracker = place.GetTracker();
  if (!tracker.host.empty() && HostWithin(host, tracker.host)) return HostVerdict::kSame;
  const bool on_site = IsSiteHost(*place.site, host);
  if (tracker.own_host) return on_site ? HostVerdict::kSame : HostVerdict::kDiffers;
  const bool unpublished = tracker.host.empty();
  if ((unpublished || tracker.set_on_site) && on_site) return HostVerdict::kOnSite;
  if (!unpublished) return HostVerdict::kDiffers;
  const Service& service = place.GetService();
  const size_t above = LongestAbove(service.Hosts(), host);
  const bool vendors =
      above > 0 && NearerVendor(*place.site, *service.vendor, above, host) == nullptr;
  return vendors ? HostVerdict::kVendor : HostVerdict::kDiffers;
}

// Whether one asks for consent and the other, of the same site and kind, is exempt from it.
bool Stricter(const Candidate& strict, const Candidate& lax) {
  return strict.purpose->basis == Basis::kConsent && lax.purpose->basis != Basis::kConsent &&
         strict.tracker->kind == lax.tracker->kind;
}

// A name that is exempt in one place of a site and under consent in another is under consent.
void KeepStrictest(std::vector<Candidate>& candidates) {
  const std::vector<Candidate> all = candidates;
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return std::any_of(all.begin(), all.end(), [&](const Candidate& each) {
      return each.site == candidate.site && Stricter(each, candidate);
    });
  });
}

}  // namespace

std::string_view MatchRuleName(MatchRule rule) {
  switch (rule) {
    case MatchRule::kNameAndHost:
      return "name-and-host";
    case MatchRule::kName:
      return "name";
    case MatchRule::kPattern:
      return "pattern";
  }
  return "";
}

bool IsSiteHost(const Site& site, const std::string& host) {
  if (HostWithin(host, site.cookie.domain)) return true;
  return std::any_of(site.origins.begin(), site.origins.end(), [&](const std::string& origin) {
    const std::string page = HostOfUrl(origin);
    return HostWithin(host, page) || (HostWithin(page, host) && !IsPublicSuffix(host));
  });
}

size_t LongestAbove(const std::vector<std::string>& domains, const std::string& host) {
  size_t longest = 0;
  for (const std::string& domain : domains) {
    if (domain.size() > longest && HostWithin(host, domain)) longest = domain.size();
  }
  return longest;
}

const Vendor* NearerVendor(const Site& site, const Vendor& own, size_t above,
                           const std::string& host) {
  const Vendor* nearer = nullptr;
  const auto look = [&](const Vendor& vendor) {
    if (vendor.id == own.id) return;
    const size_t size = LongestAbove(vendor.domains, host);
    if (size <= above) return;
    above = size;
    nearer = &vendor;
  };
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) look(*service.vendor);
  }
  for (const Processor& processor : site.processors) look(*processor.vendor);
  return nearer;
}

bool NameMatches(std::string_view declared, std::string_view name) {
  return NamePattern(declared).Matches(name);
}

struct Matcher::Index {
  std::shared_ptr<const Catalog> catalog;
  std::shared_ptr<const Site> only;
  // Views of strings that live in the sites.
  std::unordered_map<std::string_view, std::vector<Place>> exact;
  std::unordered_map<std::string_view, std::vector<PatternPlace>> patterns;  // by literal prefix
  std::vector<size_t> prefix_sizes;  // those in use, longest first
  std::unordered_map<std::string_view, std::vector<NearPlace>> near;
  std::vector<FoldedName> folded;
  std::unordered_map<Half, std::vector<uint32_t>, HalfHash> halves;  // of `folded`, views into it

  void Add(const Site& site);
  void AddName(const std::string& name, const Place& place);
  void Finish();
  // Of `folded`, what is spelt like `fold` or one edit away; shorter names first.
  std::vector<uint32_t> SpeltNearly(const std::string& fold) const;
  std::vector<NameHint> Hints(std::string_view name, std::string_view site, bool by_spelling) const;
};

void Matcher::Index::AddName(const std::string& name, const Place& place) {
  NamePattern pattern(name);
  if (pattern.has_variable()) {
    const std::string_view prefix = pattern.prefix();
    patterns[prefix].push_back({std::move(pattern), place});
  } else {
    exact[name].push_back(place);
    folded.push_back({Fold(name), place});
  }
}

void Matcher::Index::Add(const Site& site) {
  for (uint32_t p = 0; p < site.purposes.size(); ++p) {
    const auto& services = site.purposes[p].services;
    for (uint32_t s = 0; s < services.size(); ++s) {
      const auto& trackers = services[s].trackers;
      for (uint32_t t = 0; t < trackers.size(); ++t) {
        AddName(trackers[t].name, {&site, p, s, t, &trackers[t].name});
        for (const std::string& alias : trackers[t].aliases) {
          AddName(alias, {&site, p, s, t, &alias});
        }
        for (const NearName& other : trackers[t].near_names) {
          near[other.name].push_back({{&site, p, s, t, &trackers[t].name}, &other.note});
        }
      }
    }
  }
}

void Matcher::Index::Finish() {
  for (const auto& [prefix, places] : patterns) prefix_sizes.push_back(prefix.size());
  std::sort(prefix_sizes.rbegin(), prefix_sizes.rend());
  prefix_sizes.erase(std::unique(prefix_sizes.begin(), prefix_sizes.end()), prefix_sizes.end());
  for (uint32_t i = 0; i < folded.size(); ++i) {
    const std::string& fold = folded[i].fold;
    for (const bool second : {false, true}) {
      halves[HalfOf(fold, fold.size(), second)].push_back(i);
    }
  }
}

std::vector<uint32_t> Matcher::Index::SpeltNearly(const std::string& fold) const {
  std::vector<uint32_t> found;
  for (size_t size = fold.size() - 1; size <= fold.size() + 1; ++size) {
    const size_t begin = found.size();
    for (const bool second : {false, true}) {
      if (size - size / 2 > fold.size()) continue;
      const auto bucket = halves.find(HalfOf(fold, size, second));
      if (bucket == halves.end()) continue;
      for (const uint32_t i : bucket->second) {
        const std::string& other = folded[i].fold;
        const bool alike =
            other == fold ||
            (std::min(other.size(), fold.size()) >= kLeastNearName && OneEditApart(other, fold));
        if (alike) found.push_back(i);
      }
    }
    // Both halves may have led to one name; declared order within a size.
    std::sort(found.begin() + static_cast<std::ptrdiff_t>(begin), found.end());
    found.erase(std::unique(found.begin() + static_cast<std::ptrdiff_t>(begin), found.end()),
                found.end());
  }
  return found;
}

std::vector<NameHint> Matcher::Index::Hints(std::string_view name, std::string_view site,
                                            bool by_spelling) const {
  std::vector<NameHint> hints;
  const auto add = [&](const Place& place, Text note) {
    if (hints.size() >= kMaxHints || (!site.empty() && place.site->id != site)) return;
    const Tracker* tracker = &place.GetTracker();
    for (const NameHint& hint : hints) {
      if (hint.tracker == tracker) return;
    }
    hints.push_back({place.site, &place.GetService(), tracker, std::move(note)});
  };
  if (const auto found = near.find(name); found != near.end()) {
    for (const NearPlace& place : found->second) add(place.place, *place.note);
  }
  if (!by_spelling) return hints;
  const std::string fold = Fold(name);
  if (fold.empty()) return hints;
  for (const uint32_t i : SpeltNearly(fold)) {
    if (hints.size() >= kMaxHints) break;
    add(folded[i].place, {});
  }
  return hints;
}

Matcher::Matcher(std::shared_ptr<const Site> site) {
  auto index = std::make_unique<Index>();
  index->only = std::move(site);
  index->Add(*index->only);
  index->Finish();
  index_ = std::move(index);
}

Matcher::Matcher(std::shared_ptr<const Catalog> catalog) {
  auto index = std::make_unique<Index>();
  index->catalog = std::move(catalog);
  for (const auto& [id, site] : index->catalog->sites()) index->Add(*site);
  index->Finish();
  index_ = std::move(index);
}

Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

void Matcher::EachSite(const std::function<void(const Site&)>& visit) const {
  if (index_->only != nullptr) return visit(*index_->only);
  for (const auto& [id, site] : index_->catalog->sites()) visit(*site);
}

MatchResult Matcher::Match(std::string_view name, std::string_view host,
                           std::string_view site) const {
  MatchResult result;
  const std::string where = NormalHost(host);
  if (name.empty() || name.size() > kMaxName || (where.empty() && !host.empty())) return result;
  const auto wanted = [&](const Place& place) { return site.empty() || place.site->id == site; };
  const auto add = [&](std::vector<Candidate>& list, const Place& place, MatchRule rule,
                       HostVerdict verdict) {
    const Tracker& tracker = place.GetTracker();
    // Its name and its alias may match one cookie both.
    const bool known = std::any_of(list.begin(), list.end(), [&](const Candidate& candidate) {
      return candidate.tracker == &tracker;
    });
    if (known) return;
    list.push_back({place.site, &place.GetPurpose(), &place.GetService(), &tracker, place.Pointer(),
                    rule, verdict, *place.name});
  };

  // Each step finds candidates; at a host that was seen, a later one adds what asks for consent
  // where they do not.
  const auto join = [&](std::vector<Candidate> found) {
    const bool first = result.candidates.empty();
    for (Candidate& candidate : found) {
      const bool stricter =
          !where.empty() && std::any_of(result.candidates.begin(), result.candidates.end(),
                                        [&](const Candidate& known) {
                                          return candidate.site == known.site &&
                                                 Stricter(candidate, known);
                                        });
      if (first || stricter) result.candidates.push_back(std::move(candidate));
    }
  };
  std::vector<Candidate> same;
  std::vector<Candidate> fitting;
  if (const auto found = index_->exact.find(name); found != index_->exact.end()) {
    for (const Place& place : found->second) {
      if (!wanted(place)) continue;
      const HostVerdict verdict = JudgeHost(where, place);
      if (verdict == HostVerdict::kSame) {
        add(same, place, MatchRule::kNameAndHost, verdict);
      } else {
        add(verdict == HostVerdict::kDiffers ? result.declared_for : fitting, place,
            MatchRule::kName, verdict);
      }
    }
  }
  join(std::move(same));
  join(std::move(fitting));
  std::map<size_t, std::vector<Candidate>, std::greater<>> patterns;  // by their literal part
  std::map<size_t, std::vector<Candidate>, std::greater<>> elsewhere;
  for (const size_t size : index_->prefix_sizes) {
    if (size > name.size()) continue;
    const auto found = index_->patterns.find(name.substr(0, size));
    if (found == index_->patterns.end()) continue;
    for (const PatternPlace& place : found->second) {
      const size_t literal = place.pattern.literal_size();
      if (!wanted(place.place) || !place.pattern.Matches(name)) continue;
      const HostVerdict verdict = JudgeHost(where, place.place);
      const bool fits = verdict != HostVerdict::kDiffers;
      // A pattern without a literal part says nothing of a name elsewhere.
      if (!fits && literal == 0) continue;
      add((fits ? patterns : elsewhere)[literal], place.place, MatchRule::kPattern, verdict);
    }
  }
  for (auto& [literal, found] : patterns) join(std::move(found));
  if (result.declared_for.empty() && !elsewhere.empty()) {
    result.declared_for = std::move(elsewhere.begin()->second);
  }
  if (!where.empty()) KeepStrictest(result.candidates);
  if (!result.candidates.empty()) result.declared_for.clear();
  result.hints = index_->Hints(name, site, result.candidates.empty());
  // What is declared under this very name for another host is no near name.
  std::erase_if(result.hints, [&](const NameHint& hint) {
    return std::any_of(
        result.declared_for.begin(), result.declared_for.end(),
        [&](const Candidate& candidate) { return candidate.tracker == hint.tracker; });
  });
  return result;
}

}  // namespace temoin::catalog
