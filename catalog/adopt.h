// From the library of services to a site of one's own: the draft of a new site, a service added to
// a site, and what the library has changed since a site adopted a service.
//
// A draft is a set of catalogue files that read without a problem; what a person still has to
// decide stands in the site's "to_decide", and keeps the site from being published.
//
// Thread-safety: pure functions and values. What is handed out keeps pointers into what was given.
#ifndef TEMOIN_CATALOG_ADOPT_H_
#define TEMOIN_CATALOG_ADOPT_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/drafting.h"
#include "catalog/library.h"
#include "catalog/model.h"
#include "catalog/reader.h"

namespace temoin::catalog {

struct NewSite {
  std::string id;
  std::string name;                       // empty: the id, to be decided
  std::string controller;                 // empty: left to complete
  std::string email;                      // of the data protection officer; empty: left to complete
  std::vector<std::string> origins;       // empty: https://www.<id>, to be decided
  std::vector<std::string> services;      // ids in the library
  std::vector<OpenDecision> to_decide{};  // beside what the services leave open
  std::string language = "fr";            // of who completes it
};

struct Draft {
  std::vector<SourceFile> files;                // as LoadCatalog names them, ready to be written
  std::vector<const LibraryService*> services;  // adopted, in order
};

// Whether the catalogue has this vendor's file already; it then stays as it is.
using HasVendor = std::function<bool(std::string_view id)>;

// kInvalidArgument: the site's id or an origin is malformed; kNotFound: no such service.
Result<Draft> DraftSite(const NewSite& wanted, const Library& library, const HasVendor& has_vendor);

// `site_text` is the site's file; it keeps its order. kConflict: the site has the service.
Result<Draft> AddService(std::string_view site_text, std::string_view service,
                         const Library& library, const HasVendor& has_vendor);

// A service that the library knows better than when the site adopted it.
struct OutdatedService {
  const Service* service = nullptr;
  Adoption adopted;
  const LibraryService* library = nullptr;    // nullptr: the library has it no longer
  std::vector<const LibraryChange*> changes;  // since the site's version, oldest first
  std::vector<Text> differences;              // of its trackers today from the site's
};
std::vector<OutdatedService> OutdatedServices(const Site& site, const Library& library);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_ADOPT_H_
