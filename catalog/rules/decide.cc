#include "catalog/rules/decide.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/json.h"
#include "catalog/adopt_words.h"
#include "catalog/drafting.h"
#include "catalog/forms.h"

namespace temoin::catalog {
namespace {

using Ordered = nlohmann::ordered_json;

constexpr size_t kMostFileBytes = 4 * 1024 * 1024;
constexpr std::string_view kRole = "-role";
constexpr std::string_view kExemption = "-exemption";
constexpr std::string_view kConsent = "consent";
constexpr std::string_view kTransfer = "-transfer";
constexpr std::string_view kName = "name";

Error Unfit(const std::string& sentence) { return {ErrorCode::kInvalidArgument, sentence}; }

// "youtube" of "youtube-role"; nullopt: it ends otherwise.
std::optional<std::string> Before(const std::string& point, std::string_view end) {
  if (point.size() <= end.size() || !point.ends_with(end)) return std::nullopt;
  return point.substr(0, point.size() - end.size());
}

// The service and the criterion of its exemption that a point asks about; nullopt: another point.
std::optional<std::pair<std::string, const char*>> CriterionOf(const std::string& point) {
  for (const char* criterion : kCriteria) {
    if (const auto service = Before(point, CriterionPoint("", criterion))) {
      return std::pair(*service, criterion);
    }
  }
  return std::nullopt;
}

// The criteria of a service's exemption whose answer is `value`, as points.
std::vector<std::string> CriteriaWith(const Ordered& exemption, const std::string& id,
                                      const Ordered& value) {
  std::vector<std::string> out;
  for (const char* criterion : kCriteria) {
    const auto found = exemption.find(criterion);
    if (found != exemption.end() && *found == value) out.push_back(CriterionPoint(id, criterion));
  }
  return out;
}

Ordered* FindById(Ordered& list, std::string_view id) {
  for (Ordered& each : list) {
    if (each.value("id", "") == id) return &each;
  }
  return nullptr;
}

// A list that is not there has nothing of this id.
void EraseById(Ordered& list, std::string_view id) {
  if (!list.is_array()) return;
  std::erase_if(list.get_ref<Ordered::array_t&>(),
                [id](const Ordered& each) { return each.value("id", "") == id; });
}

Status AnswerTransfer(Ordered& vendor, const std::string& value) {
  Ordered transfer;
  if (value == "none") {
    transfer["status"] = "none";
  } else {
    const size_t colon = value.find(':');
    const std::string country = value.substr(0, colon);
    const std::string basis = colon == std::string::npos ? "" : value.substr(colon + 1);
    static constexpr std::array kBases = {"adequacy", "standard-clauses", "binding-rules",
                                          "derogation"};
    if (!HasForm(country, Form::kCountry) ||
        std::find(kBases.begin(), kBases.end(), basis) == kBases.end()) {
      return Unfit(
          fmt::format("{}-transfer takes none, yes, later, or a country and a basis such as "
                      "US:adequacy; bases: {}",
                      vendor.value("id", ""), fmt::join(kBases, ", ")));
    }
    transfer["status"] = "declared";
    transfer["to"] = Ordered::array({{{"country", country}, {"basis", basis}}});
  }
  vendor["transfer"] = std::move(transfer);
  return {};
}

// A purpose's id and title without what `PurposeOf` and `TitleBeside` add for its basis, beside
// another of its kind.
void LeaveBasisOut(Ordered& purpose) {
  const std::string basis = purpose.value("basis", "");
  const std::string end = "-" + basis;
  const std::string id = purpose.value("id", "");
  if (!id.ends_with(end)) return;
  purpose["id"] = id.substr(0, id.size() - end.size());
  const Text beside =
      TitleBeside(PurposeWords{.id = {}, .basis = basis, .title = {}, .description = {}});
  for (auto& [language, title] : purpose["title"].items()) {
    const auto words = title.get<std::string>();
    const std::string& more = beside.In(language);
    if (words.ends_with(more)) title = words.substr(0, words.size() - more.size());
  }
}

class Decider {
 public:
  Decider(Ordered site, const Deciding& deciding, Time now)
      : site_(std::move(site)), deciding_(deciding), now_(now) {}

