#include "catalog/drafting.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.h"
#include "catalog/to_json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// The member, or null of the JSON kind; of a file that reads, each has its kind.
const json& MemberOf(const json& value, const char* key) {
  static const json kNone;
  const auto found = value.is_object() ? value.find(key) : value.end();
  return value.is_object() && found != value.end() ? *found : kNone;
}

SelfAssessment AssessmentOf(const json& exemption) {
  SelfAssessment out;
  for (const char* criterion : kSelfAssessment) {
    if (!exemption.contains(criterion)) continue;
    const json& answer = exemption.at(criterion);
    out.answers[criterion] =
        answer.is_boolean() ? std::optional<bool>(answer.get<bool>()) : std::nullopt;
  }
  out.confirmed = exemption.contains("confirmed_by") && exemption.contains("confirmed_on");
  return out;
}

}  // namespace

Drafting DraftingOf(const Site& site) {
  Drafting out;
  const auto parsed = ParseJson(site.source, {.max_bytes = site.source.size(), .max_depth = 32});
  if (!parsed.ok()) return out;
  for (const json& row : MemberOf(*parsed, "to_decide")) {
    out.to_decide.push_back({row.value("id", ""), TextFromJson(MemberOf(row, "question")),
                             TextFromJson(MemberOf(row, "proposed")),
                             row.value("once_published", false)});
  }
  for (const json& purpose : MemberOf(*parsed, "purposes")) {
    for (const json& service : MemberOf(purpose, "services")) {
      const std::string id = service.value("id", "");
      const json& library = MemberOf(service, "library");
      if (library.is_object()) {
        out.adopted[id] = {library.value("service", ""), library.value("version", int64_t{1})};
      }
      const json& exemption = MemberOf(service, "exemption");
      if (exemption.is_object()) out.assessments[id] = AssessmentOf(exemption);
    }
  }
  return out;
}

std::string CriterionPoint(std::string_view service, std::string_view criterion) {
  std::string out(criterion);
  std::replace(out.begin(), out.end(), '_', '-');
  return std::string(service) + "-" + out;
}

}  // namespace temoin::catalog
