// The one place that knows cpp-httplib's insides: calls the protected Server::process_request over
// a request that has arrived whole. Its signature changes in later versions of the library (0.18 in
// Debian 13 wants the addresses as arguments): only this file follows.
//
// The library reads the request line (method, target, query); the header lines it is not shown,
// because it percent-decodes their values, which can bring a line break into one, matches Range
// with a recursive regular expression, and reads byte by byte. framing.h has judged them; they are
// filled in here, as they were sent.
//
// The path stays as it was sent: an escape in it is never decoded, so that "%2f" is no separator
// here when it is none for the proxy in front. No route has an escape, so such a path is nowhere.
//
// Of a request line without a query, which is nearly every one, there is nothing to read: it is
// taken as it stands. The library's way costs seven times what framing does
// (docs/decisions/0011). What comes of either is a Request of this program (message.h): no type of
// the library leaves this file.
//
// Thread-safety: one object a loop thread.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_HTTPLIB_ADAPTER_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_HTTPLIB_ADAPTER_H_

#include <httplib.h>

#include <functional>
#include <string>
#include <string_view>

#include "server/http/message/message.h"

namespace temoin::http {

// A request that framing.h has judged complete.
struct WholeRequest {
  std::string_view head;  // from the request line to the empty line
  std::string_view body;
  const std::string* peer = nullptr;
  int peer_port = 0;
};

class HttplibAdapter final : private httplib::Server {
 public:
  HttplibAdapter();

  // Called with the parsed request, whose Accept-Encoding has been taken out of it.
  using Callback = std::function<void(const Request&, const std::string& accept_encoding)>;

  // Parses `request` and calls `callback`; false when cpp-httplib refused the request before.
  // `callback` must not throw.
  bool Run(const WholeRequest& request, const Callback& callback);

 private:
  void Read(std::string_view line);

  const WholeRequest* whole_ = nullptr;
  const Callback* callback_ = nullptr;
  Request read_;  // used again and again
  std::string accept_encoding_;
  bool reached_ = false;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_HTTPLIB_ADAPTER_H_
