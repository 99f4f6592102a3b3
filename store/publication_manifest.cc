#include "store/publication_manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "store/manifest_members.h"

namespace temoin::store {

PublicationManifest ManifestOf(const Publication& publication, ByteView random) {
  return {.document = publication.index,
          .site = publication.site,
          .revision = publication.hash,
          .generation = publication.generation,
          .since = publication.since,
          .time = publication.published_at,
          .author = HmacSha256(random, AsBytes(publication.author))};
}

Result<std::string> FormatPublicationManifest(const PublicationManifest& manifest) {
  nlohmann::json since = nlohmann::json::object();
  if (!manifest.since.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(since, ParseJson(manifest.since, {.max_bytes = kMaxManifestBytes}));
  }
  return CanonicalJson({{"author", EncodeHex(manifest.author)},
                        {"document", manifest.document},
                        {"generation", manifest.generation},
                        {"revision", manifest.revision},
                        {"schema", 1},
                        {"since", std::move(since)},
                        {"site", manifest.site},
                        {"time", FormatTime(manifest.time)}});
}

Result<PublicationManifest> ParsePublicationManifest(std::string_view bytes) {
  ManifestMembers members(bytes, "a publication");
  PublicationManifest out;
  out.document = members.Number("document");
  out.site = members.Text("site");
  out.revision = EncodeHex(members.Hash("revision"));
  out.generation = static_cast<int64_t>(members.Number("generation"));
  out.since = members.Object("since");
  out.time = members.Instant("time");
  out.author = members.Hash("author");
  TEMOIN_RETURN_IF_ERROR(members.status());
  TEMOIN_RETURN_IF_ERROR(members.Same(FormatPublicationManifest(out)));
  return out;
}

}  // namespace temoin::store
