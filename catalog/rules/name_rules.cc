#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "catalog/name_pattern.h"
#include "catalog/rules/exempt_and_not.h"
#include "catalog/rules/rule.h"
#include "catalog/rules/visit.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

struct Declared {
  const Service* service;
  const Tracker* tracker;
};

void PublishedTwice(const Site& site, Sink& sink) {
  // By shape: a bracket that was left open does not make another name.
  std::map<std::pair<std::string, std::string>, Declared> first;
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    const std::string shape = NamePattern(tracker.name).Shape();
    // Names without a host are one only within their service.
    const std::string host = tracker.own_host       ? "<site>"
                             : tracker.host.empty() ? "<" + service.id + ">"
                                                    : tracker.host;
    for (size_t i = 0; i < tracker.aliases.size(); ++i) {
      if (NamePattern(tracker.aliases[i]).Shape() != shape) continue;
      sink.Report(
          site.file, fmt::format("{}/aliases/{}", pointer, i), tracker.name,
          {fmt::format("{} ({}) répète son propre nom dans « aliases ».", tracker.name,
                       service.name),
           fmt::format("{} ({}) repeats its own name in “aliases”.", tracker.name, service.name)});
    }
    const auto [seen, is_new] = first.try_emplace({shape, host}, Declared{&service, &tracker});
    if (is_new) return;
    const std::string& name = seen->second.tracker->name;
    const bool renamed = name != tracker.name;
    sink.Report(
        site.file, pointer, tracker.name,
        {fmt::format("{} ({}, {}) est publié une seconde fois : {} le déclare déjà{}.",
                     tracker.name, service.name, HostWords(tracker, "fr"),
                     seen->second.service->name, renamed ? ", sous le nom " + name : ""),
         fmt::format("{} ({}, {}) is published a second time: {} declares it already{}.",
                     tracker.name, service.name, HostWords(tracker, "en"),
                     seen->second.service->name, renamed ? ", under the name " + name : "")});
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

bool IsMalformed(const Tracker& tracker, const std::string& name) {
  return !WellFormedName(name) ||
         (tracker.kind == TrackerKind::kCookie && !TokenOutsideBrackets(name));
}

// Two separators as the scripts of vendors write them into the name of a cookie.
std::string Encoded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '@') {
      out += "%40";
    } else if (c == ':') {
      out += "%3A";
    } else {
      out += c;
    }
  }
  return out;
}

// How to write a name that stands otherwise in the publication; never in a way that is found fault
// with in its turn.
Text HowToWrite(const Tracker& tracker, const std::string& name) {
  std::string right = RewrittenName(name);
  if (tracker.kind == TrackerKind::kCookie) right = Encoded(right);
  if (right.empty()) {
    return {
        "Déclarez un traceur par nom, ou les autres noms dans « aliases » ; une remarque va dans "
        "« published ».",
        "Declare one tracker for each name, or the other names in “aliases”; a remark goes into "
        "“published”."};
  }
  if (right == name || IsMalformed(tracker, right) || OtherNotation(right)) {
    return {"Un nom n’a ni espace ni séparateur ; une partie variable s’écrit <ainsi>.",
            "A name has neither spaces nor separators; a variable part is written <so>."};
  }
  if (NamePattern(right).has_variable() && NamePattern(right).literal_size() == 0) {
    return {"Écrivez la partie fixe du nom, puis <id> ; le nom publié va dans « published.cell ».",
            "Write the fixed part of the name, then <id>; the published name goes into "
            "“published.cell”."};
  }
  return {fmt::format("Écrivez « {} », et le nom publié dans « published.cell ».", right),
          fmt::format("Write “{}”, and the published name in “published.cell”.", right)};
}

