// What the history beside the published sites (published_sites.h) tells of publications that the
// database does not have. Nothing signs that file: it counts only where the database lost
// publications, never against one that is whole, and not beyond what the log has room for.
//
// Thread-safety: free functions over files and values.
#ifndef TEMOIN_APP_PUBLISH_KEPT_HISTORY_H_
#define TEMOIN_APP_PUBLISH_KEPT_HISTORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/log.h"
#include "store/publications.h"

namespace temoin::app {

// Whether publications behind the last of `stored`, a site's, may have been lost.
bool LostBehind(const std::vector<store::Loss>& losses,
                const std::vector<store::Publication>& stored);

// The publications that the file of `site` holds behind the last of `stored`, oldest first; none
// for a file that is missing or older. kDataLoss, with path and remedy, for one that cannot be
// read, does not go on from `stored`, or raises the generation further than its publications and
// `entries` of the log allow (nullopt: of the log nothing is known).
Result<std::vector<store::Publication>> KeptBehind(const std::string& data_directory,
                                                   std::string_view site,
                                                   const std::vector<store::Publication>& stored,
                                                   std::optional<uint64_t> entries);

// The size of the log, with what was lost of it; nullopt where nothing tells.
std::optional<uint64_t> EntriesOf(const store::LogStore& log);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_KEPT_HISTORY_H_
