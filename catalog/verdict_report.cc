#include "catalog/verdict_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/host.h"
#include "catalog/adopt_words.h"
#include "catalog/asked_names.h"
#include "catalog/placed_name.h"
#include "catalog/verdict_sentences.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr size_t kMostOfName = 64;
constexpr size_t kMostOfNames = 1000;

// "Facebook, Google"; "_ga, _gid" are cookies.
bool IsListOfNames(std::string_view name) {
  return name.size() <= kMostOfNames && name.find('_') == std::string_view::npos &&
         NamesOfList(name).size() > 1;
}

// What is known is filled in; what a person must supply says so.
json DraftOf(const SeenCookie& seen) {
  json draft = {{"name", seen.name},
                {"host", seen.host.empty() ? std::string(kToCompleteFr) : seen.host},
                {"kind", TrackerKindName(seen.kind.value_or(TrackerKind::kCookie))},
                {"purpose", {{"fr", kToCompleteFr}, {"en", kToCompleteEn}}},
                {"lifetime", nullptr}};
  if (seen.session) draft["lifetime"] = "session";
  if (seen.seconds && *seen.seconds > 0) {
    const int64_t days = (*seen.seconds + 86399) / 86400;
    draft["lifetime"] = *seen.seconds < 86400 ? fmt::format("PT{}M", (*seen.seconds + 59) / 60)
                                              : fmt::format("P{}D", days);
  }
  return draft;
}

// One part that is allowed never answers for another that is not, or of which nobody can tell.
Verdict JudgeServices(const VerdictReport& report) {
  const ServiceResult& services = report.services;
  if (!services.unknown_hosts.empty() || !report.undeclared.empty()) return Verdict::kNotDeclared;
  if (!report.unread.empty() || report.doubt) return Verdict::kAmbiguous;
  if (services.found.empty()) {
    const bool something = !services.own_hosts.empty() || !report.stored.empty();
    return something ? Verdict::kAmbiguous : Verdict::kNotDeclared;
  }
  const ServiceMatch& first = services.found.front();
  for (const ServiceMatch& match : services.found) {
    if (match.service->id != first.service->id) return Verdict::kAmbiguous;
  }
  return Judge(first.purpose->basis);
}

// By names, or by those that a question in words holds.
ServiceResult FindAsked(const Matcher& matcher, std::string_view text, std::string_view site) {
  ServiceResult result = FindByNames(matcher, text, site);
  if (!result.found.empty() || !result.unknown_hosts.empty()) return result;
  const std::string asked = WithoutQuestionWords(text);
  if (asked.empty() || asked == text) return result;
  ServiceResult of_question = FindByNames(matcher, asked, site);
  return of_question.found.empty() ? result : of_question;
}

VerdictReport ServiceReport(const Question& question, ServiceResult services) {
  VerdictReport report;
  report.about_service = true;
  report.seen.name = question.text;
  report.services = std::move(services);
  report.unread = question.unread;
  for (const StoredItem& item : question.stored) report.stored.push_back(item.name);
  return report;
}

VerdictReport Judged(VerdictReport report) {
  report.verdict = JudgeServices(report);
  report.reason = ReasonOf(report);
  report.next_step = NextStepOf(report);
  return report;
}

void SetOtherKindsAside(TrackerKind kind, VerdictReport& report) {
  const auto other = [&](const Candidate& each) { return each.tracker->kind != kind; };
  auto& candidates = report.matched.candidates;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(report.other_kinds), other);
  std::erase_if(candidates, other);
  std::erase_if(report.matched.declared_for, other);
}

bool NamesNothing(const ServiceResult& named) {
  return named.found.empty() && named.unknown_hosts.empty() && named.products.empty();
}

// One word may be a company or a product, several with commas a list of them. nullopt: it is the
// name of a cookie.
std::optional<ServiceResult> NamedServices(const Matcher& matcher, std::string_view name,
                                           std::string_view site) {
  if (!IsListOfNames(name)) {
    if (name.size() > kMostOfName) return std::nullopt;
    ServiceResult named = FindServices(matcher, name, {}, site);
    if (!NamesNothing(named)) return named;
    named = FindByNames(matcher, name, site);  // "Facebook/Meta"
    return named.found.empty() ? std::nullopt : std::optional(std::move(named));
  }
  const std::vector<std::string_view> names = NamesOfList(name);
  const bool known = std::any_of(names.begin(), names.end(), [&](std::string_view each) {
    const ServiceResult named = FindServices(matcher, each, {}, site);
    return !NamesNothing(named) || !named.near.empty();
  });
  return known ? std::optional(FindByNames(matcher, name, site)) : std::nullopt;
}

}  // namespace

