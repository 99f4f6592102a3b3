#include <cstdint>
#include <cstdlib>
#include <string>

#include "catalog/library.h"

// A library that reads counts each of its facts once, whatever stands in the file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace)
  const std::string text(reinterpret_cast<const char*>(data), size);
  const LibraryOutcome outcome = ReadLibrary({{"library/a.json", text}});
  if (!outcome.ok()) return 0;
  for (const auto& [id, service] : outcome.library->services()) {
    const FactCount& count = service->count;
    if (count.facts != count.nulls + count.vendor + count.authority + count.third_party) {
      std::abort();
    }
  }
  return 0;
}
