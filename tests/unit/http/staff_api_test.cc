#include "server/http/staff_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "tests/unit/http/staff_fixture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::http {
namespace {

using testing::Contains;
using testing::HasSubstr;

struct RouteCase {
  std::string method;
  std::string target;
  std::string body;
  bool marketing;
  bool auditor;
  bool operations;
};

// The table of who may do what, written out a second time: the code's own must agree.
std::vector<RouteCase> Cases() {
  const std::string site = "?site=ameli.fr";
  return {
      {"GET", "/v1/sites", "", true, true, true},
      {"GET", "/v1/overview" + site, "", true, true, true},
      {"GET", "/v1/stats" + site, "", true, true, true},
      {"GET", "/v1/trackers" + site, "", true, true, true},
      {"POST", "/v1/trackers" + site, R"({"text":"uid"})", true, true, true},
      {"GET", "/v1/revisions" + site, "", true, true, true},
      {"GET", "/v1/revisions/compare?from=REVISION&to=REVISION", "", true, true, true},
      {"GET", "/v1/revisions/REVISION", "", true, true, true},
      {"GET", "/v1/revisions/REVISION/pictures", "", true, true, true},
      {"GET", "/v1/pictures/PICTURE.png", "", true, true, true},
      {"GET", "/v1/register" + site, "", true, true, true},
      {"GET", "/v1/consents" + site, "", false, true, false},
      {"POST", "/v1/consents/find", R"({"text":"INDEX"})", false, true, true},
      {"GET", "/v1/consents/INDEX", "", false, true, false},
      {"GET", "/v1/consents/INDEX/receipt", "", false, true, false},
      {"GET", "/v1/consents/INDEX/linked-data", "", false, true, false},
      {"GET", "/v1/consents/INDEX/page", "", false, true, false},
      {"GET", "/v1/consents/INDEX/letter", "", false, true, false},
      {"GET", "/v1/holds", "", false, true, true},
      {"POST", "/v1/holds", R"({"reason":"contrôle","review":"2030-01-01","records":[1]})", false,
       true, true},
      {"DELETE", "/v1/holds/HOLD", "", false, true, true},
      {"GET", "/v1/journal", "", false, true, false},
      {"GET", "/v1/export" + site, "", false, true, false},
      {"DELETE", "/v1/consents/INDEX", "", false, false, true},
  };
}

std::string Filled(std::string text, const std::string& index, const std::string& revision,
                   const std::string& picture) {
  for (const auto& [name, value] :
       {std::pair(std::string("INDEX"), index), std::pair(std::string("REVISION"), revision),
        std::pair(std::string("PICTURE"), picture)}) {
    for (size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

TEST_F(StaffTest, EveryRouteAnswersItsRolesAndNobodyElse) {
  const std::string index = std::to_string(Give());
  const store::NewPictureSet pictures = picture_testing::SetOf(
      picture_testing::MakePictures("ameli.fr", revision_.hash, std::string(64, 'b'), now_));
  Append({.now = now_, .picture_sets = {pictures}});
  const std::string& picture = pictures.pictures.front().hash;
  const std::vector<RouteCase> cases = Cases();
  EXPECT_EQ(cases.size(), StaffApi::Routes().size()) << "a route is missing from this table";
  int released = 0;
  for (const RouteCase& route : cases) {
    std::string target = Filled(route.target, index, revision_.hash, picture);
    const std::string body = Filled(route.body, index, revision_.hash, picture);
    const size_t hold = target.find("HOLD");
    if (hold != std::string::npos) target = target.substr(0, hold);
    for (const char* token : {"", "wrong"}) {
      EXPECT_EQ(Call(route.method, target, token, body).status, 401) << target;
    }
    for (const auto& [token, allowed] : {std::pair("token-marketing", route.marketing),
                                         std::pair("token-operator", route.operations),
                                         std::pair("token-auditor", route.auditor)}) {
      const size_t lines = Journal().size();
      // Each of the two who may release a hold has added one.
      const std::string own =
          hold == std::string::npos ? target : target + std::to_string(allowed ? ++released : 1);
      const httplib::Response response = Call(route.method, own, token, body);
      if (allowed) {
        EXPECT_LT(response.status, 300)
            << route.method << " " << target << " as " << token << ": " << response.body;
      } else {
        EXPECT_EQ(response.status, 403) << route.method << " " << target << " as " << token;
        const auto journal = Journal();
        ASSERT_EQ(journal.size(), lines + 1) << "a refusal is a line of the journal";
        EXPECT_EQ(journal.back().access.action, "refused");
      }
      EXPECT_EQ(response.get_header_value("Cache-Control"), "private, no-store") << target;
      EXPECT_EQ(response.get_header_value("X-Content-Type-Options"), "nosniff") << target;
      EXPECT_THAT(response.get_header_value("Content-Security-Policy"),
                  HasSubstr("default-src 'none'"));
    }
    // The failed sign-ins above must not lock this table out.
    backend_->clock_.Advance(std::chrono::seconds(61));
  }
}

TEST_F(StaffTest, EveryRouteIsDocumented) {
  const auto text =
      ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/docs/staff-api.json", size_t{1} << 20);
  ASSERT_TRUE(text.ok());
  const nlohmann::json document = nlohmann::json::parse(*text, nullptr, false);
  ASSERT_TRUE(document.is_object());
  size_t operations = 0;
  for (const auto& [path, item] : document["paths"].items()) operations += item.size();
  for (const StaffRoute& route : StaffApi::Routes()) {
    std::string path(route.path);
    if (const size_t open = path.find("{}"); open != std::string::npos) {
      const bool revision = path.starts_with("/v1/revisions");
      const bool picture = path.starts_with("/v1/pictures");
      const bool hold = path.starts_with("/v1/holds");
      path.replace(open, 2, revision ? "{hash}" : picture ? "{file}" : hold ? "{id}" : "{index}");
    }
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(c | 0x20);
    EXPECT_TRUE(document["paths"].contains(path) && document["paths"][path].contains(method))
        << route.method << " " << path;
  }
  EXPECT_EQ(operations, StaffApi::Routes().size() + 3) << "and the three of /v1/session";
}

TEST_F(StaffTest, PicturesAreShownBesideTheirRevision) {
  const std::string list = "/v1/revisions/" + revision_.hash + "/pictures";
  nlohmann::json shown = Json(Call("GET", list, "token-marketing"));
  EXPECT_EQ(shown["site"], "ameli.fr");
  EXPECT_EQ(shown["in_force"], true);
  EXPECT_EQ(shown["pictures"], nlohmann::json::array());
  const auto overview = [this] {
    return Json(Call("GET", "/v1/overview?site=ameli.fr", "token-marketing"))["publication"];
  };
  const auto row = [this] {
    return Json(Call("GET", "/v1/revisions?site=ameli.fr", "token-marketing"))["revisions"][0];
  };
  EXPECT_EQ(overview()["pictures"], 0);
  EXPECT_EQ(row()["pictures"], nullptr);

  const auto file = [this](Time taken_at) {
    const store::NewPictureSet set = picture_testing::SetOf(
        picture_testing::MakePictures("ameli.fr", revision_.hash, std::string(64, 'b'), taken_at));
    Append({.now = now_, .picture_sets = {set}});
    return set;
  };
  file(now_);
  const store::NewPictureSet later = file(now_ + std::chrono::hours(1));
  shown = Json(Call("GET", list, "token-marketing"));
  ASSERT_EQ(shown["pictures"].size(), 2U);
  EXPECT_EQ(shown["pictures"][0]["hash"], later.hash) << "newest first";
  EXPECT_EQ(shown["pictures"][0]["manifest"].dump(), later.manifest);
  EXPECT_EQ(overview()["pictures"], 2);
  EXPECT_EQ(row()["pictures"]["sets"], 2);
  EXPECT_EQ(row()["pictures"]["hash"], later.hash);

  const httplib::Response png =
      Call("GET", "/v1/pictures/" + later.pictures[0].hash + ".png", "token-marketing");
  EXPECT_EQ(png.status, 200);
  EXPECT_EQ(png.body, later.pictures[0].bytes);
  EXPECT_EQ(png.get_header_value("Content-Type"), "image/png");
  const httplib::Response manifest =
      Call("GET", "/v1/pictures/" + later.hash + ".json", "token-marketing");
  EXPECT_EQ(manifest.body, later.manifest);
  for (const std::string& path :
       {"/v1/pictures/" + later.hash, "/v1/pictures/" + later.hash + ".png",
        "/v1/pictures/" + later.pictures[0].hash + ".json",
        "/v1/pictures/" + revision_.hash + ".json", "/v1/pictures/" + std::string(64, '0') + ".png",
        std::string("/v1/pictures/x.png"), "/v1/revisions/" + std::string(64, '0') + "/pictures",
        "/v1/revisions/" + later.hash + "/pictures"}) {
    EXPECT_EQ(Call("GET", path, "token-marketing").status, 404) << path;
  }
}

TEST_F(StaffTest, UnknownPathsAndMethods) {
  EXPECT_EQ(Call("GET", "/v1/nothing", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/nothing", "").status, 401);
  EXPECT_EQ(Call("GET", "/v1/consents/1/2", "token-auditor").status, 404);
  const httplib::Response response = Call("PUT", "/v1/holds", "token-auditor");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.get_header_value("Allow"), "GET, POST");
}

TEST_F(StaffTest, SignsInShowsAndSignsOut) {
  const std::string cookie = SignIn("token-auditor");
  EXPECT_THAT(cookie, testing::StartsWith("temoin_staff="));
  const httplib::Response shown = WithCookie("GET", "/v1/session", cookie, "same-origin");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(Json(shown)["role"], "auditor");
  EXPECT_EQ(Json(shown)["name"], "Dominique");
  EXPECT_EQ(WithCookie("DELETE", "/v1/session", cookie, "same-origin").status, 204);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);
  std::vector<std::string> actions;
  for (const auto& row : Journal()) actions.push_back(row.access.action);
  EXPECT_THAT(actions, testing::ElementsAre("sign-in", "sign-out"));
}

TEST_F(StaffTest, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
  httplib::Request request = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  request.headers.emplace("Sec-Fetch-Site", "same-origin");
  const std::string cookie = Serve(request).get_header_value("Set-Cookie");
  for (const char* attribute : {"HttpOnly", "SameSite=Strict", "Secure", "Path=/"}) {
    EXPECT_THAT(cookie, HasSubstr(attribute));
  }
  EXPECT_THAT(cookie, testing::Not(HasSubstr("Domain")));
}

TEST_F(StaffTest, ASessionEndsAfterIdleAndAfterALongDay) {
  const std::string cookie = SignIn("token-auditor");
  backend_->clock_.Advance(SessionTable::kIdle - std::chrono::seconds(1));
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 200);
  backend_->clock_.Advance(SessionTable::kIdle);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);

  const std::string busy = SignIn("token-auditor");
  const auto step = std::chrono::minutes(20);
  for (auto used = step; used < SessionTable::kLongest; used += step) {
    backend_->clock_.Advance(step);
    ASSERT_EQ(WithCookie("GET", "/v1/session", busy, "same-origin").status, 200);
  }
  backend_->clock_.Advance(step);
  EXPECT_EQ(WithCookie("GET", "/v1/session", busy, "same-origin").status, 401);
}

TEST_F(StaffTest, ARevokedTokenEndsItsSessionsAtOnce) {
  const std::string cookie = SignIn("token-auditor");
  backend_->revoked_ = "2";
  EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, "same-origin").status, 401);
  backend_->revoked_.clear();
  EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, "same-origin").status, 401) << "it stays ended";
}

