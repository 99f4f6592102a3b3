#include "server/http/staff/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "app/staff/tokens.h"
#include "base/calendar.h"
#include "base/file.h"
#include "tests/source_dir.h"
#include "tests/unit/http/staff/fixture.h"
#include "tests/unit/log_capture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::Contains;
using testing::HasSubstr;

// One route as a call of it, and what is expected: who may, and whether the access log is written
// before anything is shown or changed.
struct RouteCase {
  std::string method;
  std::string path;    // as the code's own table writes it
  std::string target;  // INDEX, REVISION, PICTURE, HOLD, TOKEN, ASKED stand for what the test made
  std::string body;
  std::string roles;  // of "madpo": marketing, auditor, dpo, approver, operator
  bool noted = false;
};

constexpr bool kNoted = true;
constexpr const char* kAll = "madpo";

// The table of who may do what, written out a second time: the code's own must agree.
std::vector<RouteCase> Cases() {
  const std::string site = "?site=ameli.fr";
  return {
      {"GET", "/v1/sites", "/v1/sites", "", kAll},
      {"GET", "/v1/overview", "/v1/overview" + site, "", kAll},
      {"GET", "/v1/stats", "/v1/stats" + site, "", kAll},
      {"GET", "/v1/trackers", "/v1/trackers" + site, "", kAll},
      {"POST", "/v1/trackers", "/v1/trackers" + site, R"({"text":"uid"})", kAll},
      {"GET", "/v1/revisions", "/v1/revisions" + site, "", kAll},
      {"GET", "/v1/revisions/compare", "/v1/revisions/compare?from=REVISION&to=REVISION", "", kAll},
      {"GET", "/v1/revisions/{}", "/v1/revisions/REVISION", "", kAll},
      {"GET", "/v1/revisions/{}/pictures", "/v1/revisions/REVISION/pictures", "", kAll},
      {"GET", "/v1/pictures/{}", "/v1/pictures/PICTURE.png", "", kAll},
      {"POST", "/v1/revisions/{}/republish", "/v1/revisions/REVISION/republish",
       R"({"site":"ameli.fr","expected":{"ameli.fr":"REVISION"}})", "po", kNoted},
      {"GET", "/v1/register", "/v1/register" + site, "", kAll},
      {"GET", "/v1/compliance", "/v1/compliance" + site, "", "adpo"},
      {"GET", "/v1/consents", "/v1/consents" + site, "", "ad", kNoted},
      {"POST", "/v1/consents/find", "/v1/consents/find", R"({"text":"INDEX"})", "ado", kNoted},
      {"GET", "/v1/consents/{}", "/v1/consents/INDEX", "", "ad", kNoted},
      {"GET", "/v1/consents/{}/receipt", "/v1/consents/INDEX/receipt", "", "ad", kNoted},
      {"GET", "/v1/consents/{}/linked-data", "/v1/consents/INDEX/linked-data", "", "ad", kNoted},
      {"GET", "/v1/consents/{}/page", "/v1/consents/INDEX/page", "", "ad", kNoted},
      {"GET", "/v1/consents/{}/letter", "/v1/consents/INDEX/letter", "", "ad", kNoted},
      {"GET", "/v1/consents/{}/dossier", "/v1/consents/INDEX/dossier", "", "ad", kNoted},
      {"POST", "/v1/dossiers", "/v1/dossiers",
       R"({"site":"ameli.fr","from":"2026-01-01","to":"2026-01-31"})", "ad", kNoted},
      {"GET", "/v1/dossiers/{}", "/v1/dossiers/DOSSIER", "", "ad"},
      {"GET", "/v1/dossiers/{}/archive", "/v1/dossiers/DOSSIER/archive", "", "ad"},
      {"GET", "/v1/holds", "/v1/holds", "", "ado"},
      {"POST", "/v1/holds", "/v1/holds",
       R"({"reason":"contrôle","review":"2030-01-01","records":[1]})", "ado", kNoted},
      {"DELETE", "/v1/holds/{}", "/v1/holds/HOLD", "", "ado", kNoted},
      {"GET", "/v1/requests", "/v1/requests" + site, "", "ado"},
      {"POST", "/v1/requests", "/v1/requests",
       R"({"site":"ameli.fr","number":"NUMBER","kind":"access","received":"2026-01-31"})", "ado",
       kNoted},
      {"POST", "/v1/requests/{}/extension", "/v1/requests/ASKED/extension",
       R"({"reason":"de nombreuses demandes"})", "ado", kNoted},
      {"POST", "/v1/requests/{}/answer", "/v1/requests/ASKED/answer",
       R"({"letter":"access","answered":"2026-01-31"})", "ado", kNoted},
      {"GET", "/v1/tokens", "/v1/tokens", "", "ado"},
      {"POST", "/v1/tokens", "/v1/tokens", R"({"role":"auditor","name":"Team Five"})", "o", kNoted},
      {"DELETE", "/v1/tokens/{}", "/v1/tokens/TOKEN", "", "o", kNoted},
      {"GET", "/v1/people", "/v1/people", "", "ado"},
      {"POST", "/v1/people/{}/grants", "/v1/people/PERSON/grants",
       R"({"grants":[{"role":"dpo","sites":["ameli.fr"]}]})", "o", kNoted},
      {"DELETE", "/v1/people/{}", "/v1/people/PERSON", "", "o", kNoted},
      {"GET", "/v1/invitations", "/v1/invitations", "", "ado"},
      {"POST", "/v1/invitations", "/v1/invitations",
       R"({"name":"Déléguée","grants":[{"role":"dpo","sites":["ameli.fr"]}]})", "o", kNoted},
      {"DELETE", "/v1/invitations/{}", "/v1/invitations/INVITED", "", "o", kNoted},
      {"GET", "/v1/journal", "/v1/journal", "", "ad", kNoted},
      {"GET", "/v1/export", "/v1/export" + site, "", "ad", kNoted},
      {"POST", "/v1/consents/{}/erasure", "/v1/consents/INDEX/erasure", R"({"text":"SHOWN"})", "o",
       kNoted},
      {"DELETE", "/v1/consents/{}", "/v1/consents/INDEX?ground=unlawful", "", "o", kNoted},
  };
}

