#include "catalog/src/audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/calendar.h"
#include "catalog/src/answer.h"
#include "catalog/src/audit/recording_parts.h"
#include "catalog/src/cookie_names.h"
#include "catalog/src/cookie_table.h"
#include "catalog/src/match.h"

namespace temoin::catalog {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kMost13Months = 397 * kDay;  // the longest 13 calendar months there are

// Between the setting of a cookie and the clock that its end is compared with.
int64_t Slack(int64_t seconds) { return seconds >= kDay ? 300 : 60; }

bool LivesLonger(const SeenTracker& seen, const Lifetime& declared, Time now) {
  if (!seen.seconds) return false;
  const auto longer = [&](const Duration& duration) {
    const int64_t most = (AddDuration(now, duration) - now).count();
    return *seen.seconds > most + Slack(most);
  };
  switch (declared.kind) {
    case Lifetime::Kind::kUnpublished:
      return false;  // the catalogue's own finding
    case Lifetime::Kind::kSession:
      return true;
    case Lifetime::Kind::kFixed:
      return longer(declared.fixed);
    case Lifetime::Kind::kConditional:
      return longer(declared.accepted) && longer(declared.refused);
  }
  return false;
}

bool IsOrIsBelow(std::string_view host, std::string_view domain) {
  return !domain.empty() && host.ends_with(domain) &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

// Whether a page of the site can reach the trackers of this host.
bool OnSite(const Site& site, std::string_view host) {
  if (IsOrIsBelow(host, site.cookie.domain)) return true;
  return std::any_of(site.origins.begin(), site.origins.end(), [&](const std::string& origin) {
    const std::string page = HostOfUrl(origin);
    return IsOrIsBelow(page, host) || IsOrIsBelow(host, page);
  });
}

bool RightParty(const Candidate& candidate, const SeenTracker& seen) {
  if (candidate.host != HostVerdict::kDiffers) return true;
  return candidate.tracker->set_on_site && OnSite(*candidate.site, seen.host);
}

// "13 h", "12 min 30 s": exact, so that it can be compared.
std::string SecondsInWords(int64_t seconds, bool english) {
  if (seconds >= 2 * kDay) {
    return fmt::format("{} {}", seconds / kDay, english ? "days" : "jours");
  }
  if (seconds >= 3600) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

// All of one visit, then all of the next: the same finding of several visits becomes one.
class Auditor {
 public:
  Auditor(const std::shared_ptr<const Site>& site, Time now)
      : matcher_(site), site_(*site), now_(now) {}

  void Judge(const Visit& visit, Phase phase);
  void NeverSeen();
  bool lifetimes_unknown() const { return lifetimes_unknown_; }
  std::vector<AuditFinding> Take() { return std::move(findings_); }

 private:
  void JudgeTracker(const SeenTracker& seen);
  void JudgeConsent(const SeenTracker& seen, const std::vector<Candidate>& candidates);
  void JudgeLifetime(const SeenTracker& seen, const std::vector<Candidate>& candidates);
  void Undeclared(const SeenTracker& seen, const MatchResult& matched);
  bool Allows(const Purpose& purpose, const Service& service) const;
  void Add(const char* code, const SeenTracker& seen, const std::string& service, Text sentence,
           bool notice = false);

  Matcher matcher_;
  const Site& site_;
  Time now_;
  Phase phase_ = Phase::kUnknown;  // of the visit being judged
  const Visit* visit_ = nullptr;
  bool lifetimes_unknown_ = false;
  std::set<const Tracker*> seen_;
  std::set<const Tracker*> possible_;  // trackers that some visit's answer allows
  std::vector<AuditFinding> findings_;
  std::map<std::string, size_t> index_;  // of findings_, by what makes two of them the same
};

void Auditor::Add(const char* code, const SeenTracker& seen, const std::string& service,
                  Text sentence, bool notice) {
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}", code, static_cast<int>(seen.kind), seen.name, seen.host);
  const auto [found, added] = index_.emplace(key, findings_.size());
  if (added) {
    findings_.push_back(
        {code, notice, seen.name, seen.host, seen.kind, service, {}, std::move(sentence)});
  }
  findings_[found->second].phases.insert(phase_);
}

bool Auditor::Allows(const Purpose& purpose, const Service& service) const {
  switch (phase_) {
    case Phase::kUnknown:
    case Phase::kAccepted:
      return true;
    case Phase::kNone:
      return purpose.basis != Basis::kConsent;
    case Phase::kRefused:
    case Phase::kWithdrawn:
      return !purpose.refusable();
    case Phase::kSome:
      return !purpose.refusable() || visit_->allowed.contains(service.id);
  }
  return true;
}

void Auditor::JudgeConsent(const SeenTracker& seen, const std::vector<Candidate>& candidates) {
  const bool allowed = std::any_of(
      candidates.begin(), candidates.end(),
      [&](const Candidate& candidate) { return Allows(*candidate.purpose, *candidate.service); });
  if (allowed) return;
  const Service& service = *candidates.front().service;
  if (phase_ != Phase::kWithdrawn) {
    Add("set-without-consent", seen, service.id,
        {fmt::format("{} ({}) est présent sans l’accord du visiteur.", seen.name, service.name),
         fmt::format("{} ({}) is there without the visitor’s agreement.", seen.name,
                     service.name)});
    return;
  }
  if (seen.cleared) return;
  if (!seen.set && !seen.sent && !OnSite(site_, seen.host)) {
    Add("left-at-third-party", seen, service.id,
        {fmt::format("{} ({}) reste chez {} après le retrait, hors de portée de la page ; il n’a "
                     "plus été ni posé ni envoyé.",
                     seen.name, service.name, seen.host),
         fmt::format("{} ({}) stays at {} after withdrawal, out of the page’s reach; it was "
                     "neither set nor sent since.",
                     seen.name, service.name, seen.host)},
        /*notice=*/true);
    return;
  }
  Add("not-cleared", seen, service.id,
      {fmt::format("{} ({}) est encore là après le retrait.", seen.name, service.name),
       fmt::format("{} ({}) is still there after withdrawal.", seen.name, service.name)});
}

void Auditor::JudgeLifetime(const SeenTracker& seen, const std::vector<Candidate>& candidates) {
  if (seen.kind != TrackerKind::kCookie) return;
  if (!seen.set && !seen.kept) {
    lifetimes_unknown_ = true;
    return;
  }
  if (seen.seconds && *seen.seconds > kMost13Months + Slack(kMost13Months)) {
    const Waiver* waiver = nullptr;
    for (const Candidate& candidate : candidates) {
      if (waiver == nullptr) waiver = LimitWaiver(candidate, now_);
    }
    const int64_t days = *seen.seconds / kDay;
    Text sentence{fmt::format("{} vit {} jours, plus de 13 mois.", seen.name, days),
                  fmt::format("{} lives for {} days, more than 13 months.", seen.name, days)};
    if (waiver != nullptr) {
      sentence.fr += fmt::format(" Dérogation jusqu’au {}.", FormatDate(waiver->until));
      sentence.en += fmt::format(" Waived until {}.", FormatDate(waiver->until));
    }
    Add(waiver == nullptr ? "over-13-months" : "over-13-months-waived", seen,
        candidates.empty() ? "" : candidates.front().service->id, std::move(sentence),
        waiver != nullptr);
  }
  if (candidates.empty()) return;
  const bool longer =
      std::all_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
        return LivesLonger(seen, candidate.tracker->lifetime, now_);
      });
  if (!longer) return;
  const Candidate& first = candidates.front();
  Add("lifetime-over-declared", seen, first.service->id,
      {fmt::format("{} vit {} ; la durée déclarée est : {}.", seen.name,
                   SecondsInWords(*seen.seconds, false),
                   LifetimeWords(first.tracker->lifetime, "fr")),
       fmt::format("{} lives for {}; the declared lifetime is: {}.", seen.name,
                   SecondsInWords(*seen.seconds, true),
                   LifetimeWords(first.tracker->lifetime, "en"))});
}

