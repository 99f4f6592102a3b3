#include "store/publications.h"

namespace temoin::store {

std::map<int64_t, Time> FirstPublished(const std::vector<Publication>& history) {
  std::map<int64_t, Time> first;
  for (const Publication& publication : history) {
    const auto [found, added] = first.emplace(publication.generation, publication.published_at);
    if (!added && publication.published_at < found->second) {
      found->second = publication.published_at;
    }
  }
  return first;
}

}  // namespace temoin::store
