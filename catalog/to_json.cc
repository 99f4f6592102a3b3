#include "catalog/to_json.h"

#include "catalog/lifetime.h"

namespace temoin::catalog {

using nlohmann::json;

json TextJson(const Text& text) {
  json out = json::object();
  if (!text.fr.empty()) out["fr"] = text.fr;
  if (!text.en.empty()) out["en"] = text.en;
  for (const auto& [language, words] : text.others) out[language] = words;
  return out;
}

Text TextFromJson(const json& value) {
  Text out;
  if (!value.is_object()) return out;
  for (const auto& [language, words] : value.items()) {
    if (!words.is_string()) continue;
    (language == "fr"   ? out.fr
     : language == "en" ? out.en
                        : out.others[language]) = words.get<std::string>();
  }
  return out;
}

json HostJson(const Tracker& tracker) {
  if (tracker.own_host) return kOwnHost;
  return tracker.host.empty() ? json() : json(tracker.host);
}

void AddPublished(const Published& published, json& object) {
  if (published.empty()) return;
  json out = json::object();
  if (!published.cell.empty()) out["cell"] = published.cell;
  if (!published.note.empty()) out["note"] = TextJson(published.note);
  object["published"] = std::move(out);
}

json TrackerJson(const Tracker& tracker) {
  json out = {{"name", tracker.name},
              {"host", HostJson(tracker)},
              {"kind", TrackerKindName(tracker.kind)},
              {"group", nullptr},
              {"purpose", TextJson(tracker.purpose)},
              {"lifetime", LifetimeJson(tracker.lifetime)}};
  if (!tracker.group.empty()) out["group"] = tracker.group;
  if (tracker.set_on_site) out["set_on_site"] = true;
  if (!tracker.aliases.empty()) out["aliases"] = tracker.aliases;
  AddPublished(tracker.published, out);
  return out;
}

json VendorJson(const Vendor& vendor, Role role) {
  json transfer = {{"status", TransferStatusName(vendor.transfer_status)}, {"to", json::array()}};
  if (!vendor.transfer_text.empty()) transfer["text"] = TextJson(vendor.transfer_text);
  for (const Transfer& to : vendor.transfers) {
    json row = {{"country", to.country}, {"basis", TransferBasisName(to.basis)}};
    if (!to.text.empty()) row["text"] = TextJson(to.text);
    transfer["to"].push_back(std::move(row));
  }
  json out = {{"id", vendor.id},          {"name", vendor.name}, {"role", RoleName(role)},
              {"nationality", nullptr},   {"location", nullptr}, {"transfer", std::move(transfer)},
              {"domains", vendor.domains}};
  if (vendor.nationality) out["nationality"] = *vendor.nationality;
  if (vendor.location) {
    out["location"] = {{"countries", vendor.location->countries},
                       {"text", TextJson(vendor.location->text)}};
  }
  if (!vendor.policy_url.empty()) out["policy_url"] = vendor.policy_url;
  return out;
}

json ControllerJson(const Controller& controller) {
  json out = {{"name", controller.name}};
  if (!controller.short_name.empty()) out["short_name"] = controller.short_name;
  if (!controller.description.empty()) out["description"] = TextJson(controller.description);
  return out;
}

json RightsJson(const Rights& rights) {
  json out = {{"contact", TextJson(rights.contact)}};
  if (!rights.email.empty()) out["email"] = rights.email;
  if (!rights.address.empty()) out["address"] = rights.address;
  if (!rights.complaint.empty()) out["complaint"] = TextJson(rights.complaint);
  return out;
}

json ProcessorsJson(const Site& site) {
  json out = json::array();
  for (const Processor& processor : site.processors) {
    out.push_back({{"vendor", VendorJson(*processor.vendor, Role::kProcessor)},
                   {"purpose", TextJson(processor.purpose)}});
  }
  return out;
}

}  // namespace temoin::catalog
