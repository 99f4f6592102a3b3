// Records for other programs: one CSV row or one JSON line a consent, and the record in the shape
// of ISO/IEC TS 27560 with the terms of the W3C Data Privacy Vocabulary (docs/formats.md).
//
// Purged and lost consents keep their place, with index and state only.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_REPORTS_SRC_EXPORT_H_
#define TEMOIN_REPORTS_SRC_EXPORT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "server/store/types.h"

namespace temoin::reports {

std::string_view StateName(store::State state);  // "kept", "purged", "lost"

// The narrow facts of a consent; what it does not have is left out.
nlohmann::json RowJson(const store::ChoiceRow& row);

// Ends in CRLF; begins the file after a byte order mark.
std::string ExportCsvHeader();
// Append nothing for entries that are no consent. kDataLoss when a kept record cannot be read.
Status AppendCsvRow(const store::Found& found, std::string& out);
Status AppendJsonLine(const store::Found& found, std::string& out);

// JSON-LD. kNotFound unless the record is kept.
Result<nlohmann::json> LinkedData(const store::Found& found, Time now);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_SRC_EXPORT_H_
