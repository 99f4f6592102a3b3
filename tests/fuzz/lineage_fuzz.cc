#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "store/sqlite/lineage.h"

// The first 100 bytes are the header of a database, the rest is the write-ahead log beside it. What
// is told of the log fits into it, and a log without frames belongs to every database.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using temoin::store::kDatabaseHeader;
  const std::span<const uint8_t> all(data, size);
  const auto header = all.first(std::min(size, kDatabaseHeader));
  const auto rest = all.subspan(header.size());
  const auto log = temoin::store::ReadLogLineage([&](uint64_t offset, std::span<uint8_t> bytes) {
    if (offset > rest.size() || bytes.size() > rest.size() - offset) return false;
    std::copy_n(rest.begin() + static_cast<std::ptrdiff_t>(offset), bytes.size(), bytes.begin());
    return true;
  });
  if (log.numbers.size() > log.frames || log.frames * 24 > rest.size()) std::abort();
  const auto file = temoin::store::ReadFileLineage(header);
  if (file && log.frames == 0 && !temoin::store::BelongTogether(*file, log)) std::abort();
  return 0;
}
