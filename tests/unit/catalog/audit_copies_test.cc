// What is copied from a browser's developer tools, and requests that nobody answered well.
#include <gmock/gmock.h>

#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog::testing {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Codes = std::vector<std::string>;

constexpr const char* kPctx = "pctx=x; Domain=ameli.fr; Max-Age=600";
constexpr const char* kPixel = "https://www.facebook.com/tr?id=1";
const Codes kWrong = {"wrong-party pctx"};
const Codes kCalled = {"called-without-consent "};

std::string Copy(const std::string& url, const std::string& fields) {
  return "Request URL\n" + url + "\nRequest Method\nGET\nStatus Code\n200 OK\n" + fields;
}

TEST(AuditCopiesTest, AnAddressInAFieldIsNotThatOfTheRequest) {
  const std::string set = "set-cookie\npctx=1; Max-Age=10\n";
  for (const std::string name :
       {"referer", "Referer", "Referer:", "origin", "location", "content-location",
        "access-control-allow-origin", "x-original-uri", "x-canonical", "link", "via", "baggage"}) {
    const std::string field = name + "\nhttps://www.ameli.fr/\n";
    EXPECT_EQ(Text(Copy("https://evil.example/", field + set)).findings, kWrong) << name;
    EXPECT_EQ(Text("Request URL\nhttps://evil.example/\n" + field + set).findings, kWrong) << name;
    EXPECT_EQ(Text("Request URL: https://evil.example/\n" + field + set).findings, kWrong) << name;
    EXPECT_EQ(Text("General\nRequest URL:\nhttps://evil.example/\nReferrer Policy:\n"
                   "strict-origin-when-cross-origin\nResponse headers\n" +
                   field + set)
                  .findings,
              kWrong)
        << name;
  }
  for (const std::string name : {"referer", "location", "access-control-allow-origin", "Origin"}) {
    const std::string field = name + "\nhttps://evil.example/\n";
    EXPECT_EQ(Text(Copy(kSite, field + set)).result, "clean") << name;
  }
  EXPECT_EQ(Text("GET / HTTP/1.1\nHost: evil.example\nReferer:\nhttps://www.ameli.fr/\n\n"
                 "HTTP/1.1 200 OK\nSet-Cookie: pctx=1; Max-Age=10\n")
                .findings,
            kWrong);
  // It sends a cookie of the site to somebody else.
  EXPECT_EQ(Text(Copy("https://evil.example/", "referer\nhttps://www.ameli.fr/\ncookie\npctx=1\n"))
                .findings,
            kWrong);
}

TEST(AuditCopiesTest, WhatSaysWhereARequestWentIsRead) {
  const std::string set = "set-cookie\npctx=1; Max-Age=10\n";
  for (const std::string label :
       {"Request URL", "Request URL:", "URL de requête", "URL de requête :", "Anfrage-URL"}) {
    const std::string copy = label + "\n" + kSite + "\n" + set;
    EXPECT_EQ(Text(copy).result, "clean") << label;
    EXPECT_EQ(Text(copy + label + "\nhttps://evil.example/\n" + set).findings, kWrong) << label;
  }
  EXPECT_EQ(Text(Copy(kSite, set + ":authority\nevil.example\ncookie\npctx=1\n")).findings, kWrong);
  EXPECT_EQ(Text("host\nmy-own.example\n" + set).findings, kWrong);
  // A heading above an address, where fields have their values beside them.
  for (const std::string heading : {"Tiers", "Premier test", "tiers"}) {
    EXPECT_EQ(Text("https://www.ameli.fr/\nSet-Cookie: pctx=1; Max-Age=10\n" + heading +
                   "\nhttps://evil.example/\nSet-Cookie: pctx=1; Max-Age=10\n")
                  .findings,
              kWrong)
        << heading;
  }
  // Behind an answer it may be of its body.
  EXPECT_THAT(Text("https://evil.example/\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\n"
                   "https://www.ameli.fr/\nSet-Cookie: pctx=1; Max-Age=10\n")
                  .unread,
              ElementsAre("host 1"));
  EXPECT_EQ(Text("https://www.ameli.fr/\nHTTP/1.1 200 OK\nSet-Cookie: pctx=1; Max-Age=10\n\n"
                 "https://evil.example/\nHTTP/1.1 200 OK\nSet-Cookie: pctx=1; Max-Age=10\n")
                .findings,
            kWrong);
}

