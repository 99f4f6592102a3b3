// What a person shows of their choice, judged against the sites, the log's keys and the records of
// this service.
//
// Thread-safety: as a StaffCall.
#ifndef TEMOIN_SERVER_HTTP_STAFF_SHOWN_H_
#define TEMOIN_SERVER_HTTP_STAFF_SHOWN_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "reports/shown.h"
#include "server/http/staff/call.h"

namespace temoin::http {

inline constexpr size_t kMaxShownBytes = size_t{60} << 10;

// Read from any copy; a receipt is the whole that this log signed, with a key of now or of before.
// kUnprocessable with the pointer /text.
Result<reports::ShownChoice> ReadShownOf(const StaffCall& call, std::string_view text);

std::string_view ShownKindName(reports::ShownKind kind);  // "receipt"

// Whether a token opens the record that is kept at its index.
Result<bool> Opens(const consent::Token& token, const store::Found& found);

// The member `text` of a body holds the token that opens the record at `index`, or its receipt;
// answers with what it was. kUnprocessable with the pointer /text for anything else: a reference
// alone shows nothing.
Result<reports::ShownKind> RequirePossession(const StaffCall& call, const nlohmann::json& body,
                                             store::Index index);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_SHOWN_H_
