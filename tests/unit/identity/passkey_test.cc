#include "identity/passkey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/identity/authenticator.h"

namespace temoin::identity {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

constexpr std::string_view kChallenge = "Zm9yIHRoaXMgcGFnZQ";
const RelyingParty kSite{"https://temoin.example.fr", "temoin.example.fr"};

Result<Passkey> Register(const Authenticator& authenticator) {
  return VerifyRegistration(kSite, kChallenge, authenticator.MadeClientData(kChallenge),
                            authenticator.Made());
}

std::string WhyNot(const Result<Passkey>& made) {
  return made.ok() ? "it was taken" : made.error().message;
}
std::string WhyNot(const Passkey& passkey, const Assertion& assertion,
                   std::string_view challenge = kChallenge) {
  const auto verified = VerifyAssertion(kSite, challenge, passkey, assertion);
  if (verified.ok()) return "it was taken";
  EXPECT_EQ(verified.error().code, ErrorCode::kUnauthorized);
  return verified.error().message;
}

class EachAlgorithm : public testing::TestWithParam<PasskeyAlgorithm> {};

TEST_P(EachAlgorithm, IsRegisteredAndSignsIn) {
  Authenticator authenticator(GetParam());
  auto passkey = Register(authenticator);
  ASSERT_TRUE(passkey.ok()) << passkey.error().message;
  EXPECT_EQ(passkey->algorithm, GetParam());
  EXPECT_EQ(passkey->id, authenticator.id);
  EXPECT_EQ(VerifyAssertion(kSite, kChallenge, *passkey, authenticator.Sign(kChallenge)).value(),
            0U);
  Assertion tampered = authenticator.Sign(kChallenge);
  tampered.signature[tampered.signature.size() / 2] ^= 1;
  EXPECT_THAT(WhyNot(*passkey, tampered), HasSubstr("did not sign"));
  EXPECT_THAT(WhyNot(*passkey, Authenticator(GetParam()).Sign(kChallenge)),
              HasSubstr("did not sign"))
      << "the passkey of somebody else";
}

INSTANTIATE_TEST_SUITE_P(PasskeyTest, EachAlgorithm, testing::ValuesIn(kPasskeyAlgorithms));

TEST(PasskeyTest, IsOfThisOriginHostAndChallenge) {
  const Authenticator authenticator;
  const Passkey passkey = Register(authenticator).value();

  Authenticator elsewhere = authenticator;
  elsewhere.origin = "https://temoin.example.fr.evil.example";
  EXPECT_THAT(WhyNot(Register(elsewhere)), HasSubstr("another origin"));
  EXPECT_THAT(WhyNot(passkey, elsewhere.Sign(kChallenge)), HasSubstr("another origin"));

  Authenticator other_site = authenticator;
  other_site.rp = "example.fr";
  EXPECT_THAT(WhyNot(Register(other_site)), HasSubstr("another site"));
  EXPECT_THAT(WhyNot(passkey, other_site.Sign(kChallenge)), HasSubstr("another site"));

  EXPECT_THAT(WhyNot(passkey, authenticator.Sign("b3RoZXI")), HasSubstr("another challenge"));
  EXPECT_THAT(WhyNot(passkey, authenticator.Sign(""), ""), HasSubstr("another challenge"));
  EXPECT_THAT(WhyNot(VerifyRegistration(kSite, kChallenge, authenticator.MadeClientData("b3Ro"),
                                        authenticator.Made())),
              HasSubstr("another challenge"));
}

TEST(PasskeyTest, WhatWasMadeForOneThingIsNotTakenForAnother) {
  const Authenticator authenticator;
  const Passkey passkey = Register(authenticator).value();
  EXPECT_THAT(WhyNot(passkey, authenticator.SignThis(authenticator.MadeClientData(kChallenge),
                                                     authenticator.Fixed(authenticator.flags))),
              HasSubstr("something else"));
  EXPECT_THAT(WhyNot(VerifyRegistration(kSite, kChallenge,
                                        authenticator.ClientData("webauthn.get", kChallenge),
                                        authenticator.Made())),
              HasSubstr("something else"));
  auto inside = nlohmann::json::parse(authenticator.ClientData("webauthn.get", kChallenge));
  inside["crossOrigin"] = true;
  EXPECT_THAT(WhyNot(passkey, authenticator.SignThis(inside.dump(),
                                                     authenticator.Fixed(authenticator.flags))),
              HasSubstr("inside another site's page"));
}

TEST(PasskeyTest, ItsUserIsThereAndVerified) {
  Authenticator authenticator;
  const Passkey passkey = Register(authenticator).value();
  authenticator.flags = 0x01;
  EXPECT_THAT(WhyNot(Register(authenticator)), HasSubstr("did not verify its user"));
  EXPECT_THAT(WhyNot(passkey, authenticator.Sign(kChallenge)),
              HasSubstr("did not verify its user"));
  authenticator.flags = 0x04;
  EXPECT_THAT(WhyNot(Register(authenticator)), HasSubstr("nobody was there"));
  EXPECT_THAT(WhyNot(passkey, authenticator.Sign(kChallenge)), HasSubstr("nobody was there"));
}

TEST(PasskeyTest, ACounterThatStandsStillOrGoesBackIsThatOfACopy) {
  Authenticator authenticator;
  authenticator.counter = 7;
  Passkey passkey = Register(authenticator).value();
  EXPECT_EQ(passkey.counter, 7U);
  EXPECT_THAT(WhyNot(passkey, authenticator.Sign(kChallenge)), HasSubstr("counter went back"));
  authenticator.counter = 8;
  passkey.counter =
      VerifyAssertion(kSite, kChallenge, passkey, authenticator.Sign(kChallenge)).value();
  EXPECT_EQ(passkey.counter, 8U);
  authenticator.counter = 0;
  EXPECT_THAT(WhyNot(passkey, authenticator.Sign(kChallenge)), HasSubstr("counter went back"));
}

TEST(PasskeyTest, WhatIsHugeCutOrMalformedIsRefused) {
  const Authenticator authenticator;
  const Passkey passkey = Register(authenticator).value();
  const std::string client_data = authenticator.MadeClientData(kChallenge);
  const std::string made = authenticator.Made();
  for (size_t size = 0; size < made.size(); ++size) {
    EXPECT_FALSE(VerifyRegistration(kSite, kChallenge, client_data, made.substr(0, size)).ok());
  }
  const auto refused = [&](const std::string& attestation) {
    return !VerifyRegistration(kSite, kChallenge, client_data, attestation).ok();
  };
  EXPECT_TRUE(refused(made + "x"));
  EXPECT_TRUE(refused(std::string(kMaxAttestation + 1, '\x81')));
  EXPECT_TRUE(refused(Authenticator::Attestation(authenticator.MadeData(0))));
  EXPECT_TRUE(refused(Authenticator::Attestation(authenticator.MadeData(0x40, "x"))));
  EXPECT_TRUE(refused(Authenticator::Attestation(authenticator.MadeData(0xC0, "\x9b"))));
  EXPECT_FALSE(refused(Authenticator::Attestation(
      authenticator.MadeData(0xC0, "\xa1" + Authenticator::Text("credProtect") + "\x03"))))
      << "extensions may stand behind it";
  Authenticator off_curve;
  std::string data = off_curve.MadeData();
  data.back() ^= 1;
  EXPECT_TRUE(refused(Authenticator::Attestation(data))) << "a key that is no point";

  EXPECT_FALSE(VerifyRegistration(kSite, kChallenge, "[]", made).ok());
  EXPECT_FALSE(
      VerifyRegistration(kSite, kChallenge, client_data + std::string(kMaxClientData, ' '), made)
          .ok());
  Assertion assertion = authenticator.Sign(kChallenge);
  assertion.signature.resize(kMaxSignature + 1);
  EXPECT_THAT(WhyNot(passkey, assertion), HasSubstr("cannot be read"));
  assertion = authenticator.Sign(kChallenge);
  assertion.authenticator_data.resize(36);
  EXPECT_THAT(WhyNot(passkey, assertion), HasSubstr("cannot be read"));
  assertion.authenticator_data.resize(kMaxAuthenticatorData + 1);
  EXPECT_THAT(WhyNot(passkey, assertion), HasSubstr("cannot be read"));
}

TEST(PasskeyTest, BrowsersGivePasskeysToNamesOverHttpsAndToThisMachine) {
  EXPECT_EQ(RelyingPartyOf("https://temoin.example.fr")->id, "temoin.example.fr");
  EXPECT_EQ(RelyingPartyOf("http://localhost:8081")->id, "localhost");
  for (const char* origin : {"http://temoin.example.fr", "https://192.0.2.7", "http://127.0.0.1",
                             "https://[::1]", "https://", "temoin.example.fr"}) {
    EXPECT_FALSE(RelyingPartyOf(origin).has_value()) << origin;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::identity
