// Staff routes about the access log and the export of records.
#include "app/staff/accesses.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "consent/record.h"
#include "consent/token.h"
#include "render/csv.h"
#include "reports/accesses.h"
#include "reports/export.h"
#include "reports/record_pages.h"
#include "server/http/staff/api.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

Status NoteMade(const StaffCall& call, std::string_view kind, std::string_view site,
                std::string detail) {
  return app::NoteMade(call.backend.Context(), call.actor,
                       {std::string(kind), std::string(site), std::move(detail)});
}

namespace {

// One page of an export: what a worker may hold in memory and how long it may read.
constexpr size_t kExportBytes = size_t{4} << 20;
constexpr std::chrono::milliseconds kExportTime{500};

// Days are meant by the clocks of the site that `days_of` names; UTC without it.
Result<app::ReadAccesses> ReadAccessQuery(const StaffCall& call) {
  app::ReadAccesses out;
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> days_of, call.Query("days_of", 64));
  out.zone = call.ZoneOf(days_of.value_or(""));
  TEMOIN_ASSIGN_OR_RETURN(const StaffCall::Days days, call.QueryDays(out.zone));
  out.from = days.from;
  out.to = days.to;
  TEMOIN_ASSIGN_OR_RETURN(out.who, call.Query("who"));
  TEMOIN_ASSIGN_OR_RETURN(out.action, call.Query("action", 64));
  TEMOIN_ASSIGN_OR_RETURN(out.site, call.Query("site", 64));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> before,
                          call.QueryNumber("before", uint64_t{1} << 53));
  if (before) out.before = static_cast<int64_t>(*before);
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> limit,
                          call.QueryNumber("limit", app::kMaxShownAccesses));
  if (limit) out.limit = std::max<uint64_t>(1, *limit);
  return out;
}

nlohmann::json AccessJson(const store::AccessRow& row) {
  const store::Access& access = row.access;
  nlohmann::json out = {
      {"id", row.id},           {"at", FormatTime(access.at)}, {"who", access.who},
      {"role", access.role},    {"action", access.action},     {"site", access.site},
      {"detail", access.detail}};
  for (const char* language : {"fr", "en"}) {
    out["action_words"][language] = reports::AccessActionWords(access.action, language);
    out["detail_words"][language] = reports::AccessDetailWords(access.detail, language);
  }
  return out;
}

// Each CSV that a browser keeps says by its first bytes that it is UTF-8: a spreadsheet opens it.
void DownloadFile(const StaffCall& call, std::string bytes, std::string_view media_type,
                  std::string_view name) {
  if (name.ends_with(".csv") && !bytes.starts_with(render::kUtf8Bom)) {
    bytes.insert(0, render::kUtf8Bom);
  }
  call.Download(std::move(bytes), media_type, name);
}

Status DownloadAccesses(StaffCall& call, const app::ReadAccesses& asked, std::string_view format) {
  if (!render::IsTableFormat(format)) {
    return Error(ErrorCode::kInvalidArgument, "'format' is json, csv, csv-fr or xlsx.");
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> rows,
                          app::ExportAccesses(call.backend.Context(), call.actor, asked));
  const render::DataTable table = reports::AccessTable(rows, asked.zone);
  return DownloadTables(call, format, std::span(&table, 1),
                        "journal-des-acces-" + FormatDate(asked.zone.DateAt(call.now)));
}

}  // namespace

Status ListAccesses(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const app::ReadAccesses asked, ReadAccessQuery(call));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> format, call.Query("format", 8));
  if (format.value_or("json") != "json") return DownloadAccesses(call, asked, *format);
  TEMOIN_ASSIGN_OR_RETURN(const app::AccessPage page,
                          app::Accesses(call.backend.Context(), call.actor, asked));
  nlohmann::json lines = nlohmann::json::array();
  for (const store::AccessRow& row : page.rows) lines.push_back(AccessJson(row));
  call.Json({{"lines", std::move(lines)},
             {"next", page.next ? nlohmann::json(*page.next) : nlohmann::json(nullptr)}});
  return {};
}

Status ExportConsents(StaffCall& call) {
  reports::RecordQuery query;
  TEMOIN_ASSIGN_OR_RETURN(query.site, call.Query("site", 64));
  TEMOIN_RETURN_IF_ERROR(app::RequireSeen(call.actor, query.site.value_or("")));
  query.time_zone = call.ZoneOf(query.site.value_or(""));
  TEMOIN_ASSIGN_OR_RETURN(const StaffCall::Days days, call.QueryDays(query.time_zone));
  query.from = days.from;
  query.to = days.to;
  TEMOIN_ASSIGN_OR_RETURN(query.cursor, call.QueryNumber("cursor", consent::kMaxIndex));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> asked, call.Query("format", 8));
  const std::string name = asked.value_or("csv");
  const std::optional<reports::ExportFormat> format = reports::ExportFormatFromName(name);
  if (!format) return Error(ErrorCode::kInvalidArgument, "'format' is csv, jsonl or jsonld.");
  std::string detail = name;
  if (query.from) detail += ", from " + FormatDate(query.time_zone.DateAt(*query.from));
  if (query.to) {
    detail += ", to " + FormatDate(query.time_zone.DateAt(*query.to - std::chrono::seconds(1)));
  }
  if (query.cursor) detail += ", page from " + std::to_string(*query.cursor);
  TEMOIN_RETURN_IF_ERROR(NoteMade(call, "export", query.site.value_or(""), std::move(detail)));
  std::string body;
  body.reserve(kExportBytes + consent::kMaxRecordBytes);
  // The head begins the file, not each of its pages.
  if (!query.cursor) body = reports::ExportHead(*format, query, call.now);
  reports::RecordPages pages(call.backend.Reader(), query);
  const auto append = [&](const store::Found& found) -> Result<bool> {
    TEMOIN_RETURN_IF_ERROR(
        reports::AppendRecord(*format, found, call.now, body, call.ZoneOf(found.row.site)));
    return body.size() < kExportBytes;
  };
  TEMOIN_RETURN_IF_ERROR(pages.Read(std::chrono::steady_clock::now() + kExportTime, append));
  if (!pages.done()) {
    call.response.AddHeader("Temoin-Next", std::to_string(pages.next()));
    call.response.AddHeader("Temoin-Progress",
                            std::to_string(pages.passed()) + "/" + std::to_string(pages.total()));
  }
  if (pages.done()) body += reports::ExportTail(*format);
  call.Download(std::move(body), reports::ExportContentType(*format), "consentements." + name);
  return {};
}

Status HandOut(const StaffCall& call, const reports::SiteReport& report, std::string_view kind,
               std::string_view site, std::string detail) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> asked, call.Query("format", 20));
  const std::string form = asked.value_or("json");
  if (form == "json") {
    call.Json(report.Json());
    return {};
  }
  TEMOIN_ASSIGN_OR_RETURN(reports::ReportFile file, reports::MakeReportFile(report, form));
  TEMOIN_RETURN_IF_ERROR(NoteMade(call, kind, site, std::move(detail)));
  if (file.style_source.empty()) {
    DownloadFile(call, std::move(file.bytes), file.media_type, file.name);
  } else {
    call.Page(std::move(file.bytes), file.style_source);
  }
  return {};
}

Status DownloadTables(const StaffCall& call, std::string_view format,
                      std::span<const render::DataTable> tables, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(render::TableFile file, render::MakeTableFile(format, tables));
  DownloadFile(call, std::move(file.bytes), file.media_type,
               std::string(name).append(file.extension));
  return {};
}

}  // namespace temoin::http
