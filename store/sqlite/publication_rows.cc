// Publications, documents and pictures, read from their tables.
#include "store/purge_manifest.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace temoin::store {
namespace {

using PublicationColumns =
    Columns<Publication, Column<"idx", &Publication::index>, Column<"site", &Publication::site>,
            Column<"hash", &Publication::hash>, Column<"generation", &Publication::generation>,
            Column<"since", &Publication::since>, Column<"author", &Publication::author>,
            Column<"published_at", &Publication::published_at>,
            Column<"entry", &Publication::entry>, Column<"random", &Publication::random>>;

}  // namespace

Result<std::vector<Publication>> ReadPublications(Connection& db, std::string_view site) {
  Select<PublicationColumns, "FROM publication WHERE site=? ORDER BY idx"> query(db);
  return query.Bind(1, site).All();
}

Result<std::optional<Publication>> ReadPublication(Connection& db, std::string_view site,
                                                   std::optional<std::string_view> hash) {
  Select<PublicationColumns,
         "FROM publication WHERE site=?1 AND (?2 IS NULL OR hash=?2) ORDER BY idx DESC LIMIT 1">
      query(db);
  return query.Bind(1, site).Bind(2, hash).First();
}

Result<std::vector<Publication>> ReadAllPublications(Connection& db) {
  Select<PublicationColumns, "FROM publication ORDER BY idx"> query(db);
  return query.All();
}

// By way of the publications, which are few.
Result<std::string> ReadPublicationManifestRow(Connection& db, std::string_view hash) {
  const auto commitment = DecodeHex(hash);
  if (!commitment) return Error(ErrorCode::kNotFound, "A publication is named by a hash.");
  Select<Columns<ManifestEntry, Column<"m.bytes", &ManifestEntry::manifest>>,
         "FROM publication p JOIN entry e ON e.idx=p.entry JOIN manifest m ON m.idx=p.entry "
         "WHERE e.type=5 AND e.commitment=?">
      query(db);
  TEMOIN_ASSIGN_OR_RETURN(auto manifest, query.Bind(1, ByteView(*commitment)).First());
  if (!manifest) return Error(ErrorCode::kNotFound, "No publication has that hash.");
  return std::move(manifest->manifest);
}

Result<std::vector<ManifestEntry>> ReadRidingDocuments(Connection& db, Index from, size_t limit) {
  using DocumentColumns = Columns<ManifestEntry, Column<"p.idx", &ManifestEntry::index>,
                                  Column<"d.bytes", &ManifestEntry::manifest>>;
  Select<DocumentColumns,
         "FROM publication p JOIN document d ON d.hash=p.hash "
         "WHERE p.idx>=? AND length(d.bytes)<=? ORDER BY p.idx LIMIT ?">
      query(db);
  query.Bind(1, from).Bind(2, uint64_t{kMaxManifestBytes}).Bind(3, uint64_t{limit});
  return query.All();
}

Result<Document> ReadDocumentRow(Connection& db, std::string_view hash) {
  using DocumentColumns =
      Columns<Document, Column<"kind", &Document::kind>, Column<"bytes", &Document::bytes>,
              Column<"idx", &Document::index>>;
  Select<DocumentColumns, "FROM document WHERE hash=?"> query(db);
  TEMOIN_ASSIGN_OR_RETURN(auto document, query.Bind(1, hash).First());
  if (!document) return Error(ErrorCode::kNotFound, "Nothing was published under that hash.");
  return std::move(*document);
}

Result<std::vector<PictureSet>> ReadPictureSets(Connection& db,
                                                std::optional<std::string_view> site,
                                                std::optional<std::string_view> revision) {
  using SetColumns =
      Columns<PictureSet, Column<"s.idx", &PictureSet::index>, Column<"s.site", &PictureSet::site>,
              Column<"s.revision", &PictureSet::revision>, Column<"s.hash", &PictureSet::hash>,
              Column<"s.taken_at", &PictureSet::taken_at>>;
  // A set is its manifest: a row without one is none.
  Select<SetColumns,
         "FROM picture_set s JOIN document d ON d.idx=s.idx AND d.hash=s.hash AND d.kind=3 "
         "WHERE (?1 IS NULL OR s.site=?1) AND (?2 IS NULL OR s.revision=?2) ORDER BY s.idx">
      query(db);
  return query.Bind(1, site).Bind(2, revision).All();
}

Result<std::string> ReadPictureRow(Connection& db, std::string_view hash) {
  Select<Columns<NewPicture, Column<"bytes", &NewPicture::bytes>>, "FROM picture WHERE hash=?">
      query(db);
  TEMOIN_ASSIGN_OR_RETURN(auto picture, query.Bind(1, hash).First());
  if (!picture) return Error(ErrorCode::kNotFound, "No picture has that hash.");
  return std::move(picture->bytes);
}

}  // namespace temoin::store
