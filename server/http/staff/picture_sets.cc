// Staff routes of the scanner: which revisions lack pictures, and filing those that were taken.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/encoding.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

Result<app::ListWanted> ReadListWanted(const StaffCall& /*call*/) { return app::ListWanted{}; }

void WriteWanted(const StaffCall& call, const std::vector<store::Publication>& wanted) {
  nlohmann::json rows = nlohmann::json::array();
  for (const store::Publication& publication : wanted) {
    rows.push_back({{"site", publication.site},
                    {"revision", publication.hash},
                    {"generation", publication.generation},
                    {"published_at", FormatTime(publication.published_at)}});
  }
  call.Json({{"wanted", std::move(rows)}});
}

Result<app::FilePictures> ReadPictureSet(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::FilePictures command;
  TEMOIN_ASSIGN_OR_RETURN(command.manifest,
                          TextMember(body, "manifest", store::kMaxPictureManifest, true));
  const auto pictures = body.find("pictures");
  if (pictures == body.end() || !pictures->is_object() || pictures->size() > store::kMaxPictures) {
    return Error(ErrorCode::kUnprocessable, "Expected pictures by their names.", "/pictures");
  }
  for (const auto& [name, encoded] : pictures->items()) {
    const std::optional<Bytes> bytes =
        encoded.is_string() ? DecodeBase64(encoded.get_ref<const std::string&>()) : std::nullopt;
    if (!bytes) return Error(ErrorCode::kUnprocessable, "A picture is base64.", "/pictures");
    command.files.emplace(name, AsText(*bytes));
  }
  return command;
}

void WritePictureSet(const StaffCall& call, const app::FiledPictures& filed) {
  call.Json({{"index", filed.index}, {"hash", filed.hash}, {"added", filed.added}},
            filed.added ? 201 : 200);
}

}  // namespace temoin::http
