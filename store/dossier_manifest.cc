#include "store/dossier_manifest.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "store/manifest_members.h"

namespace temoin::store {

Result<std::string> FormatDossierNote(const DossierNote& note) {
  nlohmann::json out{{"schema", 1}, {"time", FormatTime(note.time)}};
  if (note.vkey.empty()) {
    out["kind"] = "dossier";
    out["manifest"] = note.manifest;
    out["site"] = note.site;
  } else {
    out["kind"] = "key";
    out["vkey"] = note.vkey;
  }
  return CanonicalJson(out);
}

Result<DossierNote> ParseDossierNote(std::string_view bytes) {
  ManifestMembers members(bytes, "a dossier");
  DossierNote note;
  const std::string kind = members.Text("kind");
  note.time = members.Instant("time");
  if (kind == "key") {
    note.vkey = members.Text("vkey");
  } else {
    note.manifest = EncodeHex(members.Hash("manifest"));
    note.site = members.Text("site");
  }
  TEMOIN_RETURN_IF_ERROR(members.status());
  TEMOIN_RETURN_IF_ERROR(members.Same(FormatDossierNote(note)));
  return note;
}

}  // namespace temoin::store