// The name that is published, then those under which it is observed, with their pointers.
void EachName(const std::string& pointer, const Tracker& tracker,
              const std::function<void(const std::string&, const std::string&)>& visit) {
  visit(pointer + "/name", tracker.name);
  for (size_t i = 0; i < tracker.aliases.size(); ++i) {
    visit(pointer + "/aliases/" + std::to_string(i), tracker.aliases[i]);
  }
}

void NameMalformed(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    EachName(pointer, tracker, [&](const std::string& at, const std::string& name) {
      if (!IsMalformed(tracker, name)) return;
      const Text how = HowToWrite(tracker, name);
      sink.Report(
          site.file, at, tracker.name,
          {fmt::format("Le nom publié « {} » ({}) est mal formé. {}", name, service.name, how.fr),
           fmt::format("The published name “{}” ({}) is malformed. {}", name, service.name,
                       how.en)});
    });
  });
}

// It would match its own letters and nothing else.
void NameOfAnotherNotation(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    EachName(pointer, tracker, [&](const std::string& at, const std::string& name) {
      const bool brackets = !IsMalformed(tracker, name) && HasForeignBrackets(name);
      if (!brackets && !OtherNotation(name)) return;
      const Text how = HowToWrite(tracker, name);
      sink.Report(
          site.file, at, tracker.name,
          {fmt::format("« {} » ({}) est écrit comme dans un autre outil : aucun cookie observé "
                       "ne lui correspond. {}",
                       name, service.name, how.fr),
           fmt::format("“{}” ({}) is written as in another tool: no observed cookie matches "
                       "it. {}",
                       name, service.name, how.en)});
    });
  });
}

void NameWithoutLiteral(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose&, const Service& service,
                           const Tracker& tracker) {
    EachName(pointer, tracker, [&](const std::string& at, const std::string& name) {
      const std::string_view prefix = KeepingPrefix(name);
      const NamePattern pattern(std::string_view(name).substr(prefix.size()));
      if (!pattern.has_variable() || pattern.literal_size() > 0) return;
      if (prefix.empty()) {
        sink.Report(site.file, at, tracker.name,
                    {fmt::format("« {} » ({}) n’a aucune partie fixe : tout nom lui correspond, et "
                                 "il l’autorise.",
                                 name, service.name),
                     fmt::format("“{}” ({}) has no fixed part: every name matches it, and is "
                                 "allowed by it.",
                                 name, service.name)});
      } else {
        sink.Report(
            site.file, at, tracker.name,
            {fmt::format("« {} » ({}) n’a d’autre partie fixe que le préfixe « {} », qui "
                         "n’est à personne : tout nom qui commence ainsi lui correspond, et "
                         "il l’autorise.",
                         name, service.name, prefix),
             fmt::format("“{}” ({}) has no fixed part but the prefix “{}”, which is "
                         "nobody's: every name that begins so matches it, and is allowed "
                         "by it.",
                         name, service.name, prefix)});
      }
    });
  });
}

// One letter beside what varies matches half of all names; where nobody is asked for consent, three
// still let names of others in ("uid<…>").
void NameLiteralTooShort(const Site& site, Sink& sink) {
  ForEachTracker(site, [&](const std::string& pointer, const Purpose& purpose,
                           const Service& service, const Tracker& tracker) {
    const bool asked = purpose.basis == Basis::kConsent;
    const std::ptrdiff_t least = asked ? 2 : 4;
    EachName(pointer, tracker, [&](const std::string& at, const std::string& name) {
      const NamePattern pattern(std::string_view(name).substr(KeepingPrefix(name).size()));
      if (!pattern.has_variable() || pattern.literal_size() == 0) return;
      const std::string shape = pattern.Shape();
      const auto letters = std::count_if(shape.begin(), shape.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      });
      if (letters >= least) return;
      sink.Report(site.file, at, tracker.name,
                  {fmt::format("« {} » ({}) n’a presque pas de partie fixe : écrivez-en au moins "
                               "{} lettres ou chiffres, sinon des noms étrangers lui "
                               "correspondent.",
                               name, service.name, asked ? "deux" : "quatre"),
                   fmt::format("“{}” ({}) has hardly a fixed part: write at least {} letters or "
                               "digits of it, or names of others match.",
                               name, service.name, asked ? "two" : "four")});
    });
  });
}

