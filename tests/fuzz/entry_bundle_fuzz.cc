#include <cstdint>
#include <cstdlib>

#include "prooflog/entry.h"

// A bundle that parses has all its bytes in its entries; an entry that parses is written back.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::prooflog;
  const temoin::ByteView bytes(data, size);
  const auto bundle = DecodeEntryBundle(bytes);
  if (bundle.ok()) {
    size_t total = 0;
    for (const temoin::Bytes& entry : *bundle) {
      total += 2 + entry.size();
      const auto decoded = DecodeEntry(entry);
      if (!decoded.ok()) continue;
      const EntryBytes again = EncodeEntry(*decoded);
      if (temoin::Bytes(again.begin(), again.end()) != entry) std::abort();
    }
    if (total != size) std::abort();
  }
  return 0;
}
