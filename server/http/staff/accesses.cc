// Staff routes about the journal of accesses and the export of records.
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
  return app::NoteMade(call.backend.Context(), call.who.actor(),
                       {std::string(kind), std::string(site), std::move(detail)});
}

namespace {

constexpr uint64_t kMaxJournalRows = 200;
// A file of the journal is made in memory, whole or not at all.
constexpr size_t kMaxExportedAccesses = 20'000;
constexpr size_t kAccessesAtOnce = 500;
// One page of an export: what a worker may hold in memory and how long it may read.
constexpr size_t kExportBytes = size_t{4} << 20;
constexpr std::chrono::milliseconds kExportTime{500};
constexpr std::chrono::milliseconds kJournalExportTime{3000};

// The id of the newest line, 0 when there is none: found by doubling and halving over ids that rise
// and may have gaps.
Result<int64_t> NewestAccess(const store::Store& store) {
  const auto any_after = [&store](int64_t id) -> Result<bool> {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> rows, store.ReadAccesses(id, 1));
    return !rows.empty();
  };
  int64_t low = 0;  // something stands after low, unless the journal is empty
  TEMOIN_ASSIGN_OR_RETURN(const bool any, any_after(low));
  if (!any) return int64_t{0};
  int64_t high = 1;
  for (;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool more, any_after(high));
    if (!more) break;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    TEMOIN_ASSIGN_OR_RETURN(const bool more, any_after(middle));
    (more ? low : high) = middle;
  }
  return high;
}

struct AccessFilter {
  StaffCall::Days days;
  std::optional<std::string> who;
  std::optional<std::string> action;  // or what it begins with, before a dot
  std::optional<std::string> site;

  bool Fits(const store::Access& access) const {
    if (days.from && access.at < *days.from) return false;
    if (days.to && access.at >= *days.to) return false;
    if (who && access.who != *who) return false;
    if (site && access.site != *site) return false;
    if (!action || access.action == *action) return true;
    return access.action.starts_with(*action + ".");
  }
};

// Days are meant by the clocks of `zone`.
Result<AccessFilter> ReadAccessFilter(const StaffCall& call, const TimeZone& zone) {
  AccessFilter filter;
  TEMOIN_ASSIGN_OR_RETURN(filter.days, call.QueryDays(zone));
  TEMOIN_ASSIGN_OR_RETURN(filter.who, call.Query("who"));
  TEMOIN_ASSIGN_OR_RETURN(filter.action, call.Query("action", 64));
  TEMOIN_ASSIGN_OR_RETURN(filter.site, call.Query("site", 64));
  return filter;
}

struct AccessPage {
  std::vector<store::AccessRow> rows;  // newest first
  std::optional<int64_t> next;         // lines before this id were not looked at
};

// The newest lines before `end` (included) that fit, `limit` at most; stops at `deadline`. Ids of
// forgotten lines are gaps, so a window may hold fewer lines than ids.
Result<AccessPage> ReadNewestAccesses(const store::Store& store, const AccessFilter& filter,
                                      int64_t end, size_t limit,
                                      std::chrono::steady_clock::time_point deadline) {
  AccessPage page;
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> first, store.ReadAccesses(0, 1));
  const int64_t oldest = first.empty() ? end + 1 : first.front().id;
  while (end >= oldest) {
    if (page.rows.size() >= limit || std::chrono::steady_clock::now() >= deadline) {
      page.next = end + 1;
      break;
    }
    const int64_t begin = std::max<int64_t>(0, end - static_cast<int64_t>(kAccessesAtOnce));
    TEMOIN_ASSIGN_OR_RETURN(std::vector<store::AccessRow> rows,
                            store.ReadAccesses(begin, kAccessesAtOnce));
    std::erase_if(rows, [end](const store::AccessRow& row) { return row.id > end; });
    end = begin;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      if (!filter.Fits(row->access)) continue;
      if (page.rows.size() == limit) {
        end = row->id;
        break;
      }
      page.rows.push_back(std::move(*row));
    }
  }
  return page;
}

// What was asked for, for the line about it.
std::string FilterWords(const AccessFilter& filter, const TimeZone& zone) {
  std::string words;
  const auto add = [&words](std::string_view name, std::string_view value) {
    if (!words.empty()) words += ", ";
    words.append(name).append(" ").append(value);
  };
  if (filter.days.from) add("from", FormatDate(zone.DateAt(*filter.days.from)));
  if (filter.days.to) {
    add("to", FormatDate(zone.DateAt(*filter.days.to - std::chrono::seconds(1))));
  }
  if (filter.who) add("by", *filter.who);
  if (filter.action) add("action", *filter.action);
  return words;
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

Status ExportJournal(StaffCall& call, const AccessFilter& filter, const TimeZone& zone,
                     std::string_view format) {
  if (!render::IsTableFormat(format)) {
    return Error(ErrorCode::kInvalidArgument, "'format' is json, csv, csv-fr or xlsx.");
  }
  TEMOIN_RETURN_IF_ERROR(
      call.Journal("journal.export", filter.site.value_or(""), FilterWords(filter, zone)));
  const store::Store& store = call.backend.Reader();
  TEMOIN_ASSIGN_OR_RETURN(const int64_t newest, NewestAccess(store));
  TEMOIN_ASSIGN_OR_RETURN(
      const AccessPage page,
      ReadNewestAccesses(store, filter, newest, kMaxExportedAccesses,
                         std::chrono::steady_clock::now() + kJournalExportTime));
  if (page.next) {
    return Error(ErrorCode::kUnprocessable,
                 "These are more accesses than one file takes: ask for fewer days.", "/from");
  }
  const render::DataTable table = reports::AccessTable(page.rows, zone);
  return DownloadTables(call, format, std::span(&table, 1),
                        "journal-des-acces-" + FormatDate(zone.DateAt(call.now)));
}

}  // namespace

Status ListJournal(StaffCall& call) {
  // The site by whose clocks the days are meant; UTC without it.
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> days_of, call.Query("days_of", 64));
  const TimeZone zone = call.ZoneOf(days_of.value_or(""));
  TEMOIN_ASSIGN_OR_RETURN(const AccessFilter filter, ReadAccessFilter(call, zone));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> format, call.Query("format", 8));
  if (format.value_or("json") != "json") return ExportJournal(call, filter, zone, *format);
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> before,
                          call.QueryNumber("before", uint64_t{1} << 53));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> wanted,
                          call.QueryNumber("limit", kMaxJournalRows));
  const store::Store& store = call.backend.Reader();
  TEMOIN_RETURN_IF_ERROR(
      call.Journal("journal.read", filter.site.value_or(""), FilterWords(filter, zone)));
  int64_t end = 0;
  if (before) {
    end = static_cast<int64_t>(*before) - 1;
  } else {
    TEMOIN_ASSIGN_OR_RETURN(end, NewestAccess(store));
  }
  TEMOIN_ASSIGN_OR_RETURN(
      const AccessPage page,
      ReadNewestAccesses(store, filter, end, std::max<uint64_t>(1, wanted.value_or(50)),
                         std::chrono::steady_clock::now() + kSearchTime));
  nlohmann::json lines = nlohmann::json::array();
  for (const store::AccessRow& row : page.rows) lines.push_back(AccessJson(row));
  call.Json({{"lines", std::move(lines)},
             {"next", page.next ? nlohmann::json(*page.next) : nlohmann::json(nullptr)}});
  return {};
}

Status ExportConsents(StaffCall& call) {
  reports::RecordQuery query;
  TEMOIN_ASSIGN_OR_RETURN(query.site, call.Query("site", 64));
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
