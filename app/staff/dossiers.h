// Dossiers that were made are registered in the log, so that what was handed out can be told from
// what was made up later: the hash of a dossier's manifest is an entry (type 9) and stands in a
// note that the dossiers' own key signs (app/log/dossier_key.h), which an earlier entry announces.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_DOSSIERS_H_
#define TEMOIN_APP_STAFF_DOSSIERS_H_

#include <string>

#include "app/context.h"

namespace temoin::app {

struct RegisterDossier {
  std::string site;      // empty: of no single site
  std::string manifest;  // SHA-256 of its manifest.json, 64 lower hex digits
};

struct RegisteredDossier {
  store::Index entry = 0;
  store::Index key_entry = 0;  // that announced the key
  std::string note;            // signed: the key's name, the hash and the time, a line each
};

// kUnavailable while no server runs, whose log would sign the entries: the dossier is then whole
// and not registered. kUnprocessable for another hash; RequireSeen.
Result<RegisteredDossier> Register(const Context& context, const Actor& actor,
                                   const RegisterDossier& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_DOSSIERS_H_
