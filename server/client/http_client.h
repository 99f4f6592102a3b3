// Requests to other people's servers, with cpp-httplib as the client. The whole request, from the
// connection to the response's last byte, takes no longer than the patience; a response is read up
// to its bound and 64 KiB of head. Redirects are not followed.
//
// Thread-safety: all functions from any thread.
#ifndef TEMOIN_SERVER_CLIENT_HTTP_CLIENT_H_
#define TEMOIN_SERVER_CLIENT_HTTP_CLIENT_H_

#include <chrono>

#include "app/outbound.h"
#include "base/result.h"

namespace temoin::client {

class HttpClient final : public app::Outbound {
 public:
  explicit HttpClient(std::chrono::milliseconds patience = std::chrono::seconds(20))
      : patience_(patience) {}

  Result<Response> Send(const Request& asked) override;

 private:
  const std::chrono::milliseconds patience_;
};

}  // namespace temoin::client

#endif  // TEMOIN_SERVER_CLIENT_HTTP_CLIENT_H_
