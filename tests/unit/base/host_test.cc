#include "base/host.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(HostTest, OneSpelling) {
  EXPECT_EQ(NormalHost(".WWW.Ameli.FR."), "www.ameli.fr");
  EXPECT_EQ(NormalHost("Santé.example"), "xn--sant-epa.example");
  EXPECT_EQ(NormalHost("bücher.中文.example"), "xn--bcher-kva.xn--fiq228c.example");
  EXPECT_EQ(NormalHost("xn--sant-epa.example"), "xn--sant-epa.example");
  EXPECT_EQ(NormalHost("[2001:DB8::1]"), "[2001:db8::1]");
  for (const char* text : {"", ".", "a b", "a..b", "a/b", "[::1", "[x]", "a:80", "\xff.example"}) {
    EXPECT_EQ(NormalHost(text), "") << text;
  }
  EXPECT_EQ(NormalHost(std::string(254, 'a')), "");
}

TEST(HostTest, OfAddresses) {
  EXPECT_EQ(HostOfUrl("https://user:p%40ss@www.ameli.fr:443/page"), "www.ameli.fr");
  EXPECT_EQ(HostOfUrl("http://[2001:db8::1]:8080/"), "[2001:db8::1]");
  EXPECT_EQ(HostOfUrl("blob:https://www.ameli.fr/123"), "www.ameli.fr");
  EXPECT_EQ(HostOfUrl("//a.example/x"), "a.example");
  EXPECT_EQ(HostOfUrl("wss://a.example?x"), "a.example");
  for (const char* text : {"/relative", "a.example", "data:text/html,x", "://x", "see http://x"}) {
    EXPECT_EQ(HostOfUrl(text), "") << text;
  }
  EXPECT_EQ(PathOfUrl("https://a.example/x/y?z=/"), "/x/y");
  EXPECT_EQ(PathOfUrl("https://a.example"), "/");
  EXPECT_EQ(PathOfUrl("/x?y"), "/x");
  EXPECT_EQ(HostOfAuthority("A.example:80"), "a.example");
}

TEST(HostTest, WithinAtLabelsAndNeverBelowAnAddress) {
  EXPECT_TRUE(HostWithin("a.b.example", "b.example"));
  EXPECT_TRUE(HostWithin("b.example", "b.example"));
  EXPECT_FALSE(HostWithin("ab.example", "b.example"));
  EXPECT_FALSE(HostWithin("example", "b.example"));
  EXPECT_FALSE(HostWithin("a", ""));
  EXPECT_FALSE(HostWithin("192.0.2.7", "2.7"));
}

TEST(HostTest, PublicSuffixes) {
  for (const char* host : {"fr", "co.uk", "github.io", "gouv.fr"}) {
    EXPECT_TRUE(IsPublicSuffix(host)) << host;
  }
  for (const char* host : {"ameli.fr", "x.co.uk", "192.0.2.7", "[::1]", ""}) {
    EXPECT_FALSE(IsPublicSuffix(host)) << host;
  }
}

TEST(Utf8Test, WhatIsNoTextIsReplaced) {
  EXPECT_EQ(ValidUtf8("a\xffz\xe2\x82"), "a\uFFFDz\uFFFD\uFFFD");
  EXPECT_EQ(ValidUtf8("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(ValidUtf8("é🍪"), "é🍪");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
