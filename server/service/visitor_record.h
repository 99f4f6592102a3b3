// From a visitor's tokens to their record: the only way in for someone who is not staff.
//
// A token opens a record when it names its index, the record is a consent of that site, and the
// SHA-256 of its secret is the one the record keeps (compared in constant time). Everything else
// (unknown index, foreign site, wrong secret, unlinked record) is answered alike: no consent.
// An erased record has no hash left to compare: it is known as purged whatever the secret.
//
// Thread-safety: free functions; the store's reading calls may be made from any thread.
#ifndef TEMOIN_SERVER_SERVICE_VISITOR_RECORD_H_
#define TEMOIN_SERVER_SERVICE_VISITOR_RECORD_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/consent/record.h"
#include "server/consent/token.h"
#include "server/store/store.h"

namespace temoin::service {

struct VisitorRecord {
  consent::Token token;  // the one that opened it
  store::ChoiceRow row;
  std::optional<consent::Record> record;  // none when purged or lost
  std::optional<store::Content> content;  // likewise
};

// Reads the values of the `pcid` cookie; what is no token is left out.
std::vector<consent::Token> ParseTokens(std::span<const std::string_view> cookie_values);

// The first token that opens a kept record of `site`; else the first that names a purged or lost
// one; else nothing. kUnavailable and kDataLoss from the store.
Result<std::optional<VisitorRecord>> FindVisitorRecord(const store::Store& store,
                                                       std::string_view site,
                                                       std::span<const consent::Token> tokens);

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_VISITOR_RECORD_H_