TEST(AuditCopiesTest, NamesAndValuesOnTwoLinesAreReadBesideRequestsAndAnswers) {
  const std::string request = "GET / HTTP/1.1\nHost: www.ameli.fr\nCookie: pctx=1\n\n";
  const std::string answer = "HTTP/1.1 200 OK\nSet-Cookie: pctx=1; Max-Age=10\n";
  const Codes trk = {"undeclared trk"};
  EXPECT_EQ(Text(request + "set-cookie\ntrk=1; Path=/\n").findings, trk);
  EXPECT_EQ(Text(request + "HTTP/1.1 200 OK\nserver\nx\nset-cookie\ntrk=1\nvia\ny\n").findings,
            trk);
  EXPECT_EQ(Text(request + Copy(kSite, "Set-Cookie:\ntrk=1; Path=/\n")).findings, trk);
  EXPECT_EQ(
      Text(Copy(kSite, answer + "Request headers\n:path\n/\ncookie\npctx=1; trk=1\n")).findings,
      trk);
  EXPECT_EQ(Text(Copy(kSite, "HTTP/1.1 200 OK\nset-cookie\npctx=1; Max-Age=10\ntrk=1\n")).findings,
            trk);
  // The date of the answer too.
  EXPECT_EQ(Text(Copy(kSite,
                      "date\nFri, 20 Nov 2026 10:00:00 GMT\nset-cookie\n"
                      "pctx=1; Domain=ameli.fr; Expires=Fri, 20 Nov 2026 10:10:00 GMT\n"))
                .result,
            "clean");
  // The name of a field in the value of another.
  EXPECT_EQ(Text(Copy(kSite, "vary\nCookie\nset-cookie\npctx=1; Max-Age=10\nserver\nx\n")).result,
            "clean");
}

TEST(AuditCopiesTest, OddNamesOnTwoLinesDoNotVanish) {
  const std::string pctx = "set-cookie\npctx=1; Max-Age=10\n";
  const auto found = [&](const std::string& fields) {
    return Text(Copy(kSite, pctx + fields)).findings;
  };
  EXPECT_EQ(found("set-cookie\nAMCV_1@AdobeOrg=2; Path=/\n"),
            Codes({"undeclared AMCV_1@AdobeOrg"}));
  EXPECT_EQ(found("cookie\na[b]=2\n"), Codes({"undeclared a[b]"}));
  EXPECT_EQ(found("cookie\nx:y=1; pctx=2\n"), Codes({"undeclared x:y"}));
  EXPECT_EQ(found("cookie\nvalueonly; trk=1\n"), Codes({"undeclared ", "undeclared trk"}));
  for (const std::string fields :
       {"set-cookie\ntoken\n", "cookie\n_ga: 1\n", "cookie\n\n", "set-cookie",
        "Set-Cookie:\nDate: Fri, 20 Nov 2026 10:00:00 GMT\n", "Set-Cookie:\nserver\nx\n",
        "cookie:\n"}) {
    EXPECT_THAT(Text(Copy(kSite, pctx + fields)).unread, ElementsAre("cookie 1")) << fields;
  }
  EXPECT_THAT(Text("https://www.ameli.fr/\nSet-Cookie: pctx=1; Max-Age=10\nx@y=1; Path=/\n").unread,
              ElementsAre("cookie 1"));
}

TEST(AuditCopiesTest, ARequestThatFailedWasACallAllTheSame) {
  const auto with = [](const json& status) {
    json entry = HarEntry(kPixel, {});
    entry["response"]["status"] = status;
    return Har({HarEntry(kSite, {kPctx}), entry});
  };
  for (const int status : {-1, 0, 400, 403, 404, 429, 500, 503}) {
    EXPECT_EQ(with(status).findings, kCalled) << status;
  }
  json pending = HarEntry(kPixel, {});
  pending.erase("response");
  EXPECT_EQ(Har({HarEntry(kSite, {kPctx}), pending}).findings, kCalled);
  // It does not show the site.
  json site = HarEntry(kSite, {kPctx});
  site["response"]["status"] = 500;
  EXPECT_THAT(Har({site}).unread, ElementsAre("site 0"));

  const std::string seen =
      "> GET / HTTP/2\n> Host: www.ameli.fr\n>\n< HTTP/2 200\n< set-cookie: pctx=1; "
      "Max-Age=10\n<\n";
  const std::string asked = "> GET /tr?id=1 HTTP/2\n> Host: www.facebook.com\n>\n";
  for (const std::string end :
       {"< HTTP/2 404\n<\n", "< HTTP/2 500\n<\n", "", "* Empty reply from server\n"}) {
    EXPECT_EQ(Text(seen + asked + end).findings, kCalled) << end;
  }
  EXPECT_EQ(Text(seen + asked.substr(0, asked.size() - 2)).findings, kCalled);
  EXPECT_EQ(Text(Copy(kSite, "set-cookie\npctx=1; Max-Age=10\n") + Copy(kPixel, "")).findings,
            kCalled);
  EXPECT_EQ(Text(seen + "--2026-11-21 10:00:00--  https://www.facebook.com/tr\n").findings,
            kCalled);
}