// What a session begins and ends with has no line to fail without; SessionRoutes and the tests of
// the cookie walk it.
const std::vector<std::pair<std::string, std::string>> kSessionRoutes = {
    {"DELETE", "/v1/session"},
    {"GET", "/v1/session"},
    {"POST", "/v1/session"},
    {"GET", "/v1/session/ways"},
    {"GET", "/v1/session/provider"},
    {"GET", "/v1/session/answer"},
    {"GET", "/v1/session/watch"},
    {"POST", "/v1/session/passkey/challenge"},
    {"POST", "/v1/session/passkey"},
    {"POST", "/v1/invitations/look"},
    {"POST", "/v1/invitations/join"},
    {"GET", "/v1/passkeys"},
    {"POST", "/v1/passkeys/challenge"},
    {"POST", "/v1/passkeys"},
    {"DELETE", "/v1/passkeys/{}"}};
// Where nobody is signed in yet.
const std::set<std::string> kOpen = {"POST /v1/session",
                                     "GET /v1/session/ways",
                                     "GET /v1/session/provider",
                                     "GET /v1/session/answer",
                                     "POST /v1/session/passkey/challenge",
                                     "POST /v1/session/passkey",
                                     "POST /v1/invitations/look",
                                     "POST /v1/invitations/join"};

const std::vector<std::pair<char, std::string>> kTokens = {{'m', "token-marketing"},
                                                           {'o', "token-operator"},
                                                           {'a', "token-auditor"},
                                                           {'d', "token-dpo"},
                                                           {'p', "token-approver"}};

class StaffRoutes : public StaffTest {
 protected:
  // Who signed in once and may do something on ameli.fr.
  std::string Somebody() {
    app::StaffPerson person =
        *backend_->people_->SignedIn("https://id.example", "sub-7", "Déléguée", backend_->Now());
    person.grants = {{StaffRole::kDpo, {"ameli.fr"}}};
    person.revoked = false;
    person.changed = backend_->Now();
    EXPECT_TRUE(backend_->people_->Replace(person).ok());
    return person.id;
  }
  // One that is made, of whoever may have one made; anything else for others.
  std::string DossierOf(const std::string& token) {
    const std::string body = R"({"site":"ameli.fr","from":"2026-01-01","to":"2026-01-31"})";
    const http::Response begun = Serve(Request("POST", "/v1/dossiers", token, body));
    if (begun.status != 202) return "0";
    const std::string id = nlohmann::json::parse(begun.body).at("id");
    while (Call("GET", "/v1/dossiers/" + id, token).body.find("\"made\"") == std::string::npos) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return id;
  }

