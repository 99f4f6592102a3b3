// Which services of the library a question is about (catalog/question.h): by a tracker's name, by
// the address that a tag loads from, or by the name of a product.
//
// Thread-safety: pure functions. The services live as long as the library.
#ifndef TEMOIN_CATALOG_LIBRARY_MATCH_H_
#define TEMOIN_CATALOG_LIBRARY_MATCH_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/library.h"
#include "catalog/question.h"

namespace temoin::catalog {

// All that fit equally well; none is a guess. Empty: the library does not know it. `site`: whose
// hosts are meant where a tracker is the site's own; empty: those of every site of the matcher;
// without one, of any.
std::vector<const LibraryService*> FindInLibrary(const Library& library, const Question& question,
                                                 const Matcher* matcher = nullptr,
                                                 std::string_view site = {});

// Whether the library knows the tracker at the normal host that was seen, by the rule of match.h:
// the declared host or below it; a host of the site for what is set there; either the site's or the
// service's where none is published. `host` empty: not seen. `on_site`: whether it is the site's;
// what is set on a site is at the hosts of no service.
bool FitsHost(const LibraryService& service, const Tracker& tracker, const std::string& host,
              const std::function<bool(const std::string&)>& on_site);

// "Matomo (matomo), YouTube (youtube)".
std::string NamesAndIds(const std::vector<const LibraryService*>& services);

// "Connu de la bibliothèque, pas de ce site : …" and what to do; `site` may be empty.
std::string KnownInLibraryText(const std::vector<const LibraryService*>& services,
                               std::string_view site, std::string_view language);

// The whole library for people: a line a service, then count, sources and the share of nulls.
std::string LibraryText(const Library& library, std::string_view language);
// For programs; docs/formats.md.
std::string LibraryJson(const Library& library);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_LIBRARY_MATCH_H_
