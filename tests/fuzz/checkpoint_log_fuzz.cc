#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "app/log/checkpoint_log_format.h"

// A segment is read to its end or to the first record that does not follow; what was read is
// written back to the same bytes (commit marks apart, which stand alone).
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::app;
  const temoin::ByteView bytes(data, size);
  SegmentReader reader(bytes);
  const auto header = reader.ReadHeader();
  if (!header.ok()) return 0;
  const temoin::Bytes again = EncodeSegmentHeader(*header);
  if (!std::equal(again.begin(), again.end(), bytes.begin())) std::abort();
  while (true) {
    SegmentCheck previous = reader.check();
    const size_t keys = reader.keys().size();
    const auto batch = reader.ReadBatch();
    if (!batch.ok()) {
      (void)reader.Torn();
      return 0;
    }
    for (size_t i = keys; i < reader.keys().size(); ++i) {
      const temoin::Bytes key = EncodeKey(reader.keys()[i], previous);
      if (std::search(bytes.begin(), bytes.end(), key.begin(), key.end()) == bytes.end()) {
        std::abort();
      }
      std::copy(key.end() - static_cast<std::ptrdiff_t>(previous.size()), key.end(),
                previous.begin());
    }
    if (!*batch) break;
    const temoin::Bytes record = EncodeBatch(**batch, previous);
    if (reader.position() < record.size()) std::abort();
    const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(reader.position() - record.size());
    if (!std::equal(record.begin(), record.end(), at)) std::abort();
  }
  return 0;
}
