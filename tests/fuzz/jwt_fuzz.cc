#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "identity/id_token.h"
#include "identity/jwt.h"

// Of this key only the public half was kept: nothing verifies under it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::identity;
  static const KeySet& keys =
      *new KeySet(*KeySet::Parse(R"({"keys":[{"kty":"EC","crv":"P-256","kid":"k",)"
                                 R"("x":"smBThWF1DUdfCpRlA3pVw3-gJ8tayXO9hz4TpsybtWM",)"
                                 R"("y":"xkN_xNS0ixbPAUsWdXmnXBR9UeFnW8TXUy2mprgQkSo"}]})"));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (keys.size() != 1 || VerifyJwt(text, keys).ok()) std::abort();
  const auto other = KeySet::Parse(text);
  if (other.ok() && other->size() > kMaxKeys) std::abort();
  const auto claims = nlohmann::json::parse(text, nullptr, false);
  if (claims.is_object()) {
    (void)CheckIdToken(claims, {.issuer = "i", .client = "c", .nonce = "n"}, temoin::Time{});
  }
  return 0;
}
