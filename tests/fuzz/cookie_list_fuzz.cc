#include "tests/fuzz/audit_reading.h"

// Exports of cookies in JSON; the seeds are one of each exporter, and lists that are of none.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  temoin::fuzz::ReadAndAudit({reinterpret_cast<const char*>(data), size});
  return 0;
}
