#include "app/recording/visitor_record.h"

#include <utility>

namespace temoin::app {

Result<std::optional<VisitorRecord>> FindVisitorRecord(const store::ConsentStore& store,
                                                       std::string_view site,
                                                       std::span<const consent::Token> tokens) {
  for (const consent::Token& token : tokens) {
    Result<store::Found> found = store.FindByIndex(token.index);
    if (!found) {
      if (found.error().code == ErrorCode::kNotFound) continue;
      return found.error();
    }
    if (found->type != store::EntryType::kConsent || !found->content) continue;
    TEMOIN_ASSIGN_OR_RETURN(consent::Record record, consent::ParseRecord(found->content->record));
    if (record.site != site || !consent::TokenMatches(token, record.token)) continue;
    return std::optional(
        VisitorRecord{token, std::move(found->row), std::move(record), *std::move(found->content)});
  }
  return std::optional<VisitorRecord>();
}

}  // namespace temoin::app