void Auditor::Undeclared(const SeenTracker& seen, const MatchResult& matched) {
  // banner-js/src/storage.ts: an unsent choice, when the last one was made, that cookies do not stay.
  const std::string memory = "temoin:" + site_.id;
  const bool stored =
      seen.kind == TrackerKind::kLocalStorage &&
      (seen.name == memory || seen.name == memory + "@" || seen.name == memory + "!");
  // The service's own, for the 10 minutes in which a choice may be sent again.
  const bool retry =
      seen.kind == TrackerKind::kCookie && seen.name == RetryCookieName(site_.cookie);
  if (stored || retry) {
    Add("banner-memory", seen, "",
        {fmt::format("{} est la mémoire de la bannière elle-même ; le catalogue ne la déclare pas.",
                     seen.name),
         fmt::format("{} is the banner’s own memory; the catalogue does not declare it.",
                     seen.name)},
        /*notice=*/true);
    return;
  }
  Text hint;
  if (!matched.candidates.empty()) {  // of another kind
    hint = {" Un traceur déclaré porte ce nom, d’une autre nature.",
            " A declared tracker of another kind has this name."};
  } else if (!matched.hints.empty()) {
    hint = {fmt::format(" Nom voisin : {}.", matched.hints.front().tracker->name),
            fmt::format(" Near name: {}.", matched.hints.front().tracker->name)};
  }
  Add("undeclared", seen, "",
      {fmt::format("{} ({}) n’est pas déclaré.{}", seen.name, seen.host, hint.fr),
       fmt::format("{} ({}) is not declared.{}", seen.name, seen.host, hint.en)});
}

