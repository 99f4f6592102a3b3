#include "tests/fuzz/audit_reading.h"

// HAR 1.2; the seeds are one with headers, one with cookies taken apart, one sanitised.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  temoin::fuzz::ReadAndAudit({reinterpret_cast<const char*>(data), size});
  return 0;
}
