#include "reports/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "consent/record.h"
#include "consent/reference.h"
#include "render/csv.h"
#include "store/purge_manifest.h"

namespace temoin::reports {

namespace {

Result<std::optional<consent::Record>> ReadRecord(const store::Found& found) {
  if (!found.content) return std::optional<consent::Record>();
  Result<consent::Record> record = consent::ParseRecord(found.content->record);
  if (!record) {
    return Error(ErrorCode::kDataLoss,
                 "The record at index " + std::to_string(found.row.index) + " cannot be read.");
  }
  return std::optional<consent::Record>(std::move(*record));
}

// The services decided one way, separated by spaces.
std::string Services(const consent::Decisions& decisions, bool accepted) {
  std::string out;
  for (const auto& [service, decision] : decisions) {
    if (decision != accepted) continue;
    if (!out.empty()) out += ' ';
    out += service;
  }
  return out;
}

// One line of JSON, member by member in the order that nlohmann::json would give them: a tree of
// values for each of some million records would cost more than all the rest of an export.
class LineWriter {
 public:
  explicit LineWriter(std::string& out) : out_(out) {}

  LineWriter& Raw(std::string_view key, std::string_view json) {
    out_ += first_ ? "{\"" : ",\"";
    first_ = false;
    out_.append(key).append("\":").append(json);
    return *this;
  }
  LineWriter& Text(std::string_view key, std::string_view text) {
    const bool plain = std::ranges::all_of(
        text, [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
    if (!plain) {
      return Raw(
          key, nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    Raw(key, "\"");
    out_.append(text).append("\"");
    return *this;
  }
  LineWriter& Number(std::string_view key, std::optional<uint64_t> number) {
    return number ? Raw(key, std::to_string(*number)) : *this;
  }
  LineWriter& Moment(std::string_view key, std::optional<Time> time) {
    return time ? Text(key, FormatTime(*time)) : *this;
  }
  LineWriter& Flag(std::string_view key, bool set) { return set ? Raw(key, "true") : *this; }
  void End() { out_ += "}\n"; }

 private:
  std::string& out_;
  bool first_ = true;
};

// RFC 3339 as the clocks of `zone` told it: "2026-07-01T00:30:00+02:00".
std::string LocalTime(Time time, const TimeZone& zone) {
  const std::chrono::seconds ahead = zone.OffsetAt(time);
  std::string out = FormatTime(time + ahead);
  if (ahead.count() == 0) return out;
  out.pop_back();
  const int64_t minutes = std::chrono::abs(ahead).count() / 60;
  return fmt::format("{}{}{:02}:{:02}", out, ahead.count() < 0 ? '-' : '+', minutes / 60,
                     minutes % 60);
}

std::string_view StatusTerm(consent::Event event, bool service_accepted, bool expired) {
  if (event == consent::Event::kWithdrawn) return "dpv:ConsentWithdrawn";
  if (!service_accepted) return "dpv:ConsentRefused";
  return expired ? "dpv:ConsentExpired" : "dpv:ConsentGiven";
}

std::string Dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json Context() {
  return {{"dpv", "https://w3id.org/dpv#"},
          {"eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"},
          {"dcat", "http://www.w3.org/ns/dcat#"},
          {"dct", "http://purl.org/dc/terms/"},
          {"xsd", "http://www.w3.org/2001/XMLSchema#"},
          {"temoin", "urn:temoin:terms#"}};
}

}  // namespace

std::string_view StateName(store::State state) {
  switch (state) {
    case store::State::kKept:
      return "kept";
    case store::State::kPurged:
      return "purged";
    case store::State::kLost:
      return "lost";
  }
  return "lost";
}

nlohmann::json RowJson(const store::ChoiceRow& row) {
  nlohmann::json out = {{"index", row.index},
                        {"reference", consent::FormatReference(row.index)},
                        {"state", StateName(row.state)}};
  if (row.purge) out["purge"] = *row.purge;
  if (row.purge_reason) out["purge_reason"] = store::PurgeReasonName(*row.purge_reason);
  if (row.state != store::State::kKept) return out;
  out["site"] = row.site;
  if (row.limited_since) out["limited_since"] = FormatTime(*row.limited_since);
  if (row.limited_since && row.revision.empty()) return out;  // withheld
  out["event"] = consent::EventName(row.event);
  out["revision"] = row.revision;
  out["generation"] = row.generation;
  out["given_at"] = FormatTime(row.given_at);
  out["valid_until"] = FormatTime(row.valid_until);
  if (row.previous) out["previous"] = *row.previous;
  if (row.superseded_by) out["superseded_by"] = *row.superseded_by;
  if (row.superseded_at) out["superseded_at"] = FormatTime(*row.superseded_at);
  if (row.erased_after) out["erased_after"] = FormatTime(*row.erased_after);
  if (row.erasure_requested) out["erasure_requested"] = true;
  if (row.scan) out["origin"] = "scan";
  if (row.held_until) out["held"] = true;
  return out;
}

std::string ExportCsvHeader() {
  std::string out;
  render::CsvWriter csv(out);
  csv.Row({"index",      "reference",   "state",         "site",           "controller", "event",
           "given_at",   "valid_until", "superseded_by", "superseded_at",  "previous",   "revision",
           "generation", "language",    "action",        "layer",          "gpc",        "banner",
           "accepted",   "refused",     "repeats",       "given_at_local", "time_zone",  "origin"});
  return out;
}

Status AppendCsvRow(const store::Found& found, std::string& out, const TimeZone& zone) {
  if (found.type != store::EntryType::kConsent) return {};
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<consent::Record> record, ReadRecord(found));
  const store::ChoiceRow& row = found.row;
  render::CsvWriter csv(out);
  csv.Number(row.index).Text(consent::FormatReference(row.index)).Text(StateName(row.state));
  if (!record) {
    for (int column = 0; column < 21; ++column) csv.Empty();
    csv.EndRow();
    return {};
  }
  const auto index_or_empty = [&csv](const std::optional<store::Index>& index) {
    if (index) {
      csv.Number(*index);
    } else {
      csv.Empty();
    }
  };
  csv.Text(record->site).Text(record->controller).Text(consent::EventName(record->event));
  csv.Text(FormatTime(record->given_at)).Text(FormatTime(record->valid_until));
  index_or_empty(row.superseded_by);
  csv.Text(row.superseded_at ? FormatTime(*row.superseded_at) : std::string());
  index_or_empty(record->previous);
  csv.Text(record->revision).Number(static_cast<uint64_t>(record->generation));
  csv.Text(record->language).Text(consent::ActionName(record->action));
  csv.Text(consent::LayerName(record->layer)).Text(record->gpc ? "true" : "false");
  csv.Text(record->banner.value_or(""));
  csv.Text(Services(record->decisions, true)).Text(Services(record->decisions, false));
  csv.Text(record->repeats ? "true" : "false");
  csv.Text(LocalTime(record->given_at, zone)).Text(zone.name());
  csv.Text(record->scan ? "scan" : "");
  csv.EndRow();
  return {};
}

Status AppendJsonLine(const store::Found& found, std::string& out, const TimeZone& zone) {
  if (found.type != store::EntryType::kConsent) return {};
  const store::ChoiceRow& row = found.row;
  const bool kept = row.state == store::State::kKept;
  if (found.content) {
    // Read again, so that what leaves is what was recorded and nothing that only looks like it.
    // Its canonical bytes are a JSON value as they are.
    TEMOIN_RETURN_IF_ERROR(ReadRecord(found));
  }
  LineWriter line(out);
  if (kept) {
    line.Moment("erased_after", row.erased_after).Flag("erasure_requested", row.erasure_requested);
    line.Text("event", consent::EventName(row.event));
    line.Number("generation", static_cast<uint64_t>(row.generation));
    line.Moment("given_at", row.given_at);
    line.Text("given_at_local", LocalTime(row.given_at, zone))
        .Flag("held", row.held_until.has_value());
  }
  line.Number("index", row.index);
  if (kept) line.Moment("limited_since", row.limited_since).Number("previous", row.previous);
  line.Number("purge", row.purge);
  if (row.purge_reason) line.Text("purge_reason", store::PurgeReasonName(*row.purge_reason));
  if (found.content) line.Raw("record", found.content->record);
  line.Text("reference", consent::FormatReference(row.index));
  if (kept) line.Text("revision", row.revision).Text("site", row.site);
  line.Text("state", StateName(row.state));
  if (kept) {
    line.Moment("superseded_at", row.superseded_at).Number("superseded_by", row.superseded_by);
    line.Text("time_zone", zone.name());
    line.Moment("valid_until", row.valid_until);
  }
  line.End();
  return {};
}

std::optional<ExportFormat> ExportFormatFromName(std::string_view name) {
  if (name == "csv") return ExportFormat::kCsv;
  if (name == "jsonl") return ExportFormat::kJsonLines;
  if (name == "jsonld") return ExportFormat::kLinkedData;
  return std::nullopt;
}

std::string_view ExportContentType(ExportFormat format) {
  switch (format) {
    case ExportFormat::kCsv:
      return "text/csv; charset=utf-8";
    case ExportFormat::kJsonLines:
      return "application/x-ndjson";
    case ExportFormat::kLinkedData:
      return "application/ld+json";
  }
  return "text/plain";
}

std::string ExportHead(ExportFormat format, const RecordQuery& query, Time now) {
  if (format == ExportFormat::kCsv) return std::string(render::kUtf8Bom) + ExportCsvHeader();
  if (format == ExportFormat::kJsonLines) return {};
  nlohmann::json about = {{"@type", "dcat:Dataset"},
                          {"dct:issued", {{"@type", "xsd:dateTime"}, {"@value", FormatTime(now)}}}};
  if (query.site) about["dct:subject"] = *query.site;
  if (query.from || query.to) about["dct:temporal"] = {{"@type", "dct:PeriodOfTime"}};
  const auto day = [&query](Time time) {
    return nlohmann::json{{"@type", "xsd:date"},
                          {"@value", FormatDate(query.time_zone.DateAt(time))}};
  };
  if (query.from) about["dct:temporal"]["dcat:startDate"] = day(*query.from);
  if (query.to) about["dct:temporal"]["dcat:endDate"] = day(*query.to - std::chrono::seconds(1));
  // Everything after it begins with a comma, so that a page need not know what came before.
  return "{\"@context\":" + Context().dump() + ",\"@graph\":[\n" + Dump(about) + "\n";
}

Status AppendRecord(ExportFormat format, const store::Found& found, Time now, std::string& out,
                    const TimeZone& zone) {
  if (format == ExportFormat::kCsv) return AppendCsvRow(found, out, zone);
  if (format == ExportFormat::kJsonLines) return AppendJsonLine(found, out, zone);
  if (found.type != store::EntryType::kConsent || !found.content) return {};
  TEMOIN_ASSIGN_OR_RETURN(nlohmann::json data, LinkedData(found, now));
  data.erase("@context");
  out += ',';
  out += Dump(data);
  out += '\n';
  return {};
}

std::string_view ExportTail(ExportFormat format) {
  return format == ExportFormat::kLinkedData ? "]}\n" : "";
}

Result<nlohmann::json> LinkedData(const store::Found& found, Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<consent::Record> record, ReadRecord(found));
  if (!record) return Error(ErrorCode::kNotFound, "The content of this consent is not kept.");
  const bool expired = now >= found.row.valid_until;
  const std::string id = "urn:temoin:consent:" + std::to_string(found.row.index);
  const std::string notice = "urn:sha256:" + record->revision;
  nlohmann::json out;
  out["@context"] = Context();
  // Record header.
  out["@id"] = id;
  out["@type"] = "dpv:ConsentRecord";
  out["dct:conformsTo"] = {{"@id", "https://w3id.org/dpv/schema/iso-27560#record"}};
  out["dct:identifier"] = consent::FormatReference(found.row.index);
  out["dct:created"] = {{"@type", "xsd:dateTime"}, {"@value", FormatTime(record->given_at)}};
  out["dct:language"] = record->language;
  // Parties. The data subject is whoever holds the token; the record names nobody.
  out["dpv:hasDataSubject"] = {{"@type", "dpv:DataSubject"}};
  out["dpv:hasDataController"] = {{"@type", "dpv:DataController"},
                                  {"dpv:hasName", record->controller}};
  if (record->token) out["dpv:hasDataSubject"]["dct:identifier"] = EncodeHex(*record->token);
  // Processing: what was asked, service by service, under which notice.
  out["dpv:hasNotice"] = {
      {"@type", "dpv:ConsentNotice"}, {"@id", notice}, {"dct:isPartOf", record->site}};
  out["dpv:hasProcess"] = nlohmann::json::array();
  for (const auto& [service, accepted] : record->decisions) {
    const auto basis = record->basis.find(service);
    const bool consent_basis =
        basis == record->basis.end() || basis->second == consent::Basis::kConsent;
    std::string process_id = id;
    process_id += '#';
    process_id += service;
    nlohmann::json process = {
        {"@type", "dpv:Process"}, {"@id", process_id}, {"dct:title", service}};
    if (consent_basis) {
      process["dpv:hasLegalBasis"] = {{"@id", "eu-gdpr:A6-1-a"}};
      process["dpv:hasConsentStatus"] = {{"@id", StatusTerm(record->event, accepted, expired)}};
    } else {
      // Exempt from consent: the visitor's answer is the exercise of a right, or its absence.
      process["temoin:opposed"] = !accepted;
    }
    out["dpv:hasProcess"].push_back(std::move(process));
  }
  // Events.
  out["dpv:isIndicatedAtTime"] = {{"@type", "xsd:dateTime"},
                                  {"@value", FormatTime(record->given_at)}};
  out["dpv:isIndicatedBy"] = {{"@type", "dpv:DataSubject"}};
  out["dpv:hasIndicationMethod"] = std::string(consent::ActionName(record->action)) + " (" +
                                   std::string(consent::LayerName(record->layer)) + ")";
  out["dpv:hasDuration"] = {
      {"@type", "dpv:UntilTimeDuration"},
      {"dct:valid", {{"@type", "xsd:dateTime"}, {"@value", FormatTime(record->valid_until)}}}};
  if (record->previous) {
    out["dct:replaces"] = {{"@id", "urn:temoin:consent:" + std::to_string(*record->previous)}};
  }
  if (found.row.superseded_by) {
    out["dct:isReplacedBy"] = {
        {"@id", "urn:temoin:consent:" + std::to_string(*found.row.superseded_by)}};
  }
  return out;
}

}  // namespace temoin::reports
