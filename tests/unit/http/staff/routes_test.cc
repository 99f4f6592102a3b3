#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "app/staff/tokens.h"
#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/file.h"
#include "server/http/staff/api.h"
#include "tests/source_dir.h"
#include "tests/unit/http/staff/fixture.h"
#include "tests/unit/http/staff/route_cases.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

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
      EXPECT_TRUE(backend_->people_->Withdraw({each.id}).ok());
    }
    const app::Invitation invited{.id = "1f2e3d4c",
                                  .name = "Déléguée",
                                  .grants = {{StaffRole::kDpo, {"ameli.fr"}}},
                                  .by = "Test",
                                  .ends = backend_->Now() + std::chrono::days(1)};
    EXPECT_TRUE(backend_->people_->Invite(invited, backend_->Now()).ok());
    return invited.id;
  }
  std::string LimitationOf() {
    return std::to_string(*store_->AddHold({.kind = store::HoldKind::kLimitation,
                                            .site = "ameli.fr",
                                            .records = {Give()},
                                            .reason = "accuracy",
                                            .author = "Test",
                                            .review = now_ + std::chrono::days(90),
                                            .created = now_}));
  }
  // The case's own call, of things that are made for it.
  http::Request CaseRequest(const RouteCase& route, const std::string& token) {
    const bool hold = route.target.find("HOLD") != std::string::npos;
    const bool kept = route.target.find("TOKEN") != std::string::npos;
    const bool limited = route.target.find("LIMITED") != std::string::npos;
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
        {"PICTURES", filed_},
        {"PICTURE", picture_},
        {"LIMITED", limited ? LimitationOf() : ""}};
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
    const std::string banner = EncodeHex(Sha256(std::string("core")));
    const picture_testing::Pictures taken =
        picture_testing::MakePictures("ameli.fr", revision_.hash, banner, now_);
    const store::NewPictureSet pictures = picture_testing::SetOf(taken);
    Append({.now = now_,
            .banners = {{.hash = banner, .code = "core", .published_at = now_}},
            .picture_sets = {pictures}});
    picture_ = pictures.pictures.front().hash;
    nlohmann::json files;
    for (const auto& [name, bytes] : taken.files) files[name] = EncodeBase64(AsBytes(bytes));
    filed_ = nlohmann::json{{"manifest", pictures.manifest}, {"pictures", files}}.dump();
    backend_->Sign();
  }

  store::Index index_ = 0;
  int numbers_ = 0;
  std::string picture_;
  std::string filed_;  // the body that files them
};

TEST_F(StaffRoutes, EveryRouteOfTheCodeIsInTheTableOnce) {
  std::multiset<std::pair<std::string, std::string>> known;
  for (const RouteCase& route : RouteCases()) known.emplace(route.method, route.path);
  known.insert(kSessionRoutes.begin(), kSessionRoutes.end());
  for (const StaffRoute& route : StaffApi::Routes()) {
    EXPECT_EQ(known.count({std::string(route.method), std::string(route.path)}), 1U)
        << route.method << " " << route.path << " is missing from this test's table";
  }
  EXPECT_EQ(known.size(), StaffApi::Routes().size());
}

