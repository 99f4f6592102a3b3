// What visitors were shown and what ran in their pages, as far as a dossier's records name it: each
// document under its hash, so that it proves itself.
//
//   revisions/<hash>.json     the catalogue's document
//   pictures/<manifest's hash>.json|.tlog-proof, pictures/<hash>.png   of these revisions
//   banner/<hash>.js          the banner's code: the core that a record names, and its chunks
//   banner/<hash>.json        the manifest that names them
//
// Thread-safety: pure functions over a Store that may be read from any thread.
#ifndef TEMOIN_REPORTS_DOSSIER_SHOWN_H_
#define TEMOIN_REPORTS_DOSSIER_SHOWN_H_

#include <set>
#include <string>

#include "base/result.h"
#include "reports/dossier.h"

namespace temoin::reports {

struct Shown {
  std::set<std::string> revisions;
  std::set<std::string> banners;  // cores; one that the service never served is passed over
};

Status WriteShown(const DossierSource& source, const Shown& shown, const FileSink& sink);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DOSSIER_SHOWN_H_
