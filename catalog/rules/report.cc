#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/calendar.h"
#include "catalog/adopt_words.h"
#include "catalog/rules/check.h"
#include "catalog/to_json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kBlue = "\x1b[34m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string_view ColourOf(const Finding& finding) {
  if (finding.waived()) return kDim;
  switch (finding.rule->severity) {
    case Severity::kError:
      return kRed;
    case Severity::kWarning:
      return kYellow;
    case Severity::kNotice:
      return kBlue;
  }
  return kPlain;
}

std::string SeverityWords(Severity severity, bool english) {
  switch (severity) {
    case Severity::kNotice:
      return english ? "notice" : "remarque";
    case Severity::kWarning:
      return english ? "warning" : "avertissement";
    case Severity::kError:
      return english ? "error" : "erreur";
  }
  return {};
}

}  // namespace

std::string CheckText(const CheckReport& report, std::string_view language, bool colours) {
  const bool english = language == "en";
  const auto paint = [&](std::string_view colour, std::string_view text) {
    return colours ? fmt::format("{}{}{}", colour, text, kPlain) : std::string(text);
  };
  std::string out;
  const std::string* site = nullptr;
  for (const Finding& finding : report.findings) {
    if (site == nullptr || *site != finding.site) {
      site = &finding.site;
      const std::string title =
          finding.site.empty() ? (english ? "the catalogue" : "le catalogue") : finding.site;
      out += fmt::format("{}{}\n", out.empty() ? "" : "\n", paint(kBold, title));
    }
    const std::string severity = finding.waived() ? (english ? "waived" : "dérogation")
                                                  : SeverityWords(finding.rule->severity, english);
    out += fmt::format("  {}  {}  {}#{}\n", paint(ColourOf(finding), severity), finding.rule->id,
                       finding.file, finding.pointer);
    out += fmt::format("    {}\n", finding.sentence.In(language));
    out += paint(kDim, fmt::format("    {}{}", english ? "Source: " : "Source\u00a0: ",
                                   english ? finding.rule->source_en : finding.rule->source_fr)) +
           "\n";
    if (finding.waiver) {
      const std::string until = FormatDate(finding.waiver->until);
      const std::string when =
          finding.waiver->lapsed ? (english ? "Waiver lapsed on " : "Dérogation échue le ") + until
                                 : (english ? "Waived until " : "Dérogation jusqu’au ") + until;
      out += paint(kDim, fmt::format("    {}{}{}", when, english ? ": " : "\u00a0: ",
                                     finding.waiver->reason.In(language))) +
             "\n";
    }
  }
  if (!out.empty()) out += "\n";
  const auto number = [english](size_t count, std::string_view one, std::string_view more) {
    // French counts zero as one.
    return fmt::format("{} {}", count, count == 1 || (!english && count == 0) ? one : more);
  };
  const size_t errors = report.Count(Severity::kError);
  const size_t warnings = report.Count(Severity::kWarning);
  const size_t notices = report.Count(Severity::kNotice);
  if (english) {
    out +=
        fmt::format("{}, {}, {}, {} waived ({}, {})\n", number(errors, "error", "errors"),
                    number(warnings, "warning", "warnings"), number(notices, "notice", "notices"),
                    report.Waived(), number(report.sites, "site", "sites"),
                    number(report.trackers, "tracker", "trackers"));
  } else {
    out += fmt::format("{}, {}, {}, {} ({}, {})\n", number(errors, "erreur", "erreurs"),
                       number(warnings, "avertissement", "avertissements"),
                       number(notices, "remarque", "remarques"),
                       number(report.Waived(), "dérogation", "dérogations"),
                       number(report.sites, "site", "sites"),
                       number(report.trackers, "traceur", "traceurs"));
  }
  return out;
}

std::string CheckJson(const CheckReport& report) {
  json findings = json::array();
  for (const Finding& finding : report.findings) {
    json row = {{"rule", finding.rule->id},
                {"severity", SeverityName(finding.rule->severity)},
                {"site", nullptr},
                {"file", finding.file},
                {"pointer", finding.pointer},
                {"subject", finding.subject},
                {"sentence", TextJson(finding.sentence)},
                {"source", {{"fr", finding.rule->source_fr}, {"en", finding.rule->source_en}}},
                {"waived", finding.waived()}};
    if (!finding.site.empty()) row["site"] = finding.site;
    if (finding.waiver) {
      row["waiver"] = {{"until", FormatDate(finding.waiver->until)},
                       {"lapsed", finding.waiver->lapsed},
                       {"reason", TextJson(finding.waiver->reason)}};
    }
    findings.push_back(std::move(row));
  }
  const json out = {{"schema", 1},
                    {"clean", report.clean()},
                    {"sites", report.sites},
                    {"trackers", report.trackers},
                    {"counts",
                     {{"error", report.Count(Severity::kError)},
                      {"warning", report.Count(Severity::kWarning)},
                      {"notice", report.Count(Severity::kNotice)},
                      {"waived", report.Waived()}}},
                    {"findings", std::move(findings)}};
  return out.dump(2) + "\n";
}