TEST_F(StaffRoutes, EveryRouteAnswersItsRolesAndNobodyElse) {
  for (const RouteCase& route : RouteCases()) {
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
  for (const RouteCase& route : RouteCases()) {
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
  const std::set<std::string> lists = {"/v1/sites",   "/v1/holds",          "/v1/limitations",
                                       "/v1/tokens",  "/v1/people",         "/v1/invitations",
                                       "/v1/journal", "/v1/pictures/wanted"};
  size_t walked = 0;
  for (const RouteCase& route : RouteCases()) {
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

// What happens at one site changes nothing of what is shown of another, to the byte.
TEST_F(StaffRoutes, NobodyLearnsHowMuchThereIsOfAnotherSite) {
  const auto here = [](std::string text) {
    for (size_t at = text.find("ameli.fr"); at != std::string::npos; at = text.find("ameli.fr")) {
      text.replace(at, 8, "cramif");
    }
    return text;
  };
  const std::set<std::string> of_one = {"/v1/dossiers/{}", "/v1/dossiers/{}/archive",
                                        "/v1/journal"};
  const auto shown = [&] {
    std::map<std::string, std::string> out;
    for (const RouteCase& route : RouteCases()) {
      if (route.method != "GET" || of_one.contains(route.path)) continue;
      for (const auto& [letter, token] : kTokens) {
        if (route.roles.find(letter) == std::string::npos) continue;
        const http::Response response = Call("GET", here(route.target), token + "-cramif");
        out[route.path + " as " + token] = response.body;
      }
    }
    return out;
  };
  const auto before = shown();
  EXPECT_GT(before.size(), 30U);
  // The checkpoint alone is everybody's: the log is public.
  const std::string checkpoint = backend_->checkpoint_;
  (void)Give();
  backend_->checkpoint_ = checkpoint;
  ASSERT_TRUE(store_->AddHold({.site = "ameli.fr",
                               .reason = "contrôle",
                               .author = "Test",
                               .review = now_ + std::chrono::days(90),
                               .created = now_}));
  ASSERT_TRUE(store_->AddRequestNote({.site = "ameli.fr",
                                      .time = now_,
                                      .kind = "access",
                                      .received = store::At("2026-01-31T00:00:00Z"),
                                      .due = store::At("2100-02-28T00:00:00Z"),
                                      .number = "2026-9",
                                      .author = "Test"}));
  (void)Somebody();
  (void)SomebodyInvited();
  ASSERT_EQ(Call("POST", "/v1/tokens", "token-operator",
                 R"({"role":"marketing","name":"Team Five","sites":["ameli.fr"]})")
                .status,
            201);
  const auto after = shown();
  for (const auto& [what, body] : before) EXPECT_EQ(after.at(what), body) << what;
}

// Of rows of one person, and of those who invite, each giver counts what they see.
TEST_F(StaffRoutes, ABoundTellsNothingOfOthersRows) {
  app::StaffPerson person = *backend_->people_->Find(Somebody());
  person.grants.push_back({StaffRole::kMarketing, {"cramif"}});
  for (int i = 1; i < 32; ++i) {
    person.grants.push_back({StaffRole::kDpo, {"ameli.fr"}, now_ + std::chrono::days(i)});
  }
  ASSERT_TRUE(backend_->people_->Replace(person).ok());
  const std::string document = R"({"site":"cramif"})";
  const std::string hash = EncodeHex(Sha256(document));
  Append({.now = now_, .revisions = {{"cramif", hash, document, 1, "{}", "Test", now_}}});
  const http::Response given = Call(
      "POST", "/v1/people/" + person.id + "/grants", "token-operator-cramif",
      R"({"grants":[{"role":"approver","sites":["cramif"]},{"role":"marketing","sites":["cramif"]}]})");
  EXPECT_EQ(given.status, 200) << given.body;
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
                      path.starts_with("/v1/limitations") || path.starts_with("/v1/requests") ||
                      path.starts_with("/v1/people") || path.starts_with("/v1/dossiers") ||
                      path.starts_with("/v1/invitations") || path.starts_with("/v1/passkeys");
      path.replace(open, 2, revision ? "{hash}" : picture ? "{file}" : id ? "{id}" : "{index}");
    }
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(c | 0x20);
    EXPECT_TRUE(document["paths"].contains(path) && document["paths"][path].contains(method))
        << route.method << " " << path;
  }
  EXPECT_EQ(operations, StaffApi::Routes().size());
}

TEST_F(StaffTest, UnknownPathsAndMethods) {
  EXPECT_EQ(Call("GET", "/v1/nothing", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/nothing", "").status, 401);
  EXPECT_EQ(Call("GET", "/v1/consents/1/2", "token-auditor").status, 404);
  const http::Response response = Call("PUT", "/v1/holds", "token-auditor");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.Header("Allow"), "GET, POST");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
