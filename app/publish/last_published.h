// What was published last of each site, put together from what is left of it: the publications and
// revisions that the database knows, the published sites that are kept and their histories, and the
// catalogue as it stands for the settings that no revision holds. Damage of one of them takes a
// site away only where none of the others has it.
//
// Thread-safety: a free function over files and a store.
#ifndef TEMOIN_APP_PUBLISH_LAST_PUBLISHED_H_
#define TEMOIN_APP_PUBLISH_LAST_PUBLISHED_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/compare.h"
#include "catalog/model.h"
#include "catalog/revision.h"
#include "store/log.h"
#include "store/publications.h"

namespace temoin::app {

struct LastPublication {
  std::shared_ptr<const catalog::Site> site;
  catalog::Revision revision;
  std::vector<store::Publication> history;  // never empty; the last one is the revision's
  bool settings_known = true;               // false: nothing may be recorded under this site
};

struct LastPublishedPlaces {
  std::string data_directory;
  std::string catalog_directory;
  const catalog::Catalog* catalogue = nullptr;  // null when it cannot be read
  bool held = false;  // nothing is recorded now, because the database cannot be vouched for
  std::vector<store::Loss> losses{};     // of the database
  std::optional<uint64_t> entries = {};  // of the log, as EntriesOf says (kept_history.h)
  // Publications behind the database's of a site that were lost, and that no file knows either.
  std::function<int64_t(const std::vector<store::Publication>&)> unknown{};
};

// Every site of which that can be told. What is found damaged is logged.
std::vector<LastPublication> FindLastPublished(const store::PublicationStore& store,
                                               const LastPublishedPlaces& places);

// A generation above whatever a visitor was asked under: every service is asked about again.
catalog::Generation AskingAgain(const catalog::Site& site, int64_t generation);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_LAST_PUBLISHED_H_
