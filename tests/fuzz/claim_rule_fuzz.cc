#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/staff/claim_grants.h"

// A rule that is read gives a role for a value of a claim, never for nothing.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::app;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rule = ParseClaimRule(text);
  if (rule.ok() && (rule->claim.empty() || rule->value.empty())) std::abort();
  return 0;
}
