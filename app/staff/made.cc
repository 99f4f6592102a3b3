#include "app/staff/made.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace temoin::app {

Status NoteMade(const Context& context, const Actor& actor, const MakeReport& command) {
  constexpr std::array<std::string_view, 5> kKinds = {"statistics", "register", "compliance",
                                                      "dossier", "export"};
  if (std::ranges::find(kKinds, command.kind) == kKinds.end()) {
    return Error(ErrorCode::kInvalidArgument, "no such report", "/kind");
  }
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  const bool records = command.kind == "export";
  return Note(context, actor, records ? command.kind : "report." + command.kind, command.site,
              command.detail);
}

}  // namespace temoin::app
