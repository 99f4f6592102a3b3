#include "app/publish/unknown_publications.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "app/publish/kept_history.h"
#include "app/publish/published_sites.h"
#include "base/encoding.h"
#include "prooflog/entry.h"
#include "store/walk.h"

namespace temoin::app {
namespace {

constexpr size_t kPage = 4096;

using Hashes = std::map<std::string, int64_t, std::less<>>;  // how often each

// Of the publications that the files know and the database does not.
Result<Hashes> KnownByFiles(const store::Store& store, const std::string& data_directory) {
  Hashes out;
  TEMOIN_ASSIGN_OR_RETURN(const auto sites, ListHistories(data_directory));
  const auto entries = EntriesOf(store);
  for (const std::string& site : sites) {
    TEMOIN_ASSIGN_OR_RETURN(const auto stored, store.Publications(site));
    const auto kept = KeptBehind(data_directory, site, stored, entries);
    if (!kept) continue;  // said by whoever needs it
    for (const store::Publication& each : *kept) ++out[each.hash];
  }
  return out;
}

// 1 or 0; what the files know accounts for as many entries as it was published times.
int64_t IsUnknown(const store::LogEntry& bytes, const std::set<std::string>& banners,
                  Hashes& known) {
  const auto entry = prooflog::DecodeEntry(bytes);
  if (!entry || entry->type != prooflog::EntryType::kRevision) return 0;
  const std::string hash = EncodeHex(entry->commitment);
  if (banners.contains(hash)) return 0;
  const auto at = known.find(hash);
  if (at == known.end() || at->second == 0) return 1;
  --at->second;
  return 0;
}

// From which entry on the log itself tells of each publication.
Result<store::Index> FirstTold(const store::LogStore& log) {
  auto manifests = store::WalkManifests(log, 0);
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    TEMOIN_ASSIGN_OR_RETURN(const auto entry, log.ReadEntries(manifest->index, 1));
    if (entry.empty()) continue;
    const auto decoded = prooflog::DecodeEntry(entry.front());
    const bool tells = decoded && (decoded->type == prooflog::EntryType::kPublication ||
                                   decoded->type == prooflog::EntryType::kAdoption);
    if (tells) return manifest->index;
  }
  TEMOIN_RETURN_IF_ERROR(manifests.status());
  return std::numeric_limits<store::Index>::max();
}

}  // namespace

Result<int64_t> UnknownPublications(const store::Store& store, const std::string& data_directory,
                                    const std::set<std::string>& banners,
                                    std::optional<store::Index> after) {
  TEMOIN_ASSIGN_OR_RETURN(auto losses, store.Losses());
  const store::Index begin = after ? *after + 1 : 0;
  std::erase_if(losses, [&](const store::Loss& loss) { return loss.end <= begin; });
  if (losses.empty()) return 0;
  std::ranges::sort(losses, {}, &store::Loss::first);
  TEMOIN_ASSIGN_OR_RETURN(Hashes known, KnownByFiles(store, data_directory));
  TEMOIN_ASSIGN_OR_RETURN(const store::Index told, FirstTold(store));
  int64_t unknown = 0;
  store::Index from = begin;
  for (const store::Loss& loss : losses) {  // they may overlap
    from = std::max(from, loss.first);
    const store::Index end = std::min(loss.end, told);
    while (from < end) {
      TEMOIN_ASSIGN_OR_RETURN(const auto entries,
                              store.ReadEntries(from, std::min<uint64_t>(kPage, end - from)));
      if (entries.empty()) break;
      from += entries.size();
      for (const store::LogEntry& bytes : entries) unknown += IsUnknown(bytes, banners, known);
    }
  }
  return unknown;
}

}  // namespace temoin::app
