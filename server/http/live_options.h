// What a server may be told anew while it runs.
//
// Thread-safety: LiveHolder may be shared; the options are values.
#ifndef TEMOIN_SERVER_HTTP_LIVE_OPTIONS_H_
#define TEMOIN_SERVER_HTTP_LIVE_OPTIONS_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/http/address.h"

namespace temoin::http {

struct LiveOptions {
  std::vector<Cidr> trusted_proxies;
  int rate_limit_per_minute = 600;  // 0: none
  int choices_per_hour = 0;         // of all visitors together; 0: no cap
  // Names that the staff listener is asked by, lower case, beside localhost and addresses.
  std::vector<std::string> staff_hosts;
};

class LiveHolder {
 public:
  explicit LiveHolder(LiveOptions options)
      : options_(std::make_shared<const LiveOptions>(std::move(options))) {}

  std::shared_ptr<const LiveOptions> Get() const {
    const std::lock_guard lock(mutex_);
    return options_;
  }
  void Set(LiveOptions options) {
    auto next = std::make_shared<const LiveOptions>(std::move(options));
    const std::lock_guard lock(mutex_);
    options_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const LiveOptions> options_;  // never null
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_LIVE_OPTIONS_H_