  std::string SomebodyInvited() {
    for (const app::Invitation& each : backend_->people_->Invitations(backend_->Now())) {
      EXPECT_TRUE(backend_->people_->Withdraw(each.id).ok());
    }
    const app::Invitation invited{.id = "1f2e3d4c",
                                  .name = "Déléguée",
                                  .grants = {{StaffRole::kDpo, {"ameli.fr"}}},
                                  .by = "Test",
                                  .ends = backend_->Now() + std::chrono::days(1)};
    EXPECT_TRUE(backend_->people_->Invite(invited, backend_->Now()).ok());
    return invited.id;
  }
  // The case's own call, of things that are made for it.
  http::Request CaseRequest(const RouteCase& route, const std::string& token) {
    const bool hold = route.target.find("HOLD") != std::string::npos;
    const bool kept = route.target.find("TOKEN") != std::string::npos;
    // What is erased is one of its own.
    const store::Index index = route.body.find("SHOWN") == std::string::npos ? index_ : Give();
    const std::string hold_id =
        hold ? std::to_string(*store_->AddHold({.records = {1},
                                                .reason = "contrôle",
                                                .author = "Test",
                                                .review = now_ + std::chrono::days(90),
                                                .created = now_}))
             : "";
    const std::string request_id =
        route.target.find("ASKED") == std::string::npos
            ? ""
            : std::to_string(*store_->AddRequestNote({.site = "ameli.fr",
                                                      .time = now_,
                                                      .kind = "access",
                                                      .received = store::At("2026-01-31T00:00:00Z"),
                                                      .due = store::At("2100-02-28T00:00:00Z"),
                                                      .number = "2026-1",
                                                      .author = "Test"}));
    const std::string token_id =
        kept ? backend_->kept_tokens_->Create(StaffRole::kMarketing, "Team Five", now_)->token.id
             : "";
    const std::string dossier =
        route.target.find("DOSSIER") == std::string::npos ? "" : DossierOf(token);
    const std::vector<std::pair<std::string, std::string>> made = {
        {"DOSSIER", dossier},
        {"INDEX", std::to_string(index)},
        {"REVISION", revision_.hash},
        {"HOLD", hold_id},
        {"TOKEN", token_id},
        {"PERSON", Somebody()},
        {"INVITED", SomebodyInvited()},
        {"ASKED", request_id},
        {"NUMBER", "n" + std::to_string(++numbers_)},
        {"SHOWN", consent::EncodeToken({index, secret_})},
        {"PICTURE", picture_}};
    const auto filled = [&made](std::string text) {
      for (const auto& [name, value] : made) {
        for (size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
          text.replace(at, name.size(), value);
        }
      }
      return text;
    };
    return Request(route.method, filled(route.target), token, filled(route.body));
  }

  void SetUp() override {
    StaffTest::SetUp();
    index_ = Give();
    const store::NewPictureSet pictures = picture_testing::SetOf(
        picture_testing::MakePictures("ameli.fr", revision_.hash, std::string(64, 'b'), now_));
    Append({.now = now_, .picture_sets = {pictures}});
    picture_ = pictures.pictures.front().hash;
    backend_->Sign();
  }

  store::Index index_ = 0;
  int numbers_ = 0;
  std::string picture_;
};

TEST_F(StaffRoutes, EveryRouteOfTheCodeIsInTheTableOnce) {
  std::multiset<std::pair<std::string, std::string>> known;
  for (const RouteCase& route : Cases()) known.emplace(route.method, route.path);
  known.insert(kSessionRoutes.begin(), kSessionRoutes.end());
  for (const StaffRoute& route : StaffApi::Routes()) {
    EXPECT_EQ(known.count({std::string(route.method), std::string(route.path)}), 1U)
        << route.method << " " << route.path << " is missing from this test's table";
  }
  EXPECT_EQ(known.size(), StaffApi::Routes().size());
}

