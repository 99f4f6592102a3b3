// The way out: one bounded HTTP request to somebody else's server. server/client implements it.
//
// Thread-safety: an implementation says its own.
#ifndef TEMOIN_APP_OUTBOUND_H_
#define TEMOIN_APP_OUTBOUND_H_

#include <string>
#include <string_view>

#include "base/result.h"

namespace temoin::app {

class Outbound {
 public:
  virtual ~Outbound() = default;

  struct Response {
    int status = 0;
    std::string body;  // at most `max_bytes`
  };
  // `url`: scheme://host[:port][/path]. kInvalidArgument for what is no URL; kUnavailable, with the
  // reason, when nothing answers in time; kTooLarge for a response over `max_bytes`.
  virtual Result<Response> Post(const std::string& url, std::string_view body,
                                std::string_view type, size_t max_bytes) = 0;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_OUTBOUND_H_
