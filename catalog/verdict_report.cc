#include "catalog/verdict_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/host.h"
#include "catalog/verdict_sentences.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// What is known is filled in; what a person must supply says so.
json DraftOf(const SeenCookie& seen) {
  json draft = {{"name", seen.name},
                {"host", seen.host.empty() ? std::string("À COMPLÉTER") : seen.host},
                {"kind", "cookie"},
                {"purpose", {{"fr", "À COMPLÉTER"}, {"en", "TO BE COMPLETED"}}},
                {"lifetime", nullptr}};
  if (seen.session) draft["lifetime"] = "session";
  if (seen.seconds && *seen.seconds > 0) {
    const int64_t days = (*seen.seconds + 86399) / 86400;
    draft["lifetime"] = *seen.seconds < 86400 ? fmt::format("PT{}M", (*seen.seconds + 59) / 60)
                                              : fmt::format("P{}D", days);
  }
  return draft;
}

Verdict JudgeServices(const ServiceResult& services) {
  if (services.found.empty() || !services.unknown_hosts.empty()) return Verdict::kNotDeclared;
  const ServiceMatch& first = services.found.front();
  for (const ServiceMatch& match : services.found) {
    if (match.service->id != first.service->id) return Verdict::kAmbiguous;
  }
  return Judge(first.purpose->basis);
}

VerdictReport ServiceReport(const Question& question, ServiceResult services) {
  VerdictReport report;
  report.about_service = true;
  report.seen.name = question.text;
  report.services = std::move(services);
  report.nothing_asked = question.address && question.addresses.empty();
  report.verdict = JudgeServices(report.services);
  report.reason = ReasonOf(report);
  report.next_step = NextStepOf(report);
  return report;
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
  report.matched = matcher.Match(seen.name, seen.host, site);
  report.verdict = Judge(report.matched);
  const std::string host = NormalHost(seen.host);
  if (report.verdict == Verdict::kNotDeclared && host.empty() == seen.host.empty()) {
    matcher.EachSite([&](const Site& each) {
      if (report.own || (!site.empty() && each.id != site)) return;
      report.own = FindOwn(each, seen.name, host);
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
    return ServiceReport(
        question, FindServices(matcher, question.address ? std::string_view() : question.text,
                               question.addresses, site));
  }
  VerdictReport report = ReportOn(matcher, question.seen, site, now);
  const bool nothing = report.verdict == Verdict::kNotDeclared &&
                       report.matched.declared_for.empty() && report.matched.hints.empty();
  if (!nothing || !question.seen.host.empty() || question.seen.name.size() > 64) return report;
  // One word may be a company or a product, several with commas a list of them.
  Question service;
  service.kind = Question::Kind::kService;
  service.text = question.seen.name;
  ServiceResult found = FindServices(matcher, service.text, {}, site);
  const bool list = service.text.find(',') != std::string::npos && !found.near.empty();
  return found.found.empty() && found.unknown_hosts.empty() && found.products.empty() && !list
             ? report
             : ServiceReport(service, std::move(found));
}

}  // namespace temoin::catalog