TEST_F(StaffRoutes, EveryRouteAnswersItsRolesAndNobodyElse) {
  for (const RouteCase& route : Cases()) {
    const std::string what = route.method + " " + route.path;
    for (const char* token : {"", "wrong"}) {
      EXPECT_EQ(Serve(CaseRequest(route, token)).status, 401) << what;
    }
    for (const auto& [letter, token] : kTokens) {
      const http::Request request = CaseRequest(route, token);
      const size_t lines = AccessLines().size();
      const http::Response response = Serve(request);
      const auto access_log = AccessLines();
      if (route.roles.find(letter) != std::string::npos) {
        EXPECT_LT(response.status, 300) << what << " as " << token << ": " << response.body;
        EXPECT_EQ(access_log.size() > lines, route.noted) << what << " as " << token;
      } else {
        EXPECT_EQ(response.status, 403) << what << " as " << token;
        ASSERT_EQ(access_log.size(), lines + 1) << "a refusal is a line of the access log";
        EXPECT_EQ(access_log.back().access.action, "refused");
        EXPECT_EQ(access_log.back().access.detail, what);
      }
      EXPECT_EQ(response.Header("Cache-Control"), "private, no-store") << what;
      EXPECT_EQ(response.Header("X-Content-Type-Options"), "nosniff") << what;
      EXPECT_THAT(response.Header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
    }
    // The failed sign-ins above must not lock this table out.
    backend_->clock_.Advance(std::chrono::seconds(61));
  }
}

TEST_F(StaffRoutes, SessionRoutesAnswerWhoIsKnown) {
  for (const auto& [letter, token] : kTokens) {
    EXPECT_EQ(Call("GET", "/v1/session", token).status, 200) << token;
    EXPECT_EQ(Call("DELETE", "/v1/session", token).status, 204) << token;
    EXPECT_EQ(AccessLines().back().access.action, "sign-out") << token;
    const http::Response other = Call("PUT", "/v1/session", token);
    EXPECT_EQ(other.status, 405) << token;
    EXPECT_EQ(other.Header("Allow"), "DELETE, GET, POST") << token;
    EXPECT_EQ(other.Header("Content-Type"), "application/problem+json") << token;
  }
  for (const char* method : {"GET", "DELETE", "PUT"}) {
    EXPECT_EQ(Call(method, "/v1/session", "").status, 401) << method;
  }
  EXPECT_EQ(Call("POST", "/v1/session", "").status, 403) << "no page of this origin asks";
}

// Only what a row says is read: nothing that is posted comes in without a bound, and nothing else
// has a body.
TEST_F(StaffRoutes, EveryRowSaysWhatBodyItReads) {
  for (const StaffRoute& route : StaffApi::Routes()) {
    const BodyRule& body = route.policy.body;
    EXPECT_EQ(body.media_type, route.method == "POST" ? "application/json" : "") << route.path;
    EXPECT_EQ(body.max_bytes > 0 && body.max_depth > 0, route.method == "POST") << route.path;
    EXPECT_EQ(route.policy.cors, Cors::kNone) << route.path;
    const std::string name = std::string(route.method) + " " + std::string(route.path);
    EXPECT_EQ(route.policy.roles == 0, kOpen.contains(name)) << route.method << " " << route.path;
  }
}

TEST_F(StaffRoutes, WhatIsNotedFailsWithoutTheAccessLog) {
  for (const RouteCase& route : Cases()) {
    const std::string what = route.method + " " + route.path;
    for (const auto& [letter, token] : kTokens) {
      if (route.roles.find(letter) == std::string::npos) continue;
      const http::Request request = CaseRequest(route, token);
      const size_t tokens = backend_->kept_tokens_->List().size();
      const size_t holds = store_->Holds(false)->size();
      const size_t notes = store_->RequestNotes()->size();
      backend_->access_log_fails_ = true;
      const http::Response response = Serve(request);
      backend_->access_log_fails_ = false;
      if (!route.noted) {
        EXPECT_LT(response.status, 300) << what;
        continue;
      }
      EXPECT_EQ(response.status, 503) << what;
      EXPECT_EQ(response.Header("Content-Type"), "application/problem+json") << what;
      EXPECT_THAT(response.body, testing::Not(HasSubstr("ameli"))) << what;
      EXPECT_EQ(backend_->kept_tokens_->List().size(), tokens) << what;
      EXPECT_TRUE(backend_->republished_.empty()) << what;
      EXPECT_EQ(store_->Holds(false)->size(), holds) << what;
      EXPECT_EQ(store_->RequestNotes()->size(), notes) << what;
      EXPECT_EQ((*store_->FindByIndex(index_)).row.state, store::State::kKept) << what;
    }
  }
  for (const app::StaffToken& token : backend_->kept_tokens_->List()) EXPECT_FALSE(token.revoked);
}

// Nothing of another controller's visitors, counts, requests or log is told or done, whatever else
// the person may do there. What was published is everybody's by its hash.
TEST_F(StaffRoutes, NobodyLearnsOfASiteWhatTheirRolesThereDoNotShow) {
  const std::set<std::string> published = {"/v1/revisions/compare", "/v1/revisions/{}",
                                           "/v1/revisions/{}/pictures", "/v1/pictures/{}"};
  const std::set<std::string> lists = {"/v1/sites",  "/v1/holds",       "/v1/tokens",
                                       "/v1/people", "/v1/invitations", "/v1/journal"};
  size_t walked = 0;
  for (const RouteCase& route : Cases()) {
    for (const auto& [letter, token] : kTokens) {
      if (route.roles.find(letter) == std::string::npos) continue;
      // The role at another site, alone and beside every role here that this route does not take.
      const StaffPrincipal role = backend_->tokens_.at(token);
      StaffPrincipal beside = backend_->tokens_.at(token + "-cramif");
      for (const auto& [other, name] : kTokens) {
        if (route.roles.find(other) != std::string::npos) continue;
        const StaffRole here = backend_->tokens_.at(name).grants.front().role;
        beside.grants.push_back({here, {"ameli.fr"}});
      }
      beside.grants.push_back({role.grants.front().role, {"ameli.fr"}, backend_->Now()});
      backend_->tokens_["beside"] = beside;
      for (const std::string& who : {token + "-cramif", std::string("beside")}) {
        const std::string what = route.method + " " + route.path + " as " + token + ", " + who;
        const http::Request request = CaseRequest(route, who);
        const size_t tokens = backend_->kept_tokens_->List().size();
        const size_t holds = store_->Holds(false)->size();
        const size_t notes = store_->RequestNotes()->size();
        const http::Response response = Serve(request);
        ++walked;
        if (route.method == "GET" && published.contains(route.path)) {
          EXPECT_LT(response.status, 300) << what;
          continue;
        }
        if (route.method == "GET" && lists.contains(route.path)) {
          EXPECT_EQ(response.status, 200) << what;
        } else {
          EXPECT_THAT(response.status, testing::AnyOf(400, 404, 422)) << what << response.body;
        }
        EXPECT_THAT(response.body, testing::Not(HasSubstr("\"ameli.fr\""))) << what;
        EXPECT_EQ(backend_->kept_tokens_->List().size(), tokens) << what;
        EXPECT_EQ(store_->Holds(false)->size(), holds) << what;
        EXPECT_EQ(store_->RequestNotes()->size(), notes) << what;
        EXPECT_TRUE(backend_->republished_.empty()) << what;
        EXPECT_EQ((*store_->FindByIndex(index_)).row.state, store::State::kKept) << what;
        const app::StaffPerson person = backend_->people_->List().front();
        EXPECT_TRUE(person.grants.size() == 1 && !person.revoked) << what;
        EXPECT_EQ(backend_->people_->Invitations(backend_->Now()).size(), 1U) << what;
      }
    }
  }
  EXPECT_GT(walked, 2 * StaffApi::Routes().size());
  for (const app::StaffToken& token : backend_->kept_tokens_->List()) EXPECT_FALSE(token.revoked);
}

// The line says with which of their roles somebody acted; one that is over opens nothing.
TEST_F(StaffRoutes, SeveralRolesOpenEachItsOwnRoutesAndSites) {
  const Time end = backend_->Now() + std::chrono::hours(1);
  backend_->tokens_["token-two"] = {"Déléguée",
                                    "9",
                                    {{StaffRole::kAuditor, {"ameli.fr"}, end},
                                     {StaffRole::kDpo, {"ameli.fr"}},
                                     {StaffRole::kOperator, {"cramif"}}}};
  const auto status = [&](const char* target) { return Call("GET", target, "token-two").status; };
  EXPECT_EQ(status("/v1/consents?site=ameli.fr"), 200);
  EXPECT_EQ(AccessLines().back().access.role, "auditor+dpo");
  EXPECT_EQ(status("/v1/consents?site=cramif"), 404) << "an operator reads no record";
  EXPECT_EQ(status("/v1/overview?site=ameli.fr"), 200);
  EXPECT_EQ(Json(Call("GET", "/v1/sites", "token-two"))["sites"].size(), 2U);
  EXPECT_EQ(Json(Call("GET", "/v1/session", "token-two"))["grants"].size(), 3U);
  backend_->clock_.Advance(std::chrono::hours(1));
  EXPECT_EQ(status("/v1/consents?site=ameli.fr"), 200);
  EXPECT_EQ(AccessLines().back().access.role, "dpo") << "the auditor's last hour is over";
  EXPECT_EQ(Json(Call("GET", "/v1/session", "token-two"))["grants"].size(), 2U);
}

TEST_F(StaffTest, ATokenOpensNoMoreThanTheOneThatMakesIt) {
  const auto make = [&](const std::string& token, const char* sites) {
    return Call("POST", "/v1/tokens", token,
                std::string(R"({"role":"auditor","name":"Team Six","sites":)") + sites + "}");
  };
  EXPECT_EQ(make("token-operator", R"(["no.such"])").status, 422);
  EXPECT_EQ(make("token-operator", R"("ameli.fr")").status, 422);
  EXPECT_EQ(make("token-operator", "[1]").status, 422);
  EXPECT_EQ(make("token-operator-cramif", "[]").status, 422);
  EXPECT_EQ(make("token-operator-cramif", R"(["ameli.fr"])").status, 422);
  const http::Response made = make("token-operator", R"(["ameli.fr","ameli.fr"])");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Json(made)["sites"], nlohmann::json::array({"ameli.fr"}));
  EXPECT_THAT(AccessLines().back().access.detail,
              HasSubstr("Team Six, auditor, of ameli.fr, until "));
  const std::string secret = Json(made)["token"];
  EXPECT_EQ(Json(Call("GET", "/v1/session", secret))["grants"][0]["sites"],
            nlohmann::json::array({"ameli.fr"}));
  EXPECT_EQ(Call("GET", "/v1/overview?site=ameli.fr", secret).status, 200);
  EXPECT_EQ(Call("GET", "/v1/overview?site=cramif", secret).status, 404);
  EXPECT_EQ(Json(Call("GET", "/v1/sites", secret))["sites"].size(), 1U);
  // Of one who sees another site, it is not there.
  const std::string id = Json(made)["id"];
  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + id, "token-operator-cramif").status, 404);
  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + id, "token-operator").status, 204);
}

