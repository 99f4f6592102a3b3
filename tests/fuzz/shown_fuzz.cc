#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "reports/shown.h"

// What is read from a copy is read again from itself; nothing is over the last index.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using temoin::reports::ReadShown;
  using temoin::reports::ShownKind;
  static const std::vector<std::string> kNames = {"pcid"};
  const auto shown = ReadShown(temoin::AsText({data, size}), kNames);
  if (!shown) return 0;
  if (shown->kind == ShownKind::kToken && !shown->token) std::abort();
  if (shown->kind != ShownKind::kReceipt) {
    if (shown->index > temoin::consent::kMaxIndex) std::abort();
    return 0;
  }
  const auto again = ReadShown(shown->receipt, kNames);
  if (!again || again->receipt != shown->receipt) std::abort();
  return 0;
}
