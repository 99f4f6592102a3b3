#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "identity/passkey.h"

// A passkey that is taken has a key that signatures can be checked under.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::identity;
  static const RelyingParty& site = *new RelyingParty{"https://a.fr", "a.fr"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto made = VerifyRegistration(
      site, "Yw", R"({"type":"webauthn.create","challenge":"Yw","origin":"https://a.fr"})", text);
  if (made.ok() && !IsUsable(*made)) std::abort();
  return 0;
}
