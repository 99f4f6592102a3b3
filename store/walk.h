// Rows that the store hands out a page at a time, read one after the other:
//
//   auto manifests = store::WalkManifests(log, /*from=*/0);
//   while (store::ManifestEntry* const manifest = manifests.Next()) ...
//   if (!manifests.status()) ...   // the walk broke off there
//
// A page is in memory at a time. Rows that are written ahead of the walk meanwhile come, too.
//
// Thread-safety: a walk belongs to one thread; what it reads from outlives it.
#ifndef TEMOIN_STORE_WALK_H_
#define TEMOIN_STORE_WALK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/access_log.h"
#include "store/log.h"

namespace temoin::store {

inline constexpr size_t kWalkPage = 256;

template <typename Row>
class Walk {
 public:
  // The rows after `last`, or from the beginning where it is null: `limit` of them, or all that are
  // left.
  using Read = std::function<Result<std::vector<Row>>(const Row* last, size_t limit)>;
  explicit Walk(Read read) : read_(std::move(read)) {}

  // Null at the end, and at an error. The caller may take what the row holds but its place.
  Row* Next() {
    if (place_ == page_.size() && !ReadPage()) return nullptr;
    return &page_[place_++];
  }
  const Status& status() const { return status_; }

 private:
  bool ReadPage() {
    if (over_) return false;
    Result<std::vector<Row>> page = read_(page_.empty() ? nullptr : &page_.back(), kWalkPage);
    over_ = !page || page->size() < kWalkPage;
    if (!page) {
      status_ = page.error();
      return false;
    }
    page_ = std::move(*page);
    place_ = 0;
    return !page_.empty();
  }

  Read read_;
  std::vector<Row> page_;
  size_t place_ = 0;
  bool over_ = false;
  Status status_;
};

inline Walk<ManifestEntry> WalkManifests(const LogStore& log, Index from) {
  return Walk<ManifestEntry>([&log, from](const ManifestEntry* last, size_t limit) {
    return log.ReadManifests(last == nullptr ? from : last->index + 1, limit);
  });
}

inline Walk<PurgeEntry> WalkPurges(const LogStore& log, Index from) {
  return Walk<PurgeEntry>([&log, from](const PurgeEntry* last, size_t limit) {
    return log.ReadPurges(last == nullptr ? from : last->index + 1, limit);
  });
}

// The lines of the access log, from the first one on.
inline Walk<AccessRow> WalkAccesses(const AccessLogStore& lines) {
  return Walk<AccessRow>([&lines](const AccessRow* last, size_t limit) {
    return lines.ReadAccesses(last == nullptr ? 0 : last->id, limit);
  });
}

}  // namespace temoin::store

#endif  // TEMOIN_STORE_WALK_H_
