#include "identity/passkey.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "identity/cbor.h"

namespace temoin::identity {
namespace {

using nlohmann::json;

constexpr size_t kRpIdHash = 32;
constexpr size_t kFixed = kRpIdHash + 1 + 4;  // with the flags and the counter
constexpr size_t kAaguid = 16;
constexpr size_t kMaxCredentialId = 1023;
constexpr uint8_t kUserPresent = 0x01;
constexpr uint8_t kUserVerified = 0x04;
constexpr uint8_t kAttested = 0x40;
constexpr uint8_t kExtended = 0x80;

Error NotHeld(std::string_view why) {
  return {ErrorCode::kUnauthorized, fmt::format("the passkey does not hold: {}", why)};
}

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(&pointer);
  }
};
template <typename T, auto kFree>
using Owned = std::unique_ptr<T, Freed<kFree>>;

const uint8_t* Data(std::string_view bytes) { return AsBytes(bytes).data(); }

uint8_t FlagsOf(std::string_view data) { return static_cast<uint8_t>(data[kRpIdHash]); }

// What is left of authenticator data behind the passkey that it may hold is its extensions, and
// nothing else.
bool EndsWell(std::string_view data, std::string_view rest) {
  if ((FlagsOf(data) & kExtended) == 0) return rest.empty();
  const auto extensions = ReadCbor(rest);
  return extensions && extensions->kind == CborKind::kMap && extensions->size == rest.size();
}

bool HoldsPasskey(std::string_view data) {
  if (data.size() < kFixed + kAaguid + 2 || (FlagsOf(data) & kAttested) == 0) return false;
  std::string_view rest = data.substr(kFixed + kAaguid);
  const size_t id = (size_t{static_cast<uint8_t>(rest[0])} << 8) | static_cast<uint8_t>(rest[1]);
  rest.remove_prefix(2);
  if (id == 0 || id > kMaxCredentialId || id > rest.size()) return false;
  rest.remove_prefix(id);
  const auto key = ReadCbor(rest);
  if (!key || key->kind != CborKind::kMap) return false;
  return EndsWell(data, rest.substr(key->size));
}

bool HoldsNoPasskey(std::string_view data) {
  return data.size() >= kFixed && (FlagsOf(data) & kAttested) == 0 &&
         EndsWell(data, data.substr(kFixed));
}

// Made for this host, by somebody who was there and showed who they are.
Status CheckWhoAndWhere(const RelyingParty& site, std::string_view data) {
  const Digest expected = Sha256(site.id);
  if (!ConstantTimeEqual(AsBytes(data.substr(0, kRpIdHash)), expected)) {
    return NotHeld("it is of another site");
  }
  if ((FlagsOf(data) & kUserPresent) == 0) return NotHeld("nobody was there");
  if ((FlagsOf(data) & kUserVerified) == 0) {
    return NotHeld("the authenticator did not verify its user");
  }
  return {};
}

Status CheckClientData(const RelyingParty& site, std::string_view type, std::string_view challenge,
                       std::string_view client_data) {
  const auto data = ParseJson(client_data, {.max_bytes = kMaxClientData, .max_depth = 8});
  if (!data || !data->is_object()) return NotHeld("the page's part cannot be read");
  const auto says = [&](const char* member, std::string_view what) {
    const auto found = data->find(member);
    return found != data->end() && found->is_string() &&
           ConstantTimeEqual(AsBytes(found->get_ref<const std::string&>()), AsBytes(what));
  };
  if (!says("type", type)) return NotHeld("it was made for something else");
  if (challenge.empty() || !says("challenge", challenge)) {
    return NotHeld("it answers another challenge");
  }
  if (!says("origin", site.origin)) return NotHeld("a page of another origin asked for it");
  const auto inside = data->find("crossOrigin");
  if (inside != data->end() && *inside != false) {
    return NotHeld("a page inside another site's page asked for it");
  }
  return {};
}

bool SetHash(auto* ceremony, auto* set, std::string_view client_data) {
  const Digest hash = Sha256(client_data);
  return set(ceremony, hash.data(), hash.size()) == FIDO_OK;
}

// Reads the passkey for one of the algorithms; nothing when it is of another.
std::optional<Passkey> PasskeyIn(std::string_view data, PasskeyAlgorithm algorithm) {
  const Owned<fido_cred_t, &fido_cred_free> made(fido_cred_new());
  if (made == nullptr || fido_cred_set_type(made.get(), static_cast<int>(algorithm)) != FIDO_OK ||
      fido_cred_set_authdata_raw(made.get(), Data(data), data.size()) != FIDO_OK) {
    return std::nullopt;
  }
  const auto text = [](const unsigned char* bytes, size_t size) {
    return std::string(AsText({bytes, size}));
  };
  Passkey passkey{
      .id = text(fido_cred_id_ptr(made.get()), fido_cred_id_len(made.get())),
      .algorithm = algorithm,
      .key = text(fido_cred_pubkey_ptr(made.get()), fido_cred_pubkey_len(made.get())),
      .counter = fido_cred_sigcount(made.get()),
  };
  return IsUsable(passkey) ? std::optional(std::move(passkey)) : std::nullopt;
}

