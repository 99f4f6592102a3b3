#include "tests/fuzz/audit_reading.h"

// inspection.json of the website evidence collector.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  temoin::fuzz::ReadAndAudit({reinterpret_cast<const char*>(data), size});
  return 0;
}
