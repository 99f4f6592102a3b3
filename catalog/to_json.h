// Values of the catalogue as the JSON that visitors' pages and programs read. Internal to the
// catalogue; the members are described in docs/formats.md. Absent members mean: nothing to say.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_TO_JSON_H_
#define TEMOIN_CATALOG_TO_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

#include "catalog/model.h"

namespace temoin::catalog {

// What stands for the site's own hosts where a tracker's host is written.
inline constexpr const char* kOwnHost = "<site>";

nlohmann::json TextJson(const Text& text);
Text TextFromJson(const nlohmann::json& value);  // what is no text is left out
// "adform.net", "<site>", or null where none is published.
nlohmann::json HostJson(const Tracker& tracker);
nlohmann::json TrackerJson(const Tracker& tracker);
nlohmann::json VendorJson(const Vendor& vendor, Role role);
nlohmann::json ControllerJson(const Controller& controller);
nlohmann::json RightsJson(const Rights& rights);
nlohmann::json ProcessorsJson(const Site& site);
nlohmann::json RecordsJson(const Site& site);
// Adds `published` where there is something odd to quote.
void AddPublished(const Published& published, nlohmann::json& object);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_TO_JSON_H_
