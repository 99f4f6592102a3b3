#include "app/staff/erase_record.h"

#include <fmt/format.h>

#include "base/calendar.h"

namespace temoin::app {

Result<EraseOutcome> Erase(const Context& context, const Actor& actor, const EraseRecord& command) {
  const std::string detail = fmt::format("index {}", command.index) +
                             (command.request.empty() ? "" : ", request " + command.request);
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "consent.erase.ask", "", detail));
  TEMOIN_ASSIGN_OR_RETURN(const store::Found found, context.store.FindByIndex(command.index));
  if (found.type != store::EntryType::kConsent) {
    return Error(ErrorCode::kNotFound, "The entry at this index is no consent.");
  }
  Time at = context.now;
  const auto site = context.catalogue->FindSite(found.row.site);
  if (site) {
    at = AddDuration(context.now, site->erasure_delay);
  }
  Result<EraseOutcome> outcome = context.erase(command.index, at);
  if (!outcome) return outcome;
  // What came of it. That it was asked for is known already, so a failure here takes nothing back.
  const store::Erased& records = outcome->records;
  if (!records.erased.empty()) (void)Note(context, actor, "consent.erase", "", detail);
  if (!records.scheduled.empty()) (void)Note(context, actor, "consent.erase.schedule", "", detail);
  if (!records.held.empty()) (void)Note(context, actor, "consent.erase.held", "", detail);
  return outcome;
}

}  // namespace temoin::app
