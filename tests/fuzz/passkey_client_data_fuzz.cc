#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/encoding.h"
#include "identity/passkey.h"

namespace {

// An attestation object that is taken (corpus/passkey_attestation/es256).
constexpr std::string_view kMade =
    "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVik0N9tmYxTHwP7g2CH2frfuOvqsmdTMhj65y4ZE3ycgTBFAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAIHxgFNkZacv1VVDWjRE99B4KVjuJ_9d7IQPdZKDHNY3RpQECAyYgASFYIG06XPTBE5al"
    "eICsIhFq3kva69dceENrnaZXHYD0KtdWIlgg_BOnu4CKkotgHZr1ohMQkhAeHMkHi1k-nAclYdy4KzE";

}  // namespace

// What is taken says the origin and the challenge.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::identity;
  static const RelyingParty& site = *new RelyingParty{"https://a.fr", "a.fr"};
  static const temoin::Bytes& made = *new temoin::Bytes(*temoin::DecodeBase64Url(kMade));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!VerifyRegistration(site, "Yw", text, temoin::AsText(made)).ok()) return 0;
  const auto said = nlohmann::json::parse(text, nullptr, false);
  if (said["origin"] != site.origin || said["challenge"] != "Yw") std::abort();
  return 0;
}
