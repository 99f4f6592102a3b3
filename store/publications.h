// What was published: revisions of the catalogue, builds of the banner, pictures of what they
// showed. All of it is public for ever. New ones come in a batch (store.h).
//
// Errors: kNotFound for an unknown hash; kDataLoss when stored bytes contradict themselves;
// kUnavailable for what passes (I/O error, busy).
//
// Thread-safety: any thread, at the same time.
#ifndef TEMOIN_STORE_PUBLICATIONS_H_
#define TEMOIN_STORE_PUBLICATIONS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/types.h"

namespace temoin::store {

// A revision published for a site: its document, entry type 2, public for ever, and the entry of
// type 5 that says so.
struct NewRevision {
  std::string site{};
  std::string hash{};      // 64 lower hex: SHA-256 of `document`
  std::string document{};  // canonical JSON
  int64_t generation = 1;
  std::string since{};   // JSON object: service id -> generation
  std::string author{};  // who published, as told; may be empty
  Time published_at{};
};

// A banner build that was first served now, entry type 2.
struct NewBanner {
  std::string hash{};  // 64 lower hex: SHA-256 of `code`
  std::string code{};
  Time published_at{};
};

// Pictures that were taken of a revision while it was in force, entry type 2: the commitment is
// that of the manifest, which holds the hash of each picture. All of it is public for ever.
struct NewPicture {
  std::string hash{};  // 64 lower hex: SHA-256 of `bytes`
  std::string bytes{};
};
struct NewPictureSet {
  std::string site{};
  std::string revision{};
  std::string hash{};      // 64 lower hex: SHA-256 of `manifest`
  std::string manifest{};  // canonical, picture_manifest.h
  Time taken_at{};
  std::vector<NewPicture> pictures{};
};

struct Publication {
  Index index = 0;
  std::string site{};
  std::string hash{};
  int64_t generation = 1;
  std::string since{};
  std::string author{};
  Time published_at{};
  // The entry of type 5 that says all this, and the row's own bytes under which it commits to the
  // author. None in what was published before there were such entries; no bytes in a row that came
  // back from the checkpoint log.
  std::optional<Index> entry{};
  Bytes random{};
};

// When each generation of a site was first published; `history`: publications of one site.
std::map<int64_t, Time> FirstPublished(const std::vector<Publication>& history);

// Pictures that were filed of a revision.
struct PictureSet {
  Index index = 0;
  std::string site{};
  std::string revision{};
  std::string hash{};  // of the manifest, a Document
  Time taken_at{};
};

struct Document {
  enum class Kind : uint8_t { kRevision = 1, kBanner = 2, kPictures = 3 };
  Kind kind = Kind::kRevision;
  std::string bytes{};
  Index index = 0;  // of the entry that it was first filed with
};

class PublicationStore {
 public:
  virtual ~PublicationStore() = default;

  // The publication in force of a site, every publication of it (oldest first), and the latest
  // publication of one revision.
  virtual Result<std::optional<Publication>> CurrentPublication(std::string_view site) const = 0;
  virtual Result<std::vector<Publication>> Publications(std::string_view site) const = 0;
  virtual Result<std::optional<Publication>> FindPublication(std::string_view site,
                                                             std::string_view hash) const = 0;
  // Of every site, oldest first; and the manifest that has this hash (publication_manifest.h).
  virtual Result<std::vector<Publication>> AllPublications() const = 0;
  virtual Result<std::string> ReadPublicationManifest(std::string_view hash) const = 0;
  virtual Result<Document> ReadDocument(std::string_view hash) const = 0;

  // The pictures that were filed of a revision, or of every revision of a site, oldest entry first;
  // and the bytes of one picture.
  virtual Result<std::vector<PictureSet>> PicturesOfRevision(std::string_view revision) const = 0;
  virtual Result<std::vector<PictureSet>> PicturesOfSite(std::string_view site) const = 0;
  virtual Result<std::string> ReadPicture(std::string_view hash) const = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_PUBLICATIONS_H_
