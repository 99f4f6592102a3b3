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

  struct Answer {
    int status = 0;
    std::string body;  // at most what was asked for
  };
  // `url`: scheme://host[:port][/path]. kInvalidArgument for what is no URL; kUnavailable, with the
  // reason, when nothing answers in time; kTooLarge for an answer over `max_answer` bytes.
  virtual Result<Answer> Post(const std::string& url, std::string_view body, std::string_view type,
                              size_t max_answer) = 0;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_OUTBOUND_H_
