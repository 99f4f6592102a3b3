#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catalog/cookie_names.h"
#include "catalog/file_readers.h"
#include "catalog/to_json.h"
#include "catalog/tracker_reader.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;
using Ids = std::set<std::string, std::less<>>;

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
  RegisterRecord ReadRecord(const json& value, const std::string& pointer);
  Exemption ReadExemption(const json& value, const std::string& pointer);
  void ReadTimeZone(Fields& fields, Site& site);
  void ReadWords(const json& value, Site& site);
  void ReadSettings(Fields& fields, Site& site);
  void ReadWho(Fields& fields, Site& site);
  void ReadLists(Fields& fields, Site& site);
  void CheckWhole(const Site& site);

  std::shared_ptr<const Vendor> FindVendor(const std::string& id, std::string pointer);
  void Unique(Ids& ids, const std::string& id, std::string pointer, std::string_view what);

  const Catalog::Vendors& vendors_;
  Reading& reading_;
  Ids services_;
  Ids purposes_;
};

std::shared_ptr<const Vendor> SiteReader::FindVendor(const std::string& id, std::string pointer) {
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

void SiteReader::ReadWho(Fields& fields, Site& site) {
  if (const json* value = fields.Get("controller", kRequired)) {
    Fields controller(reading_, *value, fields.Pointer("controller"));
    site.controller.name = controller.String("name", kRequired, Form::kLine);
    site.controller.short_name = controller.String("short_name", kOptional, Form::kLine);
    site.controller.description = controller.TextOf("description", kOptional);
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

void SiteReader::ReadTimeZone(Fields& fields, Site& site) {
  const std::string name = fields.String("time_zone", kOptional, Form::kTimeZone);
  if (name.empty()) return;
  const Result<TimeZone> zone = TimeZone::Find(name);
  if (zone) {
    site.time_zone = *zone;
  } else if (zone.error().code == ErrorCode::kUnavailable) {
    reading_.Meaning("/time_zone", "a machine that knows time zones. " + zone.error().message);
  } else {
    reading_.Meaning("/time_zone",
                     "a time zone that this machine knows, by its IANA name such as Europe/Paris, "
                     "or UTC");
  }
}

// The interface's words: {"de": {"accept": "Alle akzeptieren", …}}.
void SiteReader::ReadWords(const json& value, Site& site) {
  Fields languages(reading_, value, "/settings/ui");
  languages.EachMember([&](const std::string& tag, const json& row, const std::string& at) {
    if (!HasForm(tag, Form::kLanguage)) {
      return reading_.Structure(
          at, fmt::format("the member's name to be {}", FormWords(Form::kLanguage)));
    }
    Fields words(reading_, row, at);
    words.EachMember([&](const std::string& key, const json& word, const std::string& place) {
      const auto* text = word.get_ptr<const std::string*>();
      if (!HasForm(key, Form::kWordKey)) {
        reading_.Structure(place,
                           fmt::format("the member's name to be {}", FormWords(Form::kWordKey)));
      } else if (text == nullptr || !HasForm(*text, Form::kProse)) {
        reading_.Structure(place, std::string(FormWords(Form::kProse)));
      } else {
        site.settings.ui[tag][key] = *text;
      }
    });
  });
}

void SiteReader::ReadSettings(Fields& fields, Site& site) {
  if (const json* value = fields.Get("cookie", kOptional)) {
    Fields cookie(reading_, *value, fields.Pointer("cookie"));
    site.cookie.domain = cookie.String("domain", kOptional, Form::kHost);
    const std::string choice = cookie.String("choice", kOptional, Form::kCookieName);
    const std::string context = cookie.String("context", kOptional, Form::kCookieName);
    if (!choice.empty()) site.cookie.choice = choice;
    if (!context.empty()) site.cookie.context = context;
    cookie.Done();
  }
  site.choice_validity = fields.DurationOf("choice_validity", kRequired);
  site.validity_reason = fields.TextOf("validity_reason", kOptional);
  if (const json* value = fields.Get("evidence_retention", kRequired)) {
    Fields retention(reading_, *value, fields.Pointer("evidence_retention"));
    site.evidence_retention.duration = retention.DurationOf("duration", kRequired);
    site.evidence_retention.reason = retention.TextOf("reason", kOptional);
    retention.Done();
  }
  site.refusal_token = fields.OneOf("refusal_token", kOptional, {"linked", "none"}) != "none";
  site.refusal_token_reason = fields.TextOf("refusal_token_reason", kOptional);
  site.erasure_delay = fields.DurationOf("erasure_delay", kOptional);
  if (const json* value = fields.Get("journal_retention", kOptional)) {
    Fields journal(reading_, *value, fields.Pointer("journal_retention"));
    if (value->is_object() && value->contains("duration")) {
      site.journal_retention.duration = journal.DurationOf("duration", kRequired);
    } else {
      site.journal_retention.calendar_years =
          journal.Integer("calendar_years", kRequired, 0, 100, 4);
    }
    site.journal_retention.reason = journal.TextOf("reason", kOptional);
    journal.Done();
  } else {
    // The default has its ground: the rule of a neighbouring processing.
    site.journal_retention.reason = {
        "Valeur par défaut, d’après la règle du service social de l’assurance maladie.",
        "Default, after the rule of the social service of the health insurance."};
  }
  if (const json* value = fields.Get("settings", kOptional)) {
    Fields settings(reading_, *value, fields.Pointer("settings"));
    const std::string gpc = settings.OneOf("gpc", kOptional, {"refuse", "ignore"});
    if (!gpc.empty()) site.settings.gpc = gpc;
    site.settings.guard = settings.Boolean("guard", kOptional);
    site.settings.adapters = settings.SomeOf(
        "adapters", kOptional,
        {"google-consent-mode", "piano", "vimeo-dnt", "adform", "campaign-manager"});
    site.settings.impressions = settings.Integer("impressions", kOptional, 0, 100, 0);
    site.settings.observed = settings.Integer("observed", kOptional, 0, 100, 0);
    if (const json* ui = settings.Get("ui", kOptional)) ReadWords(*ui, site);
    settings.Done();
  }
  if (const json* value = fields.Get("texts", kOptional)) {
    Fields texts(reading_, *value, fields.Pointer("texts"));
    site.texts.title = texts.TextOf("title", kRequired);
    site.texts.text = texts.TextOf("text", kRequired);
    site.texts.preferences_title = texts.TextOf("preferences_title", kRequired);
    site.texts.preferences_text = texts.TextOf("preferences_text", kRequired);
    texts.Done();
  }
}

RegisterRecord SiteReader::ReadRecord(const json& value, const std::string& pointer) {
  Fields row(reading_, value, pointer);
  RegisterRecord record;
  record.id = row.String("id", kRequired, Form::kServiceId);
  record.title = row.TextOf("title", kRequired);
  record.purpose = row.TextOf("purpose", kOptional);
  record.sub_purposes = row.TextsOf("sub_purposes", kOptional);
  record.people = row.TextsOf("people", kOptional);
  record.data = row.TextOf("data", kOptional);
  if (row.GetNullable("legal_basis", kRequired) != nullptr) {
    record.legal_basis = row.OneOf("legal_basis", kRequired,
                                   {"consent", "contract", "legal-obligation", "vital-interests",
                                    "public-interest", "legitimate-interests"});
  }
  record.legal_texts = row.TextOf("legal_texts", kOptional);
  record.recipients = row.TextsOf("recipients", kOptional);
  const json* retention = row.GetNullable("retention", kRequired);
  if (retention != nullptr && retention->is_object()) {
    Fields words(reading_, *retention, row.Pointer("retention"));
    record.retention.kind = Lifetime::Kind::kInWords;
    record.retention.words = words.TextOf("words", kRequired);
    words.Done();
  } else if (retention != nullptr) {
    record.retention.kind = Lifetime::Kind::kFixed;
    record.retention.fixed = row.DurationOf("retention", kRequired);
  }
  record.processors = row.TextOf("processors", kOptional);
  record.transfers = row.TextOf("transfers", kOptional);
  record.security = row.TextOf("security", kOptional);
  record.rights = row.TextOf("rights", kOptional);
  if (const std::string updated = row.String("updated", kOptional, Form::kDate); !updated.empty()) {
    const auto date = ParseDate(updated);
    if (date.ok()) {
      record.updated = *date;
    } else {
      reading_.Meaning(row.Pointer("updated"), "a day that exists in the calendar");
    }
  }
  record.mentions_trackers = row.Boolean("mentions_trackers", kRequired);
  record.published = row.PublishedOf("published");
  row.Done();
  return record;
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
    site.records.push_back(ReadRecord(element, at));
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
  ReadTimeZone(fields, site);
  site.origins = fields.Strings("origins", kRequired, Form::kOrigin);
  ReadWho(fields, site);
  ReadSettings(fields, site);
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
