// Requests to other people's servers, with cpp-httplib as the client: bounded in time and bytes,
// redirects not followed.
//
// Thread-safety: all functions from any thread.
#ifndef TEMOIN_SERVER_CLIENT_HTTP_CLIENT_H_
#define TEMOIN_SERVER_CLIENT_HTTP_CLIENT_H_

#include <string>
#include <string_view>

#include "app/outbound.h"
#include "base/result.h"

namespace temoin::client {

class HttpClient final : public app::Outbound {
 public:
  Result<Answer> Post(const std::string& url, std::string_view body, std::string_view type,
                      size_t max_answer) override;
};

}  // namespace temoin::client

#endif  // TEMOIN_SERVER_CLIENT_HTTP_CLIENT_H_
