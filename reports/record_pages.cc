#include "reports/record_pages.h"

#include <algorithm>
#include <chrono>

namespace temoin::reports {

RecordPages::RecordPages(const store::Store& store, RecordQuery query) : store_(store) {
  search_.site = std::move(query.site);
  search_.from = query.from;
  search_.to = query.to;
  search_.cursor = query.cursor;
  search_.scans_too = query.scans_too;
  search_.newest_first = false;
  search_.contents = true;
  search_.limit = kBatch;
}

Status RecordPages::Start() {
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store_.ReadHead());
  end_ = head.size;
  started_ = true;
  if (search_.cursor) first_ = next_ = std::min(*search_.cursor, end_);
  return {};
}

Status RecordPages::Read(store::Deadline deadline,
                         const std::function<Result<bool>(const store::Found&)>& visit) {
  if (!started_) TEMOIN_RETURN_IF_ERROR(Start());
  while (!done_) {
    TEMOIN_ASSIGN_OR_RETURN(store::SearchPage page, store_.Search(search_, deadline));
    if (!first_ && !page.rows.empty()) first_ = page.rows.front().index;
    store::Found found;
    for (size_t i = 0; i < page.rows.size(); ++i) {
      found.row = std::move(page.rows[i]);
      found.content = std::move(page.contents[i]);
      if (found.row.index >= end_) {
        done_ = true;
        return {};
      }
      TEMOIN_ASSIGN_OR_RETURN(const bool more, visit(found));
      if (!more) {
        GoOn(found.row.index + 1);
        return {};
      }
    }
    if (!page.next) {
      done_ = true;
      return {};
    }
    GoOn(*page.next);
    if (page.out_of_time || std::chrono::steady_clock::now() >= deadline) return {};
  }
  return {};
}

void RecordPages::GoOn(store::Index next) {
  next_ = next;
  search_.cursor = next;
  done_ = next >= end_;
}

}  // namespace temoin::reports