TEST_F(StaffTest, ATokenIsMadeShownOnceAndEnds) {
  const http::Response made =
      Call("POST", "/v1/tokens", "token-operator",
           R"({"role":"auditor","name":"Team Four","expires":"2026-03-02"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string secret = Json(made)["token"];
  const std::string id = Json(made)["id"];
  EXPECT_EQ(Json(made)["expires"], "2026-03-03T00:00:00Z") << "good on that day, too";
  const http::Response list = Call("GET", "/v1/tokens", "token-auditor");
  EXPECT_THAT(list.body, testing::Not(HasSubstr(secret.substr(20))));
  EXPECT_EQ(Json(list)["tokens"][0]["name"], "Team Four");
  EXPECT_EQ(Json(list)["tokens"][0]["in_force"], true);
  EXPECT_EQ(AccessLines().back().access.action, "token.create");
  EXPECT_THAT(AccessLines().back().access.detail, testing::Not(HasSubstr(secret)));

  // A session does not outlive its token, however lately it was used.
  const Time end = *ParseTime("2026-03-03T00:00:00Z");
  backend_->clock_.Advance(end - std::chrono::minutes(1) - backend_->Now());
  const std::string cookie = SignIn(secret);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 200);
  EXPECT_EQ(Call("GET", "/v1/journal", secret).status, 200);
  backend_->clock_.Advance(std::chrono::minutes(1));
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);
  EXPECT_EQ(Call("GET", "/v1/journal", secret).status, 401);
  http::Request again = Request("POST", "/v1/session", {}, "{\"token\":\"" + secret + "\"}");
  again.headers.Add("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(Serve(again).status, 401);
  EXPECT_EQ(Json(Call("GET", "/v1/tokens", "token-auditor"))["tokens"][0]["in_force"], false);

  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + id, "token-operator").status, 204);
  EXPECT_EQ(Call("DELETE", "/v1/tokens/00000000", "token-operator").status, 404);
}