  Status Take(const Answer& answer,
              const std::function<Result<std::string>(const std::string&)>& vendor_text);
  Status Waive(const std::string& rule, const std::string& subject);
  // Whether the point is still to be decided: an answer to another one may have made it fall.
  bool IsOpen(const std::string& point) { return FindById(site_["to_decide"], point) != nullptr; }
  std::vector<SourceFile> Files();

 private:
  Status AnswerRole(const std::string& service, const std::string& value);
  Status AnswerCriterion(Ordered& exemption, const Answer& answer, const char* criterion);
  Status AnswerExemption(const std::string& id, const std::string& value);
  Status ConfirmExemption(Ordered& exemption, const std::string& id);
  void AskForConsent(const std::string& id);
  // The member of the service that holds the answers; nullptr: it has none.
  Ordered* FindExemption(const std::string& service);
  void Close(const std::string& point);
  // The service, and the purpose that it is in; nullptr: none.
  std::pair<Ordered*, Ordered*> FindService(const std::string& id);

  Ordered site_;
  std::vector<SourceFile> vendors_;
  const Deciding& deciding_;
  Time now_;
};

std::pair<Ordered*, Ordered*> Decider::FindService(const std::string& id) {
  for (Ordered& purpose : site_["purposes"]) {
    if (Ordered* service = FindById(purpose["services"], id)) return {service, &purpose};
  }
  return {nullptr, nullptr};
}

void Decider::Close(const std::string& point) { EraseById(site_["to_decide"], point); }

Status Decider::Waive(const std::string& rule, const std::string& subject) {
  if (deciding_.reason.empty()) {
    return Unfit(fmt::format("{} stays open for a time: say why, --reason TEXT", subject));
  }
  Ordered waiver;
  waiver["rule"] = rule;
  waiver["subject"] = subject;
  for (const Ordered& language : site_["languages"]) {
    waiver["reason"][language.get<std::string>()] = deciding_.reason;
  }
  waiver["until"] = deciding_.until.empty() ? FormatDate(AddMonths(now_, 6)) : deciding_.until;
  Ordered& waivers = site_["waivers"];
  if (waivers.is_null()) waivers = Ordered::array();
  for (Ordered& each : waivers) {
    if (each.value("rule", "") != rule || each.value("subject", "") != subject) continue;
    each = std::move(waiver);
    return {};
  }
  waivers.push_back(std::move(waiver));
  return {};
}

Status Decider::AnswerRole(const std::string& service, const std::string& value) {
  static constexpr std::array kRoles = {"publisher", "processor", "joint-controller", "controller"};
  if (std::find(kRoles.begin(), kRoles.end(), value) == kRoles.end()) {
    return Unfit(fmt::format("{}-role takes {}, yes or later", service, fmt::join(kRoles, ", ")));
  }
  (*FindService(service).first)["role"] = value;
  return {};
}

Ordered* Decider::FindExemption(const std::string& service) {
  Ordered* const found = FindService(service).first;
  return found != nullptr && found->contains("exemption") ? &(*found)["exemption"] : nullptr;
}

Status Decider::AnswerCriterion(Ordered& exemption, const Answer& answer, const char* criterion) {
  const auto& [point, value] = answer;
  if (value != "yes" && value != "no" && value != "unknown") {
    return Unfit(fmt::format("{} takes yes, no, unknown or later", point));
  }
  // Whoever confirmed the answers confirmed others.
  exemption.erase("confirmed_by");
  exemption.erase("confirmed_on");
  if (value == "unknown") {
    exemption[criterion] = nullptr;
    return {};
  }
  exemption[criterion] = value == "yes";
  Close(point);
  return {};
}

Status Decider::ConfirmExemption(Ordered& exemption, const std::string& id) {
  const auto refused = CriteriaWith(exemption, id, false);
  if (!refused.empty()) {
    return Unfit(
        fmt::format("{0} is not exempt, for the answer to {1} is no: write {0}-exemption=no", id,
                    fmt::join(refused, ", ")));
  }
  std::string open;
  for (const std::string& point : CriteriaWith(exemption, id, nullptr)) {
    open += fmt::format("\n  {}=yes|no|unknown", point);
    const Ordered* const asked = FindById(site_["to_decide"], point);
    if (asked == nullptr) continue;
    const Ordered& question = (*asked)["question"];
    open += "  " + question.value(deciding_.language, "");
  }
  if (!open.empty()) {
    return Unfit(
        fmt::format("{}-exemption=yes confirms the answer to each question; these have none, give "
                    "it in the same command:{}",
                    id, open));
  }
  if (deciding_.confirmed_by.empty() || deciding_.data_retention.empty()) {
    return Unfit(
        fmt::format("{}-exemption=yes says that each criterion is met: name the function "
                    "that confirms it (--by) and how long the data is kept (--retention "
                    "P25M)",
                    id));
  }
  exemption["data_retention"] = deciding_.data_retention;
  for (const Ordered& language : site_["languages"]) {
    exemption["confirmed_by"][language.get<std::string>()] = deciding_.confirmed_by;
  }
  exemption["confirmed_on"] = FormatDate(now_);
  return {};
}

Status Decider::AnswerExemption(const std::string& id, const std::string& value) {
  Ordered* const exemption = FindExemption(id);
  if (value == "yes" && exemption != nullptr) return ConfirmExemption(*exemption, id);
  if (value != "no") return Unfit(fmt::format("{}-exemption takes yes, no or later", id));
  AskForConsent(id);
  for (const char* criterion : kCriteria) Close(CriterionPoint(id, criterion));
  return {};
}

// Among what the site asks about already, where it has a purpose of this kind; else in the place of
// the exempt one, or beside what is left of it.
void Decider::AskForConsent(const std::string& id) {
  const auto [service, purpose] = FindService(id);
  service->erase("exemption");
  const Ordered moved = *service;
  Ordered asked = *purpose;
  LeaveBasisOut(asked);
  asked["basis"] = kConsent;
  asked["services"] = Ordered::array({moved});
  const std::string bare = asked.value("id", "");
  Ordered& services = (*purpose)["services"];
  EraseById(services, id);
  Ordered& purposes = site_["purposes"];
  for (const std::string& same : {bare, fmt::format("{}-{}", bare, kConsent)}) {
    Ordered* const found = FindById(purposes, same);
    if (found == nullptr || found->value("basis", "") != kConsent) continue;
    (*found)["services"].push_back(moved);
    std::erase_if(purposes.get_ref<Ordered::array_t&>(),
                  [](const Ordered& each) { return each["services"].empty(); });
    return;
  }
  if (services.empty()) {
    *purpose = std::move(asked);
    return;
  }
  asked["id"] = fmt::format("{}-{}", bare, kConsent);
  const Text beside =
      TitleBeside(PurposeWords{.id = {}, .basis = kConsent, .title = {}, .description = {}});
  for (auto& [language, title] : asked["title"].items()) {
    title = title.get<std::string>() + beside.In(language);
  }
  purposes.push_back(std::move(asked));
}

Status Decider::Take(const Answer& answer,
                     const std::function<Result<std::string>(const std::string&)>& vendor_text) {
  const auto& [point, value] = answer;
  const size_t colon = point.find(':');
  if (colon != std::string::npos) {
    const Rule* const rule = FindRule(point.substr(0, colon));
    if (rule == nullptr || rule->waivable == Waivable::kNo || value != "later") {
      return Unfit(
          fmt::format("{}={}: RULE:SUBJECT=later is what a rule that can be waived takes; "
                      "\"temoin catalog rules\" lists them",
                      point, value));
    }
    return Waive(std::string(rule->id), point.substr(colon + 1));
  }
  const auto criterion = CriterionOf(point);
  Ordered* const answers = criterion ? FindExemption(criterion->first) : nullptr;
  if (answers != nullptr && value != "later") {
    return AnswerCriterion(*answers, answer, criterion->second);
  }
  const Ordered* const open = FindById(site_["to_decide"], point);
  if (open == nullptr) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("nothing called {} is to be decided; \"temoin catalog check "
                             "--blocking\" lists what is",
                             point));
  }
  if (value == "later") {
    return Waive(std::string(open->value("once_published", false) ? kToTry : kToDecide), point);
  }
  const auto role = Before(point, kRole);
  const auto exemption = Before(point, kExemption);
  const auto transfer = Before(point, kTransfer);
  if (exemption && FindService(*exemption).first != nullptr) {
    TEMOIN_RETURN_IF_ERROR(AnswerExemption(*exemption, value));
  } else if (value != "yes" && role && FindService(*role).first != nullptr) {
    TEMOIN_RETURN_IF_ERROR(AnswerRole(*role, value));
  } else if (value != "yes" && point == kName) {
    if (value.find_first_not_of(' ') == std::string::npos) {
      return Unfit("name takes the name that visitors know the site by, yes or later");
    }
    site_["name"] = value;
  } else if (value != "yes" && transfer) {
    TEMOIN_ASSIGN_OR_RETURN(const std::string text, vendor_text(*transfer));
    const auto checked = ParseJson(text, {.max_bytes = kMostFileBytes, .max_depth = 32});
    TEMOIN_RETURN_IF_ERROR(checked.ok() ? Status() : Status(checked.error()));
    Ordered vendor = Ordered::parse(text);
    TEMOIN_RETURN_IF_ERROR(AnswerTransfer(vendor, value));
    vendors_.push_back({fmt::format("vendors/{}.json", *transfer), vendor.dump(2) + "\n"});
  } else if (value != "yes") {
    return Unfit(fmt::format("{} takes yes (what the file says is right) or later", point));
  }
  Close(point);
  return {};
}

