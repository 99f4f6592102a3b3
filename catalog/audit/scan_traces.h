// What a scan saw, as traces that the library is asked about (catalog/recognise.h): each name and
// host once, each address once, whatever the phase.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_AUDIT_SCAN_TRACES_H_
#define TEMOIN_CATALOG_AUDIT_SCAN_TRACES_H_

#include <vector>

#include "catalog/audit/recording.h"
#include "catalog/recognise.h"

namespace temoin::catalog {

// Of a recording of format kScan. What Témoin itself stores is left out.
std::vector<Trace> TracesOf(const Recording& recording);

// "mutuelle.example": the first of the site's own hosts; empty: none is known.
std::string SiteIdOf(const Recording& recording);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_SCAN_TRACES_H_
