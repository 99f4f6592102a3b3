#include "reports/dossier_registration.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "base/crypto.h"
#include "base/encoding.h"
#include "prooflog/checkpoint.h"
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

Result<std::string> CoveringCheckpoint(store::Index entry,
                                       const std::function<Result<std::string>()>& newest) {
  constexpr int kTries = 100;
  constexpr std::chrono::milliseconds kBetween{100};
  for (int i = 0; i < kTries; ++i) {
    TEMOIN_ASSIGN_OR_RETURN(std::string note, newest());
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint checkpoint, CheckpointOfNote(note));
    if (checkpoint.size > entry) return note;
    std::this_thread::sleep_for(kBetween);
  }
  return Error(ErrorCode::kUnavailable, "the log has not signed its entry within ten seconds");
}

Result<MadeDossier> MakeDossier(const DossierSource& source, const DossierQuery& query,
                                const Registrar& registrar, const FileSink& sink) {
  std::string manifest;  // its hash
  const FileSink noting = [&](const std::string& path, std::string_view contents) {
    if (path == "manifest.json") manifest = EncodeHex(Sha256(contents));
    return sink(path, contents);
  };
  MadeDossier made;
  TEMOIN_ASSIGN_OR_RETURN(made.summary, WriteDossier(source, query, noting));
  const Result<Registration> registration = registrar(manifest);
  if (!registration) {
    made.unregistered = registration.error().message;
    return made;
  }
  TEMOIN_RETURN_IF_ERROR(WriteRegistration(source, *registration, sink));
  return made;
}

}  // namespace temoin::reports
