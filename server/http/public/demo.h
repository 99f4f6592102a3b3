// The demonstration: a page in the manner of a health-insurance site and stand-ins for the third
// parties that it loads, told apart by the Host of the request (demo.json says which file answers
// which host and path).
//
// Thread-safety: immutable once read.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_DEMO_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_DEMO_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/embedded.h"
#include "base/result.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

class Demo {
 public:
  // kDataLoss when demo.json and the files disagree (a broken build).
  static Result<Demo> Read(std::span<const EmbeddedFile> files);

  // Answers a request that is the demonstration's; false leaves it alone.
  bool Handle(Exchange& exchange) const;

  // Whether pages of this origin may post a choice while the demonstration runs: names under
  // .localhost, and the loopback addresses.
  static bool AllowsOrigin(std::string_view origin);

  // "www.ameli.localhost": where the page is to be opened.
  const std::string& page_host() const { return page_host_; }

 private:
  struct File {
    std::string type;
    std::string_view contents;
    bool substitute = false;  // {{PORT}} stands for the port that the request came to
    std::vector<std::string> cookies;
  };

  std::string page_host_;
  std::map<std::pair<std::string, std::string>, File, std::less<>> files_;  // host or "*", path
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_DEMO_H_
