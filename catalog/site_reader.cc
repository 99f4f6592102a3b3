#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.h"
#include "catalog/cookie_names.h"
#include "catalog/drafting.h"
#include "catalog/file_readers.h"
#include "catalog/tracker_reader.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostVendorProblems = 10;

using nlohmann::json;
using Ids = std::set<std::string, std::less<>>;

json EmptyVendor(const std::string& id) {
  return {{"schema", 1},
          {"id", id},
          {"name", id},
          {"nationality", nullptr},
          {"location", nullptr},
          {"transfer", {{"status", "unpublished"}}},
          {"domains", json::array()}};
}

// Reads one site; the parts share the vendors and the list of problems.
class SiteReader {
 public:
  SiteReader(const Catalog::Vendors& vendors, Reading& reading)
      : vendors_(vendors), reading_(reading) {}

  Site Read(const json& value);

 private:
  Purpose ReadPurpose(const json& value, const std::string& pointer);
  Service ReadService(const json& value, const std::string& pointer, const Purpose& purpose);
  Tracker ReadTracker(const json& value, const std::string& pointer, const Purpose& purpose);
  Exemption ReadExemption(const json& value, const std::string& pointer);
  void ReadWho(Fields& fields, Site& site);
  void ReadVendors(Fields& fields);
  void ReadVendorTexts(Fields& fields);
  void ReadLists(Fields& fields, Site& site);
  void CheckWhole(const Site& site);

  std::shared_ptr<const Vendor> FindVendor(const std::string& id, std::string pointer);
  void Unique(Ids& ids, const std::string& id, std::string pointer, std::string_view what);

  const Catalog::Vendors& vendors_;
  Catalog::Vendors worded_;                             // those that this site words itself
  std::map<std::string, json, std::less<>> published_;  // what it says of them, member by member
  Reading& reading_;
  Ids services_;
  Ids purposes_;
  Ids decisions_;
};

std::shared_ptr<const Vendor> SiteReader::FindVendor(const std::string& id, std::string pointer) {
  if (const auto worded = worded_.find(id); worded != worded_.end()) return worded->second;
  const auto found = vendors_.find(id);
  if (found != vendors_.end()) return found->second;
  if (!id.empty()) {
    reading_.Meaning(std::move(pointer),
                     fmt::format("the id of a vendor; there is no vendors/{}.json", id));
  }
  return std::make_shared<const Vendor>();
}

void SiteReader::Unique(Ids& ids, const std::string& id, std::string pointer,
                        std::string_view what) {
  if (!id.empty() && !ids.insert(id).second) {
    reading_.Meaning(std::move(pointer),
                     fmt::format("an id that no other {} of this site has", what));
  }
}

Tracker SiteReader::ReadTracker(const json& value, const std::string& pointer,
                                const Purpose& purpose) {
  Fields fields(reading_, value, pointer);
  Tracker tracker;
  tracker.name = fields.String("name", kRequired, Form::kLine);
  ReadTrackerHost(fields, tracker);
  if (const auto kind = ReadTrackerKind(fields, false)) tracker.kind = *kind;
  tracker.group = fields.String("group", kOptional, Form::kServiceId);
  tracker.purpose = fields.TextOf("purpose", kRequired);
  tracker.lifetime = ReadLifetime(reading_, fields, "lifetime");
  tracker.set_on_site = fields.Boolean("set_on_site", kOptional);
  tracker.identifies_visitor = fields.NullableBoolean("identifies_visitor", kOptional);
  tracker.aliases = fields.Strings("aliases", kOptional, Form::kLine);
  fields.Each("near_names", kOptional, [&](const json& element, const std::string& at) {
    Fields near(reading_, element, at);
    NearName out;
    out.name = near.String("name", kRequired, Form::kLine);
    out.note = near.TextOf("note", kRequired);
    near.Done();
    tracker.near_names.push_back(std::move(out));
  });
  tracker.published = fields.PublishedOf("published");
  fields.Done();
  const bool known_group =
      tracker.group.empty() ||
      std::any_of(purpose.groups.begin(), purpose.groups.end(),
                  [&](const Group& group) { return group.id == tracker.group; });
  if (!known_group) {
    reading_.Meaning(pointer + "/group", "the id of one of the purpose's groups");
  }
  return tracker;
}

