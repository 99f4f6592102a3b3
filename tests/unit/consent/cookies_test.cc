#include "consent/cookies.h"

#include <gtest/gtest.h>

#include "tests/unit/consent/consent_fixture.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

const Time kNow = At("2026-11-21T19:10:00Z");
const Time kUntil = At("2027-12-21T19:10:00Z");

TEST(HostInsideDomain, AsksForTheNameOrOneBelow) {
  for (const char* host : {"ameli.fr", "www.ameli.fr", "a.b.ameli.fr", "WWW.Ameli.FR",
                           "www.ameli.fr:8443", "www.ameli.fr."}) {
    EXPECT_TRUE(HostInsideDomain(host, "ameli.fr")) << host;
    EXPECT_TRUE(HostInsideDomain(host, ".ameli.fr")) << host;
  }
  for (const char* host : {"", "fr", "meli.fr", "notameli.fr", "ameli.fr.example.org", "127.0.0.1",
                           "[::1]", "[::1]:8080", "localhost:8080"}) {
    EXPECT_FALSE(HostInsideDomain(host, "ameli.fr")) << host;
  }
  EXPECT_FALSE(HostInsideDomain("ameli.fr", ""));
  EXPECT_FALSE(HostInsideDomain("localhost", "localhost"));
  EXPECT_FALSE(HostInsideDomain("127.0.0.1", "0.0.1"));
  EXPECT_TRUE(HostInsideDomain("www.ameli.localhost:9000", "ameli.localhost"));
}

TEST(ChoiceCookie, EndsWithTheChoiceAndIsNotForThePage) {
  const CookieSettings settings{.domain = "ameli.fr"};
  EXPECT_EQ(ChoiceCookie(settings, "www.ameli.fr", "token", kUntil, kNow),
            "pcid=token; Path=/; Domain=ameli.fr; Expires=Tue, 21 Dec 2027 19:10:00 GMT; "
            "Max-Age=34128000; Secure; HttpOnly; SameSite=Lax");
}

TEST(ContextCookie, IsForThePageAndStaysWithTheHostOutsideItsDomain) {
  const CookieSettings settings{.domain = "ameli.fr", .choice = "pcid", .context = "ctx"};
  EXPECT_EQ(ContextCookie(settings, "127.0.0.1:8080", "v", kUntil, kNow),
            "ctx=v; Path=/; Expires=Tue, 21 Dec 2027 19:10:00 GMT; Max-Age=34128000; Secure; "
            "SameSite=Lax");
}

TEST(RetryCookie, LastsTenMinutesAndIsNotForThePage) {
  const CookieSettings settings{.domain = "ameli.fr", .choice = "choix"};
  EXPECT_EQ(RetryCookie(settings, "www.ameli.fr", "nonce", kNow),
            "choix_retry=nonce; Path=/; Domain=ameli.fr; Expires=Sat, 21 Nov 2026 19:20:00 GMT; "
            "Max-Age=600; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(ClearRetryCookie(settings, "127.0.0.1", kNow),
            "choix_retry=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Secure; "
            "HttpOnly; SameSite=Lax");
}

TEST(ClearChoiceCookie, EndsItAtOnceUnderTheSameNameAndDomain) {
  const CookieSettings settings{.domain = "ameli.fr"};
  EXPECT_EQ(ClearChoiceCookie(settings, "www.ameli.fr", kNow),
            "pcid=; Path=/; Domain=ameli.fr; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; "
            "Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(ChoiceCookie(settings, "www.ameli.fr", "late", kNow, kNow),
            ClearChoiceCookie(settings, "www.ameli.fr", kNow));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
