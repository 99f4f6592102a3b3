// Passkeys of people of the staff: Web Authentication (W3C, level 2), with the user verified by the
// authenticator and without attestation: any authenticator will do, and what it states of its maker
// is not looked at.
//
// libfido2 reads what an authenticator says and checks what it signed: ES256, EdDSA (Ed25519) and
// RS256. What comes before is judged here: the page's own part (client data), the bounds, and the
// shape of the CBOR inside.
//
// Bounds: kMaxClientData, kMaxAttestation, kMaxAuthenticatorData and kMaxSignature bytes.
// Thread-safety: pure.
#ifndef TEMOIN_IDENTITY_PASSKEY_H_
#define TEMOIN_IDENTITY_PASSKEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace temoin::identity {

inline constexpr size_t kMaxClientData = 4096;
inline constexpr size_t kMaxAttestation = 8192;
inline constexpr size_t kMaxAuthenticatorData = 2048;
inline constexpr size_t kMaxSignature = 1024;

// Where passkeys are made and used: one origin, by whose host authenticators know it.
struct RelyingParty {
  std::string origin;  // "https://temoin.example.fr"
  std::string id;      // "temoin.example.fr"
};
// Nothing for an origin that browsers give no passkeys: an address in the place of a name, and http
// except of localhost.
std::optional<RelyingParty> RelyingPartyOf(std::string_view origin);

// As COSE numbers them.
enum class PasskeyAlgorithm : int { kEs256 = -7, kEdDsa = -8, kRs256 = -257 };
inline constexpr std::array kPasskeyAlgorithms = {
    PasskeyAlgorithm::kEs256, PasskeyAlgorithm::kEdDsa, PasskeyAlgorithm::kRs256};

struct Passkey {
  std::string id;  // the credential's, 1 to 1,023 bytes
  PasskeyAlgorithm algorithm = PasskeyAlgorithm::kEs256;
  std::string key;       // public: x and y; 32 bytes; modulus and exponent
  uint32_t counter = 0;  // of signatures; authenticators without one stay at 0

  bool operator==(const Passkey&) const = default;
};

// Whether libfido2 takes the key for one of its algorithm.
bool IsUsable(const Passkey& passkey);

// The passkey that an authenticator made for the challenge (as the page was given it, base64url).
// kUnauthorized with a sentence for whatever does not hold.
Result<Passkey> VerifyRegistration(const RelyingParty& site, std::string_view challenge,
                                   std::string_view client_data, std::string_view attestation);

struct Assertion {
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
};
// The counter of the signature, which the passkey has from now on. kUnauthorized with a sentence
// for whatever does not hold, a counter that does not go on among it.
Result<uint32_t> VerifyAssertion(const RelyingParty& site, std::string_view challenge,
                                 const Passkey& passkey, const Assertion& assertion);

}  // namespace temoin::identity

#endif  // TEMOIN_IDENTITY_PASSKEY_H_
