#include "tests/fuzz/audit_reading.h"

// Set-Cookie lines as curl, wget and people write them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  temoin::fuzz::ReadAndAudit({reinterpret_cast<const char*>(data), size});
  return 0;
}
