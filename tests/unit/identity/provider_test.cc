#include "identity/provider.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

namespace temoin::identity {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;

const std::string kIssuer = "https://id.example/realm";

json Description() {
  return {{"issuer", kIssuer},
          {"authorization_endpoint", kIssuer + "/authorize?x=1"},
          {"token_endpoint", kIssuer + "/token"},
          {"jwks_uri", kIssuer + "/keys"}};
}

TEST(ProviderTest, ReadsWhatAProviderSaysOfItself) {
  json description = Description();
  auto read = ParseProvider(description.dump(), kIssuer);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->authorization, kIssuer + "/authorize?x=1");
  EXPECT_TRUE(read->userinfo.empty() && read->sign_out.empty());
  EXPECT_TRUE(read->secret_in_header) << "what holds where nothing is said";
  EXPECT_FALSE(read->names_itself);
  description["token_endpoint_auth_methods_supported"] = {"private_key_jwt", "client_secret_post"};
  description["authorization_response_iss_parameter_supported"] = true;
  description["end_session_endpoint"] = kIssuer + "/leave";
  read = ParseProvider(description.dump(), kIssuer);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_FALSE(read->secret_in_header);
  EXPECT_TRUE(read->names_itself);
  EXPECT_EQ(read->sign_out, kIssuer + "/leave");
}

TEST(ProviderTest, RefusesAnotherOneAndEndpointsThatMayNotBeAsked) {
  EXPECT_FALSE(ParseProvider(Description().dump(), kIssuer + "/").ok());
  EXPECT_FALSE(ParseProvider("[]", kIssuer).ok());
  EXPECT_FALSE(ParseProvider("", kIssuer).ok());
  for (const char* member : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    json description = Description();
    description.erase(member);
    EXPECT_FALSE(ParseProvider(description.dump(), kIssuer).ok()) << member;
  }
  for (const char* member : {"token_endpoint", "userinfo_endpoint", "end_session_endpoint"}) {
    json description = Description();
    description[member] = "http://id.example/x";
    EXPECT_FALSE(ParseProvider(description.dump(), kIssuer).ok()) << member;
  }
}

TEST(ProviderTest, OnlyHttpsIsAskedButOnThisMachine) {
  for (const char* url : {"https://id.example", "https://id.example:8443/a?b=c",
                          "http://127.0.0.1:9/x", "http://[::1]:9", "http://id.localhost/x"}) {
    EXPECT_TRUE(CheckProviderUrl(url).ok()) << url;
  }
  for (const char* url :
       {"", "https://", "https:///x", "http://id.example", "http://127.0.0.1.example/",
        "http://localhost@id.example/", "https://a:b@id.example/", "https://id.example/#x",
        "https://id.example/a b", "https://id.example/\n", "ftp://id.example", "//id.example",
        "https://id.example/\"x"}) {
    EXPECT_FALSE(CheckProviderUrl(url).ok()) << url;
  }
  EXPECT_FALSE(CheckProviderUrl("https://id.example/" + std::string(2000, 'a')).ok());
}

TEST(ProviderTest, AddressesAreWrittenWithEscapes) {
  EXPECT_EQ(DiscoveryUrl("https://a/"), "https://a/.well-known/openid-configuration");
  EXPECT_EQ(DiscoveryUrl("https://a/b"), "https://a/b/.well-known/openid-configuration");
  using Pair = std::pair<std::string_view, std::string_view>;
  const std::array<Pair, 2> parameters = {Pair{"a", "x y&z=é"}, Pair{"b", "-._~"}};
  EXPECT_EQ(UrlWith("https://h/p", parameters), "https://h/p?a=x%20y%26z%3D%C3%A9&b=-._~");
  EXPECT_EQ(UrlWith("https://h/p?c=1", parameters).substr(0, 17), "https://h/p?c=1&a");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::identity