void Auditor::JudgeTracker(const SeenTracker& seen) {
  const MatchResult matched = matcher_.Match(seen.name, seen.host);
  std::vector<Candidate> candidates;
  for (const Candidate& candidate : matched.candidates) {
    if (candidate.tracker->kind == seen.kind) candidates.push_back(candidate);
  }
  JudgeLifetime(seen, candidates);
  if (candidates.empty()) {
    Undeclared(seen, matched);
    return;
  }
  for (const Candidate& candidate : candidates) seen_.insert(candidate.tracker);
  const Candidate& first = candidates.front();
  std::string services;
  for (const Candidate& candidate : candidates) {
    if (services.find(candidate.service->name) != std::string::npos) continue;
    services += services.empty() ? candidate.service->name : ", " + candidate.service->name;
  }
  const bool one_service =
      std::all_of(candidates.begin(), candidates.end(),
                  [&](const Candidate& candidate) { return candidate.service == first.service; });
  if (!one_service) {
    Add("ambiguous", seen, "",
        {fmt::format("{} correspond à plusieurs services déclarés : {}.", seen.name, services),
         fmt::format("{} matches several declared services: {}.", seen.name, services)});
  }
  JudgeConsent(seen, candidates);
  if (std::none_of(candidates.begin(), candidates.end(),
                   [&](const Candidate& candidate) { return RightParty(candidate, seen); })) {
    Add("wrong-party", seen, first.service->id,
        {fmt::format("{} est posé par {} ; l’hôte déclaré est {}.", seen.name, seen.host,
                     first.tracker->host),
         fmt::format("{} is set by {}; the declared host is {}.", seen.name, seen.host,
                     first.tracker->host)});
  }
}

void Auditor::Judge(const Visit& visit, Phase phase) {
  phase_ = phase;
  visit_ = &visit;
  for (const auto& [key, seen] : visit.trackers) JudgeTracker(seen);
  ForEachTracker(site_, [&](const std::string&, const Purpose& purpose, const Service& service,
                            const Tracker& tracker) {
    if (Allows(purpose, service)) possible_.insert(&tracker);
  });
}

void Auditor::NeverSeen() {
  ForEachTracker(site_, [&](const std::string&, const Purpose&, const Service& service,
                            const Tracker& tracker) {
    if (seen_.contains(&tracker) || !possible_.contains(&tracker)) return;
    findings_.push_back(
        {"never-seen",
         true,
         tracker.name,
         tracker.host,
         tracker.kind,
         service.id,
         {},
         {fmt::format("{} ({}) est déclaré et n’a pas été vu.", tracker.name, service.name),
          fmt::format("{} ({}) is declared and was not seen.", tracker.name, service.name)}});
  });
}

void Questions(const Auditor& auditor, bool phase_unknown, AuditReport& report) {
  if (phase_unknown) {
    report.open.push_back(
        {"phase",
         {"La phase n’est pas indiquée (--phase) : ce qui a été déposé sans accord n’est pas jugé.",
          "The phase is not given (--phase): what was set without consent is not judged."}});
  }
  if (auditor.lifetimes_unknown()) {
    report.open.push_back(
        {"lifetimes",
         {"Certains cookies n’ont été vus qu’envoyés : leur durée n’est pas jugée.",
          "Some cookies were only seen being sent: their lifetimes are not judged."}});
  }
  if (report.format == Recording::Format::kHar ||
      report.format == Recording::Format::kSetCookieLog) {
    report.open.push_back(
        {"storage",
         {"Ce format ne montre ni le stockage local ni les cookies qu’un script a posés sans "
          "qu’ils soient envoyés.",
          "This format shows neither local storage nor cookies that a script set and nothing "
          "sent."}});
  }
  if (report.truncated) {
    report.open.push_back(
        {"truncated",
         {"L’enregistrement dépasse ce qui est retenu : la suite n’est pas jugée.",
          "The recording exceeds what is kept: the rest is not judged."}});
  }
}

}  // namespace

bool AuditReport::clean() const {
  return !inconclusive && !truncated &&
         std::all_of(findings.begin(), findings.end(),
                     [](const AuditFinding& finding) { return finding.notice; });
}

Result<AuditReport> Audit(const std::shared_ptr<const Site>& site, const Recording& recording,
                          Phase phase, Time now) {
  AuditReport report;
  report.site = site->id;
  report.format = recording.format;
  report.truncated = recording.truncated;
  const bool says_phase = recording.format == Recording::Format::kScan;
  Auditor auditor(site, now);
  for (const Visit& visit : recording.visits) {
    if (says_phase && phase != Phase::kUnknown && visit.phase != phase) continue;
    const Phase judged = says_phase ? visit.phase : phase;
    report.visits.push_back({judged, visit.allowed, visit.trackers.size(), visit.without_cookies});
    report.inconclusive = report.inconclusive || visit.without_cookies;
    if (!visit.without_cookies) auditor.Judge(visit, judged);
  }
  if (report.visits.empty()) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("the recording has no phase \"{}\"", PhaseName(phase)));
  }
  if (report.inconclusive) return report;
  auditor.NeverSeen();
  Questions(auditor, !says_phase && phase == Phase::kUnknown, report);
  report.findings = auditor.Take();
  return report;
}

}  // namespace temoin::catalog
