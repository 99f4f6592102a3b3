// Filing pictures of what a revision showed: judged, stored and committed to the log in one
// transaction, so that a set is there whole or not at all.
//
// Thread-safety: from any thread but the writer's.
#ifndef TEMOIN_APP_PUBLISH_PICTURES_H_
#define TEMOIN_APP_PUBLISH_PICTURES_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "app/context.h"
#include "base/result.h"
#include "store/picture_manifest.h"
#include "store/publications.h"

namespace temoin::app {

// Of one revision: a picture a banner build and a browser is plenty.
inline constexpr size_t kMaxPictureSets = 100;

// By PictureName.
using PictureFiles = std::map<std::string, std::string, std::less<>>;

struct FiledPictures {
  store::Index index = 0;
  std::string hash;   // of the manifest as it is committed to
  bool added = true;  // false: these very pictures were filed already
  store::PictureManifest manifest;
};

// The manifest in any spelling. Refused with kInvalidArgument or kUnprocessable: a manifest or
// picture that is not what it says; a revision, generation or banner that was never published;
// languages other than the revision's; a time at which the revision was not in force, or that lies
// ahead. kConflict over kMaxPictureSets. The line of the access log is in the same transaction.
struct FilePictures {
  std::string manifest;
  PictureFiles files;
};
Result<FiledPictures> FileSet(const Context& context, const Actor& actor,
                              const FilePictures& command);

// What was published of a site, oldest first, with the pictures of each; kNotFound without any.
struct ListPictures {
  std::string site;
};
struct PicturedRevision {
  store::Publication publication;
  bool in_force = false;
  std::vector<store::PictureSet> sets;
};
Result<std::vector<PicturedRevision>> PicturesOf(const Context& context, const Actor& actor,
                                                 const ListPictures& command);

// What is in force of the sites that the actor sees, and has no picture: publishing queues it so,
// by doing nothing.
struct ListWanted {};
Result<std::vector<store::Publication>> Wanted(const Context& context, const Actor& actor,
                                               const ListWanted& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_PICTURES_H_
