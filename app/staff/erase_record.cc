#include "app/staff/erase_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "app/staff/holds.h"
#include "base/calendar.h"
#include "store/line.h"

namespace temoin::app {
namespace {

constexpr std::array<std::pair<EraseGround, std::string_view>, 4> kGrounds{{
    {EraseGround::kShown, "shown"},
    {EraseGround::kNotNeeded, "not-needed"},
    {EraseGround::kUnlawful, "unlawful"},
    {EraseGround::kObligation, "obligation"},
}};

}  // namespace

std::string_view EraseGroundName(EraseGround ground) {
  for (const auto& [known, name] : kGrounds) {
    if (known == ground) return name;
  }
  return "";
}

std::optional<EraseGround> EraseGroundFromName(std::string_view name) {
  for (const auto& [ground, known] : kGrounds) {
    if (known == name) return ground;
  }
  return std::nullopt;
}

Result<EraseOutcome> Erase(const Context& context, const Actor& actor, const EraseRecord& command) {
  const std::string detail =
      fmt::format("index {}, ground {}", command.index, EraseGroundName(command.ground)) +
      (command.request.empty() ? "" : ", request " + command.request);
  const Result<store::Found> found = context.store.FindByIndex(command.index);
  if (found) TEMOIN_RETURN_IF_ERROR(RequireSeenEntry(context, actor, *found));
  const std::string of = found ? found->row.site : std::string();
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "consent.erase.ask", of, detail));
  if (!found) return found.error();
  if (found->type != store::EntryType::kConsent) {
    return Error(ErrorCode::kNotFound, "The entry at this index is no consent.");
  }
  if (command.ground != EraseGround::kShown) {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::ChoiceRow> line,
                            store::LineOf(context.store, found->row, kMaxHeldRecords));
    if (std::ranges::any_of(line, [](const auto& row) { return row.limited_since.has_value(); })) {
      return Error(ErrorCode::kConflict,
                   "The person asked that choices of this browser be kept (GDPR, article 18): lift "
                   "the limitation first.");
    }
  }
  Time at = context.now;
  const auto site = context.catalogue->FindSite(of);
  if (site) {
    at = AddDuration(context.now, site->erasure_delay);
  }
  Result<EraseOutcome> outcome = context.erase(command.index, at);
  if (!outcome) return outcome;
  // What came of it. That it was asked for is known already, so a failure here takes nothing back.
  const store::Erased& records = outcome->records;
  if (!records.erased.empty()) (void)Note(context, actor, "consent.erase", of, detail);
  if (!records.scheduled.empty()) (void)Note(context, actor, "consent.erase.schedule", of, detail);
  if (!records.held.empty()) (void)Note(context, actor, "consent.erase.held", of, detail);
  return outcome;
}

}  // namespace temoin::app
