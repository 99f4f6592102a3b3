// Records for other programs: one CSV row or one JSON line a consent, and the record in the shape
// of ISO/IEC TS 27560 with the terms of the W3C Data Privacy Vocabulary (docs/formats.md).
//
// Purged and lost consents keep their place, with index and state only.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_EXPORT_H_
#define TEMOIN_REPORTS_EXPORT_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/zones.h"
#include "reports/record_pages.h"
#include "store/consents.h"

namespace temoin::reports {

std::string_view StateName(store::State state);  // "kept", "purged", "lost"

// The narrow facts of a consent; what it does not have is left out.
nlohmann::json RowJson(const store::ChoiceRow& row);

// A file of records: its head, then record after record, then its tail. It may be put together
// from pages of any size; nothing of it is kept in memory.
enum class ExportFormat { kCsv, kJsonLines, kLinkedData };

std::optional<ExportFormat> ExportFormatFromName(std::string_view name);  // csv, jsonl, jsonld
std::string_view ExportContentType(ExportFormat format);

// What begins the file. A JSON-LD document is one graph whose first node says what it is: of which
// site and period, as of when.
std::string ExportHead(ExportFormat format, const RecordQuery& query, Time now);
// Appends nothing for entries that are no consent, and to JSON-LD none whose content is gone.
// kDataLoss when a kept record cannot be read. `zone` is that of the record's site, for readers:
// CSV and JSON lines say when a choice was given there, too.
Status AppendRecord(ExportFormat format, const store::Found& found, Time now, std::string& out,
                    const TimeZone& zone = {});
std::string_view ExportTail(ExportFormat format);

// The parts of it.
std::string ExportCsvHeader();  // ends in CRLF
Status AppendCsvRow(const store::Found& found, std::string& out, const TimeZone& zone = {});
Status AppendJsonLine(const store::Found& found, std::string& out, const TimeZone& zone = {});

// JSON-LD. kNotFound unless the record is kept.
Result<nlohmann::json> LinkedData(const store::Found& found, Time now);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_EXPORT_H_
