// All that the public listener serves from memory: built once a publication, swapped as a whole.
//
// Thread-safety: a Snapshot is immutable; SnapshotHolder may be used from any thread.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_SNAPSHOT_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_SNAPSHOT_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/publish/published.h"
#include "base/result.h"
#include "server/http/public/banner_assets.h"
#include "server/http/resource.h"

namespace temoin::http {

// A CDN may keep a configuration for five minutes, and hand it out an hour longer while it asks for
// the next. Both are far below the 24 hours for which an older generation is accepted.
inline constexpr std::string_view kShort = "public, max-age=300, stale-while-revalidate=3600";

struct Snapshot {
  std::shared_ptr<const app::Published> published;
  std::unordered_map<std::string, std::shared_ptr<const Resource>> resources;  // by whole path

  const Resource* Find(const std::string& path) const {
    const auto found = resources.find(path);
    return found == resources.end() ? nullptr : found->second.get();
  }
};

struct SnapshotOptions {
  std::string base_path;                 // "" or "/consentement"
  const BannerAssets* banner = nullptr;  // null: no banner built in
  std::string openapi;                   // the API's description, as written
};

// Puts every response together: for each site config.json, banner.js, cookies, cookies.json and
// preferences; the banner's chunks; current revisions; openapi.json. What `before` (may be null)
// has of the same bytes, compressed with no less effort, is taken as it is. kUnavailable when
// `cancelled` became true meanwhile.
Result<std::shared_ptr<const Snapshot>> BuildSnapshot(
    std::shared_ptr<const app::Published> published, const SnapshotOptions& options, Effort effort,
    const Snapshot* before, const std::atomic<bool>* cancelled = nullptr);

class SnapshotHolder {
 public:
  std::shared_ptr<const Snapshot> Get() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
  }
  void Set(std::shared_ptr<const Snapshot> snapshot) {
    const std::lock_guard lock(mutex_);
    snapshot_.swap(snapshot);
  }
  // Only if `expected` is served still.
  void Replace(const std::shared_ptr<const Snapshot>& expected,
               std::shared_ptr<const Snapshot> snapshot) {
    const std::lock_guard lock(mutex_);
    if (snapshot_ == expected) snapshot_.swap(snapshot);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_ =
      std::make_shared<const Snapshot>(Snapshot{std::make_shared<const app::Published>(), {}});
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_SNAPSHOT_H_
