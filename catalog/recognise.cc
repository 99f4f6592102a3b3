#include "catalog/recognise.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/host.h"
#include "base/utf8.h"
#include "catalog/library_match.h"
#include "catalog/name_pattern.h"
#include "catalog/question.h"

namespace temoin::catalog {
namespace {

using Candidates = std::vector<const LibraryService*>;

constexpr size_t kShownTraces = 3;
constexpr size_t kMostQuestion = 1'500;
constexpr size_t kMostSlug = 40;

bool IsOwnHost(std::string_view host, const HostSet& own) {
  return std::any_of(own.begin(), own.end(),
                     [&](const std::string& base) { return HostWithin(host, base); });
}

// By a tracker of exactly this name or pattern, where it is set.
bool HasTracker(const LibraryService& service, const Trace& trace, const HostSet& own) {
  if (!service.trackers) return false;
  return std::any_of(
      service.trackers->begin(), service.trackers->end(), [&](const LibraryTracker& known) {
        const Tracker& tracker = known.tracker;
        const bool named =
            NamePattern(tracker.name).Matches(trace.text) ||
            std::any_of(tracker.aliases.begin(), tracker.aliases.end(),
                        [&](const auto& alias) { return NamePattern(alias).Matches(trace.text); });
        return named && FitsHost(service, tracker, trace.host, [&](const std::string& host) {
                 return own.empty() || IsOwnHost(host, own);
               });
      });
}

Candidates CandidatesFor(const Library& library, const Trace& trace, const HostSet& own) {
  Question question;
  if (trace.kind == Trace::Kind::kName) {
    question.seen.name = trace.text;
    Candidates found = FindInLibrary(library, question);
    std::erase_if(found,
                  [&](const LibraryService* each) { return !HasTracker(*each, trace, own); });
    return found;
  }
  question.kind = Question::Kind::kService;
  question.text = trace.text;
  question.address = trace.kind == Trace::Kind::kAddress;
  if (question.address) question.addresses.push_back(trace.text);
  if (!trace.host.empty() && !IsOwnHost(trace.host, own)) question.hosts.push_back(trace.host);
  return FindInLibrary(library, question);
}

std::string Slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() >= kMostSlug) break;
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "x" : out;
}

// As it may stand in a file and on a terminal, and cut.
std::string Tame(std::string_view text) { return TameLine(text.substr(0, kMostQuestion)); }

class Decisions {
 public:
  void Add(std::string_view what, std::string_view key, const Candidates& candidates,
           std::string_view fr, std::string_view en) {
    if (out_.size() >= kMostDecisions) {
      ++more_;
      return;
    }
    std::string id = fmt::format("{}-{}", what, Slug(key));
    for (int i = 2; !ids_.insert(id).second; ++i) id = fmt::format("{}-{}-{}", what, Slug(key), i);
    OpenDecision& decision = out_.emplace_back();
    decision.id = std::move(id);
    decision.question.fr = Tame(fr);
    decision.question.en = Tame(en);
    if (candidates.empty()) return;
    const std::string names = NamesAndIds(candidates);
    decision.question.fr += fmt::format(" La bibliothèque connaît : {}.", names);
    decision.question.en += fmt::format(" The library knows: {}.", names);
  }

  std::vector<OpenDecision> Take() {
    if (more_ > 0) {
      OpenDecision& rest = out_.emplace_back();
      rest.id = "seen-more";
      rest.question.fr = fmt::format(
          "{} autres noms ou hôtes restent à examiner : refaites le brouillon une fois ceux-ci "
          "traités.",
          more_);
      rest.question.en = fmt::format(
          "{} more names or hosts are to be looked at: draft again once these are settled.", more_);
    }
    return std::move(out_);
  }

 private:
  std::vector<OpenDecision> out_;
  std::set<std::string, std::less<>> ids_;
  size_t more_ = 0;
};

