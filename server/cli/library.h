// The library of services for the commands that read it.
//
// Thread-safety: free functions.
#ifndef TEMOIN_SERVER_CLI_LIBRARY_H_
#define TEMOIN_SERVER_CLI_LIBRARY_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "catalog/adopt.h"
#include "catalog/library.h"

namespace temoin::cli {

// Where the library is: `library`, where that is not empty; else beside the sites of `catalog`;
// else what was installed with this program. Empty: nowhere.
std::string LibraryFolder(const std::string& catalog, const std::string& library);

// The library there. nullptr: what is wrong stands on standard error.
std::shared_ptr<const catalog::Library> LoadLibraryFor(const std::string& catalog,
                                                       const std::string& library);

// Where a drafted site is written, and who is told in which language.
struct DraftPlace {
  std::string catalog = "catalog";
  std::string library;
  std::string language;
  std::string format;
};

// The options of a command that drafts or reads the library: --lang, --format, --catalog,
// --library.
void AddPlaceOptions(CLI::App& command, DraftPlace& place);
// What a new site is asked beside its id: --name, --controller, --email, and --origin, whose help
// ends with `else_origins`.
void AddSiteOptions(CLI::App& command, catalog::NewSite& wanted, std::string_view else_origins);

// Drafts `wanted` as a new site and writes it, then says what keeps it from being published. What a
// terminal can be asked and `wanted` leaves empty is asked. An exit code.
int WriteNewSite(const DraftPlace& place, catalog::NewSite wanted, const catalog::Library& library);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_LIBRARY_H_
