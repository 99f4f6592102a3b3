// Reports, exports and dossiers: who made what stands in the access log before anything of it is
// handed out. Making them only reads, where the reader is: the server for the console, the command
// itself for what is written to a file.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_MADE_H_
#define TEMOIN_APP_STAFF_MADE_H_

#include <string>

#include "app/context.h"

namespace temoin::app {

struct MakeReport {
  std::string kind;    // "statistics", "register", "compliance", "dossier", "export"
  std::string site;    // empty: of every site
  std::string detail;  // what of it: period, format, records
};

// kInvalidArgument with the pointer /kind for a report that there is not; RequireSeen.
Status NoteMade(const Context& context, const Actor& actor, const MakeReport& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_MADE_H_
