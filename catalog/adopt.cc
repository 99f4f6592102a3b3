#include "catalog/adopt.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/host.h"
#include "base/json.h"
#include "catalog/adopt_words.h"
#include "catalog/drafting.h"
#include "catalog/fields.h"
#include "catalog/file_readers.h"

namespace temoin::catalog {
namespace {

using Ordered = nlohmann::ordered_json;

constexpr size_t kMostSiteBytes = 4 * 1024 * 1024;

Ordered Both(std::string_view fr, std::string_view en) {
  Ordered out;
  out["fr"] = fr;
  out["en"] = en;
  return out;
}

Ordered Both(const Text& text) { return Both(text.fr, text.en); }

std::string WrittenFile(const Ordered& value) { return value.dump(2) + "\n"; }

void Decide(Ordered& site, std::string_view id, const Decision& decision) {
  Ordered entry;
  entry["id"] = id;
  entry["question"] = Both(decision.question);
  if (decision.proposed) entry["proposed"] = Both(*decision.proposed);
  if (decision.once_published) entry["once_published"] = true;
  site["to_decide"].push_back(std::move(entry));
}

// The trackers that are set whatever the settings, as a site writes them; the others by name.
struct AdoptedTrackers {
  Ordered list = Ordered::array();
  Text left_out;  // with the settings that they come with
  std::string without_kind;
  bool without_purpose = false;
};

AdoptedTrackers TrackersOf(const LibraryService& service) {
  AdoptedTrackers out;
  if (!service.trackers) return out;
  const Ordered file = Ordered::parse(service.source);
  const Ordered& rows = file["trackers"]["value"];
  for (size_t i = 0; i < rows.size() && i < service.trackers->size(); ++i) {
    const LibraryTracker& known = (*service.trackers)[i];
    if (!known.when.empty()) {
      const bool first = out.left_out.empty();
      out.left_out.fr +=
          fmt::format("{}{} ({})", first ? "" : " ; ", known.tracker.name, known.when.fr);
      out.left_out.en +=
          fmt::format("{}{} ({})", first ? "" : "; ", known.tracker.name, known.when.en);
      continue;
    }
    Ordered row;
    for (const char* member : {"name", "host", "kind", "purpose", "lifetime", "set_on_site",
                               "identifies_visitor", "aliases"}) {
      if (rows[i].contains(member)) row[member] = rows[i][member];
    }
    if (!known.kind_known) {
      row["kind"] = "cookie";
      out.without_kind += (out.without_kind.empty() ? "" : ", ") + known.tracker.name;
    }
    if (known.tracker.purpose.empty()) {
      row["purpose"] = Both(kToCompleteFr, kToCompleteEn);
      out.without_purpose = true;
    }
    out.list.push_back(std::move(row));
  }
  return out;
}

Ordered ExemptionOf(const LibraryService& service, const AdoptedTrackers& trackers) {
  Ordered out;
  for (const LibraryQuestion& question : service.questions) out[question.criterion] = nullptr;
  out["data_retention"] = nullptr;
  out["visitor_identifier"] = nullptr;
  for (const Ordered& row : trackers.list) {
    const auto identifies = row.find("identifies_visitor");
    if (identifies != row.end() && *identifies == true) {
      out["visitor_identifier"] = row["name"];
      break;
    }
  }
  return out;
}

Ordered AdoptedService(const LibraryService& service, const AdoptedTrackers& trackers) {
  Ordered out;
  out["id"] = service.id;
  out["name"] = service.name;
  out["vendor"] = service.vendor;
  out["role"] = service.role ? service.role->value : "unpublished";
  out["description"] = Both(service.description);
  Ordered adopted;
  adopted["service"] = service.id;
  adopted["version"] = service.version;
  out["library"] = std::move(adopted);
  out["trackers"] = trackers.list;
  if (!service.hosts.empty()) {
    out["hosts"] = Ordered::array();
    for (const auto& host : service.hosts) out["hosts"].push_back(host.value);
  }
  // Where its tag loads from a host that others share, the path tells them apart.
  for (const auto& load : service.loads) {
    const std::string host = load.value.substr(0, load.value.find('/'));
    const bool said = std::ranges::any_of(
        service.hosts, [&](const auto& own) { return HostWithin(host, own.value); });
    if (said || !HasForm(load.value, Form::kAddress)) continue;
    out["addresses"].push_back(load.value);
  }
  if (out.contains("addresses") && !out.contains("hosts")) out["hosts"] = Ordered::array();
  if (!service.questions.empty()) out["exemption"] = ExemptionOf(service, trackers);
  if (service.consent_mode) out["consent_mode"] = service.consent_mode->value;
  return out;
}

// What the library leaves to a person, as entries of the site's "to_decide".
void DecideOn(const LibraryService& service, const AdoptedTrackers& trackers, Ordered& site) {
  const auto decide = [&](const char* what, const Decision& decision) {
    Decide(site, service.id + "-" + what, decision);
  };
  if (!service.whole) decide("thin", AboutThin(service));
  if (!service.role) decide("role", AboutRole(service));
  if (!service.basis) decide("basis", AboutBasis(service));
  if (trackers.list.empty()) decide("trackers", AboutNoTrackers(service));
  if (!trackers.left_out.empty()) decide("settings", AboutSettings(service, trackers.left_out));
  if (!trackers.without_kind.empty()) decide("kinds", AboutKinds(service, trackers.without_kind));
  if (!service.questions.empty()) decide("exemption", AboutExemption(service));
  for (const LibraryQuestion& question : service.questions) {
    Decide(site, CriterionPoint(service.id, question.criterion), AboutCriterion(service, question));
  }
}

Ordered DraftedVendor(const LibraryService& service, const Library& library) {
  Ordered out;
  out["$schema"] = "../schema/vendor.schema.json";
  out["schema"] = 1;
  out["id"] = service.vendor;
  out["name"] = service.entity ? service.entity->value : service.name;
  out["nationality"] = nullptr;
  out["location"] = nullptr;
  out["transfer"]["status"] = "unpublished";
  out["domains"] = Ordered::array();
  out["domains_source"] = Both(
      "Repris de la bibliothèque de services ; ils servent à bloquer et à écrire la politique de "
      "sécurité du contenu, non à informer.",
      "Out of the library of services; they serve to block and to write the "
      "Content-Security-Policy, not to inform.");
  std::set<std::string> domains;
  for (const auto& [id, other] : library.services()) {
    if (other->vendor != service.vendor) continue;
    for (const auto& host : other->hosts) domains.insert(host.value);
    if (other->policy_url && !out.contains("policy_url")) {
      out["policy_url"] = other->policy_url->value;
    }
  }
  for (const std::string& domain : domains) out["domains"].push_back(domain);
  if (service.country) out["nationality"] = service.country->value;
  if (service.location) {
    Ordered location;
    location["countries"] = service.location->value.countries;
    location["text"] = Both(service.location->value.text);
    out["location"] = std::move(location);
  }
  return out;
}

Ordered& PurposeFor(const LibraryService& service, Ordered& site) {
  const PurposeWords words = PurposeOf(service);
  std::string id(words.id);
  // A purpose of this name may stand on another basis.
  for (int attempt = 0; attempt < 2; ++attempt) {
    Ordered* same = nullptr;
    for (Ordered& purpose : site["purposes"]) {
      if (purpose.value("id", "") == id) same = &purpose;
    }
    if (same == nullptr) break;
    if (same->value("basis", "") == words.basis) return *same;
    id = fmt::format("{}-{}", words.id, words.basis);
  }
  Ordered purpose;
  purpose["id"] = id;
  purpose["basis"] = words.basis;
  purpose["title"] = Both(id == words.id ? words.title : TitleBeside(words));
  purpose["description"] = Both(words.description);
  purpose["services"] = Ordered::array();
  site["purposes"].push_back(std::move(purpose));
  return site["purposes"].back();
}

void UseAdapter(const LibraryService& service, Ordered& site) {
  const auto adapter = AdapterFor(service);
  if (!adapter) return;
  Ordered& adapters = site["settings"]["adapters"];
  if (adapters.is_null()) adapters = Ordered::array();
  if (std::find(adapters.begin(), adapters.end(), *adapter) == adapters.end()) {
    adapters.push_back(*adapter);
  }
}

void Adopt(const LibraryService& service, const Library& library, const HasVendor& has_vendor,
           Ordered& site, Draft& draft) {
  const AdoptedTrackers trackers = TrackersOf(service);
  PurposeFor(service, site)["services"].push_back(AdoptedService(service, trackers));
  DecideOn(service, trackers, site);
  UseAdapter(service, site);
  Ordered& processors = site["processors"];
  if (processors.is_null()) processors = Ordered::array();
  const bool listed = std::any_of(processors.begin(), processors.end(), [&](const Ordered& row) {
    return row.value("vendor", "") == service.vendor;
  });
  if (!listed) {
    Ordered row;
    row["vendor"] = service.vendor;
    row["purpose"] = Both(service.description);
    processors.push_back(std::move(row));
  }
  const std::string path = fmt::format("vendors/{}.json", service.vendor);
  const bool drafted = std::any_of(draft.files.begin(), draft.files.end(),
                                   [&](const SourceFile& file) { return file.path == path; });
  if (!drafted && !has_vendor(service.vendor)) {
    draft.files.push_back({path, WrittenFile(DraftedVendor(service, library))});
    Decide(site, service.vendor + "-transfer", AboutVendor(service));
  }
  draft.services.push_back(&service);
}

Result<const LibraryService*> Known(const Library& library, std::string_view id) {
  if (const LibraryService* service = library.Find(id)) return service;
  return Error(
      ErrorCode::kNotFound,
      fmt::format("the library has no service {}; \"temoin catalog library\" lists them, "
                  "and a service that is not there is declared by hand (docs/catalogue.md)",
                  id));
}

// The members of a site that precede its purposes, with the defaults and why they are so.
Ordered SiteHead(const NewSite& wanted) {
  const SiteWords words = NewSiteWords();
  const std::string open = ToComplete(wanted.language);
  Ordered site;
  site["$schema"] = "../schema/site.schema.json";
  site["schema"] = 1;
  site["id"] = wanted.id;
  site["name"] = wanted.name.empty() ? wanted.id : wanted.name;
  site["languages"] = {"fr", "en"};
  site["time_zone"] = "Europe/Paris";
  site["origins"] = wanted.origins;
  if (wanted.origins.empty()) site["origins"] = {"https://www." + wanted.id};
  if (wanted.id.find('.') != std::string::npos && !IsPublicSuffix(wanted.id)) {
    site["cookie"]["domain"] = wanted.id;
  }
  site["controller"]["name"] = wanted.controller.empty() ? open : wanted.controller;
  site["rights"]["contact"] = Both(words.contact);
  site["rights"]["email"] = wanted.email.empty() ? open : wanted.email;
  site["rights"]["complaint"] = Both(words.complaint);
  site["choice_validity"] = "P6M";
  site["validity_reason"] = Both(words.validity_reason);
  site["evidence_retention"]["duration"] = "P13M";
  site["evidence_retention"]["reason"] = Both(words.retention_reason);
  site["refusal_token"] = "none";
  site["journal_retention"]["duration"] = "P12M";
  site["journal_retention"]["reason"] = Both(words.access_log_reason);
  site["settings"]["gpc"] = "refuse";
  site["settings"]["guard"] = true;
  site["settings"]["adapters"] = Ordered::array();
  site["texts"]["title"] = Both(words.title);
  site["texts"]["text"] = Both(words.text);
  site["texts"]["preferences_title"] = Both(words.preferences_title);
  site["texts"]["preferences_text"] = Both(words.preferences_text);
  site["purposes"] = Ordered::array();
  site["processors"] = Ordered::array();
  site["to_decide"] = Ordered::array();
  if (wanted.name.empty()) Decide(site, "name", AboutName());
  if (wanted.origins.empty()) Decide(site, "origins", AboutOrigins());
  Decide(site, "guard", AboutGuard());
  return site;
}

// What follows relies on the kind of each member.
Status CheckStructure(const nlohmann::json& site) {
  std::vector<Problem> problems;
  Reading reading("the site's file", 20, problems);
  static_cast<void>(ReadSite(site, {}, reading));
  for (const Problem& problem : problems) {
    if (problem.kind == Problem::Kind::kStructure) {
      return Error(ErrorCode::kInvalidArgument, problem.ToString());
    }
  }
  return {};
}

}  // namespace

Result<Draft> DraftSite(const NewSite& wanted, const Library& library,
                        const HasVendor& has_vendor) {
  if (!HasForm(wanted.id, Form::kSiteId)) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("the site's id is {}", FormWords(Form::kSiteId)));
  }
  for (const std::string& origin : wanted.origins) {
    if (HasForm(origin, Form::kOrigin)) continue;
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("{} is no origin: write {}", origin, FormWords(Form::kOrigin)));
  }
  Ordered site = SiteHead(wanted);
  Draft draft;
  std::set<std::string_view> taken;
  for (const std::string& id : wanted.services) {
    if (!taken.insert(id).second) continue;
    TEMOIN_ASSIGN_OR_RETURN(const LibraryService* service, Known(library, id));
    Adopt(*service, library, has_vendor, site, draft);
  }
  for (const OpenDecision& open : wanted.to_decide) {
    Decide(site, open.id, {open.question, std::nullopt});
  }
  draft.files.push_back({fmt::format("sites/{}.json", wanted.id), WrittenFile(site)});
  return draft;
}

