// One file of the catalogue to one value. Internal to the catalogue; see reader.h for the whole.
#ifndef TEMOIN_CATALOG_FILE_READERS_H_
#define TEMOIN_CATALOG_FILE_READERS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "catalog/fields.h"
#include "catalog/model.h"

namespace temoin::catalog {

// Both report to `reading` what is wrong, and return what could be read of the rest.
Vendor ReadVendor(const nlohmann::json& value, Reading& reading);
Site ReadSite(const nlohmann::json& value, const Catalog::Vendors& vendors, Reading& reading);

// A vendor's file as a site publishes it: `members` in the place of the file's own; "policy_url" of
// null: none. Those that a site may say: PublishedMembers().
nlohmann::json AsPublished(nlohmann::json vendor, const nlohmann::json& members);
const std::vector<std::string>& PublishedMembers();
// A vendor's file as a site words it: `texts` by their pointers, language by language. Pointers
// that lead to no text change nothing.
nlohmann::json WithTexts(nlohmann::json vendor, const nlohmann::json& texts);
// The text that a pointer leads to; nullptr: none.
nlohmann::json* FindText(nlohmann::json& vendor, std::string_view pointer);

// Parts of a site's file.
RegisterRecord ReadRecord(const nlohmann::json& value, const std::string& pointer,
                          Reading& reading);
void ReadTimeZone(Fields& fields, Reading& reading, Site& site);
void ReadSettings(Fields& fields, Reading& reading, Site& site);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_FILE_READERS_H_
