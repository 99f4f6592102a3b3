#include "catalog/answer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/host.h"
#include "catalog/to_json.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// Names come from outside: what is not UTF-8 is replaced rather than refused.
std::string Dump(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

// "Adform, Campaign Manager"
std::string ServiceNames(const std::vector<ServiceMatch>& matches) {
  std::string out;
  for (const ServiceMatch& match : matches) {
    const std::string one = fmt::format("{} ({})", match.service->name, match.site->id);
    out += out.empty() ? one : ", " + one;
  }
  return out;
}

Text BasisReason(const ServiceMatch& match) {
  const std::string& name = match.service->name;
  switch (match.purpose->basis) {
    case Basis::kConsent:
      return {fmt::format("Soumis à l’accord du visiteur pour {}.", name),
              fmt::format("Subject to the visitor's consent to {}.", name)};
    case Basis::kExempt:
      return {fmt::format("{} est nécessaire au service demandé : exempté de consentement.", name),
              fmt::format("{} is needed for the service asked for: exempt from consent.", name)};
    case Basis::kExemptWithOptOut:
      return {fmt::format("Mesure d’audience exemptée de consentement ({}), tant que le visiteur "
                          "ne s’y oppose pas.",
                          name),
              fmt::format("Audience measurement exempt from consent ({}), until the visitor "
                          "objects.",
                          name)};
  }
  return {};
}

Text ServiceReason(const Answer& answer) {
  const ServiceResult& services = answer.services;
  if (answer.verdict == Verdict::kAmbiguous) {
    const std::string names = ServiceNames(services.found);
    return {fmt::format("Plusieurs services déclarés correspondent : {}.", names),
            fmt::format("Several declared services match: {}.", names)};
  }
  if (answer.verdict != Verdict::kNotDeclared) return BasisReason(services.found.front());
  std::string hosts;
  for (const std::string& host : services.unknown_hosts) {
    hosts += hosts.empty() ? host : ", " + host;
  }
  Text out{"Aucun service déclaré ne porte ce nom.", "No declared service has this name."};
  if (!hosts.empty()) {
    out = {fmt::format("Aucun service déclaré ne charge depuis {}.", hosts),
           fmt::format("No declared service loads from {}.", hosts)};
  }
  std::vector<ServiceMatch> others = services.found;
  others.insert(others.end(), services.near.begin(), services.near.end());
  if (!others.empty()) {
    const std::string names = ServiceNames(others);
    out.fr += fmt::format(" Est déclaré : {}.", names);
    out.en += fmt::format(" Declared is: {}.", names);
  }
  return out;
}

Text DeclaredElsewhere(const Answer& answer) {
  const Candidate& first = answer.matched.declared_for.front();
  return {fmt::format("{} est déclaré pour {} ({}), non pour {}.", answer.seen.name,
                      HostWords(*first.tracker, "fr"), first.service->name, answer.seen.host),
          fmt::format("{} is declared for {} ({}), not for {}.", answer.seen.name,
                      HostWords(*first.tracker, "en"), first.service->name, answer.seen.host)};
}

Text VerdictReason(const Answer& answer);

Text ReasonOf(const Answer& answer) {
  if (answer.own) {
    Text out = SetByTheService();
    return {fmt::format("{} est {}. {}", answer.own->name, out.fr, answer.own->purpose.fr),
            fmt::format("{} is {}. {}", answer.own->name, out.en, answer.own->purpose.en)};
  }
  if (answer.about_service) return ServiceReason(answer);
  if (!answer.matched.declared_for.empty()) return DeclaredElsewhere(answer);
  if (answer.matched.candidates.empty()) {
    return {"Aucun traceur déclaré ne porte ce nom.", "No declared tracker has this name."};
  }
  Text out = VerdictReason(answer);
  if (answer.seen.host.empty() && answer.verdict != Verdict::kAmbiguous) {
    const Tracker& tracker = *answer.matched.candidates.front().tracker;
    if (tracker.host.empty() && !tracker.own_host) {
      out.fr += " Hôte non vu : valable s’il est déposé par le site ou par ce fournisseur.";
      out.en += " Host not seen: valid if the site or this vendor sets it.";
    } else {
      out.fr +=
          fmt::format(" Hôte non vu : valable s’il est déposé par {}.", HostWords(tracker, "fr"));
      out.en += fmt::format(" Host not seen: valid if {} sets it.", HostWords(tracker, "en"));
    }
  }
  return out;
}

Text VerdictReason(const Answer& answer) {
  const Candidate& first = answer.matched.candidates.front();
  switch (answer.verdict) {
    case Verdict::kAlways:
      return {fmt::format("{} est nécessaire au service demandé : exempté de consentement.",
                          first.tracker->name),
              fmt::format("{} is needed for the service asked for: exempt from consent.",
                          first.tracker->name)};
    case Verdict::kExemptWithOptOut:
      return {
          fmt::format("Mesure d’audience exemptée de consentement ({}), tant que le visiteur ne "
                      "s’y oppose pas.",
                      first.service->name),
          fmt::format("Audience measurement exempt from consent ({}), until the visitor objects.",
                      first.service->name)};
    case Verdict::kAfterConsent:
      return {fmt::format("Soumis à l’accord du visiteur pour {}.", first.service->name),
              fmt::format("Subject to the visitor's consent to {}.", first.service->name)};
    case Verdict::kOverLimit:
      return {fmt::format("Déclaré pour plus de 13 mois ({}).",
                          LifetimeWords(first.tracker->lifetime, "fr")),
              fmt::format("Declared for more than 13 months ({}).",
                          LifetimeWords(first.tracker->lifetime, "en"))};
    case Verdict::kAmbiguous:
      return {fmt::format("{} traceurs déclarés correspondent et ne donnent pas la même réponse.",
                          answer.matched.candidates.size()),
              fmt::format("{} declared trackers match and do not give the same answer.",
                          answer.matched.candidates.size())};
    case Verdict::kNotDeclared:
      break;
  }
  return {};
}

Text NextStepOf(const Answer& answer) {
  switch (answer.verdict) {
    case Verdict::kAlways:
      return {"Rien à faire : peut être déposé dès l’arrivée.",
              "Nothing to do: may be set on arrival."};
    case Verdict::kExemptWithOptOut:
      return {"Peut être déposé dès l’arrivée, et doit cesser dès que le visiteur s’oppose.",
              "May be set on arrival, and must stop as soon as the visitor objects."};
    case Verdict::kAfterConsent: {
      const std::string& id = answer.about_service ? answer.services.found.front().service->id
                                                   : answer.matched.candidates.front().service->id;
      return {
          fmt::format("Balisez le code avec data-service=\"{}\" : il ne s’exécute qu’après "
                      "l’accord.",
                      id),
          fmt::format("Tag the code with data-service=\"{}\": it runs only after consent.", id)};
    }
    case Verdict::kOverLimit:
      if (answer.waiver != nullptr) {
        return {
            fmt::format("Dérogation jusqu’au {}. Avant cette date, faites ramener la durée à "
                        "13 mois au plus.",
                        FormatDate(answer.waiver->until)),
            fmt::format("Waived until {}. Before that date have the lifetime brought down to 13 "
                        "months at most.",
                        FormatDate(answer.waiver->until))};
      }
      return {
          "Ne pas déposer. Le délégué à la protection des données décide : durée ramenée à 13 "
          "mois au plus, ou dérogation motivée avec une date de fin.",
          "Do not set. The data protection officer decides: a lifetime of 13 months at most, or "
          "a waiver with its reason and end date."};
    case Verdict::kAmbiguous:
      if (answer.about_service) {
        return {"Demandez pour chacun, par le nom de ses cookies ou par son adresse.",
                "Ask for each, by the names of its cookies or its address."};
      }
      return {
          "Indiquez l’hôte qui le dépose ; s’il reste un doute, le délégué à la protection des "
          "données tranche.",
          "Say which host sets it; if doubt remains, the data protection officer decides."};
    case Verdict::kNotDeclared:
      if (answer.about_service) {
        return {
            "Ne pas intégrer. Le délégué à la protection des données décide, sur une demande qui "
            "indique : finalité, fournisseur, cookies et leurs durées, hôtes, lieu des données et "
            "transferts.",
            "Do not embed. The data protection officer decides, on a request that gives: purpose, "
            "vendor, cookies and their lifetimes, hosts, place of the data and transfers."};
      }
      return {
          "Ne pas déposer. Le délégué à la protection des données décide, sur une demande qui "
          "indique : finalité, durée, hôte, fournisseur, lieu des données et transferts. La "
          "déclaration est préparée ci-dessous.",
          "Do not set. The data protection officer decides, on a request that gives: purpose, "
          "lifetime, host, vendor, place of the data and transfers. The declaration is drafted "
          "below."};
  }
  return {};
}

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

const Waiver* LimitWaiver(const Candidate& candidate, Time now) {
  for (const Waiver& waiver : candidate.site->waivers) {
    const bool limit =
        waiver.rule == "exempt-over-13-months" || waiver.rule == "tracker-over-13-months";
    if (limit && waiver.subject == candidate.tracker->name && now < waiver.until) return &waiver;
  }
  return nullptr;
}

namespace {

Verdict JudgeServices(const ServiceResult& services) {
  if (services.found.empty() || !services.unknown_hosts.empty()) return Verdict::kNotDeclared;
  const ServiceMatch& first = services.found.front();
  for (const ServiceMatch& match : services.found) {
    if (match.service->id != first.service->id) return Verdict::kAmbiguous;
  }
  switch (first.purpose->basis) {
    case Basis::kConsent:
      return Verdict::kAfterConsent;
    case Basis::kExempt:
      return Verdict::kAlways;
    case Basis::kExemptWithOptOut:
      return Verdict::kExemptWithOptOut;
  }
  return Verdict::kNotDeclared;
}

Answer ServiceAnswer(const Question& question, ServiceResult services) {
  Answer answer;
  answer.about_service = true;
  answer.seen.name = question.text;
  answer.services = std::move(services);
  answer.verdict = JudgeServices(answer.services);
  answer.reason = ReasonOf(answer);
  answer.next_step = NextStepOf(answer);
  return answer;
}

}  // namespace

Answer AnswerFor(const Matcher& matcher, const SeenCookie& seen, std::string_view site, Time now) {
  Answer answer;
  answer.seen = seen;
  answer.matched = matcher.Match(seen.name, seen.host, site);
  answer.verdict = Judge(answer.matched);
  const std::string host = NormalHost(seen.host);
  if (answer.verdict == Verdict::kNotDeclared && host.empty() == seen.host.empty()) {
    matcher.EachSite([&](const Site& each) {
      if (answer.own || (!site.empty() && each.id != site)) return;
      answer.own = FindOwn(each, seen.name, host);
    });
    if (answer.own) answer.verdict = Verdict::kAlways;
  }
  for (const Candidate& candidate : answer.matched.candidates) {
    if (answer.waiver == nullptr) answer.waiver = LimitWaiver(candidate, now);
  }
  answer.reason = ReasonOf(answer);
  answer.next_step = NextStepOf(answer);
  if (answer.verdict == Verdict::kNotDeclared) answer.draft = DraftOf(seen);
  return answer;
}

Answer AnswerFor(const Matcher& matcher, const Question& question, std::string_view site,
                 Time now) {
  if (question.kind == Question::Kind::kService) {
    return ServiceAnswer(question, FindServices(matcher, question, site));
  }
  Answer answer = AnswerFor(matcher, question.seen, site, now);
  const bool nothing = answer.verdict == Verdict::kNotDeclared &&
                       answer.matched.declared_for.empty() && answer.matched.hints.empty();
  if (!nothing || !question.seen.host.empty() || question.seen.name.size() > 64) return answer;
  // One word may be a company or a product.
  Question service;
  service.kind = Question::Kind::kService;
  service.text = question.seen.name;
  ServiceResult found = FindServices(matcher, service, site);
  return found.found.empty() && found.unknown_hosts.empty()
             ? answer
             : ServiceAnswer(service, std::move(found));
}

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

json DeclaredFor(const std::vector<Candidate>& candidates) {
  json out = json::array();
  for (const Candidate& candidate : candidates) {
    out.push_back({{"site", candidate.site->id},
                   {"name", candidate.tracker->name},
                   {"host", HostJson(*candidate.tracker)},
                   {"service", candidate.service->id}});
  }
  return out;
}

std::string AnswersJson(const std::vector<Answer>& answers) {
  json rows = json::array();
  for (const Answer& answer : answers) {
    json candidates = json::array();
    for (const Candidate& candidate : answer.matched.candidates) {
      candidates.push_back(CandidateJson(candidate));
    }
    json hints = json::array();
    for (const NameHint& hint : answer.matched.hints) {
      json row = {
          {"site", hint.site->id}, {"service", hint.service->id}, {"name", hint.tracker->name}};
      if (!hint.note.empty()) row["note"] = TextJson(hint.note);
      hints.push_back(std::move(row));
    }
    json row = {{"name", answer.seen.name},
                {"host", nullptr},
                {"verdict", VerdictName(answer.verdict)},
                {"reason", TextJson(answer.reason)},
                {"next_step", TextJson(answer.next_step)},
                {"waived_until", nullptr},
                {"candidates", std::move(candidates)},
                {"declared_for", DeclaredFor(answer.matched.declared_for)},
                {"about", answer.about_service ? "service" : "cookie"},
                {"services", ServicesFound(answer.services.found)},
                {"set_by", nullptr},
                {"hints", std::move(hints)},
                {"draft", answer.draft}};
    if (answer.own) row["set_by"] = TextJson(SetByTheService());
    if (!answer.seen.host.empty()) row["host"] = answer.seen.host;
    if (answer.waiver != nullptr) row["waived_until"] = FormatDate(answer.waiver->until);
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

std::string AnswersText(const std::vector<Answer>& answers, std::string_view language) {
  const bool english = language == "en";
  const std::string_view colon = english ? ": " : "\u00a0: ";
  std::string out;
  for (const Answer& answer : answers) {
    if (!out.empty()) out += "\n";
    out += fmt::format("{}{}{}{}{}\n", answer.seen.name, answer.seen.host.empty() ? "" : " @ ",
                       answer.seen.host, colon, VerdictWords(answer.verdict, language));
    out += fmt::format("  {}\n  {}\n", answer.reason.In(language), answer.next_step.In(language));
    for (const Candidate& candidate : answer.matched.candidates) {
      out += CandidateText(candidate, language);
    }
    for (const NameHint& hint : answer.matched.hints) {
      out += fmt::format("  {}{}{} ({}, {}){}{}\n", english ? "near name" : "nom proche", colon,
                         hint.tracker->name, hint.site->id, hint.service->name,
                         hint.note.empty() ? "" : ". ", hint.note.In(language));
    }
    if (!answer.draft.empty()) out += Dump(answer.draft, 2) + "\n";
  }
  return out;
}

}  // namespace temoin::catalog
