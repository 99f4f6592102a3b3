// Verdicts as JSON for programs and as text for a terminal.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "catalog/adopt_words.h"
#include "catalog/to_json.h"
#include "catalog/verdict_report.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// Names come from outside: what is not UTF-8 is replaced rather than refused.
std::string Dump(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

json CandidateJson(const Candidate& candidate) {
  json row = TrackerJson(*candidate.tracker);
  row["site"] = candidate.site->id;
  row["pointer"] = candidate.pointer;
  row["category"] = candidate.purpose->id;
  row["basis"] = BasisName(candidate.purpose->basis);
  row["service"] = candidate.service->id;
  row["service_name"] = candidate.service->name;
  row["vendor"] = VendorJson(*candidate.service->vendor, candidate.service->role);
  row["verdict"] = VerdictName(Judge(*candidate.purpose, *candidate.tracker));
  row["rule"] = MatchRuleName(candidate.rule);
  row["matched"] = candidate.matched;
  row["host_matches"] = nullptr;
  if (candidate.host != HostVerdict::kNotGiven) {
    row["host_matches"] = candidate.host != HostVerdict::kDiffers;
  }
  row["lifetime_text"] = {{"fr", LifetimeWords(candidate.tracker->lifetime, "fr")},
                          {"en", LifetimeWords(candidate.tracker->lifetime, "en")}};
  return row;
}

}  // namespace

json ServicesFound(const std::vector<ServiceMatch>& matches) {
  json out = json::array();
  for (const ServiceMatch& match : matches) {
    out.push_back({{"site", match.site->id},
                   {"id", match.service->id},
                   {"name", match.service->name},
                   {"vendor", match.service->vendor->id},
                   {"category", match.purpose->id},
                   {"basis", BasisName(match.purpose->basis)},
                   {"by", match.by}});
  }
  return out;
}

json DeclaredFor(const VerdictReport& report) {
  json out = json::array();
  for (const Candidate& candidate : report.matched.declared_for) {
    out.push_back({{"site", candidate.site->id},
                   {"name", candidate.tracker->name},
                   {"host", HostJson(*candidate.tracker)},
                   {"service", candidate.service->id}});
  }
  // Of a question about a service: what is declared of the same vendor, and is another product.
  if (report.verdict != Verdict::kNotDeclared) return out;
  for (const auto* list : {&report.services.found, &report.services.near}) {
    for (const ServiceMatch& match : *list) {
      const std::vector<std::string>& hosts = match.service->Hosts();
      out.push_back({{"site", match.site->id},
                     {"name", match.service->name},
                     {"host", hosts.empty() ? std::string() : hosts.front()},
                     {"service", match.service->id}});
    }
  }
  return out;
}

std::string VerdictsJson(const std::vector<VerdictReport>& reports) {
  json rows = json::array();
  for (const VerdictReport& report : reports) {
    json candidates = json::array();
    for (const Candidate& candidate : report.matched.candidates) {
      candidates.push_back(CandidateJson(candidate));
    }
    json hints = json::array();
    for (const NameHint& hint : report.matched.hints) {
      json row = {
          {"site", hint.site->id}, {"service", hint.service->id}, {"name", hint.tracker->name}};
      if (!hint.note.empty()) row["note"] = TextJson(hint.note);
      hints.push_back(std::move(row));
    }
    json row = {{"name", report.seen.name},
                {"host", nullptr},
                {"verdict", VerdictName(report.verdict)},
                {"reason", TextJson(report.reason)},
                {"next_step", TextJson(report.next_step)},
                {"waived_until", nullptr},
                {"candidates", std::move(candidates)},
                {"declared_for", DeclaredFor(report)},
                {"about", report.about_service ? "service" : "cookie"},
                {"services", ServicesFound(report.services.found)},
                {"set_by", nullptr},
                {"hints", std::move(hints)},
                {"draft", report.draft}};
    if (report.own) row["set_by"] = TextJson(SetByTheService());
    if (!report.seen.host.empty()) row["host"] = report.seen.host;
    if (report.waiver != nullptr) row["waived_until"] = FormatDate(report.waiver->until);
    rows.push_back(std::move(row));
  }
  return Dump({{"schema", 1}, {"answers", std::move(rows)}}, 2) + "\n";
}

namespace {

// What is declared, line by line; what is odd about it in the source is said, never smoothed over.
std::string CandidateText(const Candidate& candidate, std::string_view language) {
  const bool english = language == "en";
  const Tracker& tracker = *candidate.tracker;
  const Vendor& vendor = *candidate.service->vendor;
  const auto line = [english](std::string_view fr, std::string_view en, std::string_view value) {
    return fmt::format("    {}{}{}\n", english ? en : fr, english ? ": " : "\u00a0: ", value);
  };
  std::string out = fmt::format("  - {} ({}, {}){}{}\n", tracker.name, candidate.site->id,
                                candidate.service->name,
                                english ? ": " : "\u00a0: ", tracker.purpose.In(language));
  out += line("durée", "lifetime", LifetimeWords(tracker.lifetime, language));
  out += line("fournisseur", "vendor",
              fmt::format("{} ({})", vendor.name, RoleWords(candidate.service->role, language)));
  out += line("transfert hors UE", "transfer outside the EU", TransferWords(vendor, language));
  out += line("reconnu par", "matched by",
              fmt::format("{}, {}", MatchRuleWords(candidate.rule, language), candidate.matched));
  if (candidate.host == HostVerdict::kNotGiven) {
    out += line("hôte non vu ; déclaré", "host not seen; declared", HostWords(tracker, language));
  }
  if (!tracker.published.cell.empty()) {
    out += line("publié ainsi", "published as", tracker.published.cell);
  }
  if (!tracker.published.note.empty()) {
    out += line("note", "note", tracker.published.note.In(language));
  }
  return out;
}

}  // namespace

std::string VerdictsText(const std::vector<VerdictReport>& reports, std::string_view language) {
  const bool english = language == "en";
  const std::string_view colon = english ? ": " : "\u00a0: ";
  std::string out;
  for (const VerdictReport& report : reports) {
    if (!out.empty()) out += "\n";
    out += fmt::format("{}{}{}{}{}\n", report.seen.name, report.seen.host.empty() ? "" : " @ ",
                       report.seen.host, colon, VerdictWords(report.verdict, language));
    out += fmt::format("  {}\n  {}\n", report.reason.In(language), report.next_step.In(language));
    for (const Candidate& candidate : report.matched.candidates) {
      out += CandidateText(candidate, language);
    }
    for (const NameHint& hint : report.matched.hints) {
      out += fmt::format("  {}{}{} ({}, {}){}{}\n", english ? "near name" : "nom proche", colon,
                         hint.tracker->name, hint.site->id, hint.service->name,
                         hint.note.empty() ? "" : ". ", hint.note.In(language));
    }
    if (report.draft.empty()) continue;
    nlohmann::json draft = report.draft;
    if (draft["host"] == kToCompleteFr) draft["host"] = ToComplete(language);
    out += Dump(draft, 2) + "\n";
  }
  return out;
}

}  // namespace temoin::catalog
