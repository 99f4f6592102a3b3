// Who may do what on the staff listener, written out a second time.
#ifndef TEMOIN_TESTS_UNIT_HTTP_STAFF_ROUTE_CASES_H_
#define TEMOIN_TESTS_UNIT_HTTP_STAFF_ROUTE_CASES_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace temoin::http {

// One route as a call of it, and what is expected: who may, and whether the access log is written
// before anything is shown or changed.
struct RouteCase {
  std::string method;
  std::string path;    // as the code's own table writes it
  std::string target;  // INDEX, REVISION, PICTURE, HOLD, TOKEN, ASKED stand for what the test made
  std::string body;
  std::string roles;  // of "madpos": marketing, auditor, dpo, approver, operator, scanner
  bool noted = false;
};

inline constexpr bool kNoted = true;
inline constexpr const char* kAll = "madpo";

// The table of who may do what, written out a second time: the code's own must agree.
inline std::vector<RouteCase> RouteCases() {
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
      {"GET", "/v1/pictures/wanted", "/v1/pictures/wanted", "", "os"},
      {"POST", "/v1/pictures", "/v1/pictures", "PICTURES", "os", kNoted},
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
      {"GET", "/v1/limitations", "/v1/limitations", "", "ado"},
      {"POST", "/v1/limitations", "/v1/limitations",
       R"({"index":INDEX,"text":"SHOWN","ground":"accuracy","review":"2030-01-01"})", "ado",
       kNoted},
      {"DELETE", "/v1/limitations/{}", "/v1/limitations/LIMITED?informed=2026-01-31", "", "ado",
       kNoted},
      {"GET", "/v1/requests", "/v1/requests" + site, "", "ado"},
      {"POST", "/v1/requests", "/v1/requests",
       R"({"site":"ameli.fr","number":"NUMBER","kind":"access","received":"2026-01-31"})", "ado",
       kNoted},
      {"POST", "/v1/requests/{}/extension", "/v1/requests/ASKED/extension",
       R"({"reason":"de nombreuses demandes"})", "ado", kNoted},
      {"POST", "/v1/requests/{}/answer", "/v1/requests/ASKED/answer",
       R"({"letter":"access","answered":"2026-01-31"})", "ado", kNoted},
      {"GET", "/v1/tokens", "/v1/tokens", "", "ado"},
      {"POST", "/v1/tokens", "/v1/tokens", R"({"role":"marketing","name":"Team Five"})", "do",
       kNoted},
      {"DELETE", "/v1/tokens/{}", "/v1/tokens/TOKEN", "", "do", kNoted},
      {"GET", "/v1/people", "/v1/people", "", "ado"},
      {"POST", "/v1/people/{}/grants", "/v1/people/PERSON/grants",
       R"({"grants":[{"role":"marketing","sites":["ameli.fr"]}]})", "do", kNoted},
      {"DELETE", "/v1/people/{}", "/v1/people/PERSON", "", "o", kNoted},
      {"GET", "/v1/invitations", "/v1/invitations", "", "ado"},
      {"POST", "/v1/invitations", "/v1/invitations",
       R"({"name":"Déléguée","grants":[{"role":"marketing","sites":["ameli.fr"]}]})", "do", kNoted},
      {"DELETE", "/v1/invitations/{}", "/v1/invitations/INVITED", "", "do", kNoted},
      {"GET", "/v1/journal", "/v1/journal", "", "ad", kNoted},
      {"GET", "/v1/export", "/v1/export" + site, "", "ad", kNoted},
      {"POST", "/v1/consents/{}/erasure", "/v1/consents/INDEX/erasure", R"({"text":"SHOWN"})", "o",
       kNoted},
      {"DELETE", "/v1/consents/{}", "/v1/consents/INDEX?ground=unlawful", "", "o", kNoted},
  };
}

// What a session begins and ends with has no line to fail without; SessionRoutes and the tests of
// the cookie walk it.
inline const std::vector<std::pair<std::string, std::string>> kSessionRoutes = {
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
inline const std::set<std::string> kOpen = {"POST /v1/session",
                                            "GET /v1/session/ways",
                                            "GET /v1/session/provider",
                                            "GET /v1/session/answer",
                                            "POST /v1/session/passkey/challenge",
                                            "POST /v1/session/passkey",
                                            "POST /v1/invitations/look",
                                            "POST /v1/invitations/join"};

inline const std::vector<std::pair<char, std::string>> kTokens = {
    {'m', "token-marketing"}, {'o', "token-operator"}, {'a', "token-auditor"},
    {'d', "token-dpo"},       {'p', "token-approver"}, {'s', "token-scanner"}};

}  // namespace temoin::http

#endif  // TEMOIN_TESTS_UNIT_HTTP_STAFF_ROUTE_CASES_H_
