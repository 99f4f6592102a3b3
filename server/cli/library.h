// The library of services for the commands that read it.
//
// Thread-safety: free functions.
#ifndef TEMOIN_SERVER_CLI_LIBRARY_H_
#define TEMOIN_SERVER_CLI_LIBRARY_H_

#include <memory>
#include <string>

#include "catalog/library.h"

namespace temoin::cli {

// The library in `library`, or beside the sites of `catalog` where that is empty. nullptr: what is
// wrong stands on standard error.
std::shared_ptr<const catalog::Library> LoadLibraryFor(const std::string& catalog,
                                                       const std::string& library);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_LIBRARY_H_