TEST_F(StaffTest, OnlyWhatSomebodySawIsPublishedAgain) {
  const std::string target = "/v1/revisions/" + revision_.hash + "/republish";
  const http::Response seen =
      Call("POST", target, "token-operator", R"({"site":"ameli.fr","dry_run":true})");
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(Json(seen)["published"], false);
  EXPECT_EQ(Json(seen)["sites"][0]["revision"], revision_.hash);
  EXPECT_TRUE(backend_->republished_.empty());
  for (const char* body :
       {R"({"site":"ameli.fr"})", R"({"site":"ameli.fr","expected":{}})",
        R"({"site":"ameli.fr","expected":{"ameli.fr":1}})", R"({"expected":{"ameli.fr":"x"}})",
        R"({"site":"ameli.fr","dry_run":"yes"})"}) {
    EXPECT_EQ(Call("POST", target, "token-operator", body).status, 422) << body;
  }
  EXPECT_EQ(Call("POST", target, "token-operator",
                 R"({"site":"ameli.fr","expected":{"ameli.fr":"other"}})")
                .status,
            409);
  EXPECT_EQ(Call("POST", "/v1/revisions/zz/republish", "token-operator",
                 R"({"site":"ameli.fr","dry_run":true})")
                .status,
            404);
  EXPECT_TRUE(backend_->republished_.empty());
  const std::string agreed =
      nlohmann::json{{"site", "ameli.fr"}, {"expected", {{"ameli.fr", revision_.hash}}}}.dump();
  EXPECT_EQ(Call("POST", target, "token-operator", agreed).status, 200);
  EXPECT_THAT(backend_->republished_, testing::ElementsAre("Operations"));
  EXPECT_EQ(AccessLines().back().access.action, "revision.republish");
  EXPECT_EQ(AccessLines().back().access.site, "ameli.fr");
}

