// What is published: revisions with their publications, banner builds, pictures. A publication is
// two entries, the document and what says that it was published; what the checkpoint log brings
// back of them is put back here.

#include <fmt/format.h>

#include "store/publication_manifest.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

Error NotWhatItsHashSays(std::string_view what, std::string_view how) {
  return {ErrorCode::kUnprocessable,
          fmt::format("{} does not have the hash it is {} under.", what, how)};
}

}  // namespace

Result<Index> Writer::AppendRevision(Work& work, const NewRevision& revision) {
  const Digest digest = Sha256(revision.document);
  if (EncodeHex(digest) != revision.hash) {
    return NotWhatItsHashSays("The revision document", "published");
  }
  TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendEntry(work, EntryType::kRevision, digest));
  TEMOIN_RETURN_IF_ERROR(
      InsertDocument(index, Document::Kind::kRevision, revision.hash, revision.document));
  Publication published{.index = index,
                        .site = revision.site,
                        .hash = revision.hash,
                        .generation = revision.generation,
                        .since = revision.since.empty() ? "{}" : revision.since,
                        .author = revision.author,
                        .published_at = revision.published_at};
  published.random.resize(std::tuple_size_v<Random>);
  FillRandom(published.random);
  TEMOIN_ASSIGN_OR_RETURN(const std::string manifest,
                          FormatPublicationManifest(ManifestOf(published, published.random)));
  TEMOIN_ASSIGN_OR_RETURN(published.entry, AppendManifest(work, EntryType::kPublication, manifest));
  TEMOIN_RETURN_IF_ERROR(InsertPublication(published));
  return index;
}

Status Writer::InsertPublication(const Publication& published) {
  Query query(*db_,
              "INSERT INTO publication(idx,site,hash,generation,since,author,published_at,entry,"
              "random) VALUES(?,?,?,?,?,?,?,?,?)");
  query.Bind(1, published.index).Bind(2, std::string_view(published.site));
  query.Bind(3, std::string_view(published.hash)).Bind(4, published.generation);
  query.Bind(5, std::string_view(published.since)).Bind(6, std::string_view(published.author));
  query.Bind(7, Seconds(published.published_at)).Bind(8, published.entry);
  TEMOIN_RETURN_IF_ERROR(query.Bind(9, ByteView(published.random)).Run());
  publication_sites_.emplace(published.index, published.site);
  publications_.insert_or_assign({published.site, published.hash, published.generation},
                                 published.index);
  return {};
}

// The document of an entry of type 2, as it rode along in the checkpoint log.
Status Writer::ReplayDocument(const ManifestEntry& document, const Digest& commitment) {
  if (Sha256(document.manifest) != commitment) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("The checkpoint log has another document than the "
                             "one that entry {} commits to.",
                             document.index));
  }
  return InsertDocument(document.index, Document::Kind::kRevision, EncodeHex(commitment),
                        document.manifest);
}

// Without its document, which was too large to ride along, a publication stays lost: nothing could
// be served of it.
Status Writer::ReplayPublication(const ManifestEntry& manifest) {
  TEMOIN_ASSIGN_OR_RETURN(PublicationManifest published,
                          ParsePublicationManifest(manifest.manifest));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Index> document, FindDocument(published.revision));
  if (!document) return {};
  return InsertPublication({.index = published.document,
                            .site = std::move(published.site),
                            .hash = std::move(published.revision),
                            .generation = published.generation,
                            .since = std::move(published.since),
                            .author = std::string(kLostWithDatabase),
                            .published_at = published.time,
                            .entry = manifest.index,
                            .random = {}});
}

Result<Index> Writer::AppendBanner(Work& work, const NewBanner& banner) {
  const Digest digest = Sha256(banner.code);
  if (EncodeHex(digest) != banner.hash) {
    return NotWhatItsHashSays("The banner code", "published");
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Index> known, FindDocument(banner.hash));
  if (known) return *known;
  TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendEntry(work, EntryType::kRevision, digest));
  TEMOIN_RETURN_IF_ERROR(InsertDocument(index, Document::Kind::kBanner, banner.hash, banner.code));
  auto banners = std::make_shared<Hashes>(*banners_);
  banners->insert(banner.hash);
  banners_ = std::move(banners);
  return index;
}

Result<Index> Writer::AppendPictureSet(Work& work, const NewPictureSet& set) {
  const Digest digest = Sha256(set.manifest);
  if (EncodeHex(digest) != set.hash) {
    return NotWhatItsHashSays("The manifest", "filed");
  }
  // Over what is there, which may have been damaged meanwhile: these bytes have the hash.
  Query picture(*db_, "INSERT OR REPLACE INTO picture(hash,bytes) VALUES(?,?)");
  for (const NewPicture& each : set.pictures) {
    if (EncodeHex(Sha256(each.bytes)) != each.hash) {
      return NotWhatItsHashSays("A picture", "filed");
    }
    picture.Bind(1, std::string_view(each.hash)).Bind(2, AsBytes(each.bytes));
    TEMOIN_RETURN_IF_ERROR(picture.Run());
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Index> known, FindDocument(set.hash));
  if (known) return *known;
  TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendEntry(work, EntryType::kRevision, digest));
  TEMOIN_RETURN_IF_ERROR(InsertDocument(index, Document::Kind::kPictures, set.hash, set.manifest));
  Query query(*db_, "INSERT INTO picture_set(idx,site,revision,hash,taken_at) VALUES(?,?,?,?,?)");
  query.Bind(1, index).Bind(2, std::string_view(set.site));
  query.Bind(3, std::string_view(set.revision)).Bind(4, std::string_view(set.hash));
  TEMOIN_RETURN_IF_ERROR(query.Bind(5, Seconds(set.taken_at)).Run());
  return index;
}

Result<std::optional<Index>> Writer::FindDocument(std::string_view hash) {
  struct Known {
    Index index = 0;
  };
  Select<Columns<Known, Column<"idx", &Known::index>>, "FROM document WHERE hash=?"> query(*db_);
  Known known;
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Bind(1, hash).Next(known));
  return row ? std::optional(known.index) : std::nullopt;
}

Status Writer::InsertDocument(Index index, Document::Kind kind, std::string_view hash,
                              std::string_view bytes) {
  Query query(*db_, "INSERT OR IGNORE INTO document(idx,kind,hash,bytes) VALUES(?,?,?,?)");
  query.Bind(1, index).Bind(2, static_cast<int>(kind)).Bind(3, hash).Bind(4, AsBytes(bytes));
  return query.Run();
}

}  // namespace temoin::store
