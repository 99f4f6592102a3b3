#include "tests/fuzz/audit_reading.h"

// cookies.txt as curl, wget and extensions of browsers write it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  temoin::fuzz::ReadAndAudit({reinterpret_cast<const char*>(data), size});
  return 0;
}
