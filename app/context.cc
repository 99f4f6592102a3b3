#include "app/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace temoin::app {

bool Actor::Sees(std::string_view site) const {
  return sites.empty() || std::ranges::find(sites, site) != sites.end();
}

store::Access Line(const Context& context, const Actor& actor, std::string_view action,
                   std::string_view site, std::string_view detail) {
  return {.at = context.now,
          .who = actor.name,
          .role = actor.role,
          .action = std::string(action),
          .site = std::string(site),
          .detail = std::string(detail)};
}

Status NoteAll(const Context& context, const std::vector<store::Access>& lines) {
  return context.write([&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const store::Appended appended,
                            store.Append({.now = context.now, .accesses = lines}));
    (void)appended;
    return {};
  });
}

Status Note(const Context& context, const Actor& actor, std::string_view action,
            std::string_view site, std::string_view detail) {
  const store::Access line = Line(context, actor, action, site, detail);
  return context.log_access ? context.log_access(line) : NoteAll(context, {line});
}

Status RequireWholeLog(const Context& context) {
  return context.log_whole ? context.log_whole() : Status();
}

Status AddEntry(const Context& context, std::function<Status(store::Store&)> work) {
  TEMOIN_RETURN_IF_ERROR(RequireWholeLog(context));
  return context.write(std::move(work));
}

Status RequireSite(const Context& context, std::string_view site) {
  TEMOIN_ASSIGN_OR_RETURN(const auto publication, context.store.CurrentPublication(site));
  if (publication) return {};
  return Error(ErrorCode::kUnprocessable,
               fmt::format("No site of the name \"{}\" was ever published here.", site), "/site");
}

Status RequireSeen(const Actor& actor, std::string_view site) {
  if (actor.Sees(site)) return {};
  if (site.empty()) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("Name one of your sites: {}.", fmt::join(actor.sites, ", ")), "/site");
  }
  return Error(ErrorCode::kNotFound, "No site of that name is declared.");
}

Status RequireSeenEntry(const Context& context, const Actor& actor, const store::Found& found) {
  if (actor.Sees(found.row.site)) return {};
  TEMOIN_RETURN_IF_ERROR(
      Note(context, actor, "refused", found.row.site, fmt::format("index {}", found.row.index)));
  return Error(ErrorCode::kNotFound, fmt::format("There is no entry {}.", found.row.index));
}

TimeZone ZoneOf(const Context& context, std::string_view site) {
  return context.catalogue != nullptr ? context.catalogue->ZoneOf(site) : TimeZone();
}

}  // namespace temoin::app
