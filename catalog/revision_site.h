// The site that a revision was made of, as far as the revision shows it: for when its files are
// gone. What no visitor is shown (origins, retention, waivers) comes from `settings`.
//
// Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_REVISION_SITE_H_
#define TEMOIN_CATALOG_REVISION_SITE_H_

#include <memory>

#include "base/result.h"
#include "catalog/model.h"
#include "catalog/revision.h"

namespace temoin::catalog {

// `settings`: the site as its catalogue has it now; null: origins and retention stand for unknown
// ones, and nothing may be recorded under them. kInvalidArgument for a revision that no site gives
// back.
Result<std::shared_ptr<const Site>> SiteOfRevision(const Revision& revision, const Site* settings);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_REVISION_SITE_H_
