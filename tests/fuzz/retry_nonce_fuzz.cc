#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "consent/retry.h"

// A nonce has one spelling, and a key the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto nonce = temoin::consent::DecodeNonce(text);
  if (nonce && temoin::consent::EncodeNonce(*nonce) != text) std::abort();
  if (nonce != temoin::consent::DecodeChoiceKey(text)) std::abort();
  return 0;
}
