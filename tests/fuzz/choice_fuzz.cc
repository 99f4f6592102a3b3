#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "consent/choice.h"
#include "consent/record.h"
#include "consent/validity.h"

// What is accepted as a choice can be judged, and what passes makes a record that reads back. What
// the quick reader takes, the other one reads alike.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin;
  using namespace temoin::consent;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  if (const auto plain = ReadPlainChoice(body)) {
    const auto any = ReadAnyChoice(body);
    if (!any.ok() || *any != *plain) std::abort();
  }
  const auto choice = ParseChoice(body);
  if (!choice.ok()) return 0;
  Terms terms;
  terms.site = "ameli.fr";
  terms.revision = std::string(64, 'a');
  terms.services = {{.id = "adform", .basis = Basis::kConsent, .since = 1},
                    {.id = "piano-analytics", .basis = Basis::kExemptWithOptOut, .since = 1}};
  terms.choice_validity = {.months = 13};
  if (!CheckChoice(*choice, terms).ok()) return 0;
  const Record record =
      MakeRecord(*choice, terms, Time(std::chrono::seconds(1'700'000'000)), Digest{}, std::nullopt);
  const auto again = ParseRecord(CanonicalRecord(record));
  if (!again.ok() || *again != record) std::abort();
  return 0;
}
