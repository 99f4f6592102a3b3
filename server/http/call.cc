#include "server/http/call.h"

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "server/http/fields.h"

namespace temoin::http {

Result<std::string_view> Call::BodyText() const {
  const BodyRule& rule = policy.body;
  if (rule.media_type.empty()) return Error(ErrorCode::kInternal, "this route reads no body");
  if (MediaType(request.Header("Content-Type")) != rule.media_type) {
    return Error(ErrorCode::kUnsupportedMedia, std::string(rule.refusal));
  }
  if (request.body.size() > rule.max_bytes) {
    return ParseJson(request.body, {.max_bytes = rule.max_bytes}).error();  // in its words
  }
  return std::string_view(request.body);
}

Result<nlohmann::json> Call::BodyJson() const {
  TEMOIN_ASSIGN_OR_RETURN(const std::string_view text, BodyText());
  return ParseJson(text, {.max_bytes = policy.body.max_bytes, .max_depth = policy.body.max_depth});
}

}  // namespace temoin::http
