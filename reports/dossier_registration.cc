#include "reports/dossier_registration.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "reports/evidence.h"

namespace temoin::reports {

Status WriteRegistration(const DossierSource& source, const Registration& registration,
                         const FileSink& sink) {
  TEMOIN_RETURN_IF_ERROR(sink("registration/manifest.note", registration.note));
  TEMOIN_RETURN_IF_ERROR(sink("registration/checkpoint", registration.checkpoint));
  const std::array<std::pair<std::string, store::Index>, 2> entries = {
      {{"registration/dossier", registration.entry}, {"registration/key", registration.key_entry}}};
  for (const auto& [name, index] : entries) {
    TEMOIN_ASSIGN_OR_RETURN(const auto manifests, source.store.ReadManifests(index, 1));
    if (manifests.empty() || manifests.front().index != index) {
      return Error(ErrorCode::kDataLoss, fmt::format("Entry {} has no manifest.", index));
    }
    const std::string& bytes = manifests.front().manifest;
    TEMOIN_ASSIGN_OR_RETURN(const std::string proof,
                            SealedProof(source.store, index, bytes, registration.checkpoint,
                                        source.verifier_keys.front()));
    TEMOIN_RETURN_IF_ERROR(sink(name + ".json", bytes));
    TEMOIN_RETURN_IF_ERROR(sink(name + ".tlog-proof", proof));
  }
  return {};
}

}  // namespace temoin::reports