Exemption SiteReader::ReadExemption(const json& value, const std::string& pointer) {
  Fields fields(reading_, value, pointer);
  Exemption out;
  out.sole_account = fields.NullableBoolean("sole_account", kRequired);
  out.anonymous_statistics = fields.NullableBoolean("anonymous_statistics", kRequired);
  out.no_cross_checking = fields.NullableBoolean("no_cross_checking", kRequired);
  out.no_transmission = fields.NullableBoolean("no_transmission", kRequired);
  out.no_cross_site_identifier = fields.NullableBoolean("no_cross_site_identifier", kRequired);
  out.lifetime_not_extended = fields.NullableBoolean("lifetime_not_extended", kRequired);
  // Kept in Site::source, where DraftingOf reads them; so are the next ones of this file.
  for (const char* criterion : kSelfAssessment) fields.NullableBoolean(criterion, kOptional);
  fields.TextOf("confirmed_by", kOptional);
  const std::string on = fields.String("confirmed_on", kOptional, Form::kDate);
  if (!on.empty() && !ParseDate(on).ok()) {
    reading_.Meaning(fields.Pointer("confirmed_on"), "a day that exists in the calendar");
  }
  out.data_retention = fields.NullableDuration("data_retention", kRequired);
  out.visitor_identifier = fields.NullableString("visitor_identifier", kRequired, Form::kLine);
  out.source = fields.TextOf("source", kOptional);
  fields.Done();
  return out;
}

