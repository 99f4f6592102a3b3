#include "catalog/audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/calendar.h"
#include "catalog/audit/audit_words.h"
#include "catalog/audit/hosts_seen.h"
#include "catalog/audit/open_questions.h"
#include "catalog/audit/recording_parts.h"
#include "catalog/audit/seen_lifetime.h"
#include "catalog/match.h"
#include "catalog/own_storage.h"
#include "catalog/verdict_report.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

Unread Listed(const std::set<std::string>& names) {
  Unread out;
  for (const std::string& name : names) AddTo(out, name);
  return out;
}

// All of one visit, then all of the next: the same finding of several visits becomes one.
class Auditor {
 public:
  Auditor(const std::shared_ptr<const Site>& site, Time now)
      : matcher_(site), site_(*site), now_(now) {}

  void Judge(const Visit& visit, Phase phase);
  // Of a visit whose cookies were taken out: whom it called all the same.
  void JudgeCalls(const Visit& visit, Phase phase);
  void NeverSeen();
  const Unread& deletions() const { return deletions_; }
  const Unread& by_phase() const { return by_phase_; }
  Unread unknown_hosts() const { return Listed(unknown_hosts_); }
  Unread lifeless() const { return Listed(lifeless_); }
  std::vector<AuditFinding> Take() { return std::move(findings_); }

 private:
  void JudgeTracker(const SeenTracker& seen);
  void JudgeHosts(const Visit& visit);
  void JudgeConsent(const SeenTracker& seen, const std::vector<Candidate>& candidates);
  void JudgeLifetime(const SeenTracker& seen, const std::vector<Candidate>& candidates);
  void Undeclared(const SeenTracker& seen, const MatchResult& matched);
  bool Allows(const Purpose& purpose, const Service& service) const;
  // Notes what only the phase would decide on. `matches`: declared, each with its purpose.
  template <typename Matches>
  void NeedsPhase(const Matches& matches, std::string_view called);
  void Add(const char* code, const SeenTracker& seen, const std::string& service, Text sentence,
           bool notice = false);

  Matcher matcher_;
  const Site& site_;
  Time now_;
  Phase phase_ = Phase::kUnknown;  // of the visit being judged
  const Visit* visit_ = nullptr;
  std::set<std::string> lifeless_;  // cookies of which nothing tells how long they live
  Unread deletions_;                // that may have deleted another cookie of the same name
  std::set<std::string> unknown_hosts_;
  Unread by_phase_;  // that some answer of the visitor forbids, where the phase is not known
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

template <typename Matches>
void Auditor::NeedsPhase(const Matches& matches, std::string_view called) {
  const bool refusable = std::all_of(matches.begin(), matches.end(),
                                     [](const auto& match) { return match.purpose->refusable(); });
  if (phase_ == Phase::kUnknown && refusable) AddTo(by_phase_, called);
}

void Auditor::JudgeConsent(const SeenTracker& seen, const std::vector<Candidate>& candidates) {
  NeedsPhase(candidates, Called(seen).en);
  const bool allowed = std::any_of(
      candidates.begin(), candidates.end(),
      [&](const Candidate& candidate) { return Allows(*candidate.purpose, *candidate.service); });
  if (allowed) return;
  const Service& service = *candidates.front().service;
  const Text called = Called(seen);
  if (phase_ != Phase::kWithdrawn) {
    Add("set-without-consent", seen, service.id,
        {fmt::format("{}, {}, est présent sans l’accord du visiteur.", called.fr, service.name),
         fmt::format("{}, {}, is there without the visitor’s agreement.", called.en,
                     service.name)});
    return;
  }
  if (seen.cleared) {
    if (!seen.perhaps_cleared) return;
    return AddTo(deletions_, called.en);
  }
  if (!seen.set && !seen.sent && !IsSiteHost(site_, seen.host)) {
    Add("left-at-third-party", seen, service.id,
        {fmt::format("{}, {}, reste là après le retrait, hors de portée de la page ; il n’a plus "
                     "été ni posé ni envoyé.",
                     called.fr, service.name),
         fmt::format("{}, {}, stays there after withdrawal, out of the page’s reach; it was "
                     "neither set nor sent since.",
                     called.en, service.name)},
        /*notice=*/true);
    return;
  }
  Add("not-cleared", seen, service.id,
      {fmt::format("{}, {}, est encore là après le retrait.", called.fr, service.name),
       fmt::format("{}, {}, is still there after withdrawal.", called.en, service.name)});
}

void Auditor::JudgeLifetime(const SeenTracker& seen, const std::vector<Candidate>& candidates) {
  if (seen.kind != TrackerKind::kCookie) return;
  if (!seen.set && !seen.kept && !seen.seconds) {
    lifeless_.insert(Called(seen).en);
    return;
  }
  if (OutlivesThirteenMonths(seen)) {
    const Waiver* waiver = nullptr;
    for (const Candidate& candidate : candidates) {
      if (waiver == nullptr) waiver = LimitWaiver(candidate, now_);
    }
    const int64_t days = *seen.seconds / kSecondsADay;
    Text sentence{
        fmt::format("{} vit {} jours, plus de 13 mois (397 jours au plus).", Called(seen).fr, days),
        fmt::format("{} lives for {} days, more than 13 months (397 days at most).",
                    Called(seen).en, days)};
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
        return OutlivesDeclared(seen, candidate.tracker->lifetime, now_);
      });
  if (!longer) return;
  const Candidate& first = candidates.front();
  Add("lifetime-over-declared", seen, first.service->id,
      {fmt::format("{} vit {} ; la durée déclarée est : {}.", Called(seen).fr,
                   SecondsInWords(*seen.seconds, false),
                   LifetimeWords(first.tracker->lifetime, "fr")),
       fmt::format("{} lives for {}; the declared lifetime is: {}.", Called(seen).en,
                   SecondsInWords(*seen.seconds, true),
                   LifetimeWords(first.tracker->lifetime, "en"))});
}

