// The report in three shapes: for a terminal, for programs, for a person who opens a file.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "catalog/audit/audit.h"
#include "catalog/to_json.h"
#include "render/html.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

Text PhaseWords(Phase phase) {
  switch (phase) {
    case Phase::kUnknown:
      return {"phase non indiquée", "phase not given"};
    case Phase::kNone:
      return {"avant tout choix", "before any choice"};
    case Phase::kRefused:
      return {"après un refus", "after a refusal"};
    case Phase::kSome:
      return {"après un accord partiel", "after a partial agreement"};
    case Phase::kAccepted:
      return {"après acceptation", "after acceptance"};
    case Phase::kWithdrawn:
      return {"après le retrait", "after withdrawal"};
  }
  return {};
}

std::string PhasesIn(const std::set<Phase>& phases, std::string_view language) {
  std::string out;
  for (const Phase phase : phases) {
    if (phase == Phase::kUnknown) continue;
    if (!out.empty()) out += ", ";
    out += PhaseWords(phase).In(language);
  }
  return out;
}

std::string_view ResultName(const AuditReport& report) {
  if (report.faults() > 0) return "findings";
  return report.inconclusive ? "inconclusive" : "clean";
}

// Why nothing can be concluded from all of it; empty: it can.
Text Inconclusive(const AuditReport& report) {
  if (!report.inconclusive) return {};
  Text not_understood{
      "Non concluant : une partie de l’enregistrement n’a pas été comprise (voir ci-dessous).",
      "Inconclusive: a part of the recording was not understood (see below)."};
  const auto open = [&](const auto& which) {
    return std::any_of(report.open.begin(), report.open.end(), [&](const OpenQuestion& question) {
      return question.inconclusive && which(question);
    });
  };
  if (open([](const OpenQuestion& question) { return question.code != "phase"; })) {
    return not_understood;
  }
  if (open([](const OpenQuestion&) { return true; })) {
    return {"Non concluant : sans la phase (--phase), rien ne dit si ce qui a été vu était permis.",
            "Inconclusive: without the phase (--phase) nothing says whether what was seen was "
            "allowed."};
  }
  for (const AuditReport::Visit& visit : report.visits) {
    if (visit.nothing_recorded) {
      return {"Non concluant : rien n’a été enregistré.", "Inconclusive: nothing was recorded."};
    }
    if (visit.inconclusive) {
      return {
          "Non concluant : l’enregistrement ne montre aucun cookie ; soit il n’y en a pas eu, soit "
          "l’outil les a retirés.",
          "Inconclusive: the recording shows no cookie at all; either there was none, or the tool "
          "took them out."};
    }
  }
  return not_understood;
}

// Findings first: they stand whatever else was not understood.
Text Conclusion(const AuditReport& report) {
  Text inconclusive = Inconclusive(report);
  if (const size_t count = report.faults(); count > 0) {
    Text out{fmt::format("{} constat{}.", count, count > 1 ? "s" : ""),
             fmt::format("{} finding{}.", count, count > 1 ? "s" : "")};
    if (!inconclusive.empty()) {
      out.fr += " " + inconclusive.fr;
      out.en += " " + inconclusive.en;
    }
    return out;
  }
  if (!inconclusive.empty()) return inconclusive;
  const bool open =
      std::any_of(report.open.begin(), report.open.end(),
                  [](const OpenQuestion& question) { return question.code == "phase"; });
  if (open) {
    return {"Rien à signaler dans ce qui a pu être jugé.",
            "Nothing to report in what could be judged."};
  }
  return {"Rien à signaler.", "Nothing to report."};
}

std::string VisitLine(const AuditReport::Visit& visit, std::string_view language) {
  std::string out = PhaseWords(visit.phase).In(language);
  if (!visit.allowed.empty() && visit.phase == Phase::kSome) {
    std::string services;
    for (const std::string& id : visit.allowed) services += (services.empty() ? "" : ", ") + id;
    out += fmt::format(" ({})", services);
  }
  const bool english = language == "en";
  const char* const many = visit.seen > 1 ? "s" : "";
  return out + (english ? fmt::format(": {} tracker{} seen", visit.seen, visit.seen == 1 ? "" : "s")
                        : fmt::format(" : {} traceur{} vu{}", visit.seen, many, many));
}

}  // namespace