std::vector<SourceFile> Decider::Files() {
  for (const char* member : {"to_decide", "waivers"}) {
    if (site_.contains(member) && site_[member].empty()) site_.erase(member);
  }
  std::vector<SourceFile> out = std::move(vendors_);
  out.push_back({fmt::format("sites/{}.json", site_.value("id", "")), site_.dump(2) + "\n"});
  return out;
}

}  // namespace

Result<std::vector<SourceFile>> Decide(
    std::string_view site_text,
    const std::function<Result<std::string>(const std::string& id)>& vendor_text,
    const CheckReport& report, const Deciding& deciding, Time now) {
  const auto checked = ParseJson(site_text, {.max_bytes = kMostFileBytes, .max_depth = 32});
  TEMOIN_RETURN_IF_ERROR(checked.ok() ? Status() : Status(checked.error()));
  if (!deciding.until.empty() && !ParseDate(deciding.until).ok()) {
    return Unfit(deciding.until + " is no day: write 2027-06-30");
  }
  if (!deciding.data_retention.empty() && !HasForm(deciding.data_retention, Form::kDuration)) {
    return Unfit("--retention is " + std::string(FormWords(Form::kDuration)));
  }
  Decider decider(Ordered::parse(site_text), deciding, now);
  std::set<std::string, std::less<>> answered;
  for (const bool criteria : {true, false}) {
    for (const Answer& answer : deciding.answers) {
      if (CriterionOf(answer.point).has_value() != criteria) continue;
      TEMOIN_RETURN_IF_ERROR(decider.Take(answer, vendor_text));
      answered.insert(answer.point);
    }
  }
  for (const Finding& finding : report.findings) {
    if (!deciding.rest_later || !finding.blocks() || finding.rule->waivable == Waivable::kNo ||
        answered.contains(finding.subject) ||
        (finding.rule->id == kToDecide && !decider.IsOpen(finding.subject))) {
      continue;
    }
    TEMOIN_RETURN_IF_ERROR(decider.Waive(std::string(finding.rule->id), finding.subject));
  }
  return decider.Files();
}

std::string DecideCommand(const Finding& finding) {
  std::string answer;
  const std::string& subject = finding.subject;
  if (finding.rule->id != kToDecide && finding.rule->id != kToTry) {
    if (finding.rule->waivable == Waivable::kNo) return "";
    answer = fmt::format("{}:{}=later", finding.rule->id, subject);
    const bool plain = HasForm(subject, Form::kSiteId);
    answer = plain ? answer + " --reason …" : fmt::format("'{}' --reason …", answer);
  } else if (Before(subject, kRole)) {
    answer = subject + "=processor|joint-controller|controller";
  } else if (Before(subject, kExemption)) {
    answer = subject + "=no|yes --by … --retention P25M";
  } else if (CriterionOf(subject)) {
    answer = subject + "=yes|no|unknown";
  } else if (subject == kName) {
    answer = subject + "=yes|'…'";
  } else if (Before(subject, kTransfer)) {
    answer = subject + "=none|US:adequacy|US:standard-clauses|yes";
  } else {
    answer = subject + "=yes";
  }
  return fmt::format("temoin catalog decide {} {}", finding.site, answer);
}

}  // namespace temoin::catalog
