#include "server/http/staff/shown.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "consent/record.h"
#include "prooflog/verify.h"

namespace temoin::http {
namespace {

Status VerifyShownReceipt(const StaffCall& call, const reports::ShownChoice& shown) {
  std::vector<prooflog::VerifierKey> keys;
  for (const std::string& text : call.backend.VerifierKeys()) {
    TEMOIN_ASSIGN_OR_RETURN(prooflog::VerifierKey key, prooflog::ParseVerifierKey(text));
    keys.push_back(std::move(key));
  }
  const Result<prooflog::VerifiedReceipt> receipt = prooflog::VerifyReceipt(shown.receipt, keys);
  if (receipt) return {};
  return Error(ErrorCode::kUnprocessable,
               "This receipt does not verify under this log's keys: " + receipt.error().message,
               "/text");
}

}  // namespace

Result<reports::ShownChoice> ReadShownOf(const StaffCall& call, std::string_view text) {
  std::vector<std::string> token_names;
  const std::shared_ptr<const catalog::Catalog> catalogue = call.backend.Catalogue();
  for (const auto& [id, site] : catalogue->sites()) token_names.push_back(site->cookie.choice);
  TEMOIN_ASSIGN_OR_RETURN(reports::ShownChoice shown, reports::ReadShown(text, token_names));
  if (shown.kind == reports::ShownKind::kReceipt) {
    TEMOIN_RETURN_IF_ERROR(VerifyShownReceipt(call, shown));
  }
  return shown;
}

std::string_view ShownKindName(reports::ShownKind kind) {
  switch (kind) {
    case reports::ShownKind::kReference:
      return "reference";
    case reports::ShownKind::kIndex:
      return "index";
    case reports::ShownKind::kReceipt:
      return "receipt";
    case reports::ShownKind::kToken:
    case reports::ShownKind::kFalseToken:
      return "token";
  }
  return "";
}

Result<bool> Opens(const consent::Token& token, const store::Found& found) {
  if (!found.content || token.index != found.row.index) return false;
  TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                          consent::ParseRecord(found.content->record));
  return consent::TokenMatches(token, record.token);
}

Result<reports::ShownKind> RequirePossession(const StaffCall& call, const nlohmann::json& body,
                                             store::Index index) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextMember(body, "text", kMaxShownBytes, true));
  TEMOIN_ASSIGN_OR_RETURN(const reports::ShownChoice shown, ReadShownOf(call, text));
  bool held = shown.kind == reports::ShownKind::kReceipt && shown.index == index;
  if (shown.token) {
    const Result<store::Found> found = call.backend.Reader().FindByIndex(index);
    if (!found) return found.error();
    TEMOIN_ASSIGN_OR_RETURN(held, Opens(*shown.token, *found));
  }
  if (held) return shown.kind;
  return Error(ErrorCode::kUnprocessable,
               "This does not open the record. Ask for the cookie or the receipt of the choice: a "
               "reference finds a record and shows nothing.",
               "/text");
}

}  // namespace temoin::http
