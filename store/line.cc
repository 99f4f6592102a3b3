#include "store/line.h"

#include <algorithm>
#include <optional>

namespace temoin::store {

Result<std::vector<ChoiceRow>> LineOf(const ConsentStore& store, const ChoiceRow& row,
                                      size_t most) {
  std::vector<ChoiceRow> line{row};
  // An index of a line only ever falls backwards and rises forwards, so neither walk can circle.
  for (std::optional<Index> next = row.previous; next && line.size() <= most;) {
    Result<Found> found = store.FindByIndex(*next);
    if (!found) return found.error();
    line.push_back(found->row);
    next = found->row.previous && *found->row.previous < *next ? found->row.previous
                                                               : std::optional<Index>();
  }
  std::reverse(line.begin(), line.end());
  const size_t before = line.size();
  for (std::optional<Index> next = row.superseded_by; next && line.size() < before + most;) {
    Result<Found> found = store.FindByIndex(*next);
    if (!found) return found.error();
    line.push_back(found->row);
    next = found->row.superseded_by && *found->row.superseded_by > *next ? found->row.superseded_by
                                                                         : std::optional<Index>();
  }
  return line;
}

}  // namespace temoin::store
