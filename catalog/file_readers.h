// One file of the catalogue to one value. Internal to the catalogue; see reader.h for the whole.
#ifndef TEMOIN_CATALOG_FILE_READERS_H_
#define TEMOIN_CATALOG_FILE_READERS_H_

#include <nlohmann/json_fwd.hpp>

#include "catalog/fields.h"
#include "catalog/model.h"

namespace temoin::catalog {

// Both report to `reading` what is wrong, and return what could be read of the rest.
Vendor ReadVendor(const nlohmann::json& value, Reading& reading);
Site ReadSite(const nlohmann::json& value, const Catalog::Vendors& vendors, Reading& reading);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_FILE_READERS_H_
