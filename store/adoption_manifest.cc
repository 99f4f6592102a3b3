#include "store/adoption_manifest.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/encoding.h"
#include "base/json.h"
#include "store/manifest_members.h"

namespace temoin::store {

Result<std::string> FormatAdoptionManifest(const AdoptionManifest& manifest) {
  return CanonicalJson({{"root", EncodeHex(manifest.root)},
                        {"rows", manifest.rows},
                        {"schema", 1},
                        {"time", FormatTime(manifest.time)}});
}

Result<AdoptionManifest> ParseAdoptionManifest(std::string_view bytes) {
  ManifestMembers members(bytes, "an adoption");
  AdoptionManifest out;
  out.root = members.Hash("root");
  out.rows = members.Number("rows");
  out.time = members.Instant("time");
  TEMOIN_RETURN_IF_ERROR(members.status());
  TEMOIN_RETURN_IF_ERROR(members.Same(FormatAdoptionManifest(out)));
  return out;
}

}  // namespace temoin::store