TEST_F(StaffTest, RequestsFromOtherSitesAreRefused) {
  const store::Index index = Give();
  const std::string cookie = SignIn("token-operator");
  const std::string target = "/v1/consents/" + std::to_string(index);
  for (const char* site : {"cross-site", "same-site", "none", ""}) {
    EXPECT_EQ(WithCookie("DELETE", target, cookie, site).status, 403) << site;
  }
  for (const char* site : {"cross-site", "same-site"}) {
    EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, site).status, 403) << site;
  }
  httplib::Request by_origin = Request("DELETE", target);
  by_origin.headers.emplace("Cookie", cookie);
  by_origin.headers.emplace("Origin", "https://evil.example");
  EXPECT_EQ(Serve(by_origin).status, 403);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kKept);
  by_origin.headers.erase("Origin");
  by_origin.headers.emplace("Origin", "http://127.0.0.1:8081");
  EXPECT_EQ(Serve(by_origin).status, 200);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kPurged);
}

TEST_F(StaffTest, NobodyIsSignedInByAnotherSite) {
  httplib::Request request = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  EXPECT_EQ(Serve(request).status, 403);
  request.headers.emplace("Sec-Fetch-Site", "cross-site");
  EXPECT_EQ(Serve(request).status, 403);
}

TEST_F(StaffTest, FailedSignInsAreCountedAndJournaled) {
  httplib::Request wrong = Request("POST", "/v1/session", {}, R"({"token":"x"})");
  wrong.headers.emplace("Sec-Fetch-Site", "same-origin");
  for (int i = 0; i < SignInLimiter::kPerClient; ++i) ASSERT_EQ(Serve(wrong).status, 401);
  EXPECT_EQ(Serve(wrong).status, 429);
  EXPECT_EQ(Journal().size(), static_cast<size_t>(SignInLimiter::kPerClient));
  EXPECT_EQ(Journal().back().access.action, "sign-in.failed");
  httplib::Request right = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  right.headers.emplace("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(Serve(right).status, 429) << "not even the right one";
  right.remote_addr = "192.0.2.7";
  EXPECT_EQ(Serve(right).status, 200) << "others are not locked out";
  backend_->clock_.Advance(std::chrono::seconds(60));
  right.remote_addr = "127.0.0.1";
  EXPECT_EQ(Serve(right).status, 200);
}

TEST_F(StaffTest, NoJournalNoSight) {
  const store::Index index = Give();
  backend_->journal_fails_ = true;
  for (const std::string tail : {"", "/receipt", "/linked-data", "/page", "/letter"}) {
    const httplib::Response response =
        Call("GET", "/v1/consents/" + std::to_string(index) + tail, "token-auditor");
    EXPECT_EQ(response.status, 503) << tail;
    EXPECT_THAT(response.body, testing::Not(HasSubstr("ameli"))) << tail;
  }
  EXPECT_EQ(Call("GET", "/v1/consents?site=ameli.fr", "token-auditor").status, 503);
  EXPECT_EQ(Call("GET", "/v1/export?site=ameli.fr", "token-auditor").status, 503);
  EXPECT_EQ(Call("DELETE", "/v1/consents/" + std::to_string(index), "token-operator").status, 503);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kKept);
}

TEST_F(StaffTest, BadParametersAreToldApart) {
  for (const char* target :
       {"/v1/consents?from=yesterday", "/v1/consents?event=maybe", "/v1/consents?limit=99999",
        "/v1/consents?cursor=-1", "/v1/consents?site=a&site=b", "/v1/consents?site=%00",
        "/v1/stats?site=ameli.fr&from=2026-03-01&to=2026-02-01",
        "/v1/stats?site=ameli.fr&from=1990-01-01", "/v1/stats?site=ameli.fr&step=hour",
        "/v1/export?format=xml", "/v1/overview"}) {
    EXPECT_EQ(Call("GET", target, "token-auditor").status, 400) << target;
  }
  EXPECT_EQ(Call("GET", "/v1/overview?site=nowhere", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/consents/x", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/consents/99999", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/revisions/zz", "token-auditor").status, 404);
  EXPECT_EQ(Call("POST", "/v1/holds", "token-auditor", R"({"reason":""})").status, 422);
  EXPECT_EQ(Call("POST", "/v1/holds", "token-auditor", "[]").status, 422);
  EXPECT_EQ(Call("POST", "/v1/holds", "token-auditor", "{").status, 400);
}

}  // namespace
}  // namespace temoin::http
