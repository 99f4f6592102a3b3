#include "catalog/revision.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/crypto.h"
#include "base/json.h"
#include "catalog/lifetime.h"
#include "catalog/to_json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr size_t kMaxDocumentBytes = 16 * 1024 * 1024;

json ServiceJson(const Service& service) {
  json trackers = json::array();
  for (const Tracker& tracker : service.trackers) trackers.push_back(TrackerJson(tracker));
  json out = {{"id", service.id},
              {"name", service.name},
              {"vendor", VendorJson(*service.vendor, service.role)},
              {"trackers", std::move(trackers)}};
  if (!service.description.empty()) out["description"] = TextJson(service.description);
  if (service.consent_mode) out["consent_mode"] = *service.consent_mode;
  if (service.hosts) out["hosts"] = *service.hosts;
  if (!service.addresses.empty()) out["addresses"] = service.addresses;
  AddPublished(service.published, out);
  return out;
}

json PurposeJson(const Purpose& purpose) {
  json services = json::array();
  for (const Service& service : purpose.services) services.push_back(ServiceJson(service));
  json out = {{"id", purpose.id},
              {"basis", BasisName(purpose.basis)},
              {"title", TextJson(purpose.title)},
              {"description", TextJson(purpose.description)},
              {"services", std::move(services)}};
  if (!purpose.groups.empty()) {
    json groups = json::array();
    for (const Group& group : purpose.groups) {
      json row = {{"id", group.id}, {"title", TextJson(group.title)}};
      AddPublished(group.published, row);
      groups.push_back(std::move(row));
    }
    out["groups"] = std::move(groups);
  }
  return out;
}

json TextsJson(const BannerTexts& texts) {
  if (texts.title.empty()) return json::object();
  return {{"title", TextJson(texts.title)},
          {"text", TextJson(texts.text)},
          {"preferences_title", TextJson(texts.preferences_title)},
          {"preferences_text", TextJson(texts.preferences_text)}};
}

json DocumentJson(const Site& site) {
  json purposes = json::array();
  for (const Purpose& purpose : site.purposes) purposes.push_back(PurposeJson(purpose));
  json out = {{"schema", 1},
              {"site", site.id},
              {"name", site.name},
              {"languages", site.languages},
              {"choice_validity", DurationText(site.choice_validity)},
              {"controller", ControllerJson(site.controller)},
              {"rights", RightsJson(site.rights)},
              {"cookie",
               {{"domain", site.cookie.domain},
                {"choice", site.cookie.choice},
                {"context", site.cookie.context}}},
              {"settings",
               {{"gpc", site.settings.gpc},
                {"guard", site.settings.guard},
                {"adapters", site.settings.adapters},
                {"impressions", site.settings.impressions},
                {"observed", site.settings.observed}}},
              {"texts", TextsJson(site.texts)},
              {"purposes", std::move(purposes)},
              {"processors", ProcessorsJson(site)}};
  if (site.settings.reload) out["settings"]["reload"] = true;
  if (!site.settings.ui.empty()) out["settings"]["ui"] = site.settings.ui;
  AddPublished(site.published, out);
  return out;
}

Error NotARevision(std::string pointer, std::string_view expected) {
  return {ErrorCode::kInvalidArgument, "not a revision document: expected " + std::string(expected),
          std::move(pointer)};
}

