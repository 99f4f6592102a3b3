// When a page last asked for a site's script: what "the script was seen on …" says, so that whoever
// put it on the pages sees that it arrives. Nothing is told of who asked. In memory alone: a start
// begins anew.
//
// Counted is what a browser asks for on behalf of a page of the site: a script (Sec-Fetch-Dest)
// from the same origin or site (Sec-Fetch-Site), fields that no page can set
// (https://www.w3.org/TR/fetch-metadata/). Somebody with a command line can; a sighting is a help
// and proves nothing. A proxy's memory and the browser's five minutes stand in between: it may be
// minutes later than written.
//
// Thread-safety: all functions from any thread.
#ifndef TEMOIN_SERVER_HTTP_SCRIPT_SIGHTINGS_H_
#define TEMOIN_SERVER_HTTP_SCRIPT_SIGHTINGS_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "server/http/message/message.h"

namespace temoin::http {

class ScriptSightings {
 public:
  // `site` is a published one: there are as many rows as sites at most.
  void Note(std::string_view site, const Request& request, Time now);
  // Nothing: not since the start.
  std::optional<Time> Last(std::string_view site) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Time, std::less<>> last_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_SCRIPT_SIGHTINGS_H_