Result<Draft> AddService(std::string_view site_text, std::string_view service,
                         const Library& library, const HasVendor& has_vendor) {
  const auto checked = ParseJson(site_text, {.max_bytes = kMostSiteBytes, .max_depth = 32});
  TEMOIN_RETURN_IF_ERROR(checked.ok() ? Status() : Status(checked.error()));
  TEMOIN_RETURN_IF_ERROR(CheckStructure(*checked));
  TEMOIN_ASSIGN_OR_RETURN(const LibraryService* known, Known(library, service));
  // The bounds are checked; this one keeps the order of the members.
  Ordered site = Ordered::parse(site_text);
  for (const Ordered& purpose : site["purposes"]) {
    for (const Ordered& each : purpose.value("services", Ordered::array())) {
      if (each.value("id", "") != service) continue;
      return Error(ErrorCode::kConflict,
                   fmt::format("the site has a service {} already; \"temoin catalog outdated\" "
                               "shows what the library has changed since",
                               service));
    }
  }
  if (!site.contains("to_decide")) site["to_decide"] = Ordered::array();
  Draft draft;
  Adopt(*known, library, has_vendor, site, draft);
  if (site["to_decide"].empty()) site.erase("to_decide");
  draft.files.push_back({fmt::format("sites/{}.json", site.value("id", "")), WrittenFile(site)});
  return draft;
}

}  // namespace temoin::catalog