std::string CheckSarif(const CheckReport& report, std::string_view catalog_directory) {
  json rules = json::array();
  std::map<std::string_view, size_t> index;
  for (const Rule* rule : AllRules()) {
    index.emplace(rule->id, rules.size());
    rules.push_back(
        {{"id", rule->id},
         {"shortDescription", {{"text", rule->title_fr}}},
         {"fullDescription", {{"text", rule->title_en}}},
         {"help", {{"text", rule->source_fr}}},
         {"defaultConfiguration",
          {{"level",
            rule->severity == Severity::kNotice ? "note" : SeverityName(rule->severity)}}}});
  }
  std::string prefix(catalog_directory);
  while (!prefix.empty() && prefix.back() == '/') prefix.pop_back();
  if (!prefix.empty()) prefix += '/';
  json results = json::array();
  for (const Finding& finding : report.findings) {
    const std::string level(finding.rule->severity == Severity::kNotice
                                ? "note"
                                : SeverityName(finding.rule->severity));
    json location = json::object();
    location["physicalLocation"]["artifactLocation"]["uri"] = prefix + finding.file;
    location["logicalLocations"] =
        json::array({json::object({{"fullyQualifiedName", finding.pointer}, {"kind", "member"}})});
    json result = json::object({{"ruleId", finding.rule->id},
                                {"ruleIndex", index.at(finding.rule->id)},
                                {"level", level}});
    result["message"]["text"] = finding.sentence.fr;
    result["locations"] = json::array({std::move(location)});
    result["partialFingerprints"]["subject/v1"] =
        fmt::format("{}|{}|{}", finding.rule->id, finding.file, finding.pointer);
    if (finding.waived()) {
      result["suppressions"] = json::array({json::object(
          {{"kind", "inSource"}, {"justification", finding.waiver->reason.In("fr")}})});
    }
    results.push_back(std::move(result));
  }
  json run = json::object();
  run["tool"]["driver"]["name"] = "temoin catalog check";
  run["tool"]["driver"]["rules"] = std::move(rules);
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  json out = json::object();
  out["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  out["version"] = "2.1.0";
  out["runs"] = json::array({std::move(run)});
  return out.dump(2) + "\n";
}

std::string DraftWaivers(const Catalog& catalog, const CheckReport& report, Time now) {
  json out = json::object();
  std::set<std::tuple<std::string, std::string_view, std::string>> seen;
  for (const Finding& finding : report.findings) {
    const bool blocks = finding.blocks() && finding.rule->waivable == Waivable::kYes;
    if (!blocks || !seen.insert({finding.site, finding.rule->id, finding.subject}).second) continue;
    json reason = json::object();
    if (const auto site = catalog.FindSite(finding.site)) {
      for (const std::string& language : site->languages)
        reason[language] = language == "fr" ? kToCompleteFr : kToCompleteEn;
    }
    out[finding.site].push_back({{"rule", finding.rule->id},
                                 {"subject", finding.subject},
                                 {"reason", std::move(reason)},
                                 {"until", FormatDate(AddMonths(now, 6))}});
  }
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string RulesMarkdown() {
  std::string out =
      "# Governance rules\n\n"
      "What `temoin catalog check` looks for. Generated from `catalog/rules/` by "
      "`temoin catalog rules`; a test holds this page against them.\n\n"
      "An error or a warning that is not waived makes the check end with 1 and keeps a catalogue "
      "from being published; a notice does not. A site's file waives a finding by naming the rule, "
      "the subject (the tracker, service, vendor, record or setting that the finding names), a "
      "reason and an end date. Rules marked “never” cannot be waived: what they find would let "
      "something run unasked, or outlive a refusal, so the file is corrected. Sources marked “good "
      "practice” were read in commentaries, not in "
      "the law itself.\n\n"
      "| rule | severity | waived | what it finds | source |\n|---|---|---|---|---|\n";
  for (const Rule* rule : AllRules()) {
    out +=
        fmt::format("| `{}` | {} | {} | {}<br>*{}* | {}<br>*{}* |\n", rule->id,
                    SeverityName(rule->severity), rule->waivable == Waivable::kYes ? "" : "never",
                    rule->title_en, rule->title_fr, rule->source_en, rule->source_fr);
  }
  return out;
}

}  // namespace temoin::catalog
