// Reads a catalogue: a folder with sites/*.json and vendors/*.json.
//
// All or nothing: either every file is good and a whole Catalog comes out, or a list of problems
// does, several at once, each with the file, the JSON pointer and what was expected there. A broken
// catalogue never replaces a good one because it never becomes a Catalog.
//
// Bounded: see ReadLimits. Symbolic links are followed; files that do not end in .json are ignored.
//
// Thread-safety: free functions. The Catalog handed out is immutable.
#ifndef TEMOIN_CATALOG_READER_H_
#define TEMOIN_CATALOG_READER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/model.h"

namespace temoin::catalog {

struct ReadLimits {
  size_t max_file_bytes = 4 * 1024 * 1024;
  size_t max_files = 20'000;
  size_t max_problems = 200;  // the list stops there and says so
};

struct Problem {
  enum class Kind {
    kFile,       // unreadable, too large, not JSON, too deep, duplicate keys
    kStructure,  // a member is missing, unknown or malformed: what the JSON Schema files say too
    kMeaning,    // well-formed and wrong: unknown vendor, two services of one id, a bound exceeded
  };

  Kind kind = Kind::kStructure;
  std::string file;     // relative to the catalogue: "sites/ameli.fr.json"
  std::string pointer;  // RFC 6901; empty: the whole file
  std::string expected;

  // "sites/ameli.fr.json#/purposes/1/basis: expected one of consent, exempt, ..."
  std::string ToString() const;
};

struct ReadOutcome {
  std::shared_ptr<const Catalog> catalog;  // null exactly when there are problems
  std::vector<Problem> problems;

  bool ok() const { return catalog != nullptr; }
  // All problems, one a line.
  std::string ToString() const;
};

// `path` is relative to the catalogue and says by its folder (sites/ or vendors/) what the file is.
struct SourceFile {
  std::string path;
  std::string text;
};

// `over`: files that are read in the place of those of the same path, or beside them.
[[nodiscard]] ReadOutcome LoadCatalog(const std::string& directory, const ReadLimits& limits = {},
                                      const std::vector<SourceFile>& over = {});

// The same over files already in memory.
[[nodiscard]] ReadOutcome ReadCatalog(const std::vector<SourceFile>& files,
                                      const ReadLimits& limits = {});

// One site with everything it needs, as canonical JSON: {"site":<its file>,"vendors":[<files>]}.
// Kept beside a published revision, so that the revision can be served whole (texts, table,
// settings) when the files on disk are broken. ReadWholeSite gives back an equal site.
std::string WholeSiteText(const Site& site);
Result<std::shared_ptr<const Site>> ReadWholeSite(std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_READER_H_
