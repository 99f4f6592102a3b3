// What a draft leaves to a person, and what only the published pages can answer.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "base/json.h"
#include "catalog/drafting.h"
#include "catalog/rules/placeholder.h"
#include "catalog/rules/rule.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// Members whose brackets are not a draft's: names of trackers, hosts, what was published word for
// word.
bool HasOwnBrackets(const std::string& pointer, std::string_view member) {
  constexpr std::array<std::string_view, 5> kMembers = {"aliases", "host", "hosts", "domains",
                                                        "cell"};
  if (member == "name") return pointer.find("/trackers/") != std::string::npos;
  return std::find(kMembers.begin(), kMembers.end(), member) != kMembers.end();
}

void Placeholders(const json& value, const std::string& pointer, std::string_view member,
                  const std::string& file, Sink& sink) {
  if (value.is_string() &&
      IsPlaceholder(value.get_ref<const std::string&>(), HasOwnBrackets(pointer, member))) {
    sink.Report(file, pointer, pointer,
                {fmt::format("Un brouillon est resté à compléter, en {}.", pointer),
                 fmt::format("A draft was left to be completed, at {}.", pointer)});
  }
  if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      Placeholders(value[i], pointer + "/" + std::to_string(i), member, file, sink);
    }
  }
  if (!value.is_object()) return;
  // A waiver of this rule names it, and where it found something; neither is a draft.
  const bool names_rule = value.value("rule", json()) == kDraftPlaceholder;
  for (const auto& [key, below] : value.items()) {
    if (names_rule && (key == "rule" || key == "subject")) continue;
    // What is still to be decided says so, in whatever words; it keeps from publishing by itself.
    if (pointer.empty() && key == "to_decide") continue;
    Placeholders(below, pointer + PointerToken(key), key, file, sink);
  }
}

void DraftPlaceholder(const Site& site, Sink& sink) {
  const auto look = [&](const std::string& source, const std::string& file) {
    const auto value = ParseJson(source, {.max_bytes = source.size(), .max_depth = 32});
    if (value.ok()) Placeholders(*value, "", "", file, sink);
  };
  look(site.source, site.file);
  std::set<std::string_view> seen;
  const auto vendor = [&](const Vendor& found) {
    if (seen.insert(found.id).second) look(found.source, found.file);
  };
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) vendor(*service.vendor);
  }
  for (const Processor& processor : site.processors) vendor(*processor.vendor);
}

// What waits for a publication, or what does not; between `before` and `after` stands the question.
void OpenPoints(const Site& site, bool once_published, const Text& before, const Text& after,
                Sink& sink) {
  const Drafting drafting = DraftingOf(site);
  for (size_t i = 0; i < drafting.to_decide.size(); ++i) {
    const OpenDecision& open = drafting.to_decide[i];
    if (open.once_published != once_published) continue;
    const auto sentence = [&](const char* language, const char* meanwhile) {
      std::string out = open.question.In(language);
      if (!open.proposed.empty()) out += meanwhile + open.proposed.In(language);
      return out;
    };
    const std::string command =
        after.empty() ? "" : fmt::format("temoin catalog decide {} {}=yes", site.id, open.id);
    sink.Report(site.file, fmt::format("/to_decide/{}", i), open.id,
                {before.fr + sentence("fr", " D’ici là : ") + after.fr + command,
                 before.en + sentence("en", " Meanwhile: ") + after.en + command});
  }
}

void ToDecide(const Site& site, Sink& sink) {
  OpenPoints(site, /*once_published=*/false, {"À décider : ", "To decide: "}, {}, sink);
}

void ToTry(const Site& site, Sink& sink) {
  OpenPoints(site, /*once_published=*/true,
             {"À essayer une fois le site publié : ", "To try once the site is published: "},
             {" Si oui : ", " If so: "}, sink);
}

constexpr Rule kRules[] = {
    {kDraftPlaceholder, Severity::kError, "Un brouillon est resté à compléter",
     "A draft was left to be completed", "Règle de la maison ; aucune dérogation n’y est possible",
     "House rule; it cannot be waived", DraftPlaceholder, nullptr, Waivable::kNo},
    {kToDecide, Severity::kWarning, "Un point reste à décider", "Something is still to be decided",
     "Règle de la maison", "House rule", ToDecide, nullptr},
    {kToTry, Severity::kNotice, "Un point reste à essayer sur les pages publiées",
     "Something is still to be tried on the published pages", "Règle de la maison", "House rule",
     ToTry, nullptr},
};

}  // namespace

std::span<const Rule> DraftRules() { return kRules; }

}  // namespace temoin::catalog