Result<json> ParseDocument(std::string_view document) {
  TEMOIN_ASSIGN_OR_RETURN(json parsed,
                          ParseJson(document, {.max_bytes = kMaxDocumentBytes, .max_depth = 32}));
  if (!parsed.is_object()) return NotARevision("", "an object");
  if (parsed.value("schema", json()) != 1) return NotARevision("/schema", "1");
  for (const char* member : {"revision", "generation", "since", "partners"}) {
    if (parsed.contains(member)) {
      return NotARevision(PointerToken(member), "no such member: this is a config.json");
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::string canonical, CanonicalJson(parsed));
  if (canonical != document) return NotARevision("", "canonical JSON (RFC 8785)");
  return parsed;
}

const std::string* StringAt(const json& object, const char* key) {
  const auto member = object.is_object() ? object.find(key) : object.end();
  return member == object.end() ? nullptr : member->get_ptr<const std::string*>();
}

const json* ArrayAt(const json& object, const char* key) {
  const auto member = object.is_object() ? object.find(key) : object.end();
  return member == object.end() || !member->is_array() ? nullptr : &*member;
}

Text TextAt(const json& object, const char* key) {
  const auto member = object.is_object() ? object.find(key) : object.end();
  if (member == object.end()) return {};
  const std::string* fr = StringAt(*member, "fr");
  const std::string* en = StringAt(*member, "en");
  return {fr == nullptr ? "" : *fr, en == nullptr ? "" : *en};
}

json Member(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? json() : *found;
}

json Only(const json& object, std::initializer_list<const char*> members) {
  json out = json::object();
  if (!object.is_object()) return out;
  for (const char* member : members) {
    const auto found = object.find(member);
    if (found != object.end()) out[member] = *found;
  }
  return out;
}

// A necessary service is never asked about, held back or cleared: its name is enough.
json ServiceExcerpt(const json& service, bool refusable) {
  json out = Only(service, {"id", "name"});
  if (!refusable) return out;
  out.update(Only(service, {"consent_mode", "hosts", "addresses"}));
  out["vendor"] = Only(Member(service, "vendor"), {"id", "name", "domains"});
  out["trackers"] = json::array();
  if (const json* trackers = ArrayAt(service, "trackers")) {
    for (const json& tracker : *trackers) {
      out["trackers"].push_back(Only(tracker, {"name", "host", "kind", "set_on_site", "aliases"}));
    }
  }
  return out;
}

json PurposeExcerpt(const json& purpose) {
  const std::string* basis = StringAt(purpose, "basis");
  const bool refusable = basis == nullptr || *basis != BasisName(Basis::kExempt);
  json out = Only(purpose, {"id", "basis"});
  if (refusable) out.update(Only(purpose, {"title", "description"}));  // a placeholder says why
  out["services"] = json::array();
  if (const json* services = ArrayAt(purpose, "services")) {
    for (const json& service : *services) {
      out["services"].push_back(ServiceExcerpt(service, refusable));
    }
  }
  return out;
}

// The parties beside the site's own to whom refusable services send data, each once, by its name.
// Its own is who has the role of publisher, or the controller's name.
size_t Partners(const json& document, const std::string& controller) {
  const json none = json::array();
  std::set<std::string> names;
  const json* purposes = ArrayAt(document, "purposes");
  for (const json& purpose : purposes == nullptr ? none : *purposes) {
    const std::string* basis = StringAt(purpose, "basis");
    if (basis != nullptr && *basis == BasisName(Basis::kExempt)) continue;
    const json* services = ArrayAt(purpose, "services");
    for (const json& service : services == nullptr ? none : *services) {
      const json vendor = Member(service, "vendor");
      const std::string* role = StringAt(vendor, "role");
      if (role != nullptr && *role == RoleName(Role::kPublisher)) continue;
      const std::string* name = StringAt(vendor, "name");
      if (name == nullptr) name = StringAt(service, "id");
      if (name != nullptr && *name != controller) names.insert(*name);
    }
  }
  return names.size();
}

Result<RevisionView> ViewOf(json document) {
  RevisionView view;
  view.members = std::make_shared<const json>(std::move(document));
  const json& parsed = *view.members;
  const std::string* site = StringAt(parsed, "site");
  if (site == nullptr) return NotARevision("/site", "a string");
  view.site = *site;
  const std::string* validity = StringAt(parsed, "choice_validity");
  if (validity == nullptr) return NotARevision("/choice_validity", "a duration");
  TEMOIN_ASSIGN_OR_RETURN(view.choice_validity, ParseDuration(*validity));
  const auto controller = parsed.find("controller");
  const std::string* name = controller == parsed.end() ? nullptr : StringAt(*controller, "name");
  if (name == nullptr) return NotARevision("/controller/name", "a string");
  view.controller = *name;
  const json* languages = ArrayAt(parsed, "languages");
  if (languages == nullptr) return NotARevision("/languages", "an array");
  for (const json& language : *languages) {
    const auto* text = language.get_ptr<const std::string*>();
    if (text == nullptr) return NotARevision("/languages", "strings");
    view.languages.push_back(*text);
  }
  const json* purposes = ArrayAt(parsed, "purposes");
  if (purposes == nullptr) return NotARevision("/purposes", "an array");
  for (size_t p = 0; p < purposes->size(); ++p) {
    const json& purpose = (*purposes)[p];
    const std::string at = "/purposes/" + std::to_string(p);
    const std::string* id = StringAt(purpose, "id");
    const std::string* basis = StringAt(purpose, "basis");
    const json* services = ArrayAt(purpose, "services");
    if (id == nullptr || basis == nullptr || services == nullptr) {
      return NotARevision(at, "id, basis and services");
    }
    RevisionService out;
    out.purpose = *id;
    out.purpose_title = TextAt(purpose, "title");
    if (*basis == BasisName(Basis::kExempt)) {
      out.basis = Basis::kExempt;
    } else if (*basis == BasisName(Basis::kExemptWithOptOut)) {
      out.basis = Basis::kExemptWithOptOut;
    } else if (*basis != BasisName(Basis::kConsent)) {
      return NotARevision(at + "/basis", "consent, exempt or exempt-with-opt-out");
    }
    for (size_t s = 0; s < services->size(); ++s) {
      const std::string* service = StringAt((*services)[s], "id");
      if (service == nullptr) {
        return NotARevision(at + "/services/" + std::to_string(s) + "/id", "a string");
      }
      out.id = *service;
      const std::string* called = StringAt((*services)[s], "name");
      out.name = called == nullptr ? *service : *called;
      view.services.push_back(out);
    }
  }
  return view;
}

Result<std::string> ExcerptOf(const json& config) {
  json out = Only(config, {"schema", "site", "revision", "generation", "since", "languages",
                           "partners", "cookie", "settings"});
  out["excerpt"] = true;
  out["controller"] = Only(Member(config, "controller"), {"name"});
  out["texts"] = Only(Member(config, "texts"), {"title", "text"});
  out["purposes"] = json::array();
  for (const json& purpose : config["purposes"]) out["purposes"].push_back(PurposeExcerpt(purpose));
  return CanonicalJson(out);
}

}  // namespace

