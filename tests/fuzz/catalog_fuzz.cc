#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "catalog/compare.h"
#include "catalog/cookie_table.h"
#include "catalog/reader.h"
#include "catalog/revision.h"

// A text that reads is whole: it writes back as itself, gives a revision that reads, compares
// equal to itself, and can be shown.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace)
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(ReadRevision(text));
  static_cast<void>(ReadCatalog({{"sites/a.json", text}, {"vendors/a.json", text}}));
  const auto site = ReadWholeSite(text);
  if (!site.ok()) return 0;
  const std::string whole = WholeSiteText(**site);
  const auto again = ReadWholeSite(whole);
  if (!again.ok() || WholeSiteText(**again) != whole) std::abort();
  const Revision revision = RevisionDocument(**site);
  const auto read = ReadRevision(revision.document);
  if (!read.ok() || read->hash != revision.hash) std::abort();
  if (!Compare(revision, *read).changes.empty()) std::abort();
  if (CookiesPage(**site, revision.hash).html.find("<script") != std::string::npos) std::abort();
  static_cast<void>(CookieVerdictJson(**site, Matcher(*site), revision.hash, text.substr(0, 64)));
  return 0;
}
