#include "server/http/openapi_asset.h"

#include <vector>

#include "base/embedded.h"

namespace temoin::assets {
std::vector<EmbeddedFile> Api();
}  // namespace temoin::assets

namespace temoin::http {

std::string OpenApiText() {
  for (const EmbeddedFile& file : assets::Api()) {
    if (file.path == "openapi.json") return std::string(file.contents);
  }
  return {};
}

}  // namespace temoin::http
