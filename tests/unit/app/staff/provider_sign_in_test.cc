#include "app/staff/provider_sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/unit/identity/signer.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using identity::Signer;
using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kIssuer = "https://id.example";
const Time kNow{seconds(1'795'000'000)};

// A provider without sockets; tests/integration/identities.py is the one that misbehaves.
class Provider final : public Outbound {
 public:
  Result<Response> Send(const Request& request) override {
    const std::string path = request.url.substr(kIssuer.size());
    ++asked_[path];
    if (path == "/keys") return Callback(identity::SetOf({key_.Jwk()}));
    if (path != "/token") return Callback(Description().dump());
    return Callback(json{{"access_token", "a"}, {"id_token", key_.Token(claims_)}}.dump());
  }

  Signer key_ = Signer::Ec("one");
  json claims_;
  std::map<std::string, int> asked_;

 private:
  static Response Callback(std::string body) { return {200, std::move(body), "application/json"}; }
  static json Description() {
    return {{"issuer", kIssuer},
            {"authorization_endpoint", kIssuer + "/authorize"},
            {"token_endpoint", kIssuer + "/token"},
            {"jwks_uri", kIssuer + "/keys"}};
  }
};

class ProviderSignInTest : public testing::Test {
 protected:
  static std::string Parameter(const std::string& url, const std::string& name) {
    const size_t at = url.find(name + "=") + name.size() + 1;
    return url.substr(at, url.find('&', at) - at);
  }
  // A whole sign-in; the code of what went wrong, nothing for a person.
  std::optional<ErrorCode> SignIn(Time now) { return Finish(*sign_in_.Begin(now), now); }
  std::optional<ErrorCode> Finish(const ProviderSignIn::Begun& begun, Time now) {
    const auto second = std::chrono::duration_cast<seconds>(now.time_since_epoch()).count();
    provider_.claims_ = {{"iss", kIssuer},     {"aud", "temoin"},
                         {"sub", "1"},         {"iat", second},
                         {"exp", second + 60}, {"name", "Zo\x01\u202Eé\u200B"},
                         {"groups", {"x"}},    {"nonce", Parameter(begun.url, "nonce")}};
    const auto person =
        sign_in_.Finish(begun.cookie, {.code = "c", .state = Parameter(begun.url, "state")}, now);
    if (!person) return person.error().code;
    EXPECT_EQ(person->name, "Zoé");
    EXPECT_EQ(person->grants, std::vector<Grant>{{StaffRole::kDpo}});
    return std::nullopt;
  }

  Provider provider_;
  ProviderSignIn sign_in_{{.name = "P",
                           .issuer = kIssuer,
                           .client = "temoin",
                           .secret = "s",
                           .redirect = "https://temoin.example/v1/session/answer",
                           .signed_out = "https://temoin.example/",
                           .rules = {*ParseClaimRule("dpo groups x")}},
                          provider_};
};

TEST_F(ProviderSignInTest, ReplacedKeysAreFetchedAtMostOnceAMinute) {
  EXPECT_FALSE(SignIn(kNow));
  EXPECT_FALSE(SignIn(kNow + seconds(30)));
  EXPECT_EQ(provider_.asked_["/keys"], 1);
  provider_.key_ = Signer::Ec("two");
  EXPECT_EQ(SignIn(kNow + seconds(59)), ErrorCode::kUnauthorized);
  EXPECT_EQ(provider_.asked_["/keys"], 1);
  EXPECT_FALSE(SignIn(kNow + seconds(60)));
  EXPECT_EQ(provider_.asked_["/keys"], 2);
  EXPECT_FALSE(SignIn(kNow + minutes(60)));
  EXPECT_EQ(provider_.asked_["/.well-known/openid-configuration"], 2) << "described anew, too";
}

TEST_F(ProviderSignInTest, AnAttemptIsGoodOnceAndForTenMinutes) {
  const auto begun = *sign_in_.Begin(kNow);
  // A response that another page makes up ends nothing.
  EXPECT_EQ(sign_in_.Finish(begun.cookie, {.code = "c", .state = "x"}, kNow).error().code,
            ErrorCode::kUnauthorized);
  EXPECT_FALSE(Finish(begun, kNow + ProviderSignIn::kAttempt - seconds(1)));
  EXPECT_EQ(Finish(begun, kNow), ErrorCode::kNotFound) << "once";
  EXPECT_EQ(Finish(*sign_in_.Begin(kNow), kNow + ProviderSignIn::kAttempt), ErrorCode::kNotFound);
  EXPECT_EQ(Finish(*sign_in_.Begin(kNow), kNow - seconds(1)), ErrorCode::kNotFound)
      << "the clock was put back";
}

TEST_F(ProviderSignInTest, NoFloodEndsAnothersAttempt) {
  const auto first = *sign_in_.Begin(kNow);
  for (int i = 0; i < 3000; ++i) {
    const auto other = sign_in_.Begin(kNow + seconds(1));
    ASSERT_TRUE(other.ok());
    // Of those that fail nothing is kept, either.
    if (i % 3 == 0) {
      EXPECT_FALSE(sign_in_.Finish(other->cookie, {.code = "c", .state = "x"}, kNow).ok());
    }
  }
  EXPECT_FALSE(Finish(first, kNow + seconds(2)));
  EXPECT_EQ(Finish(first, kNow + seconds(3)), ErrorCode::kNotFound) << "once";
}

TEST_F(ProviderSignInTest, EachAttemptHasSecretsOfItsOwn) {
  const auto one = *sign_in_.Begin(kNow);
  const auto two = *sign_in_.Begin(kNow);
  for (const char* name : {"state", "nonce", "code_challenge"}) {
    EXPECT_EQ(Parameter(one.url, name).size(), 43U) << name;
    EXPECT_NE(Parameter(one.url, name), Parameter(two.url, name)) << name;
  }
  EXPECT_NE(one.cookie, two.cookie);
  EXPECT_THAT(one.url, testing::Not(testing::HasSubstr(one.cookie)));
  // The state of one does not open the other.
  const auto crossed =
      sign_in_.Finish(one.cookie, {.code = "c", .state = Parameter(two.url, "state")}, kNow);
  EXPECT_EQ(crossed.error().code, ErrorCode::kUnauthorized);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
