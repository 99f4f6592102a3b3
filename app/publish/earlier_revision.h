// Putting an earlier revision back: its files are taken from the site that was kept whole when it
// was published, and written into the catalogue's folder, so that what is published next and what
// the folder says stay the same.
//
// A vendor's file may serve other sites, too: what changes for them is part of the publication.
//
// Thread-safety: free functions over files, and a value of one thread.
#ifndef TEMOIN_APP_PUBLISH_EARLIER_REVISION_H_
#define TEMOIN_APP_PUBLISH_EARLIER_REVISION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/publish/published_sites.h"
#include "base/result.h"
#include "catalog/reader.h"

namespace temoin::app {

// The files of that revision, with paths relative to `catalog_directory`: the site's under the name
// that it has there now. kNotFound when they are not kept in `data_directory`.
Result<std::vector<catalog::SourceFile>> FilesOfRevision(const std::string& data_directory,
                                                         const std::string& catalog_directory,
                                                         const PublishedName& name);

// Files of a catalogue that are replaced, and put back as they were when it comes to nothing.
class ReplacedFiles {
 public:
  explicit ReplacedFiles(std::string root) : root_(std::move(root)) {}

  // Durable when it returns; a file that says the same already is left alone.
  Status Replace(const catalog::SourceFile& file);
  // As far as the disk allows; the first failure is returned.
  Status PutBack();
  // Paths of what was replaced.
  std::vector<std::string> changed() const;

 private:
  std::string root_;
  std::map<std::string, std::optional<std::string>> before_;
};

// Puts the files of that revision back into the catalogue's folder; what was replaced, so that it
// can be taken back. Where one cannot be written, none is replaced.
Result<ReplacedFiles> PutBackRevision(const std::string& data_directory,
                                      const std::string& catalog_directory,
                                      const PublishedName& name);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_EARLIER_REVISION_H_
