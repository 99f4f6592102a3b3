// The members of a tracker that the files of sites and of the library write alike: host, kind,
// lifetime (docs/catalogue.md). What is malformed is reported and reads as unpublished.
//
// Internal to the catalogue. Thread-safety: one thread at a time.
#ifndef TEMOIN_CATALOG_TRACKER_READER_H_
#define TEMOIN_CATALOG_TRACKER_READER_H_

#include <optional>
#include <string_view>

#include "catalog/fields.h"
#include "catalog/model.h"

namespace temoin::catalog {

// A required member, null where nothing is published; the forms are in catalog/lifetime.h.
Lifetime ReadLifetime(Reading& reading, Fields& fields, std::string_view key);

// "host": a host, "<site>", or null.
void ReadTrackerHost(Fields& fields, Tracker& tracker);

// "kind"; nullopt: null where that is allowed, or malformed.
std::optional<TrackerKind> ReadTrackerKind(Fields& fields, bool may_be_null);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_TRACKER_READER_H_
