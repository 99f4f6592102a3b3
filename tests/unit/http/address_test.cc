#include "server/http/address.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

IpAddress Ip(std::string_view text) { return ParseIpAddress(text).value(); }
Cidr Net(std::string_view text) { return ParseCidr(text).value(); }

TEST(IpAddressTest, OneAddressHasOneValue) {
  EXPECT_EQ(Ip("192.0.2.1"), Ip("::ffff:192.0.2.1"));
  EXPECT_TRUE(Ip("::ffff:192.0.2.1").IsV4());
  EXPECT_FALSE(Ip("2001:db8::1").IsV4());
  EXPECT_NE(Ip("192.0.2.1"), Ip("192.0.2.2"));
}

TEST(IpAddressTest, RefusesWhatIsNoAddress) {
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", " 1.2.3.4",
                           "1.2.3.4 ", "[::1]", "::1%eth0", "1.2.3.4:80", "localhost", "::g"}) {
    EXPECT_FALSE(ParseIpAddress(text)) << text;
  }
  EXPECT_FALSE(ParseIpAddress(std::string_view("1.2.3.4\0x", 9)));
}

TEST(CidrTest, ContainsItsNetwork) {
  EXPECT_TRUE(Net("10.0.0.0/8").Contains(Ip("10.255.0.1")));
  EXPECT_FALSE(Net("10.0.0.0/8").Contains(Ip("11.0.0.0")));
  EXPECT_TRUE(Net("192.0.2.128/25").Contains(Ip("192.0.2.200")));
  EXPECT_FALSE(Net("192.0.2.128/25").Contains(Ip("192.0.2.127")));
  EXPECT_TRUE(Net("2001:db8::/32").Contains(Ip("2001:db8:ffff::1")));
  EXPECT_FALSE(Net("2001:db8::/32").Contains(Ip("2001:db9::1")));
  EXPECT_TRUE(Net("192.0.2.7").Contains(Ip("192.0.2.7")));
  EXPECT_FALSE(Net("192.0.2.7").Contains(Ip("192.0.2.6")));
  EXPECT_TRUE(Net("0.0.0.0/0").Contains(Ip("203.0.113.9")));
  EXPECT_FALSE(Net("0.0.0.0/0").Contains(Ip("2001:db8::1")));  // IPv4 only
  EXPECT_TRUE(Net("::/0").Contains(Ip("203.0.113.9")));
}

TEST(CidrTest, RefusesMistakes) {
  for (const char* text :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8x",
        "10.0.0.1/8", "2001:db8::/129", "2001:db8::1/32", "x/8"}) {
    EXPECT_FALSE(ParseCidr(text).ok()) << text;
  }
}

TEST(ClientAddressTest, HeaderOfAnUntrustedPeerIsIgnored) {
  EXPECT_EQ(ClientAddress(Ip("203.0.113.5"), "198.51.100.1", {}), Ip("203.0.113.5"));
  const std::vector<Cidr> trusted = {Net("127.0.0.1")};
  EXPECT_EQ(ClientAddress(Ip("203.0.113.5"), "198.51.100.1", trusted), Ip("203.0.113.5"));
}

TEST(ClientAddressTest, WalksTrustedHopsFromTheEnd) {
  const std::vector<Cidr> trusted = {Net("127.0.0.1"), Net("10.0.0.0/8")};
  const IpAddress peer = Ip("127.0.0.1");
  EXPECT_EQ(ClientAddress(peer, "", trusted), peer);
  EXPECT_EQ(ClientAddress(peer, "198.51.100.1", trusted), Ip("198.51.100.1"));
  EXPECT_EQ(ClientAddress(peer, "198.51.100.1, 10.1.2.3", trusted), Ip("198.51.100.1"));
  // What a client writes in front of what the proxies added is not believed.
  EXPECT_EQ(ClientAddress(peer, "1.1.1.1, 198.51.100.1,10.1.2.3", trusted), Ip("198.51.100.1"));
  EXPECT_EQ(ClientAddress(peer, "[2001:db8::1]:443", trusted), Ip("2001:db8::1"));
  EXPECT_EQ(ClientAddress(peer, "198.51.100.1:4711", trusted), Ip("198.51.100.1"));
}

TEST(ClientAddressTest, MalformedEntryEndsTheWalk) {
  const std::vector<Cidr> trusted = {Net("127.0.0.1"), Net("10.0.0.0/8")};
  EXPECT_EQ(ClientAddress(Ip("127.0.0.1"), "unknown", trusted), Ip("127.0.0.1"));
  EXPECT_EQ(ClientAddress(Ip("127.0.0.1"), "198.51.100.1, x, 10.0.0.1", trusted), Ip("10.0.0.1"));
  EXPECT_EQ(ClientAddress(Ip("127.0.0.1"), ",,", trusted), Ip("127.0.0.1"));
}

TEST(ClientAddressTest, NeverBelievesPastAnUntrustedHop) {
  rc::check([](const std::string& forged) {
    const std::vector<Cidr> trusted = {ParseCidr("127.0.0.1").value()};
    const IpAddress client = ParseIpAddress("198.51.100.77").value();
    RC_ASSERT(ClientAddress(ParseIpAddress("127.0.0.1").value(), forged + ",198.51.100.77",
                            trusted) == client);
  });
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