void Auditor::Undeclared(const SeenTracker& seen, const MatchResult& matched) {
  const Text called = Called(seen);
  const auto own = FindOwn(site_, seen.name, seen.host);
  if (own && own->kind == seen.kind) {
    if (own->most && Outlives(seen, *own->most, now_)) {
      Add("lifetime-over-declared", seen, "",
          {fmt::format("{} porte le nom d’un cookie du service de consentement, qui vit {} ; "
                       "celui-ci vit {}.",
                       called.fr, own->lifetime.fr, SecondsInWords(*seen.seconds, false)),
           fmt::format("{} has the name of a cookie of the consent service, which lives for {}; "
                       "this one lives for {}.",
                       called.en, own->lifetime.en, SecondsInWords(*seen.seconds, true))});
      return;
    }
    Add("banner-memory", seen, "",
        {fmt::format("{} est {} ; le catalogue n’a pas à le déclarer.", called.fr,
                     SetByTheService().fr),
         fmt::format("{} is {}; the catalogue need not declare it.", called.en,
                     SetByTheService().en)},
        /*notice=*/true);
    return;
  }
  const auto other = std::find_if(
      matched.declared_for.begin(), matched.declared_for.end(),
      [&](const Candidate& candidate) { return candidate.tracker->kind == seen.kind; });
  if (other != matched.declared_for.end()) {
    Add("wrong-party", seen, other->service->id,
        {fmt::format("{} n’est pas déclaré pour cet hôte ; il l’est pour {} ({}).", called.fr,
                     HostWords(*other->tracker, "fr"), other->service->name),
         fmt::format("{} is not declared for this host; it is for {} ({}).", called.en,
                     HostWords(*other->tracker, "en"), other->service->name)});
    return;
  }
  Text hint;
  if (!matched.candidates.empty() || !matched.declared_for.empty()) {  // of another kind
    hint = {" Un traceur déclaré porte ce nom, d’une autre nature.",
            " A declared tracker of another kind has this name."};
  } else if (!matched.hints.empty()) {
    hint = {fmt::format(" Nom proche : {}.", matched.hints.front().tracker->name),
            fmt::format(" Near name: {}.", matched.hints.front().tracker->name)};
  }
  Add("undeclared", seen, "",
      {fmt::format("{} n’est pas déclaré.{}", called.fr, hint.fr),
       fmt::format("{} is not declared.{}", called.en, hint.en)});
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
        {fmt::format("{} correspond à plusieurs services déclarés : {}.", Called(seen).fr,
                     services),
         fmt::format("{} matches several declared services: {}.", Called(seen).en, services)});
  }
  JudgeConsent(seen, candidates);
}