TEST(AuditCopiesTest, ARequestThatTheBrowserStoppedIsOpen) {
  for (const char* member : {"_error", "_failureText"}) {
    const auto with = [&](const char* error) {
      json entry = HarEntry(kPixel, {});
      entry["response"]["status"] = 0;
      entry["response"][member] = error;
      return Har({HarEntry(kSite, {kPctx}), entry});
    };
    for (const char* stopped :
         {"net::ERR_BLOCKED_BY_CLIENT", "net::ERR_BLOCKED_BY_CLIENT.Inspector",
          "net::ERR_BLOCKED_BY_CSP"}) {
      EXPECT_THAT(with(stopped).findings, IsEmpty());
      EXPECT_THAT(with(stopped).unread, ElementsAre("stopped 1"));
    }
    for (const char* left : {"net::ERR_ABORTED", "net::ERR_BLOCKED_BY_ORB",
                             "net::ERR_BLOCKED_BY_RESPONSE", "net::ERR_CONNECTION_RESET", ""}) {
      EXPECT_EQ(with(left).findings, kCalled) << left;
    }
  }
}

TEST(AuditCopiesTest, AHeaderWithoutAReadableNameIsAnotherShape) {
  for (const char* header :
       {R"({"key": "set-cookie", "value": "t=1"})", R"({"set-cookie": "t=1"})",
        R"({"name": 5, "value": "t=1"})", R"({"value": "t=1"})", "{}",
        R"({"name": null, "value": "t=1"})", R"({"name": "", "value": "t=1"})"}) {
    for (const char* side : {"request", "response"}) {
      json entry = HarEntry(kSite, {kPctx});
      entry[side]["headers"].push_back(json::parse(header));
      EXPECT_THAT(Har({entry}).unread, ElementsAre("shape 1")) << header;
    }
  }
  for (const json& headers : {json(nullptr), json(5), json(false), json("t=1")}) {
    for (const char* side : {"request", "response"}) {
      json entry = HarEntry(kSite, {});
      entry[side]["headers"] = headers;
      EXPECT_THAT(Har({HarEntry(kSite, {kPctx}), entry}).unread, ElementsAre("shape 1")) << headers;
    }
  }
}

TEST(AuditCopiesTest, StorageOfAnotherFormIsOpen) {
  const std::string cookie =
      R"("cookies": [{"name": "pctx", "value": "", "domain": ".ameli.fr", "path": "/",
          "expires": -1, "httpOnly": false, "secure": true, "sameSite": "Lax"}])";
  const auto unread = [&](const std::string& more) {
    return Text("{" + cookie + ", " + more + "}").unread;
  };
  const std::string origin = R"({"origin": "https://www.ameli.fr", )";
  for (const std::string& more :
       {std::string(R"("origins": {"https://www.ameli.fr": {"localStorage": [{"name": "a"}]}})"),
        std::string(R"("origins": null)"), std::string(R"("origins": "x")"),
        std::string(R"("origins": ["https://www.ameli.fr"])"),
        std::string(R"("origins": [["https://www.ameli.fr"]])"),
        std::string(R"("origins": [], "sessionStorage": {"https://www.ameli.fr": {"a": "1"}})"),
        std::string(R"("origins": [], "sessionStorage": [{"name": "a"}])"),
        std::string(R"("origins": [], "indexedDB": ["a"])"),
        R"("origins": [)" + origin + R"("sessionStorage": {"a": "1"}}])",
        R"("origins": [)" + origin + R"("sessionStorage": "{}"}])",
        R"("origins": [)" + origin + R"("localStorage": null}])",
        R"("origins": [)" + origin + R"("localstorage": [{"name": "a"}]}])",
        std::string(R"("uri_ins": "https://www.ameli.fr/", "localStorage": null)"),
        std::string(R"("uri_ins": "https://www.ameli.fr/", "localstorage": {"a": {"x": "1"}})"),
        std::string(R"("uri_ins": "https://www.ameli.fr/", "localStorage": {},
                       "sessionStorage": {"https://www.ameli.fr": {"x": "1"}})")}) {
    EXPECT_THAT(unread(more), ElementsAre("shape 1")) << more;
  }
  for (const std::string& more :
       {std::string(R"("origins": [])"), std::string(R"("origins": [], "sessionStorage": {})"),
        R"("origins": [)" + origin + R"("localStorage": []}])"}) {
    EXPECT_THAT(unread(more), IsEmpty()) << more;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog::testing
