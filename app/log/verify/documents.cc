#include "app/log/verify/documents.h"

#include <fmt/format.h>

#include <algorithm>

#include "prooflog/entry.h"
#include "store/picture_manifest.h"

namespace temoin::app {

void DocumentCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type != store::EntryType::kRevision) return;
  ++report().revisions;
  if (entry.found.row.state == store::State::kLost) return;
  const std::string hash = EncodeHex(entry.commitment);
  const auto document = store().ReadDocument(hash);
  if (!document) {
    Find(fmt::format("Revision, banner or pictures {} of entry {} are not there: {}", hash,
                     entry.index, document.error().message));
  } else if (Sha256(document->bytes) != entry.commitment) {
    Find(fmt::format("The document of entry {} is not the one published: its hash is not {}.",
                     entry.index, hash));
  } else if (!IsOf(entry, document->index)) {
    Find(fmt::format("The document of entry {} is filed under entry {}, which is not its own.",
                     entry.index, document->index));
  } else if (document->kind == store::Document::Kind::kPictures) {
    Pictures(entry.index, hash, document->bytes);
  } else if (store::ParsePictureManifest(document->bytes)) {
    Find(fmt::format("The pictures of entry {} are filed as something else.", entry.index));
  }
}

// Whether a document of this entry may be filed under `index`: this one, or an earlier one of the
// same document.
bool DocumentCheck::IsOf(const WalkedEntry& entry, store::Index index) const {
  if (index >= entry.index) return index == entry.index;
  const auto earlier = store().ReadEntries(index, 1);
  if (!earlier || earlier->size() != 1) return false;
  const auto decoded = prooflog::DecodeEntry(earlier->front());
  return decoded && decoded->type == store::EntryType::kRevision &&
         decoded->commitment == entry.commitment;
}

// The manifest matches its leaf: each picture must match the manifest, and its row say the same.
void DocumentCheck::Pictures(store::Index index, const std::string& hash, std::string_view bytes) {
  const auto manifest = store::ParsePictureManifest(bytes);
  if (!manifest) {
    return Find(fmt::format("The manifest of pictures of entry {} cannot be read: {}", index,
                            manifest.error().message));
  }
  for (const store::Picture& picture : manifest->pictures) {
    const auto kept = store().ReadPicture(picture.sha256);
    const Status same = kept ? store::CheckPicture(picture, *kept) : kept.error();
    if (same) {
      ++report().pictures;
      continue;
    }
    Find(fmt::format("The picture {} ({}) of entry {}, revision {}, is {}: {}",
                     store::PictureName(picture), picture.sha256, index, manifest->revision,
                     kept ? "not the one that was filed" : "not there", same.error().message));
  }
  const auto sets = store().PicturesOfRevision(manifest->revision);
  if (!sets) return Find("The list of pictures cannot be read: " + sets.error().message);
  const bool listed = std::ranges::any_of(*sets, [&](const store::PictureSet& set) {
    return set.index == index && set.hash == hash && set.site == manifest->site &&
           set.taken_at == manifest->taken_at;
  });
  if (listed) return;
  Find(
      fmt::format("The pictures of entry {} are not listed with revision {} as their manifest "
                  "says.",
                  index, manifest->revision));
}

}  // namespace temoin::app
