#include "catalog/rules/check.h"

#include <algorithm>
#include <map>

namespace temoin::catalog {
namespace {

// Reported by the check itself, since it is about waivers and not about what is published.
constexpr Rule kWaiverWithoutFinding = {
    "waiver-without-finding",
    Severity::kNotice,
    "Une dérogation ne correspond à aucun constat",
    "A waiver matches no finding",
    "Règle de la maison",
    "House rule",
    nullptr,
    nullptr,
};

// Of the same kind: a departure that nobody looks at again is none.
constexpr Rule kWaiverTooLong = {
    "waiver-too-long",
    Severity::kNotice,
    "Une dérogation dure plus de deux ans",
    "A waiver lasts for more than two years",
    "RGPD, article 5, paragraphe 2 (responsabilité)",
    "GDPR article 5(2) (accountability)",
    nullptr,
    nullptr,
};

void Replace(std::string& text, std::string_view what, std::string_view by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// The spaces that French typography does not break.
std::string FrenchSpaces(std::string text) {
  for (const std::string_view mark : {":", ";", "!", "?", "»"}) {
    Replace(text, " " + std::string(mark), "\u00a0" + std::string(mark));
  }
  Replace(text, "« ", "«\u00a0");
  return text;
}

class Collector final : public Sink {
 public:
  Collector(std::vector<Finding>& findings, const Rule& rule, std::string site)
      : findings_(findings), rule_(rule), site_(std::move(site)) {}

  void Report(const std::string& file, std::string pointer, std::string subject,
              Text sentence) override {
    sentence.fr = FrenchSpaces(std::move(sentence.fr));
    findings_.push_back({&rule_, site_, file, std::move(pointer), std::move(subject),
                         std::move(sentence), std::nullopt});
  }

 private:
  std::vector<Finding>& findings_;
  const Rule& rule_;
  std::string site_;
};

constexpr int64_t kMostWaiverMonths = 24;

Text WhyWithoutFinding(const Waiver& waiver) {
  const std::string fr = "La dérogation « " + waiver.rule + " » pour « " + waiver.subject + " » ";
  const std::string en = "The waiver “" + waiver.rule + "” for “" + waiver.subject + "” ";
  if (FindRule(waiver.rule) == nullptr) {
    return {fr + "nomme une règle qui n’existe pas ; « temoin catalog rules » les énumère.",
            en + "names a rule that does not exist; “temoin catalog rules” lists them."};
  }
  if (FindRule(waiver.rule)->waivable == Waivable::kNo) {
    return {fr + "n’a aucun effet : aucune dérogation n’est possible à cette règle. Corrigez ce "
                 "qu’elle constate, puis retirez la dérogation.",
            en + "has no effect: this rule cannot be waived. Correct what it finds, then take the "
                 "waiver out."};
  }
  return {fr + "ne correspond plus à aucun constat.", en + "matches no finding any more."};
}

void ApplyWaivers(const Site& site, Time now, size_t from, std::vector<Finding>& findings) {
  std::vector<bool> used(site.waivers.size(), false);
  for (size_t i = from; i < findings.size(); ++i) {
    Finding& finding = findings[i];
    if (finding.site != site.id || finding.rule->waivable == Waivable::kNo) continue;
    for (size_t w = 0; w < site.waivers.size(); ++w) {
      const Waiver& waiver = site.waivers[w];
      if (waiver.rule != finding.rule->id || waiver.subject != finding.subject) continue;
      used[w] = true;
      const bool lapsed = now >= waiver.until;
      // Of two waivers the one still in force counts.
      if (!finding.waiver || finding.waiver->lapsed) {
        finding.waiver = AppliedWaiver{waiver.reason, waiver.until, lapsed};
      }
    }
  }
  for (size_t w = 0; w < used.size(); ++w) {
    const Waiver& waiver = site.waivers[w];
    const std::string pointer = "/waivers/" + std::to_string(w);
    if (waiver.until > AddDuration(now, {.months = kMostWaiverMonths})) {
      const std::string until = FormatDate(waiver.until);
      Collector(findings, kWaiverTooLong, site.id)
          .Report(site.file, pointer + "/until", waiver.rule,
                  {"La dérogation « " + waiver.rule + " » pour « " + waiver.subject +
                       " » court jusqu’au " + until +
                       ". Écrivez une fin à moins de deux ans, où elle sera revue.",
                   "The waiver “" + waiver.rule + "” for “" + waiver.subject + "” lasts until " +
                       until + ". Write an end within two years, when it is looked at again."});
    }
    if (used[w]) continue;
    Collector(findings, kWaiverWithoutFinding, site.id)
        .Report(site.file, pointer, waiver.rule, WhyWithoutFinding(waiver));
  }
}

void CheckOne(const Site& site, CheckReport& report) {
  ++report.sites;
  ForEachTracker(site, [&](const std::string&, const Purpose&, const Service&, const Tracker&) {
    ++report.trackers;
  });
  for (const Rule* rule : AllRules()) {
    if (rule->check_site == nullptr) continue;
    Collector sink(report.findings, *rule, site.id);
    rule->check_site(site, sink);
  }
}

}  // namespace

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kNotice:
      return "notice";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "";
}

std::vector<const Rule*> AllRules() {
  std::vector<const Rule*> rules;
  for (const auto table : {LifetimeRules(), NameRules(), HostRules(), DomainRules(), VendorRules(),
                           ExemptionRules(), DraftRules(), PublicationRules(), SettingRules()}) {
    for (const Rule& rule : table) rules.push_back(&rule);
  }
  rules.push_back(&kWaiverWithoutFinding);
  rules.push_back(&kWaiverTooLong);
  return rules;
}

const Rule* FindRule(std::string_view id) {
  for (const Rule* rule : AllRules()) {
    if (rule->id == id) return rule;
  }
  return nullptr;
}

size_t CheckReport::Count(Severity severity) const {
  return static_cast<size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.rule->severity == severity && !finding.waived();
      }));
}

size_t CheckReport::Waived() const {
  return static_cast<size_t>(std::count_if(findings.begin(), findings.end(),
                                           [](const Finding& found) { return found.waived(); }));
}

CheckReport CheckSite(const Site& site, Time now) {
  CheckReport report;
  CheckOne(site, report);
  ApplyWaivers(site, now, 0, report.findings);
  return report;
}

CheckReport CheckCatalog(const Catalog& catalog, Time now, std::string_view only) {
  // What concerns the catalogue as a whole belongs to the site whose file it is in.
  std::vector<Finding> whole;
  for (const Rule* rule : AllRules()) {
    if (rule->check_catalog == nullptr) continue;
    Collector sink(whole, *rule, "");
    rule->check_catalog(catalog, sink);
  }
  std::multimap<std::string, Finding*, std::less<>> by_file;
  for (Finding& finding : whole) by_file.emplace(finding.file, &finding);

  CheckReport report;
  for (const auto& [id, site] : catalog.sites()) {
    if (!only.empty() && id != only) continue;
    const size_t from = report.findings.size();
    CheckOne(*site, report);
    const auto [first, last] = by_file.equal_range(site->file);
    for (auto it = first; it != last; ++it) {
      it->second->site = id;
      report.findings.push_back(*it->second);
    }
    ApplyWaivers(*site, now, from, report.findings);
  }
  for (const Finding& finding : whole) {
    if (finding.site.empty() && only.empty()) report.findings.push_back(finding);
  }
  return report;
}

}  // namespace temoin::catalog
