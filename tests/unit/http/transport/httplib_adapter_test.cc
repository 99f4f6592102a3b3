#include "server/http/transport/httplib_adapter.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

struct Seen {
  std::string method;
  std::string path;
  std::string version;
  std::string body;
  std::string peer;
  int peer_port = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string accept_encoding;
  bool operator==(const Seen&) const = default;
};

// What the callback was shown of the request; the target apart, which says how it was read.
Seen Read(HttplibAdapter& adapter, const std::string& line, const std::string& headers,
          const std::string& body, std::string* target = nullptr) {
  const std::string head = line + "\r\n" + headers + "\r\n";
  const std::string peer = "192.0.2.7";
  const WholeRequest whole{.head = head, .body = body, .peer = &peer, .peer_port = 4242};
  Seen seen;
  const bool reached =
      adapter.Run(whole, [&](const Request& request, const std::string& accept_encoding) {
        seen = {request.method,
                request.path,
                request.version,
                request.body,
                request.remote_addr,
                request.remote_port,
                {request.headers.begin(), request.headers.end()},
                accept_encoding};
        if (target != nullptr) *target = request.target;
      });
  EXPECT_TRUE(reached) << line;
  return seen;
}

// A query, even an empty one, is the library's to read: the same request with and without one must
// be the same to a handler, whichever of the two read it, and whatever came before.
TEST(HttplibAdapter, APlainTargetIsReadAsTheLibraryWouldReadIt) {
  HttplibAdapter adapter;
  const std::string headers =
      "Host: www.ameli.fr\r\nOrigin: https://www.ameli.fr\r\nCookie: a=1\r\ncookie: b=2\r\n"
      "Accept-Encoding: gzip\r\naccept-encoding: br\r\nRange: bytes=0-1\r\nREMOTE_ADDR: "
      "10.0.0.1\r\n"
      "X-Odd: a%0d%0ab\r\n";
  for (const char* method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    for (const char* path :
         {"/", "/v1/sites/ameli.fr/consents", "/a+b//./../c;d=e:@", "/~!$&'()*,=", "/a%2fb%41"}) {
      for (const char* version : {"HTTP/1.1", "HTTP/1.0"}) {
        for (const char* body : {"", "{\"a\":1}"}) {
          std::string target;
          const std::string line = std::string(method) + " " + path;
          const Seen plain = Read(adapter, line + " " + version, headers, body, &target);
          const Seen library = Read(adapter, line + "? " + version, headers, body);
          EXPECT_EQ(plain, library) << line;
          EXPECT_EQ(target, path);
          EXPECT_EQ(plain.path, path);
          EXPECT_EQ(plain.body, body);
          EXPECT_EQ(plain.accept_encoding, "gzip, br");
          EXPECT_EQ(plain.headers.size(), 5U);
        }
      }
    }
  }
}

TEST(HttplibAdapter, NothingOfARequestIsLeftForTheNext) {
  HttplibAdapter adapter;
  Read(adapter, "POST /first HTTP/1.0", "Host: a\r\nCookie: secret\r\nAccept-Encoding: br\r\n",
       "body");
  const Seen next = Read(adapter, "GET /second HTTP/1.1", "Host: b\r\n", "");
  EXPECT_EQ(next.method, "GET");
  EXPECT_EQ(next.path, "/second");
  EXPECT_EQ(next.version, "HTTP/1.1");
  EXPECT_EQ(next.body, "");
  EXPECT_EQ(next.accept_encoding, "");
  EXPECT_EQ(next.headers, (std::vector<std::pair<std::string, std::string>>{{"Host", "b"}}));
}

TEST(HttplibAdapter, TheQueryIsTheLibrarysAndThePathStaysAsItWasSent) {
  HttplibAdapter adapter;
  std::string target;
  const Seen seen =
      Read(adapter, "GET /a%2f%2e%2E%5c%252f?name=b&c=d HTTP/1.1", "Host: a\r\n", "", &target);
  EXPECT_EQ(seen.path, "/a%2f%2e%2E%5c%252f");
  EXPECT_EQ(target, "/a%2f%2e%2E%5c%252f?name=b&c=d");
  Request request;
  request.target = target;
  EXPECT_EQ(request.Query(), "name=b&c=d");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
