// Staff routes about the journal of accesses and the export of records.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "consent/record.h"
#include "consent/token.h"
#include "render/csv.h"
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
// One page of an export: what a worker may hold in memory and how long it may read.
constexpr size_t kExportBytes = size_t{4} << 20;
constexpr std::chrono::milliseconds kExportTime{500};

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

}  // namespace

Status ListJournal(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> before,
                          call.QueryNumber("before", uint64_t{1} << 53));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> wanted,
                          call.QueryNumber("limit", kMaxJournalRows));
  const store::Store& store = call.backend.Reader();
  TEMOIN_RETURN_IF_ERROR(call.Journal("journal.read", "", ""));
  // Newest first: the last `limit` lines before `before`, read in the order of their ids. Ids of
  // forgotten lines are gaps, so a window may hold fewer lines than ids.
  int64_t end = 0;
  if (before) {
    end = static_cast<int64_t>(*before) - 1;
  } else {
    TEMOIN_ASSIGN_OR_RETURN(end, NewestAccess(store));
  }
  const int64_t limit = static_cast<int64_t>(std::max<uint64_t>(1, wanted.value_or(50)));
  const int64_t begin = std::max<int64_t>(0, end - limit);
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::AccessRow> rows,
                          store.ReadAccesses(begin, static_cast<size_t>(limit)));
  std::erase_if(rows, [end](const store::AccessRow& row) { return row.id > end; });
  bool more = false;
  if (begin > 0) {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::AccessRow> first, store.ReadAccesses(0, 1));
    more = !first.empty() && first.front().id <= begin;
  }
  nlohmann::json lines = nlohmann::json::array();
  std::reverse(rows.begin(), rows.end());
  for (const auto& [id, access] : rows) {
    lines.push_back({{"id", id},
                     {"at", FormatTime(access.at)},
                     {"who", access.who},
                     {"role", access.role},
                     {"action", access.action},
                     {"site", access.site},
                     {"detail", access.detail}});
  }
  call.Json({{"lines", std::move(lines)},
             {"next", more ? nlohmann::json(begin + 1) : nlohmann::json(nullptr)}});
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

Status DownloadTables(const StaffCall& call, std::string_view format,
                      std::span<const render::DataTable> tables, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(render::TableFile file, render::MakeTableFile(format, tables));
  if (file.extension == ".csv") file.bytes.insert(0, render::kUtf8Bom);
  call.Download(std::move(file.bytes), file.media_type, std::string(name).append(file.extension));
  return {};
}

}  // namespace temoin::http
