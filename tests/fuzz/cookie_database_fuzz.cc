#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "catalog/suggest.h"

// Any CSV, and what is found in it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto database = temoin::catalog::CookieDatabase::Read(text);
  if (!database) return 0;
  for (const char* name : {"_ga", "pcid", ""}) {
    if (database->Find(name).size() > database->size()) std::abort();
  }
  return 0;
}