// A request tells its host of the visit, whether or not a cookie of it was seen.
void Auditor::JudgeHosts(const Visit& visit) {
  for (const CalledHost& called : HostsCalled(matcher_, site_, visit)) {
    if (!called.known()) {
      unknown_hosts_.insert(called.host);
      continue;
    }
    SeenTracker seen;
    seen.host = called.host;
    seen.kind = TrackerKind::kPixel;
    if (called.services.empty()) {
      Add("undeclared-host", seen, "",
          {fmt::format("{} a été appelé ({}) : aucun service déclaré ne charge depuis cet hôte. "
                       "Aucun cookie de cet hôte n’a été vu.",
                       called.host, called.products),
           fmt::format("{} was called ({}): no declared service loads from this host. No cookie "
                       "of this host was seen.",
                       called.host, called.products)},
          /*notice=*/!called.asks_consent);
      continue;
    }
    const auto& services = called.services;
    // An exempt one may have been called before the visitor opposed it, and any before a
    // withdrawal.
    const bool consent = std::all_of(
        services.begin(), services.end(),
        [](const ServiceMatch& match) { return match.purpose->basis == Basis::kConsent; });
    if (consent) NeedsPhase(services, called.host);
    if (std::any_of(services.begin(), services.end(), [&](const ServiceMatch& match) {
          return Allows(*match.purpose, *match.service);
        })) {
      continue;
    }
    const Service& service = *services.front().service;
    Add("called-without-consent", seen, service.id,
        {fmt::format("{} a été appelé sans l’accord du visiteur pour {}. Aucun cookie de cet hôte "
                     "n’a été vu.",
                     called.host, service.name),
         fmt::format("{} was called without the visitor’s agreement to {}. No cookie of this host "
                     "was seen.",
                     called.host, service.name)},
        /*notice=*/!consent || phase_ == Phase::kWithdrawn);
  }
}

void Auditor::JudgeCalls(const Visit& visit, Phase phase) {
  phase_ = phase;
  visit_ = &visit;
  JudgeHosts(visit);
}

void Auditor::Judge(const Visit& visit, Phase phase) {
  phase_ = phase;
  visit_ = &visit;
  for (const auto& [key, seen] : visit.trackers) JudgeTracker(seen);
  JudgeHosts(visit);
  for (const auto& [key, refusal] : visit.refused) {
    SeenTracker seen;
    seen.name = std::get<0>(key);
    seen.host = std::get<2>(key);
    const Text why = RefusalWords(refusal);
    Add("refused", seen, "",
        {fmt::format("{} : les navigateurs le refusent ({}).", Called(seen).fr, why.fr),
         fmt::format("{}: browsers refuse it ({}).", Called(seen).en, why.en)},
        /*notice=*/true);
  }
  ForEachTracker(site_, [&](const std::string&, const Purpose& purpose, const Service& service,
                            const Tracker& tracker) {
    if (Allows(purpose, service)) possible_.insert(&tracker);
  });
}

void Auditor::NeverSeen() {
  ForEachTracker(site_, [&](const std::string&, const Purpose&, const Service& service,
                            const Tracker& tracker) {
    if (seen_.contains(&tracker) || !possible_.contains(&tracker)) return;
    findings_.push_back({"never-seen",
                         true,
                         tracker.name,
                         tracker.host,
                         tracker.kind,
                         service.id,
                         {},
                         {fmt::format("{} ({}, {}) est déclaré et n’a pas été vu.", tracker.name,
                                      service.name, HostWords(tracker, "fr")),
                          fmt::format("{} ({}, {}) is declared and was not seen.", tracker.name,
                                      service.name, HostWords(tracker, "en"))}});
  });
}

}  // namespace

size_t AuditReport::faults() const {
  return static_cast<size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const AuditFinding& finding) { return !finding.notice; }));
}

Result<AuditReport> Audit(const std::shared_ptr<const Site>& site, const Recording& recording,
                          Phase phase, Time now) {
  AuditReport report;
  report.site = site->id;
  report.format = recording.format;
  report.truncated = recording.truncated;
  const bool says_phase = recording.format == Recording::Format::kScan;
  Auditor auditor(site, now);
  bool all_seen = true;
  bool site_seen = recording.site.empty() || recording.site == site->id;
  for (const Visit& visit : recording.visits) {
    if (says_phase && phase != Phase::kUnknown && visit.phase != phase) continue;
    const Phase judged = says_phase ? visit.phase : phase;
    report.visits.push_back({judged, visit.allowed, visit.trackers.size(), visit.without_cookies,
                             visit.nothing_recorded});
    all_seen = all_seen && !visit.without_cookies;
    if (visit.without_cookies) {
      auditor.JudgeCalls(visit, judged);
      continue;
    }
    site_seen = ShowsSite(*site, visit) && site_seen;
    auditor.Judge(visit, judged);
  }
  if (report.visits.empty()) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("the recording has no phase \"{}\"", PhaseName(phase)));
  }
  if (all_seen) auditor.NeverSeen();
  report.open = OpenQuestions(recording, {.phase_unknown = !says_phase && phase == Phase::kUnknown,
                                          .deletions = auditor.deletions(),
                                          .by_phase = auditor.by_phase(),
                                          .lifeless = auditor.lifeless(),
                                          .unknown_hosts = auditor.unknown_hosts(),
                                          .anything_seen = all_seen,
                                          .site_unseen = !site_seen});
  report.inconclusive =
      !all_seen || std::any_of(report.open.begin(), report.open.end(),
                               [](const OpenQuestion& question) { return question.inconclusive; });
  report.findings = auditor.Take();
  return report;
}

}  // namespace temoin::catalog