void ReportMisprint(const Published& published, const std::string& file, std::string pointer,
                    const std::string& subject, Sink& sink) {
  if (!published.misprint) return;
  sink.Report(file, std::move(pointer), subject,
              {fmt::format("Coquille dans la publication, « {} ». {}", published.cell,
                           published.note.In("fr")),
               fmt::format("Misprint in the publication, “{}”. {}", published.cell,
                           published.note.In("en"))});
}

void Misprint(const Site& site, Sink& sink) {
  ReportMisprint(site.published, site.file, "/published", "site", sink);
  for (size_t r = 0; r < site.records.size(); ++r) {
    ReportMisprint(site.records[r].published, site.file, fmt::format("/records/{}/published", r),
                   site.records[r].id, sink);
  }
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

void ServiceWithoutTrackers(const Site& site, Sink& sink) {
  ForEachService(site, [&](const std::string& pointer, const Purpose&, const Service& service) {
    if (!service.trackers.empty()) return;
    sink.Report(site.file, pointer + "/trackers", service.id,
                {fmt::format("Aucun traceur de {} n’est énuméré.", service.name),
                 fmt::format("No tracker of {} is enumerated.", service.name)});
  });
}

constexpr Rule kRules[] = {
    {"tracker-published-twice", Severity::kWarning, "Un traceur est publié deux fois",
     "A tracker is published twice", "RGPD, article 5, paragraphe 1, a) (transparence)",
     "GDPR article 5(1)(a) (transparency)", PublishedTwice, nullptr},
    {"name-malformed", Severity::kWarning, "Le nom d’un traceur est mal formé",
     "A tracker's name is malformed", "RGPD, article 5, paragraphe 1, a) (transparence)",
     "GDPR article 5(1)(a) (transparency)", NameMalformed, nullptr},
    {"name-of-another-notation", Severity::kWarning,
     "Un nom est écrit dans la notation d’un autre outil",
     "A name is written in the notation of another tool", "Règle de la maison", "House rule",
     NameOfAnotherNotation, nullptr},
    {"name-without-literal", Severity::kError, "Un nom n’a aucune partie fixe",
     "A name has no fixed part",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)", NameWithoutLiteral,
     nullptr, Waivable::kNo},
    {"name-literal-too-short", Severity::kError, "La partie fixe d’un nom est trop courte",
     "The fixed part of a name is too short",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)", NameLiteralTooShort,
     nullptr},
    {"name-exempt-and-not", Severity::kError,
     "Un même nom est exempté de consentement et y est soumis",
     "One name is exempt from consent and subject to it",
     "Loi Informatique et Libertés, article 82", "French data protection act, article 82",
     NameExemptAndNot, nullptr, Waivable::kNo},
    {"name-in-two-services", Severity::kNotice,
     "Un même nom est déclaré par deux services sur un hôte",
     "One name is declared by two services at one host", "Règle de la maison", "House rule",
     NameInTwoServices, nullptr},
    {"misprint", Severity::kWarning, "La publication contient une coquille",
     "The publication has a misprint", "RGPD, article 12, paragraphe 1 (information claire)",
     "GDPR article 12(1) (clear information)", Misprint, nullptr},
    {"service-without-trackers", Severity::kWarning,
     "Les traceurs d’un service ne sont pas énumérés", "A service's trackers are not enumerated",
     "Loi Informatique et Libertés, article 82 (information claire et complète)",
     "French data protection act, article 82 (clear and complete information)",
     ServiceWithoutTrackers, nullptr},
};

}  // namespace

std::span<const Rule> NameRules() { return kRules; }

}  // namespace temoin::catalog
