// What the targets of manifests share.
#ifndef TEMOIN_TESTS_FUZZ_WRITTEN_AGAIN_H_
#define TEMOIN_TESTS_FUZZ_WRITTEN_AGAIN_H_

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"

namespace temoin {

// What is read is written again to the same bytes. Returns what was read of it.
template <auto kRead, auto kWrite>
auto WrittenAgain(const uint8_t* data, size_t size) {
  const std::string_view text = AsText({data, size});
  const auto read = kRead(text);
  if (!read.ok()) return read;
  const auto again = kWrite(*read);
  if (!again.ok() || *again != text) std::abort();
  return read;
}

}  // namespace temoin

#endif  // TEMOIN_TESTS_FUZZ_WRITTEN_AGAIN_H_
