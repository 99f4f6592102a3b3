#include "server/service/visitor_record.h"

#include <utility>

namespace temoin::service {

std::vector<consent::Token> ParseTokens(std::span<const std::string_view> cookie_values) {
  std::vector<consent::Token> tokens;
  for (const std::string_view value : cookie_values) {
    if (const auto token = consent::DecodeToken(value)) tokens.push_back(*token);
  }
  return tokens;
}

Result<std::optional<VisitorRecord>> FindVisitorRecord(const store::Store& store,
                                                       std::string_view site,
                                                       std::span<const consent::Token> tokens) {
  std::optional<VisitorRecord> gone;
  for (const consent::Token& token : tokens) {
    Result<store::Found> found = store.FindByIndex(token.index);
    if (!found) {
      if (found.error().code == ErrorCode::kNotFound) continue;
      return found.error();
    }
    if (found->type != store::EntryType::kConsent) continue;
    if (!found->content) {
      if (found->row.state != store::State::kKept && !gone) {
        gone = VisitorRecord{token, std::move(found->row), std::nullopt, std::nullopt};
      }
      continue;
    }
    TEMOIN_ASSIGN_OR_RETURN(consent::Record record, consent::ParseRecord(found->content->record));
    if (record.site != site || !consent::TokenMatches(token, record.token)) continue;
    return std::optional(
        VisitorRecord{token, std::move(found->row), std::move(record), std::move(found->content)});
  }
  return gone;
}

}  // namespace temoin::service
