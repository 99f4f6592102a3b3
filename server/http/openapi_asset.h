// The API's description (server/http/api/openapi.json), inside the program.
//
// Thread-safety: pure function.
#ifndef TEMOIN_SERVER_HTTP_OPENAPI_ASSET_H_
#define TEMOIN_SERVER_HTTP_OPENAPI_ASSET_H_

#include <string>

namespace temoin::http {

std::string OpenApiText();

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_OPENAPI_ASSET_H_