TEST_F(StaffTest, ATokenEndsAfterAYearUnlessSomebodySaysOtherwise) {
  const auto made = [this](const char* more) {
    return Json(Call("POST", "/v1/tokens", "token-operator",
                     std::string(R"({"role":"auditor","name":"Team Four")") + more + "}"));
  };
  EXPECT_EQ(made("")["expires"], FormatTime(backend_->Now() + app::kTokenLife));
  EXPECT_EQ(made(R"(,"expires":"")")["expires"], FormatTime(backend_->Now() + app::kTokenLife));
  const nlohmann::json endless = made(R"(,"expires":"never")");
  EXPECT_EQ(endless["role"], "auditor");
  EXPECT_FALSE(endless.contains("expires"));
}

TEST_F(StaffTest, ATokenThatMakesNoSenseIsRefused) {
  for (const char* body :
       {R"({"role":"king","name":"Team Five"})", R"({"role":"auditor"})",
        R"({"role":"auditor","name":" "})", R"({"role":"auditor","name":"a\nb"})",
        R"({"role":"auditor","name":"Team Five","expires":"2026-02-30"})",
        R"({"role":"auditor","name":"Team Five","expires":"2020-01-01"})",
        R"({"role":"auditor","name":"Team Five","expires":20300101})"}) {
    EXPECT_EQ(Call("POST", "/v1/tokens", "token-operator", body).status, 422) << body;
  }
  EXPECT_TRUE(backend_->kept_tokens_->List().empty());
}

TEST_F(StaffTest, EveryRouteIsDocumented) {
  const auto text =
      ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/server/http/api/staff-api.json", size_t{1} << 20);
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
      const bool id = path.starts_with("/v1/holds") || path.starts_with("/v1/tokens") ||
                      path.starts_with("/v1/requests") || path.starts_with("/v1/people") ||
                      path.starts_with("/v1/dossiers") || path.starts_with("/v1/invitations") ||
                      path.starts_with("/v1/passkeys");
      path.replace(open, 2, revision ? "{hash}" : picture ? "{file}" : id ? "{id}" : "{index}");
    }
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(c | 0x20);
    EXPECT_TRUE(document["paths"].contains(path) && document["paths"][path].contains(method))
        << route.method << " " << path;
  }
  EXPECT_EQ(operations, StaffApi::Routes().size());
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

  const http::Response png =
      Call("GET", "/v1/pictures/" + later.pictures[0].hash + ".png", "token-marketing");
  EXPECT_EQ(png.status, 200);
  EXPECT_EQ(png.body, later.pictures[0].bytes);
  EXPECT_EQ(png.Header("Content-Type"), "image/png");
  const http::Response manifest =
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
  const http::Response response = Call("PUT", "/v1/holds", "token-auditor");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.Header("Allow"), "GET, POST");
}

TEST_F(StaffTest, SignsInShowsAndSignsOut) {
  const std::string cookie = SignIn("token-auditor");
  EXPECT_THAT(cookie, testing::StartsWith("temoin_staff="));
  const http::Response shown = WithCookie("GET", "/v1/session", cookie, "same-origin");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(Json(shown)["grants"][0]["role"], "auditor");
  EXPECT_EQ(Json(shown)["name"], "Compliance");
  EXPECT_EQ(WithCookie("DELETE", "/v1/session", cookie, "same-origin").status, 204);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);
  std::vector<std::string> actions;
  for (const auto& row : AccessLines()) actions.push_back(row.access.action);
  EXPECT_THAT(actions, testing::ElementsAre("sign-in", "sign-out"));
}

TEST_F(StaffTest, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
  http::Request request = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  request.headers.Add("Sec-Fetch-Site", "same-origin");
  const std::string cookie = Serve(request).Header("Set-Cookie");
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
  const http::Response revoked = WithCookie("GET", "/v1/sites", cookie, "same-origin");
  EXPECT_EQ(revoked.status, 401);
  EXPECT_EQ(Json(revoked)["type"], "urn:temoin:problem:revoked") << "the open page says why";
  EXPECT_EQ(revoked.Header("WWW-Authenticate"), "Bearer realm=\"temoin\"");
  backend_->revoked_.clear();
  EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, "same-origin").status, 401) << "it stays ended";
}

