#include "catalog/revision_site.h"

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/json.h"
#include "catalog/reader.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr size_t kMaxSiteBytes = 16 * 1024 * 1024;

// The vendors' files, by id, that a document holds in the places where a site names an id.
class Vendors {
 public:
  // Returns the id.
  json Take(json vendor) {
    json id = vendor.value("id", json());
    if (!id.is_string()) return id;
    vendor.erase("role");
    vendor["schema"] = 1;
    files_.emplace(id.get<std::string>(), std::move(vendor));
    return id;
  }

  json Files() && {
    json out = json::array();
    for (auto& [id, file] : files_) out.push_back(std::move(file));
    return out;
  }

 private:
  std::map<std::string, json> files_;
};

bool IsList(const json& object, const char* member) {
  return object.contains(member) && object[member].is_array();
}

// What a document writes as null, a file leaves out.
void TakeTrackers(json& service) {
  if (!IsList(service, "trackers")) return;
  for (json& tracker : service["trackers"]) {
    if (tracker.is_object() && tracker.value("group", json()).is_null()) tracker.erase("group");
  }
}

void TakeService(json& service, Vendors& vendors) {
  if (!service.is_object() || !service.contains("vendor")) return;
  TakeTrackers(service);
  json vendor = std::move(service["vendor"]);
  if (!vendor.is_object()) return;
  if (vendor.contains("role")) service["role"] = vendor["role"];
  service["vendor"] = vendors.Take(std::move(vendor));
}

std::string CookieDomain(const json& document) {
  const json cookie = document.value("cookie", json());
  const json domain = cookie.is_object() ? cookie.value("domain", json()) : json();
  return domain.is_string() ? domain.get<std::string>() : "";
}

json WholeSite(json document, const Site* settings) {
  json site = json::object();
  if (settings != nullptr) {
    if (auto source = ParseJson(settings->source, {.max_bytes = kMaxSiteBytes}))
      site = std::move(*source);
  } else {
    const std::string domain = CookieDomain(document);
    const std::string host = domain.empty() ? "unknown.invalid" : domain;
    site["origins"] = {"https://" + host, "https://www." + host};
    site["evidence_retention"] = {{"duration", "P13M"}};
  }
  Vendors vendors;
  if (IsList(document, "purposes")) {
    for (json& purpose : document["purposes"]) {
      if (!purpose.is_object() || !IsList(purpose, "services")) continue;
      for (json& service : purpose["services"]) TakeService(service, vendors);
    }
  }
  if (IsList(document, "processors")) {
    for (json& row : document["processors"]) {
      if (row.is_object() && row.contains("vendor") && row["vendor"].is_object()) {
        row["vendor"] = vendors.Take(std::move(row["vendor"]));
      }
    }
  }
  if (document.value("cookie", json()).is_object() && CookieDomain(document).empty()) {
    document["cookie"].erase("domain");
  }
  document["id"] = document.value("site", json());
  document.erase("site");
  // What is absent says nothing; what only the catalogue says of the services goes with them.
  for (const char* member : {"published", "contradictions", "waivers"}) site.erase(member);
  site.update(document);
  if (site.value("texts", json()) == json::object()) site.erase("texts");
  return {{"site", std::move(site)}, {"vendors", std::move(vendors).Files()}};
}

}  // namespace

Result<std::shared_ptr<const Site>> SiteOfRevision(const Revision& revision, const Site* settings) {
  return ReadWholeSite(WholeSite(*revision.view.members, settings).dump());
}

}  // namespace temoin::catalog