// Calls `use` with the key as libfido2 has it; false where it takes it for none.
bool WithKey(const Passkey& passkey, auto use) {
  const uint8_t* const bytes = Data(passkey.key);
  const size_t size = passkey.key.size();
  switch (passkey.algorithm) {
    case PasskeyAlgorithm::kEs256: {
      const Owned<es256_pk_t, &es256_pk_free> key(es256_pk_new());
      return key != nullptr && es256_pk_from_ptr(key.get(), bytes, size) == FIDO_OK &&
             use(key.get());
    }
    case PasskeyAlgorithm::kEdDsa: {
      const Owned<eddsa_pk_t, &eddsa_pk_free> key(eddsa_pk_new());
      return key != nullptr && eddsa_pk_from_ptr(key.get(), bytes, size) == FIDO_OK &&
             use(key.get());
    }
    case PasskeyAlgorithm::kRs256: {
      const Owned<rs256_pk_t, &rs256_pk_free> key(rs256_pk_new());
      return key != nullptr && rs256_pk_from_ptr(key.get(), bytes, size) == FIDO_OK &&
             use(key.get());
    }
  }
  return false;
}

}  // namespace

std::optional<RelyingParty> RelyingPartyOf(std::string_view origin) {
  const size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  std::string_view host = origin.substr(scheme + 3);
  const size_t port = host.find(':');
  host = host.substr(0, port);
  const bool local = host == "localhost" || host.ends_with(".localhost");
  const bool secure = origin.starts_with("https://") || (origin.starts_with("http://") && local);
  // The last label of a name is no number; one of an address is.
  const size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  const bool name =
      last.find_first_not_of("0123456789") != std::string_view::npos &&
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
  if (!secure || !name) return std::nullopt;
  return RelyingParty{std::string(origin), std::string(host)};
}

bool IsUsable(const Passkey& passkey) {
  return !passkey.id.empty() && passkey.id.size() <= kMaxCredentialId &&
         WithKey(passkey, [](const auto* /*key*/) { return true; });
}

Result<Passkey> VerifyRegistration(const RelyingParty& site, std::string_view challenge,
                                   std::string_view client_data, std::string_view attestation) {
  TEMOIN_RETURN_IF_ERROR(CheckClientData(site, "webauthn.create", challenge, client_data));
  if (attestation.size() > kMaxAttestation) return NotHeld("it is too long");
  const auto member = CborMember(attestation, "authData");
  if (!member || member->kind != CborKind::kBytes ||
      member->content.size() > kMaxAuthenticatorData || !HoldsPasskey(member->content)) {
    return NotHeld("the authenticator's part cannot be read");
  }
  TEMOIN_RETURN_IF_ERROR(CheckWhoAndWhere(site, member->content));
  for (const PasskeyAlgorithm algorithm : kPasskeyAlgorithms) {
    if (auto passkey = PasskeyIn(member->content, algorithm)) return std::move(*passkey);
  }
  return NotHeld("its key is of no kind that is taken");
}

Result<uint32_t> VerifyAssertion(const RelyingParty& site, std::string_view challenge,
                                 const Passkey& passkey, const Assertion& assertion) {
  TEMOIN_RETURN_IF_ERROR(CheckClientData(site, "webauthn.get", challenge, assertion.client_data));
  const std::string_view data = assertion.authenticator_data;
  if (data.size() > kMaxAuthenticatorData || assertion.signature.size() > kMaxSignature ||
      assertion.signature.empty() || !HoldsNoPasskey(data)) {
    return NotHeld("the authenticator's part cannot be read");
  }
  TEMOIN_RETURN_IF_ERROR(CheckWhoAndWhere(site, data));
  const Owned<fido_assert_t, &fido_assert_free> signed_by(fido_assert_new());
  fido_assert_t* const given = signed_by.get();
  const bool whole = given != nullptr && fido_assert_set_count(given, 1) == FIDO_OK &&
                     fido_assert_set_rp(given, site.id.c_str()) == FIDO_OK &&
                     SetHash(given, &fido_assert_set_clientdata_hash, assertion.client_data) &&
                     fido_assert_set_up(given, FIDO_OPT_TRUE) == FIDO_OK &&
                     fido_assert_set_uv(given, FIDO_OPT_TRUE) == FIDO_OK &&
                     fido_assert_set_authdata_raw(given, 0, Data(data), data.size()) == FIDO_OK &&
                     fido_assert_set_sig(given, 0, Data(assertion.signature),
                                         assertion.signature.size()) == FIDO_OK;
  if (!whole || !WithKey(passkey, [&](const auto* key) {
        return fido_assert_verify(given, 0, static_cast<int>(passkey.algorithm), key) == FIDO_OK;
      })) {
    return NotHeld("it did not sign this");
  }
  const uint32_t counter = fido_assert_sigcount(given, 0);
  if ((counter != 0 || passkey.counter != 0) && counter <= passkey.counter) {
    return NotHeld("its counter went back, as that of a copy does");
  }
  return counter;
}

}  // namespace temoin::identity
