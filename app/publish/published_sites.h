// The published sites, whole, in DATA/published/<site>.<revision>.json: what is served when the
// catalogue on disk is broken, or the database that knew what was published is lost. For the second
// <site>.history.json holds what was published when, under which generation: a site whose
// publications are lost goes on from there, so that no visitor is asked again for it.
//
// Thread-safety: free functions over files; one publisher at a time.
#ifndef TEMOIN_APP_PUBLISH_PUBLISHED_SITES_H_
#define TEMOIN_APP_PUBLISH_PUBLISHED_SITES_H_

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "catalog/model.h"
#include "store/publications.h"

namespace temoin::app {

struct PublishedName {
  std::string site;
  std::string revision;  // 64 lower hex
};

// Durable when it returns. A file with the same bytes is left alone.
Status WritePublishedSite(const std::string& data_directory, const catalog::Site& site,
                          std::string_view revision);

// Those that are there; a missing folder holds none.
Result<std::vector<PublishedName>> ListPublishedSites(const std::string& data_directory);
Result<std::shared_ptr<const catalog::Site>> ReadPublishedSite(const std::string& data_directory,
                                                               const PublishedName& name);

// The text of such a file, canonical JSON {"site","vendors"}. kNotFound when it is not kept.
Result<std::string> ReadPublishedText(const std::string& data_directory, const PublishedName& name);

// The sites of which a history is kept; a missing folder, or none, has none.
Result<std::vector<std::string>> ListHistories(const std::string& data_directory);
// Whether two descriptions, one of a history, are of one publication.
bool SamePublication(const store::Publication& a, const store::Publication& b);

// Every publication of a site, oldest first, as far as it is kept; without index and author.
Result<std::vector<store::Publication>> ReadHistory(const std::string& data_directory,
                                                    std::string_view site);
// What such a file holds: at most kMaxHistoryBytes. kDataLoss for text that WriteHistory would not
// have written: a revision that is no hash, a generation below 1 or the one before, a service asked
// about after it, a time that is none.
constexpr size_t kMaxHistoryBytes = 16 * 1024 * 1024;
Result<std::vector<store::Publication>> ParseHistory(std::string_view site, std::string_view text);
// Adds those of `history` that are not there; `whole`: that is all that there ever were, and takes
// the file's place. Durable when it returns.
Status WriteHistory(const std::string& data_directory, std::string_view site,
                    const std::vector<store::Publication>& history, bool whole);

// Removes every file but those of `kept` (site and revision). Failures are of no consequence.
void RemoveOtherPublishedSites(const std::string& data_directory,
                               const std::set<std::pair<std::string, std::string>>& kept);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_PUBLISHED_SITES_H_
