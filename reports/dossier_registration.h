// What shows that a dossier was registered in the log when it was made: beside its files, and
// outside its manifest, whose hash it is about.
//
//   registration/manifest.note       that hash, signed by the dossiers' key
//   registration/dossier.json|.tlog-proof   the entry that commits to it, and its proof
//   registration/key.json|.tlog-proof       the entry that announced the key, and its proof
//   registration/checkpoint          under which both are proved
//
// Thread-safety: pure functions over a Store that may be read from any thread.
#ifndef TEMOIN_REPORTS_DOSSIER_REGISTRATION_H_
#define TEMOIN_REPORTS_DOSSIER_REGISTRATION_H_

#include <functional>
#include <string>

#include "base/result.h"
#include "reports/dossier.h"
#include "store/store.h"

namespace temoin::reports {

struct Registration {
  store::Index entry = 0;      // of the dossier
  store::Index key_entry = 0;  // of its key
  std::string note;            // signed
  std::string checkpoint;      // a signed note that covers both
};

// Every proof is verified as it is written. kUnavailable while one of the entries is not under the
// checkpoint; kDataLoss where what is stored contradicts itself.
Status WriteRegistration(const DossierSource& source, const Registration& registration,
                         const FileSink& sink);

// `newest`, the newest signed note, once it covers the entry. It is asked for every tenth of a
// second; kUnavailable after ten.
Result<std::string> CoveringCheckpoint(store::Index entry,
                                       const std::function<Result<std::string>()>& newest);

// Has the log take in the hash of a manifest, in lower hex; an error says why it does not.
using Registrar = std::function<Result<Registration>(const std::string& manifest)>;

struct MadeDossier {
  DossierSummary summary;
  std::string unregistered{};  // why it is not registered; empty: it is
};

// WriteDossier, then WriteRegistration. What cannot be registered is whole all the same.
Result<MadeDossier> MakeDossier(const DossierSource& source, const DossierQuery& query,
                                const Registrar& registrar, const FileSink& sink);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DOSSIER_REGISTRATION_H_
