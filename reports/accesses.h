// The log of accesses for people who read it: what an action is called, and the table that it is
// taken away as.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_ACCESSES_H_
#define TEMOIN_REPORTS_ACCESSES_H_

#include <span>
#include <string>
#include <string_view>

#include "base/zones.h"
#include "render/data_table.h"
#include "store/access_log.h"

namespace temoin::reports {

// "consent.read" as "consultation d’un choix" or "viewed a choice"; an action that this version
// does not know as itself. French for any language but English.
std::string_view AccessActionWords(std::string_view action, std::string_view language);

// "index 3492, by token" as "référence 3492-ET, par le cookie". The details are short phrases that
// this program writes itself; what it does not know stays as it is.
std::string AccessDetailWords(std::string_view detail, std::string_view language);

// One row an access, in the order given. Instants are told by the clocks of `zone`.
render::DataTable AccessTable(std::span<const store::AccessRow> rows, const TimeZone& zone);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_ACCESSES_H_