Revision RevisionDocument(const Site& site) {
  json document = DocumentJson(site);
  Revision out;
  // A site from the reader has nothing that canonical JSON refuses, and all that a view needs.
  if (auto canonical = CanonicalJson(document); canonical.ok()) out.document = *canonical;
  if (auto view = ViewOf(std::move(document)); view.ok()) out.view = *std::move(view);
  out.hash = EncodeHex(Sha256(out.document));
  return out;
}

Result<Revision> ReadRevision(std::string document) {
  TEMOIN_ASSIGN_OR_RETURN(json parsed, ParseDocument(document));
  Revision out;
  TEMOIN_ASSIGN_OR_RETURN(out.view, ViewOf(std::move(parsed)));
  out.hash = EncodeHex(Sha256(document));
  out.document = std::move(document);
  return out;
}

Result<Config> MakeConfig(const Revision& revision, int64_t generation, const Since& since) {
  if (generation < 1) return Error(ErrorCode::kInvalidArgument, "generations count from 1");
  json listed = json::object();
  for (const RevisionService& service : revision.view.services) {
    const auto found = since.find(service.id);
    if (found != since.end()) listed[service.id] = found->second;
  }
  json config = *revision.view.members;
  config["revision"] = revision.hash;
  config["generation"] = generation;
  config["since"] = std::move(listed);
  config["partners"] = Partners(*revision.view.members, revision.view.controller);
  Config out;
  TEMOIN_ASSIGN_OR_RETURN(out.config, CanonicalJson(config));
  TEMOIN_ASSIGN_OR_RETURN(out.excerpt, ExcerptOf(config));
  return out;
}

std::vector<std::string> RevisionView::RefusableServices() const {
  std::vector<std::string> ids;
  for (const RevisionService& service : services) {
    if (service.refusable()) ids.push_back(service.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace temoin::catalog