std::string AuditText(const AuditReport& report, std::string_view language) {
  const bool english = language == "en";
  std::string out =
      fmt::format("{}{}{}\n", report.site, english ? ": " : " : ", Conclusion(report).In(language));
  for (const AuditReport::Visit& visit : report.visits) {
    out += fmt::format("  {}\n", VisitLine(visit, language));
  }
  for (const AuditFinding& finding : report.findings) {
    const std::string phases = PhasesIn(finding.phases, language);
    out += fmt::format("  {} {}{}{}{}\n", finding.notice ? "·" : "!", finding.code,
                       english ? ": " : " : ", finding.sentence.In(language),
                       phases.empty() ? "" : fmt::format(" [{}]", phases));
  }
  for (const OpenQuestion& question : report.open) {
    out += fmt::format("  ? {}\n", question.sentence.In(language));
  }
  return out;
}

std::string AuditJson(const AuditReport& report) {
  json visits = json::array();
  for (const AuditReport::Visit& visit : report.visits) {
    visits.push_back({{"phase", PhaseName(visit.phase)},
                      {"allowed", visit.allowed},
                      {"seen", visit.seen},
                      {"inconclusive", visit.inconclusive}});
  }
  json open = json::array();
  for (const OpenQuestion& question : report.open) {
    json row = {{"code", question.code},
                {"sentence", TextJson(question.sentence)},
                {"inconclusive", question.inconclusive}};
    if (question.count > 0) {
      row["count"] = question.count;
      row["places"] = question.places;
    }
    open.push_back(std::move(row));
  }
  json findings = json::array();
  for (const AuditFinding& finding : report.findings) {
    json phases = json::array();
    for (const Phase phase : finding.phases) phases.push_back(PhaseName(phase));
    json row = {{"code", finding.code},
                {"notice", finding.notice},
                {"kind", TrackerKindName(finding.kind)},
                {"name", finding.name},
                {"host", finding.host},
                {"service", nullptr},
                {"phases", std::move(phases)},
                {"sentence", TextJson(finding.sentence)}};
    if (!finding.service.empty()) row["service"] = finding.service;
    findings.push_back(std::move(row));
  }
  const json out = {{"schema", 1},
                    {"site", report.site},
                    {"format", FormatName(report.format)},
                    {"result", ResultName(report)},
                    {"inconclusive", report.inconclusive},
                    {"truncated", report.truncated},
                    {"visits", std::move(visits)},
                    {"open", std::move(open)},
                    {"findings", std::move(findings)}};
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string AuditHtml(const AuditReport& report, std::string_view language) {
  const bool english = language == "en";
  const auto say = [&](std::string_view fr, std::string_view en) { return english ? en : fr; };
  std::string out = fmt::format("<p><strong>{}</strong></p>\n",
                                render::EscapeHtml(Conclusion(report).In(language)));
  out += fmt::format("<h2>{}</h2>\n<ul>\n", say("Ce qui a été visité", "What was visited"));
  for (const AuditReport::Visit& visit : report.visits) {
    out += fmt::format("<li>{}</li>\n", render::EscapeHtml(VisitLine(visit, language)));
  }
  out += "</ul>\n";
  if (!report.open.empty()) {
    out += fmt::format("<h2>{}</h2>\n<ul>\n", say("Ce qui reste ouvert", "What stays open"));
    for (const OpenQuestion& question : report.open) {
      out += fmt::format("<li>{}</li>\n", render::EscapeHtml(question.sentence.In(language)));
    }
    out += "</ul>\n";
  }
  for (const bool notices : {false, true}) {
    std::string rows;
    for (const AuditFinding& finding : report.findings) {
      if (finding.notice != notices) continue;
      rows += fmt::format(
          "<tr><td "
          "class=\"code\">{}</td><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
          finding.code, render::EscapeHtml(finding.name), render::EscapeHtml(finding.host),
          render::EscapeHtml(finding.sentence.In(language)),
          render::EscapeHtml(PhasesIn(finding.phases, language)));
    }
    if (rows.empty()) continue;
    out += fmt::format(
        "<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
        notices ? say("Remarques", "Notices") : say("Constats", "Findings"),
        say("Constat", "Finding"), say("Nom", "Name"), say("Hôte", "Host"),
        say("Explication", "Explanation"), say("Quand", "When"), rows);
  }
  // A code is never broken; names and hosts may be, anywhere.
  const std::string style =
      std::string(render::kDocumentStyle) + "td{overflow-wrap:anywhere}.code{white-space:nowrap}\n";
  return render::MakeDocument(fmt::format("{} {}", say("Audit de", "Audit of"), report.site), "",
                              out, english ? "en" : "fr", style)
      .html;
}

}  // namespace temoin::catalog
