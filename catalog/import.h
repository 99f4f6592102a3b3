// What another consent tool declares, out of its configuration or export, as traces that the
// library is asked about (catalog/recognise.h). docs/migrate/ has a page for each tool.
//
// Nothing is run and nothing is taken on trust: a category of the tool is quoted to whoever
// decides, never turned into a basis. What is not understood is counted.
//
// Bounds: kMostImportBytes, kMostImported services and names. Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_IMPORT_H_
#define TEMOIN_CATALOG_IMPORT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/recognise.h"

namespace temoin::catalog {

inline constexpr size_t kMostImportBytes = size_t{4} * 1024 * 1024;
inline constexpr size_t kMostImported = 2'000;

// "klaro", "vanilla-cookieconsent", "tarteaucitron", "cookiebot", "onetrust", "cookieyes".
const std::vector<std::string>& ImportTools();

struct Imported {
  std::vector<Trace> traces;
  size_t services = 0;  // that the tool names
  size_t names = 0;     // of cookies and stored items
  size_t unread = 0;    // entries that were not understood
  bool truncated = false;
};

// kInvalidArgument: no such tool, or the text is not what the tool writes, with what is expected.
Result<Imported> ReadImport(std::string_view tool, std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_IMPORT_H_
