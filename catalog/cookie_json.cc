#include <nlohmann/json.hpp>
#include <set>

#include "catalog/cookie_table.h"
#include "catalog/lifetime.h"
#include "catalog/own_storage.h"
#include "catalog/to_json.h"
#include "catalog/verdict.h"
#include "catalog/verdict_report.h"
#include "catalog/words.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

json BothWords(const std::string& fr, const std::string& en) { return {{"fr", fr}, {"en", en}}; }

json RowJson(const Purpose& purpose, const Service& service, const Tracker& tracker) {
  json row = TrackerJson(tracker);
  row["lifetime_text"] =
      BothWords(LifetimeWords(tracker.lifetime, "fr"), LifetimeWords(tracker.lifetime, "en"));
  row["category"] = purpose.id;
  row["basis"] = BasisName(purpose.basis);
  row["service"] = service.id;
  row["vendor"] = service.vendor->id;
  return row;
}

json ServicesJson(const Site& site) {
  json out = json::array();
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      json row = {{"id", service.id},
                  {"name", service.name},
                  {"category", purpose.id},
                  {"basis", BasisName(purpose.basis)},
                  {"vendor", service.vendor->id},
                  {"role", RoleName(service.role)},
                  {"trackers_enumerated", !service.trackers.empty()}};
      if (service.hosts) row["hosts"] = *service.hosts;
      AddPublished(service.published, row);
      out.push_back(std::move(row));
    }
  }
  return out;
}

json VendorsJson(const Site& site) {
  json out = json::array();
  std::set<std::string> seen;
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      if (seen.insert(service.vendor->id).second) {
        out.push_back(VendorJson(*service.vendor, service.role));
      }
    }
  }
  for (const Processor& processor : site.processors) {
    if (seen.insert(processor.vendor->id).second) {
      out.push_back(VendorJson(*processor.vendor, Role::kProcessor));
    }
  }
  return out;
}

// Names come from the address bar: what is not UTF-8 is replaced rather than refused.
std::string Dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

json RecordsJson(const Site& site) {
  json out = json::array();
  for (const RegisterRecord& record : site.records) {
    json row = {{"id", record.id},
                {"title", TextJson(record.title)},
                {"legal_basis", nullptr},
                {"retention", nullptr},
                {"mentions_trackers", record.mentions_trackers}};
    if (!record.data.empty()) row["data"] = TextJson(record.data);
    if (!record.legal_basis.empty()) row["legal_basis"] = record.legal_basis;
    const auto add = [&row](const char* member, const Text& text) {
      if (!text.empty()) row[member] = TextJson(text);
    };
    const auto list = [&row](const char* member, const std::vector<Text>& texts) {
      for (const Text& text : texts) row[member].push_back(TextJson(text));
    };
    row["retention"] = LifetimeJson(record.retention);
    add("purpose", record.purpose);
    list("sub_purposes", record.sub_purposes);
    list("people", record.people);
    add("legal_texts", record.legal_texts);
    list("recipients", record.recipients);
    add("processors", record.processors);
    add("transfers", record.transfers);
    add("security", record.security);
    add("rights", record.rights);
    if (record.updated) row["updated"] = FormatDate(*record.updated);
    AddPublished(record.published, row);
    out.push_back(std::move(row));
  }
  return out;
}

std::string CookiesJson(const Site& site, std::string_view revision) {
  json categories = json::array();
  json trackers = json::array();
  for (const Purpose& purpose : site.purposes) {
    json category = {{"id", purpose.id},
                     {"basis", BasisName(purpose.basis)},
                     {"title", TextJson(purpose.title)},
                     {"description", TextJson(purpose.description)},
                     {"groups", json::array()}};
    for (const Group& group : purpose.groups) {
      category["groups"].push_back({{"id", group.id}, {"title", TextJson(group.title)}});
    }
    categories.push_back(std::move(category));
  }
  ForEachTracker(site, [&](const std::string&, const Purpose& purpose, const Service& service,
                           const Tracker& tracker) {
    trackers.push_back(RowJson(purpose, service, tracker));
  });
  json out = {{"schema", 1},
              {"site", site.id},
              {"name", site.name},
              {"revision", revision},
              {"controller", ControllerJson(site.controller)},
              {"rights", RightsJson(site.rights)},
              {"categories", std::move(categories)},
              {"services", ServicesJson(site)},
              {"trackers", std::move(trackers)},
              {"vendors", VendorsJson(site)},
              {"processors", json::array()}};
  for (const Processor& processor : site.processors) {
    out["processors"].push_back(
        {{"vendor", processor.vendor->id}, {"purpose", TextJson(processor.purpose)}});
  }
  json own = json::array();
  for (const OwnItem& item : OwnStorage(site)) {
    own.push_back({{"name", item.name},
                   {"kind", TrackerKindName(item.kind)},
                   {"purpose", TextJson(item.purpose)},
                   {"lifetime_text", TextJson(item.lifetime)},
                   {"set_by", TextJson(SetByTheService())}});
  }
  out["consent_service"] = std::move(own);
  if (!site.records.empty()) out["records"] = RecordsJson(site);
  AddPublished(site.published, out);
  return Dump(out);
}

std::string CookieVerdictJson(const Site& site, const Matcher& matcher, std::string_view revision,
                              std::string_view name, std::string_view host) {
  // Whether a limit is waived changes the next step, never the verdict.
  const VerdictReport report =
      ReportOn(matcher, ReadQuestion(name, host, matcher, Time()), site.id, Time());
  json candidates = json::array();
  for (const Candidate& candidate : report.matched.candidates) {
    json row = RowJson(*candidate.purpose, *candidate.service, *candidate.tracker);
    row["verdict"] = VerdictName(Judge(*candidate.purpose, *candidate.tracker));
    row["rule"] = MatchRuleName(candidate.rule);
    row["matched"] = candidate.matched;
    row["host_matches"] = nullptr;
    if (candidate.host != HostVerdict::kNotGiven) {
      row["host_matches"] = candidate.host != HostVerdict::kDiffers;
    }
    candidates.push_back(std::move(row));
  }
  // Near names only by their declared name: the remarks beside them are for staff.
  json near = json::array();
  for (const NameHint& hint : report.matched.hints) near.push_back(hint.tracker->name);
  json out = {{"schema", 1},
              {"site", site.id},
              {"revision", revision},
              {"name", name},
              {"host", nullptr},
              {"verdict", VerdictName(report.verdict)},
              {"candidates", std::move(candidates)},
              {"declared_for", DeclaredFor(report)},
              {"about", report.about_service ? "service" : "cookie"},
              {"services", ServicesFound(report.services.found)},
              {"set_by", nullptr},
              {"near", std::move(near)}};
  if (!host.empty()) out["host"] = host;
  if (report.own) out["set_by"] = TextJson(SetByTheService());
  return Dump(out);
}

}  // namespace temoin::catalog
