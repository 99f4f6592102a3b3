#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "identity/passkey.h"

namespace {

// Of this key only the public half was kept: it signs nothing any more.
constexpr std::string_view kKey =
    "6d3a5cf4c11396a57880ac22116ade4bdaebd75c78436b9da6571d80f42ad756fc13a7bb808a928b601d9af5a2"
    "131092101e1cc9078b593e9c072561dcb82b31";

}  // namespace

// Authenticator data, with a signature that some other key made of something else.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::identity;
  static const RelyingParty& site = *new RelyingParty{"https://a.fr", "a.fr"};
  static const Passkey& passkey = *new Passkey{
      "i", PasskeyAlgorithm::kEs256, std::string(temoin::AsText(*temoin::DecodeHex(kKey))), 0};
  if (!IsUsable(passkey)) std::abort();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Assertion assertion{R"({"type":"webauthn.get","challenge":"Yw","origin":"https://a.fr"})",
                            text, text.substr(0, kMaxSignature)};
  if (VerifyAssertion(site, "Yw", passkey, assertion).ok()) std::abort();
  return 0;
}
