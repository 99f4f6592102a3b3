#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "catalog/js_literal.h"

// What is found is valid UTF-8 and within the bounds of depth.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace)
  const std::string_view code(reinterpret_cast<const char*>(data), size);
  const auto found = FindObjectLiteral(code, {"services", "categories"});
  if (found && !found->is_object()) std::abort();
  if (found) (void)found->dump();  // throws where it is not UTF-8
  if (StringsOfCalls(code, "push", "job", 10).size() > 10) std::abort();
  return 0;
}
