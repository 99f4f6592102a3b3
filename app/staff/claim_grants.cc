#include "app/staff/claim_grants.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace temoin::app {
namespace {

// The claim of a name, or of a way into objects; null where it is not there.
const nlohmann::json* FindClaim(const nlohmann::json& claims, std::string_view name) {
  const nlohmann::json* here = &claims;
  while (true) {
    if (!here->is_object()) return nullptr;
    // A name with a dot of its own (a URL) comes first.
    if (const auto whole = here->find(std::string(name)); whole != here->end()) return &*whole;
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos) return nullptr;
    const auto found = here->find(std::string(name.substr(0, dot)));
    if (found == here->end()) return nullptr;
    here = &*found;
    name.remove_prefix(dot + 1);
  }
}

bool HoldsValue(const nlohmann::json& claims, const ClaimRule& rule) {
  const nlohmann::json* const claim = FindClaim(claims, rule.claim);
  if (claim == nullptr) return false;
  const nlohmann::json value(rule.value);
  if (!claim->is_array()) return *claim == value;
  return std::ranges::find(*claim, value) != claim->end();
}

}  // namespace

Result<ClaimRule> ParseClaimRule(std::string_view text) {
  const Error refused(
      ErrorCode::kInvalidArgument,
      fmt::format("\"{}\" is no rule: write it like \"auditor@ameli.fr groups "
                  "temoin-auditeur\" (a role, of {}; its sites; a claim; its value)",
                  text, StaffRoleNames()));
  const size_t first = text.find(' ');
  if (first == std::string_view::npos) return refused;
  const size_t second = text.find(' ', first + 1);
  if (second == std::string_view::npos) return refused;
  const std::string_view who = text.substr(0, first);
  const std::optional<Grant> grant = ParseGrant(who);
  ClaimRule rule{.claim = std::string(text.substr(first + 1, second - first - 1)),
                 .value = std::string(text.substr(second + 1))};
  if (!grant || rule.claim.empty() || rule.value.empty()) return refused;
  rule.grant = *grant;
  return rule;
}

std::vector<Grant> GrantsOfClaims(std::span<const ClaimRule> rules,
                                  std::span<const nlohmann::json> claims) {
  std::vector<Grant> out;
  for (const ClaimRule& rule : rules) {
    const bool holds = std::ranges::any_of(
        claims, [&](const nlohmann::json& object) { return HoldsValue(object, rule); });
    if (holds && std::ranges::find(out, rule.grant) == out.end()) out.push_back(rule.grant);
  }
  return out;
}

}  // namespace temoin::app
