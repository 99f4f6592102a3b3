// What the routes work with: the parts of the running service and how this server was told to run.
//
// Thread-safety: filled before the first request, then constant; each part says its own.
#ifndef TEMOIN_SERVER_HTTP_SERVICES_H_
#define TEMOIN_SERVER_HTTP_SERVICES_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/publish/publisher.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "base/clock.h"
#include "server/http/live_options.h"
#include "server/http/public/snapshot.h"
#include "store/store.h"

namespace temoin::http {

struct Services {
  const Clock& clock;
  const store::Store& store;  // its reading calls
  app::Recorder& recorder;
  const app::Readiness& readiness;
  const SnapshotHolder& snapshot;
  const LiveHolder& live;
};

struct PublicOptions {
  std::string base_path;                     // "" or "/consentement": a slash first, none last
  std::vector<std::string> allowed_origins;  // besides the sites' own: scheme://host[:port]
  std::function<bool(std::string_view)> also_allows;  // the demonstration's; may be empty
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_SERVICES_H_