TEST_F(StaffTest, RequestsFromOtherSitesAreRefused) {
  const store::Index index = Give();
  const std::string cookie = SignIn("token-operator");
  const std::string target = "/v1/consents/" + std::to_string(index) + "?ground=unlawful";
  for (const char* site : {"cross-site", "same-site", "none", ""}) {
    EXPECT_EQ(WithCookie("DELETE", target, cookie, site).status, 403) << site;
  }
  for (const char* site : {"cross-site", "same-site"}) {
    EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, site).status, 403) << site;
  }
  http::Request by_origin = Request("DELETE", target);
  by_origin.headers.Add("Cookie", cookie);
  by_origin.headers.Add("Origin", "https://evil.example");
  EXPECT_EQ(Serve(by_origin).status, 403);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kKept);
  by_origin.headers.Remove("Origin");
  by_origin.headers.Add("Origin", "http://127.0.0.1:8081");
  EXPECT_EQ(Serve(by_origin).status, 200);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kPurged);
}

TEST(SessionTableTest, OnePersonDoesNotPushOutTheOthers) {
  SessionTable table;
  const Time now = store::At("2026-03-01T12:00:00Z");
  const std::string other = table.Start({"B", "2", {{StaffRole::kAuditor}}}, now);
  std::vector<std::string> own;
  for (size_t i = 0; i <= SessionTable::kPerPrincipal; ++i) {
    own.push_back(table.Start({"A", "1", {{StaffRole::kAuditor}}},
                              now + std::chrono::seconds(1 + static_cast<int64_t>(i))));
  }
  EXPECT_EQ(table.size(), SessionTable::kPerPrincipal + 1);
  EXPECT_TRUE(table.Find(other, now));
  EXPECT_FALSE(table.Find(own.front(), now)) << "the one that is idle longest";
  EXPECT_TRUE(table.Find(own[1], now));
  EXPECT_TRUE(table.Find(own.back(), now));
}

TEST_F(StaffTest, NobodyIsSignedInByAnotherSite) {
  http::Request request = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  EXPECT_EQ(Serve(request).status, 403);
  request.headers.Add("Sec-Fetch-Site", "cross-site");
  EXPECT_EQ(Serve(request).status, 403);
}

TEST_F(StaffTest, FailedSignInsAreCountedAndNoted) {
  http::Request wrong = Request("POST", "/v1/session", {}, R"({"token":"x"})");
  wrong.headers.Add("Sec-Fetch-Site", "same-origin");
  for (int i = 0; i < SignInLimiter::kPerClient; ++i) ASSERT_EQ(Serve(wrong).status, 401);
  EXPECT_EQ(Serve(wrong).status, 429);
  EXPECT_EQ(AccessLines().size(), static_cast<size_t>(SignInLimiter::kPerClient));
  EXPECT_EQ(AccessLines().back().access.action, "sign-in.failed");
  EXPECT_EQ(AccessLines().back().access.role, "") << "nobody has no role";
  http::Request right = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  right.headers.Add("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(Serve(right).status, 200) << "nobody locks the right one out";
  backend_->clock_.Advance(std::chrono::seconds(60));
  EXPECT_EQ(Serve(wrong).status, 401);
}

TEST_F(StaffTest, WrongBearersAreSlowedDownAndRightOnesGoOn) {
  const auto ask = [this](const std::string& token) {
    http::Request request = Request("GET", "/v1/sites");
    request.headers.Add("Authorization", "Bearer " + token);
    return Serve(request).status;
  };
  for (int i = 0; i < SignInLimiter::kPerClient; ++i) ASSERT_EQ(ask("x"), 401);
  EXPECT_EQ(ask("x"), 429);
  EXPECT_EQ(ask("token-auditor"), 200);
  EXPECT_EQ(ask("x"), 429);
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

TEST_F(StaffTest, WhatFailsInsideIsInTheLogAndNotInTheAnswer) {
  const LogCapture log;
  backend_->damaged_ = true;
  const http::Response response = Call("GET", "/v1/consents?site=ameli.fr", "token-auditor");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, HasSubstr("its log says why"));
  EXPECT_THAT(response.body, testing::Not(HasSubstr("page 7")));
  EXPECT_THAT(log.Text(), HasSubstr("page 7 of the database is damaged"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