Service SiteReader::ReadService(const json& value, const std::string& pointer,
                                const Purpose& purpose) {
  Fields fields(reading_, value, pointer);
  Service service;
  service.id = fields.String("id", kRequired, Form::kServiceId);
  Unique(services_, service.id, pointer + "/id", "service");
  service.name = fields.String("name", kRequired, Form::kLine);
  service.vendor =
      FindVendor(fields.String("vendor", kRequired, Form::kServiceId), pointer + "/vendor");
  const std::string role =
      fields.OneOf("role", kRequired,
                   {"publisher", "processor", "joint-controller", "controller", "unpublished"});
  for (const auto known :
       {Role::kPublisher, Role::kProcessor, Role::kJointController, Role::kController}) {
    if (role == RoleName(known)) service.role = known;
  }
  service.description = fields.TextOf("description", kOptional);
  fields.Each("trackers", kRequired, [&](const json& element, const std::string& at) {
    service.trackers.push_back(ReadTracker(element, at, purpose));
  });
  if (fields.Get("hosts", kOptional) != nullptr) {
    service.hosts = fields.Strings("hosts", kOptional, Form::kHost);
  }
  service.addresses = fields.Strings("addresses", kOptional, Form::kAddress);
  if (const json* exemption = fields.Get("exemption", kOptional)) {
    service.exemption = ReadExemption(*exemption, pointer + "/exemption");
    if (purpose.basis != Basis::kExemptWithOptOut) {
      reading_.Meaning(pointer + "/exemption",
                       "no conditions of exemption outside a purpose that is exempt with opt-out");
    }
  }
  if (fields.Get("consent_mode", kOptional) != nullptr) {
    service.consent_mode =
        fields.SomeOf("consent_mode", kOptional,
                      {"ad_storage", "ad_user_data", "ad_personalization", "analytics_storage",
                       "functionality_storage", "personalization_storage", "security_storage"});
  }
  if (const json* library = fields.Get("library", kOptional)) {
    Fields adopted(reading_, *library, fields.Pointer("library"));
    adopted.String("service", kRequired, Form::kServiceId);
    adopted.Integer("version", kRequired, 1, 100'000, 1);
    adopted.Done();
  }
  service.published = fields.PublishedOf("published");
  fields.Done();
  return service;
}

Purpose SiteReader::ReadPurpose(const json& value, const std::string& pointer) {
  Fields fields(reading_, value, pointer);
  Purpose purpose;
  purpose.id = fields.String("id", kRequired, Form::kServiceId);
  Unique(purposes_, purpose.id, pointer + "/id", "purpose");
  const std::string basis =
      fields.OneOf("basis", kRequired, {"consent", "exempt", "exempt-with-opt-out"});
  for (const auto known : {Basis::kExempt, Basis::kExemptWithOptOut}) {
    if (basis == BasisName(known)) purpose.basis = known;
  }
  purpose.title = fields.TextOf("title", kRequired);
  purpose.description = fields.TextOf("description", kRequired);
  Ids groups;
  fields.Each("groups", kOptional, [&](const json& element, const std::string& at) {
    Fields group(reading_, element, at);
    Group out;
    out.id = group.String("id", kRequired, Form::kServiceId);
    Unique(groups, out.id, at + "/id", "group of this purpose");
    out.title = group.TextOf("title", kRequired);
    out.published = group.PublishedOf("published");
    group.Done();
    purpose.groups.push_back(std::move(out));
  });
  fields.Each("services", kRequired, [&](const json& element, const std::string& at) {
    purpose.services.push_back(ReadService(element, at, purpose));
  });
  fields.Done();
  return purpose;
}

// {"player": {"location": …, "transfer": …}}
void SiteReader::ReadVendors(Fields& fields) {
  const json* value = fields.Get("vendors", kOptional);
  if (value == nullptr) return;
  Fields vendors(reading_, *value, fields.Pointer("vendors"));
  vendors.EachMember([&](const std::string& id, const json& member, const std::string& at) {
    if (!HasForm(id, Form::kServiceId)) {
      return reading_.Structure(
          at, fmt::format("the member's name to be {}", FormWords(Form::kServiceId)));
    }
    const std::shared_ptr<const Vendor> vendor = FindVendor(id, at);
    Fields members(reading_, member, at);
    for (const std::string& name : PublishedMembers()) members.Get(name, kOptional);
    members.Done();
    auto source = ParseJson(vendor->source, {.max_bytes = vendor->source.size(), .max_depth = 32});
    // Of one whose own file is reported, what the site says is read all the same.
    if (!source.ok()) source = EmptyVendor(id);
    std::vector<Problem> problems;
    Reading again(vendor->file, kMostVendorProblems, problems);
    Vendor published = ReadVendor(AsPublished(*std::move(source), member), again);
    for (const Problem& problem : problems) {
      reading_.Report(problem.kind, at + problem.pointer, problem.expected);
    }
    published.source = vendor->source;
    published_[id] = member;
    worded_[id] = std::make_shared<const Vendor>(std::move(published));
  });
}

// {"player": {"/transfer/text": {"fr": …}}}
void SiteReader::ReadVendorTexts(Fields& fields) {
  const json* value = fields.Get("vendor_texts", kOptional);
  if (value == nullptr) return;
  Fields vendors(reading_, *value, fields.Pointer("vendor_texts"));
  vendors.EachMember([&](const std::string& id, const json& member, const std::string& at) {
    if (!HasForm(id, Form::kServiceId)) {
      return reading_.Structure(
          at, fmt::format("the member's name to be {}", FormWords(Form::kServiceId)));
    }
    const std::shared_ptr<const Vendor> vendor = FindVendor(id, at);
    auto source = ParseJson(vendor->source, {.max_bytes = vendor->source.size(), .max_depth = 32});
    const auto published = published_.find(id);
    if (source.ok() && published != published_.end()) {
      source = AsPublished(*std::move(source), published->second);
    }
    Fields paths(reading_, member, at);
    paths.EachMember([&](const std::string& path, const json&, const std::string& place) {
      if (!HasForm(path, Form::kTextPath)) {
        return reading_.Structure(
            place, fmt::format("the member's name to be {}", FormWords(Form::kTextPath)));
      }
      paths.TextOf(path, kRequired);
      if (!source.ok() || FindText(*source, path) != nullptr) return;
      reading_.Meaning(place, fmt::format("the pointer of a text in {}", vendor->file));
    });
    if (!source.ok()) return;  // its own file has been reported
    std::vector<Problem> ignored;
    Reading again(vendor->file, 1, ignored);
    Vendor worded = ReadVendor(WithTexts(*std::move(source), member), again);
    worded.source = vendor->source;
    worded_[id] = std::make_shared<const Vendor>(std::move(worded));
  });
}

void SiteReader::ReadWho(Fields& fields, Site& site) {
  if (const json* value = fields.Get("controller", kRequired)) {
    Fields controller(reading_, *value, fields.Pointer("controller"));
    site.controller.name = controller.String("name", kRequired, Form::kLine);
    site.controller.short_name = controller.String("short_name", kOptional, Form::kLine);
    site.controller.description = controller.TextOf("description", kOptional);
    site.controller.contact = controller.TextOf("contact", kOptional);
    controller.Done();
  }
  if (const json* value = fields.Get("rights", kRequired)) {
    Fields rights(reading_, *value, fields.Pointer("rights"));
    site.rights.contact = rights.TextOf("contact", kRequired);
    site.rights.email = rights.String("email", kOptional, Form::kLine);
    site.rights.address = rights.String("address", kOptional, Form::kLine);
    site.rights.complaint = rights.TextOf("complaint", kOptional);
    rights.Done();
  }
}

void SiteReader::ReadLists(Fields& fields, Site& site) {
  fields.Each("purposes", kRequired, [&](const json& element, const std::string& at) {
    site.purposes.push_back(ReadPurpose(element, at));
  });
  Ids processors;
  fields.Each("processors", kOptional, [&](const json& element, const std::string& at) {
    Fields row(reading_, element, at);
    Processor processor;
    const std::string vendor = row.String("vendor", kRequired, Form::kServiceId);
    processor.vendor = FindVendor(vendor, at + "/vendor");
    Unique(processors, vendor, at + "/vendor", "processor");
    processor.purpose = row.TextOf("purpose", kRequired);
    row.Done();
    site.processors.push_back(std::move(processor));
  });
  Ids records;
  fields.Each("records", kOptional, [&](const json& element, const std::string& at) {
    site.records.push_back(ReadRecord(element, at, reading_));
    Unique(records, site.records.back().id, at + "/id", "record");
  });
  Ids contradictions;
  fields.Each("contradictions", kOptional, [&](const json& element, const std::string& at) {
    Fields row(reading_, element, at);
    Contradiction contradiction;
    contradiction.id = row.String("id", kRequired, Form::kServiceId);
    Unique(contradictions, contradiction.id, at + "/id", "contradiction");
    contradiction.statement = row.TextOf("statement", kRequired);
    contradiction.against = row.TextOf("against", kRequired);
    contradiction.service = row.String("service", kOptional, Form::kServiceId);
    row.Done();
    if (!contradiction.service.empty() && !services_.contains(contradiction.service)) {
      reading_.Meaning(at + "/service", "the id of a service of this site");
    }
    site.contradictions.push_back(std::move(contradiction));
  });
  fields.Each("to_decide", kOptional, [&](const json& element, const std::string& at) {
    Fields row(reading_, element, at);
    const std::string id = row.String("id", kRequired, Form::kServiceId);
    Unique(decisions_, id, at + "/id", "decision");
    row.TextOf("question", kRequired);
    row.TextOf("proposed", kOptional);
    row.Boolean("once_published", kOptional);
    row.Done();
  });
  fields.Each("waivers", kOptional, [&](const json& element, const std::string& at) {
    Fields row(reading_, element, at);
    Waiver waiver;
    waiver.rule = row.String("rule", kRequired, Form::kServiceId);
    waiver.subject = row.String("subject", kRequired, Form::kLine);
    waiver.reason = row.TextOf("reason", kRequired);
    const std::string until = row.String("until", kRequired, Form::kDate);
    row.Done();
    if (!until.empty()) {
      const auto date = ParseDate(until);
      if (!date.ok()) return reading_.Meaning(at + "/until", "a day that exists in the calendar");
      waiver.until = *date;
    }
    site.waivers.push_back(std::move(waiver));
  });
}

// Whether cookies of `domain` reach `origin`'s host (RFC 6265 section 5.1.3).
bool DomainCovers(std::string_view domain, std::string_view origin) {
  std::string_view host = origin.substr(origin.find("://") + 3);
  host = host.substr(0, host.find(':'));
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

void SiteReader::CheckWhole(const Site& site) {
  if (LongerThanMonths(site.choice_validity, 13)) {
    reading_.Meaning("/choice_validity", "at most P13M");
  }
  if (site.cookie.choice == site.cookie.context ||
      RetryCookieName(site.cookie) == site.cookie.context) {
    reading_.Meaning("/cookie", R"(two different names for "choice" and "context", which is )"
                                R"(not that of "choice" and "_retry" either)");
  }
  if (!site.cookie.domain.empty()) {
    for (size_t i = 0; i < site.origins.size(); ++i) {
      if (!DomainCovers(site.cookie.domain, site.origins[i])) {
        reading_.Meaning("/origins/" + std::to_string(i),
                         fmt::format("an origin inside the cookie domain {}", site.cookie.domain));
      }
    }
  }
  if (!site.refusable()) return;
  if (site.texts.title.empty()) {
    reading_.Meaning("", "the member \"texts\", since there is something to ask a visitor");
  }
  if (site.origins.empty()) {
    reading_.Meaning("/origins", "at least one origin, since a choice is posted from a page");
  }
}

Site SiteReader::Read(const json& value) {
  Fields fields(reading_, value, "");
  Site site;
  site.file = reading_.file();
  fields.String("$schema", kOptional, Form::kLine);
  fields.Integer("schema", kRequired, 1, 1, 1);
  site.languages = fields.Strings("languages", kRequired, Form::kLanguage);
  if (!site.languages.empty()) reading_.RequireLanguage(site.languages.front());
  site.id = fields.String("id", kRequired, Form::kSiteId);
  site.name = fields.String("name", kRequired, Form::kLine);
  site.description = fields.TextOf("description", kOptional);
  const json* languages = fields.Get("languages", kRequired);
  if (languages != nullptr && languages->is_array() && languages->empty()) {
    fields.Expect("languages", "at least one language");
  }
  ReadTimeZone(fields, reading_, site);
  site.origins = fields.Strings("origins", kRequired, Form::kOrigin);
  ReadWho(fields, site);
  ReadSettings(fields, reading_, site);
  ReadVendors(fields);
  ReadVendorTexts(fields);
  for (const auto& [id, vendor] : worded_) site.worded_vendors.push_back(vendor);
  ReadLists(fields, site);
  site.published = fields.PublishedOf("published");
  fields.Done();
  CheckWhole(site);
  return site;
}

}  // namespace

Site ReadSite(const json& value, const Catalog::Vendors& vendors, Reading& reading) {
  return SiteReader(vendors, reading).Read(value);
}

}  // namespace temoin::catalog
