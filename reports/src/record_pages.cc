#include "reports/src/record_pages.h"

#include <algorithm>

namespace temoin::reports {

RecordPages::RecordPages(const store::Store& store, RecordQuery query)
    : store_(store), query_(std::move(query)) {}

Status RecordPages::Start() {
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_.ReadHead());
  end_ = head.size;
  started_ = true;
  if (query_.cursor) {
    first_ = next_ = std::min(*query_.cursor, end_);
    return {};
  }
  if (!query_.from) return {};
  // The first record of the period, found by time; the walk goes on by index from there.
  store::SearchQuery search;
  search.from = query_.from;
  search.newest_first = false;
  search.limit = 1;
  for (;;) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    TEMOIN_ASSIGN_OR_RETURN(const store::SearchPage page, store_.Search(search, deadline));
    if (!page.rows.empty()) {
      first_ = next_ = page.rows.front().index;
      return {};
    }
    if (!page.next) {
      first_ = next_ = end_;
      return {};
    }
    search.cursor = page.next;
  }
}

Status RecordPages::Read(store::Deadline deadline,
                         const std::function<Result<bool>(const store::Found&)>& visit) {
  if (!started_) TEMOIN_RETURN_IF_ERROR(Start());
  while (next_ < end_) {
    const size_t count = std::min<uint64_t>(kBatch, end_ - next_);
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Found> batch, store_.ReadRange(next_, count));
    for (const store::Found& found : batch) {
      const store::ChoiceRow& row = found.row;
      if (found.type != store::EntryType::kConsent || !found.content) continue;
      if (query_.to && row.given_at >= *query_.to + kDisorder) {
        done_ = true;
        return {};
      }
      if (query_.site && row.site != *query_.site) continue;
      if (query_.from && row.given_at < *query_.from) continue;
      if (query_.to && row.given_at >= *query_.to) continue;
      TEMOIN_ASSIGN_OR_RETURN(const bool more, visit(found));
      if (!more) {
        next_ = row.index + 1;
        done_ = next_ >= end_;
        return {};
      }
    }
    next_ += count;
    if (std::chrono::steady_clock::now() >= deadline) break;
  }
  done_ = next_ >= end_;
  return {};
}

}  // namespace temoin::reports
