#include "app/staff/dossiers.h"

#include <fmt/format.h>

#include <optional>
#include <span>

#include "app/staff/unfit.h"
#include "base/calendar.h"
#include "base/encoding.h"
#include "store/walk.h"

namespace temoin::app {
namespace {

// The entry that announced the key; nullopt: none did.
Result<std::optional<store::Index>> Announced(const store::Store& store, const std::string& vkey) {
  auto manifests = store::WalkManifests(store, 0);
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kDossier) continue;
    const auto note = store::ParseDossierNote(manifest->manifest);
    if (note && note->vkey == vkey) return std::optional(manifest->index);
  }
  TEMOIN_RETURN_IF_ERROR(manifests.status());
  return std::optional<store::Index>();
}

}  // namespace

Result<RegisteredDossier> Register(const Context& context, const Actor& actor,
                                   const RegisterDossier& command) {
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  const auto hash = DecodeHex(command.manifest);
  if (!hash || hash->size() != sizeof(Digest) || EncodeHex(*hash) != command.manifest) {
    return Unfit("It is the SHA-256 of a manifest, in 64 lower hex digits.", "/manifest");
  }
  if (!context.dossier_key) {
    return Error(ErrorCode::kUnavailable,
                 "no server runs here, so that nothing would sign the entry of this dossier");
  }
  RegisteredDossier out;
  TEMOIN_RETURN_IF_ERROR(AddEntry(context, [&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::SignerKey key, context.dossier_key());
    const std::string vkey = key.Vkey();
    TEMOIN_ASSIGN_OR_RETURN(std::optional<store::Index> announced, Announced(store, vkey));
    if (!announced) {
      TEMOIN_ASSIGN_OR_RETURN(announced, store.AddDossierNote({.time = context.now, .vkey = vkey}));
    }
    out.key_entry = *announced;
    const std::string text =
        fmt::format("{}\n{}\n{}\n", key.name(), command.manifest, FormatTime(context.now));
    TEMOIN_ASSIGN_OR_RETURN(out.note, prooflog::SignNote(text, std::span(&key, 1)));
    TEMOIN_ASSIGN_OR_RETURN(
        out.entry, store.AddDossierNote(
                       {.time = context.now, .site = command.site, .manifest = command.manifest}));
    return {};
  }));
  return out;
}

}  // namespace temoin::app
