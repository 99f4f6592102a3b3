// From a visitor's tokens to their record: the only way in for someone who is not staff.
//
// A token opens a record when it names its index, the record is a consent of that site, and the
// SHA-256 of its secret is the one the record keeps (compared in constant time). Everything else
// (unknown index, foreign site, wrong secret, unlinked record) is answered alike: no consent. So is
// a record that was erased or lost: it has no hash left to compare, and whoever names its index
// must not learn what became of it. That it is gone only staff are told.
//
// Thread-safety: free functions; the store's reading calls may be made from any thread.
#ifndef TEMOIN_APP_RECORDING_VISITOR_RECORD_H_
#define TEMOIN_APP_RECORDING_VISITOR_RECORD_H_

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "consent/record.h"
#include "consent/token.h"
#include "store/consents.h"

namespace temoin::app {

struct VisitorRecord {
  consent::Token token;  // the one that opened it
  store::ChoiceRow row;
  consent::Record record;
  store::Content content;
};

// The first token that opens a kept record of `site`, or nothing. kUnavailable and kDataLoss from
// the store.
Result<std::optional<VisitorRecord>> FindVisitorRecord(const store::ConsentStore& store,
                                                       std::string_view site,
                                                       std::span<const consent::Token> tokens);

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_VISITOR_RECORD_H_