void DecideOnHost(const std::string& host, const std::vector<const Recognition::Open*>& rows,
                  Decisions& out) {
  std::string shown;
  for (size_t i = 0; i < rows.size() && i < kShownTraces; ++i) {
    shown += (i == 0 ? "" : ", ") + rows[i]->trace->text;
  }
  if (rows.size() > kShownTraces) shown += ", …";
  const Trace& first = *rows.front()->trace;
  out.Add("host", host, rows.front()->candidates,
          fmt::format("Les pages s’adressent à {} ({}).{}{} Qui est-ce, et pour quoi faire ? "
                      "Déclarez ce service, ou retirez-le des pages.",
                      host, shown, first.about.fr.empty() ? "" : " ", first.about.fr),
          fmt::format("Pages ask {} for something ({}).{}{} Who is it, and what for? Declare the "
                      "service, or take it out of the pages.",
                      host, shown, first.about.en.empty() ? "" : " ", first.about.en));
}

void DecideOnTrace(const Recognition::Open& row, Decisions& out) {
  const Trace& trace = *row.trace;
  const std::string at = trace.host.empty() ? "" : fmt::format(" ({})", trace.host);
  const std::string about_fr = trace.about.fr.empty() ? "" : " " + trace.about.fr;
  const std::string about_en = trace.about.en.empty() ? "" : " " + trace.about.en;
  if (trace.kind == Trace::Kind::kWords) {
    out.Add("service", trace.text, row.candidates,
            fmt::format("« {} » est déclaré ailleurs et n’est pas repris.{} Déclarez ce service, "
                        "ou retirez-le des pages.",
                        trace.text, about_fr),
            fmt::format("\"{}\" is declared elsewhere and was not taken over.{} Declare the "
                        "service, or take it out of the pages.",
                        trace.text, about_en));
    return;
  }
  out.Add("name", trace.text, row.candidates,
          fmt::format("« {} »{} n’appartient à aucun service repris.{} À quoi sert-il, combien de "
                      "temps vit-il, qui le lit ?",
                      trace.text, at, about_fr),
          fmt::format("\"{}\"{} belongs to no service that was taken over.{} What is it for, how "
                      "long does it live, who reads it?",
                      trace.text, at, about_en));
}

}  // namespace

Recognition Recognise(const Library& library, const std::vector<Trace>& traces,
                      const HostSet& own) {
  std::map<std::string_view, Recognition::Found> found;
  const auto take = [&](const LibraryService* service, const Trace& trace) {
    Recognition::Found& row = found[service->id];
    row.service = service;
    row.traces.push_back(&trace);
  };
  std::vector<Recognition::Open> several;
  for (const Trace& trace : traces) {
    Candidates candidates = CandidatesFor(library, trace, own);
    if (candidates.size() == 1) {
      take(candidates.front(), trace);
    } else if (trace.kind != Trace::Kind::kAddress || !IsOwnHost(trace.host, own) ||
               !candidates.empty()) {
      several.push_back({&trace, std::move(candidates)});
    }
  }
  Recognition out;
  for (Recognition::Open& row : several) {
    // Another trace has settled it: the cookie is one of a service that is there.
    const LibraryService* known = nullptr;
    for (const LibraryService* each : row.candidates) {
      if (known == nullptr && found.contains(each->id)) known = each;
    }
    if (known != nullptr) {
      take(known, *row.trace);
    } else {
      out.open.push_back(std::move(row));
    }
  }
  out.found.reserve(found.size());
  for (auto& [id, row] : found) out.found.push_back(std::move(row));
  return out;
}

std::vector<OpenDecision> DecisionsOn(const Recognition& recognition) {
  std::map<std::string, std::vector<const Recognition::Open*>> hosts;
  for (const Recognition::Open& row : recognition.open) {
    if (row.trace->kind == Trace::Kind::kAddress) hosts[row.trace->host].push_back(&row);
  }
  Decisions out;
  for (const auto& [host, rows] : hosts) DecideOnHost(host, rows, out);
  for (const Recognition::Open& row : recognition.open) {
    if (row.trace->kind != Trace::Kind::kAddress) DecideOnTrace(row, out);
  }
  return out.Take();
}

std::string FoundText(const Recognition& recognition, std::string_view language) {
  const bool english = language == "en";
  std::string out;
  for (const Recognition::Found& row : recognition.found) {
    std::string shown;
    for (size_t i = 0; i < row.traces.size() && i < kShownTraces; ++i) {
      shown += (i == 0 ? "" : ", ") + Tame(row.traces[i]->text);
    }
    if (row.traces.size() > kShownTraces) shown += ", …";
    out += fmt::format("{} ({}){}: {}\n", row.service->name, row.service->id, english ? "" : " ",
                       shown);
  }
  return out;
}

}  // namespace temoin::catalog