const Waiver* LimitWaiver(const Candidate& candidate, Time now) {
  for (const Waiver& waiver : candidate.site->waivers) {
    const bool limit =
        waiver.rule == "exempt-over-13-months" || waiver.rule == "tracker-over-13-months";
    if (limit && waiver.subject == candidate.tracker->name && now < waiver.until) return &waiver;
  }
  return nullptr;
}

VerdictReport ReportOn(const Matcher& matcher, const SeenCookie& seen, std::string_view site,
                       Time now) {
  VerdictReport report;
  report.seen = seen;
  if (!seen.bad_domain) report.matched = matcher.Match(seen.name, seen.host, site);
  if (seen.kind) SetOtherKindsAside(*seen.kind, report);
  report.verdict = Judge(report.matched);
  const std::string host = NormalHost(seen.host);
  if (report.verdict == Verdict::kNotDeclared && !seen.bad_domain &&
      host.empty() == seen.host.empty()) {
    matcher.EachSite([&](const Site& each) {
      if (report.own || (!site.empty() && each.id != site)) return;
      report.own = FindOwn(each, seen.name, host);
      if (seen.kind && report.own && report.own->kind != *seen.kind) report.own.reset();
    });
    if (report.own) report.verdict = Verdict::kAlways;
  }
  for (const Candidate& candidate : report.matched.candidates) {
    if (report.waiver == nullptr) report.waiver = LimitWaiver(candidate, now);
  }
  report.reason = ReasonOf(report);
  report.next_step = NextStepOf(report);
  if (report.verdict == Verdict::kNotDeclared) report.draft = DraftOf(seen);
  return report;
}

VerdictReport ReportOn(const Matcher& matcher, const Question& question, std::string_view site,
                       Time now) {
  if (question.kind == Question::Kind::kService) {
    VerdictReport report = ServiceReport(
        question, question.address
                      ? FindServices(matcher, {}, question.addresses, site, question.calls)
                      : FindAsked(matcher, question.text, site));
    report.nothing_asked = question.address && question.addresses.empty() &&
                           question.calls.empty() && question.stored.empty() &&
                           question.unread.empty();
    for (const auto& [name, kind, host] : question.stored) {
      SeenCookie seen;
      seen.name = name;
      seen.kind = kind;
      if (!host.empty()) seen.host = GivenHost(host);
      const VerdictReport stored = ReportOn(matcher, seen, site, now);
      if (stored.verdict == Verdict::kNotDeclared) {
        report.undeclared.push_back(name);
        continue;
      }
      report.doubt = report.doubt || stored.verdict == Verdict::kOverLimit ||
                     stored.verdict == Verdict::kAmbiguous;
      // What is declared of another service is asked for as well.
      for (const Candidate& candidate : stored.matched.candidates) {
        const auto same = [&](const ServiceMatch& match) {
          return match.service == candidate.service;
        };
        auto& found = report.services.found;
        if (std::any_of(found.begin(), found.end(), same)) continue;
        found.push_back({candidate.site, candidate.purpose, candidate.service, name});
      }
    }
    return Judged(std::move(report));
  }
  VerdictReport report = ReportOn(matcher, question.seen, site, now);
  const bool nothing = report.verdict == Verdict::kNotDeclared && !question.seen.kind &&
                       report.matched.declared_for.empty() &&
                       (report.matched.hints.empty() || IsListOfNames(question.seen.name));
  if (!nothing || !question.seen.host.empty()) return report;
  std::optional<ServiceResult> named = NamedServices(matcher, question.seen.name, site);
  if (!named) return report;
  Question service;
  service.kind = Question::Kind::kService;
  service.text = question.seen.name;
  return Judged(ServiceReport(service, *std::move(named)));
}

}  // namespace temoin::catalog
