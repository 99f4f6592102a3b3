#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "catalog/src/name_pattern.h"
#include "catalog/src/rules/rule.h"

namespace temoin::catalog {
namespace {

void PublishedTwice(const Site& site, Sink& sink) {
  // By shape: a bracket that was left open does not make another name.
  std::map<std::pair<std::string, std::string>, std::string> first;
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    const std::string shape = NamePattern(tracker.name).Shape();
    const auto [seen, is_new] = first.try_emplace({shape, tracker.host}, pointer);
    if (is_new) return;
    sink.Report(site.file, pointer, tracker.name,
                {fmt::format("{} ({}, {}) est publié une seconde fois ; la première est en {}.",
                             tracker.name, service.name, tracker.host, seen->second),
                 fmt::format("{} ({}, {}) is published a second time; the first is at {}.",
                             tracker.name, service.name, tracker.host, seen->second)});
  });
}

// The characters of a cookie name (RFC 6265 section 4.1.1, RFC 9110 section 5.6.2 token), and the
// brackets of a variable part with its letters.
bool TokenOutsideBrackets(std::string_view name) {
  constexpr std::string_view kSeparators = "()@,;:\\\"/[]?={} \t";
  bool inside = false;
  for (const char c : name) {
    if (c == '<') inside = true;
    if (c == '>') inside = false;
    const auto byte = static_cast<unsigned char>(c);
    if (!inside && (byte <= 0x20 || byte >= 0x7F || kSeparators.find(c) != std::string_view::npos))
      return false;
  }
  return true;
}

void NameMalformed(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    const bool cookie = tracker.kind == TrackerKind::kCookie;
    if (WellFormedName(tracker.name) && (!cookie || TokenOutsideBrackets(tracker.name))) return;
    sink.Report(
        site.file, pointer + "/name", tracker.name,
        {fmt::format("Le nom publié « {} » ({}) est mal formé.", tracker.name, service.name),
         fmt::format("The published name “{}” ({}) is malformed.", tracker.name, service.name)});
  });
}

void ReportMisprint(const Published& published, const std::string& file, std::string pointer,
                    const std::string& subject, Sink& sink) {
  if (!published.misprint) return;
  sink.Report(
      file, std::move(pointer), subject,
      {fmt::format("Coquille dans la publication, « {} ». {}", published.cell, published.note.fr),
       fmt::format("Misprint in the publication, “{}”. {}", published.cell,
                   published.note.In("en"))});
}

void Misprint(const Site& site, Sink& sink) {
  ReportMisprint(site.published, site.file, "/published", "site", sink);
  for (size_t p = 0; p < site.purposes.size(); ++p) {
    const Purpose& purpose = site.purposes[p];
    const std::string at = "/purposes/" + std::to_string(p);
    for (size_t g = 0; g < purpose.groups.size(); ++g) {
      ReportMisprint(purpose.groups[g].published, site.file,
                     at + "/groups/" + std::to_string(g) + "/published", purpose.groups[g].id,
                     sink);
    }
    for (size_t s = 0; s < purpose.services.size(); ++s) {
      ReportMisprint(purpose.services[s].published, site.file,
                     at + "/services/" + std::to_string(s) + "/published", purpose.services[s].id,
                     sink);
    }
  }
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service&,
                           const Tracker& tracker) {
    ReportMisprint(tracker.published, site.file, pointer + "/published", tracker.name, sink);
  });
}

bool OneOfTheSite(const Site& site, const std::string& host) {
  const auto within = [](std::string_view inner, std::string_view outer) {
    return inner == outer || (inner.size() > outer.size() && inner.ends_with(outer) &&
                              inner[inner.size() - outer.size() - 1] == '.');
  };
  if (!site.cookie.domain.empty() && within(host, site.cookie.domain)) return true;
  return std::any_of(site.origins.begin(), site.origins.end(), [&](const std::string& origin) {
    std::string_view name = origin;
    name.remove_prefix(name.find("://") + 3);
    return within(name.substr(0, name.find(':')), host) || within(host, name);
  });
}

void HostDoesNotSet(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    if (!tracker.set_on_site || OneOfTheSite(site, tracker.host)) return;
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

void ServiceWithoutTrackers(const Site& site, Sink& sink) {
  for (size_t p = 0; p < site.purposes.size(); ++p) {
    for (size_t s = 0; s < site.purposes[p].services.size(); ++s) {
      const Service& service = site.purposes[p].services[s];
      if (!service.trackers.empty()) continue;
      sink.Report(site.file, fmt::format("/purposes/{}/services/{}/trackers", p, s), service.id,
                  {fmt::format("Aucun traceur de {} n’est énuméré.", service.name),
                   fmt::format("No tracker of {} is enumerated.", service.name)});
    }
  }
}

constexpr Rule kRules[] = {
    {"tracker-published-twice", Severity::kWarning, "Un traceur est publié deux fois",
     "A tracker is published twice", "RGPD, article 5, paragraphe 1, a) (transparence)",
     "GDPR article 5(1)(a) (transparency)", PublishedTwice, nullptr},
    {"name-malformed", Severity::kWarning, "Le nom d’un traceur est mal formé",
     "A tracker's name is malformed", "RGPD, article 5, paragraphe 1, a) (transparence)",
     "GDPR article 5(1)(a) (transparency)", NameMalformed, nullptr},
    {"misprint", Severity::kWarning, "La publication contient une coquille",
     "The publication has a misprint", "RGPD, article 12, paragraphe 1 (information claire)",
     "GDPR article 12(1) (clear information)", Misprint, nullptr},
    {"host-does-not-set", Severity::kWarning,
     "Un traceur est publié sous un hôte qui ne le pose pas",
     "A tracker is published under a host that does not set it",
     "RGPD, article 5, paragraphe 1, a) (transparence)", "GDPR article 5(1)(a) (transparency)",
     HostDoesNotSet, nullptr},
    {"service-without-trackers", Severity::kWarning,
     "Les traceurs d’un service ne sont pas énumérés", "A service's trackers are not enumerated",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)",
     ServiceWithoutTrackers, nullptr},
};

}  // namespace

std::span<const Rule> NameRules() { return kRules; }

}  // namespace temoin::catalog
