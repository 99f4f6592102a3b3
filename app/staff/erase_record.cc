#include "app/staff/erase_record.h"

#include <fmt/format.h>

#include "base/calendar.h"

namespace temoin::app {

Result<EraseOutcome> Erase(const Context& context, const Actor& actor, const EraseRecord& command) {
  TEMOIN_RETURN_IF_ERROR(
      Note(context, actor, "consent.erase", "", fmt::format("index {}", command.index)));
  TEMOIN_ASSIGN_OR_RETURN(const store::Found found, context.store.FindByIndex(command.index));
  if (found.type != store::EntryType::kConsent) {
    return Error(ErrorCode::kNotFound, "The entry at this index is no consent.");
  }
  Time at = context.now;
  const auto site = context.catalogue->FindSite(found.row.site);
  if (site) {
    at = AddDuration(context.now, site->erasure_delay);
  }
  return context.erase(command.index, at);
}

}  // namespace temoin::app
