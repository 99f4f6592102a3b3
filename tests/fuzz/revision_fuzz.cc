#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "catalog/reader.h"
#include "catalog/revision.h"

// A document or a bundle that somebody replaced is refused, never half read.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  (void)temoin::catalog::ReadRevision(std::string(text));
  (void)temoin::catalog::ReadWholeSite(text);
  return 0;
}
