#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "catalog/lifetime.h"
#include "catalog/words.h"

// A lifetime in a document, that of an earlier or a later program included: what is understood is
// written as it was read, and has words and a length; the rest reads as unpublished.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace catalog = temoin::catalog;
  const auto value = temoin::ParseJson(temoin::AsText({data, size}), {.max_bytes = 64 * 1024});
  if (!value.ok()) return 0;
  const catalog::Lifetime lifetime = catalog::LifetimeFromJson(*value);
  const nlohmann::json written = catalog::LifetimeJson(lifetime);
  const catalog::Lifetime again = catalog::LifetimeFromJson(written);
  if (catalog::LifetimeJson(again) != written) std::abort();
  if (catalog::MayOutlast(lifetime, again) != catalog::MayOutlast(again, lifetime)) std::abort();
  const auto longest = catalog::LongestOf(lifetime);
  if (longest.has_value() != catalog::LongestOf(again).has_value()) std::abort();
  if (catalog::LifetimeWords(lifetime, "fr").empty()) std::abort();
  return 0;
}
