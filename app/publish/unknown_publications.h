// Publications that a database lost and of which nothing tells any more. The log commits to each
// with one entry, so that their number has a bound where the files beside the database
// (published_sites.h) are gone or older themselves: the generation of a site goes on above whatever
// a visitor may have been asked under.
//
// Of what publication manifests (entries of type 5) or the adoption of what stood before them
// (type 8) follow on, everything comes back from the checkpoint log.
//
// Thread-safety: a free function over a store and files.
#ifndef TEMOIN_APP_PUBLISH_UNKNOWN_PUBLICATIONS_H_
#define TEMOIN_APP_PUBLISH_UNKNOWN_PUBLICATIONS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace temoin::app {

// The most publications of one site that may have been lost behind the entry `after`, the last
// publication of it that the database has. `banners`: hashes of what else is known to be published.
// 0 where nothing was lost.
Result<int64_t> UnknownPublications(const store::Store& store, const std::string& data_directory,
                                    const std::set<std::string>& banners,
                                    std::optional<store::Index> after);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_UNKNOWN_PUBLICATIONS_H_
