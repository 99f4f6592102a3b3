// The way out: one bounded HTTP request to somebody else's server. server/client implements it.
//
// Thread-safety: an implementation says its own.
#ifndef TEMOIN_APP_OUTBOUND_H_
#define TEMOIN_APP_OUTBOUND_H_

#include <string>

#include "base/result.h"

namespace temoin::app {

class Outbound {
 public:
  virtual ~Outbound() = default;

  struct Request {
    std::string method = "POST";  // or "GET"
    std::string url;              // scheme://host[:port][/path][?query]
    std::string body{};
    std::string type{};           // of the body
    std::string authorization{};  // the header's value; without: none
    size_t max_bytes = 0;         // of the response's body
  };
  struct Response {
    int status = 0;
    std::string body;  // at most `max_bytes`
    std::string type;  // its Content-Type
  };
  // kInvalidArgument for what is no URL; kUnavailable, with the reason, when nothing answers in
  // time; kTooLarge for a response over `max_bytes`.
  virtual Result<Response> Send(const Request& request) = 0;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_OUTBOUND_H_
