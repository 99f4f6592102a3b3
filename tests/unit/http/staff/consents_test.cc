// The routes about consents, holds and exports.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consent/reference.h"
#include "prooflog/verify.h"
#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kAuditor = "token-auditor";
constexpr const char* kOperator = "token-operator";

class StaffConsents : public StaffTest {
 protected:
  nlohmann::json Get(const std::string& target) {
    const http::Response response = Call("GET", target, kAuditor);
    EXPECT_EQ(response.status, 200) << target << ": " << response.body;
    return Json(response);
  }
  http::Response Find(const std::string& text, const char* token = kAuditor) {
    return Call("POST", "/v1/consents/find", token, nlohmann::json{{"text", text}}.dump());
  }
};

TEST_F(StaffConsents, SearchGoesPageByPageThroughEverything) {
  std::vector<store::Index> given;
  for (int i = 0; i < 7; ++i) given.push_back(Give(i % 2 == 0));
  std::vector<store::Index> seen;
  std::string target = "/v1/consents?site=ameli.fr&limit=3";
  for (int page = 0; page < 5; ++page) {
    const nlohmann::json found = Get(target);
    EXPECT_LE(found["rows"].size(), 3U);
    for (const auto& row : found["rows"]) seen.push_back(row["index"]);
    if (found["next"].is_null()) break;
    target = "/v1/consents?site=ameli.fr&limit=3&cursor=" +
             std::to_string(found["next"].get<store::Index>());
  }
  std::reverse(given.begin(), given.end());
  EXPECT_EQ(seen, given);
}

TEST_F(StaffConsents, SearchNarrowsByAnswerAndService) {
  const store::Index yes = Give(true);
  const store::Index no = Give(false);
  const auto indices = [&](const std::string& query) {
    std::vector<store::Index> out;
    const nlohmann::json found = Get("/v1/consents?site=ameli.fr" + query);
    for (const auto& row : found["rows"]) out.push_back(row["index"]);
    return out;
  };
  EXPECT_EQ(indices("&event=refused"), std::vector{no});
  EXPECT_EQ(indices("&service=vimeo&decision=accepted"), std::vector{yes});
  EXPECT_EQ(indices("&service=vimeo&decision=refused"), std::vector{no});
  EXPECT_TRUE(indices("&service=unknown").empty());
  EXPECT_EQ(indices("&from=2026-03-01&to=2026-03-01").size(), 2U);
  EXPECT_TRUE(indices("&from=2026-03-02").empty());
  EXPECT_TRUE(indices("&revision=" + std::string(64, '0')).empty());
}

TEST_F(StaffConsents, FindsByReferenceIndexTokenAndReceipt) {
  const store::Index index = Give();
  const std::string reference = consent::FormatReference(index);
  for (const std::string& text : {reference, " " + reference + "\n", std::to_string(index),
                                  consent::EncodeToken({index, secret_})}) {
    const http::Response response = Find(text);
    ASSERT_EQ(response.status, 200) << text << ": " << response.body;
    EXPECT_EQ(Json(response)["index"], index) << text;
    EXPECT_EQ(Json(response)["reference"], reference);
  }
  EXPECT_EQ(Json(Find(consent::EncodeToken({index, secret_})))["opens"], true);
  EXPECT_EQ(Json(Find(consent::EncodeToken({index, consent::NewTokenSecret()})))["opens"], false);
  const http::Response receipt =
      Call("GET", "/v1/consents/" + std::to_string(index) + "/receipt", kAuditor);
  const http::Response by_receipt = Find(receipt.body);
  EXPECT_EQ(by_receipt.status, 200) << by_receipt.body;
  EXPECT_EQ(Json(by_receipt)["kind"], "receipt");
}

TEST_F(StaffConsents, FindsWhatAMailMadeOfIt) {
  const store::Index index = Give();
  const std::string reference = consent::FormatReference(index);
  std::string receipt =
      Call("GET", "/v1/consents/" + std::to_string(index) + "/receipt", kAuditor).body;
  for (size_t at = 0; (at = receipt.find('\n', at)) != std::string::npos; at += 4) {
    receipt.replace(at, 1, "\r\n> ");
  }
  for (const std::string& text : {"> " + receipt, "pcid=" + consent::EncodeToken({index, secret_}),
                                  "ma référence : " + reference + "."}) {
    const http::Response response = Find(text);
    ASSERT_EQ(response.status, 200) << text << ": " << response.body;
    EXPECT_EQ(Json(response)["index"], index) << text;
  }
}

TEST_F(StaffConsents, AFalseTokenIsSaidToBeFalse) {
  const store::Index index = Give();
  EXPECT_EQ(Json(Find("pcid=" + consent::EncodeToken({index, consent::NewTokenSecret()})))["opens"],
            false);
  for (const std::string& text :
       {"pcid=" + consent::EncodeToken({987654, secret_}), consent::EncodeToken({987654, secret_}),
        std::string("pcid=made-up")}) {
    const http::Response response = Find(text);
    EXPECT_EQ(response.status, 422) << text;
    EXPECT_EQ(Json(response)["type"], "urn:temoin:problem:false-token") << text;
  }
}

TEST_F(StaffConsents, FindNeverNotesTheSecret) {
  const store::Index index = Give();
  const std::string token = consent::EncodeToken({index, secret_});
  ASSERT_EQ(Find(token).status, 200);
  EXPECT_THAT(AccessLines().back().access.detail, Not(HasSubstr(token.substr(12))));
  EXPECT_THAT(AccessLines().back().access.detail, HasSubstr("by token"));
}

TEST_F(StaffConsents, FindRefusesWhatIsNothingOfOurs) {
  const store::Index index = Give();
  std::string receipt =
      Call("GET", "/v1/consents/" + std::to_string(index) + "/receipt", kAuditor).body;
  EXPECT_EQ(Find("<script>alert(1)</script>").status, 422);
  EXPECT_EQ(Find("99999999999999999999").status, 422);
  EXPECT_EQ(Find("12345").status, 404);
  const size_t extra = receipt.find("extra ");
  ASSERT_NE(extra, std::string::npos);
  receipt[extra + 20] = receipt[extra + 20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(Find(receipt).status, 422) << "a receipt that was altered";
  EXPECT_EQ(Find(consent::FormatReference(index).substr(0, 1) + "-ZZ").status, 422);
}

TEST_F(StaffConsents, ShowsTheRecordWithAProofThatVerifies) {
  const store::Index first = Give(true);
  const store::Index index = Give(false, first);
  const nlohmann::json shown = Get("/v1/consents/" + std::to_string(index));
  EXPECT_EQ(shown["standing"], "valid");
  EXPECT_EQ(shown["record"]["previous"], first);
  ASSERT_EQ(shown["line"].size(), 2U);
  EXPECT_EQ(shown["line"][0]["index"], first);
  EXPECT_EQ(shown["line"][0]["superseded_by"], index);
  EXPECT_EQ(shown["publication"]["hash"], revision_.hash);
  // Everything that a browser needs, checked here by the verifier.
  const auto key = prooflog::ParseVerifierKey(shown["verifier_key"].get<std::string>());
  const auto opened = prooflog::OpenCheckpoint(shown["proof"]["checkpoint"].get<std::string>(),
                                               std::span(&*key, 1));
  ASSERT_TRUE(opened.ok());
  std::vector<Digest> path;
  for (const auto& text : shown["proof"]["path"]) {
    const auto bytes = DecodeBase64(text.get<std::string>());
    ASSERT_EQ(bytes->size(), 32U);
    std::copy(bytes->begin(), bytes->end(), path.emplace_back().begin());
  }
  const auto entry = DecodeBase64(shown["proof"]["entry"].get<std::string>());
  EXPECT_TRUE(prooflog::VerifyInclusion(index, opened->checkpoint.size,
                                        prooflog::VerifierLeafHash(*entry), path,
                                        opened->checkpoint.root)
                  .ok());
  const auto random = DecodeBase64(shown["random"].get<std::string>());
  const auto record = DecodeBase64(shown["record_bytes"].get<std::string>());
  const Digest commitment = HmacSha256(*random, *record);
  EXPECT_TRUE(std::equal(commitment.begin(), commitment.end(), entry->begin() + 2));
}

TEST_F(StaffConsents, TheDossierOfOneHoldsTheVisitorsWholeLine) {
  const store::Index first = Give(true);
  const store::Index second = Give(false, first);
  Give(true);
  const http::Response dossier =
      Call("GET", "/v1/consents/" + std::to_string(first) + "/dossier", kAuditor);
  ASSERT_EQ(dossier.status, 200) << dossier.body;
  EXPECT_EQ(dossier.Header("Content-Type"), "application/zip");
  const std::string folder = "dossier-" + consent::FormatReference(first);
  for (const std::string& file :
       {std::string("LISEZMOI.html"), std::string("manifest.json"), std::string("verify.md"),
        "proofs/" + std::to_string(first) + ".tlog-proof",
        "proofs/" + std::to_string(second) + ".tlog-proof",
        "revisions/" + revision_.hash + ".json"}) {
    EXPECT_THAT(dossier.body, HasSubstr(folder + "/" + file));
  }
  EXPECT_THAT(dossier.body, Not(HasSubstr("proofs/" + std::to_string(second + 1))));
  EXPECT_EQ(dossier.body,
            Call("GET", "/v1/consents/" + std::to_string(first) + "/dossier", kAuditor).body)
      << "the same data and time, the same bytes";
}

TEST_F(StaffConsents, AProofThatIsNotSignedYetIsNotInvented) {
  Give();
  const std::string old = backend_->checkpoint_;
  const store::Index index = Give();
  backend_->checkpoint_ = old;
  EXPECT_TRUE(Get("/v1/consents/" + std::to_string(index))["proof"].is_null());
  EXPECT_EQ(Call("GET", "/v1/consents/" + std::to_string(index) + "/receipt", kAuditor).status,
            503);
}

TEST_F(StaffConsents, ErasesTheWholeLineAndSaysSo) {
  const store::Index first = Give(true);
  const store::Index second = Give(false, first);
  const http::Response response =
      Call("DELETE", "/v1/consents/" + std::to_string(second) + "?ground=unlawful", kOperator);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(Json(response)["erased"].size(), 2U);
  backend_->Sign();
  const nlohmann::json shown = Get("/v1/consents/" + std::to_string(first));
  EXPECT_EQ(shown["standing"], "purged");
  EXPECT_TRUE(shown["record"].is_null());
  EXPECT_FALSE(shown.contains("random"));
  EXPECT_FALSE(shown["proof"].is_null()) << "what stays in the log still proves itself";
  const http::Response letter =
      Call("GET", "/v1/consents/" + std::to_string(second) + "/letter", kAuditor);
  EXPECT_THAT(letter.body, HasSubstr("à la demande de la personne concernée"));
  EXPECT_THAT(letter.body, Not(HasSubstr("ameli.fr, votre choix")));
}

TEST_F(StaffConsents, AHoldKeepsARecordUntilItIsReleased) {
  const store::Index index = Give();
  const http::Response added =
      Call("POST", "/v1/holds", kAuditor,
           nlohmann::json{
               {"reason", "Contrôle de la CNIL"}, {"review", "2026-09-01"}, {"records", {index}}}
               .dump());
  ASSERT_EQ(added.status, 201) << added.body;
  http::Response erased =
      Call("DELETE", "/v1/consents/" + std::to_string(index) + "?ground=unlawful", kOperator);
  EXPECT_EQ(Json(erased)["held"], nlohmann::json::array({index}));
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kKept);
  const std::string id = std::to_string(Json(added)["id"].get<int64_t>());
  EXPECT_EQ(Call("DELETE", "/v1/holds/" + id, kAuditor).status, 204);
  EXPECT_TRUE(Get("/v1/holds")["holds"].empty());
  EXPECT_EQ(Get("/v1/holds?released=1")["holds"][0]["released_by"], "Compliance");
  std::vector<std::string> lines;
  const std::vector<store::AccessRow> accesses = *store_->ReadAccesses(0, 100);
  for (const auto& [line, access] : accesses) {
    if (!access.action.starts_with("hold.")) continue;
    EXPECT_EQ(access.who, "Compliance");
    lines.push_back(access.action + " " + access.role);
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"hold.add auditor", "hold.release auditor"}));
}

// Who sees one site learns from its access log that a hold there is over.
TEST_F(StaffConsents, TheReleaseOfAHoldIsALineOfItsSite) {
  const store::Index index = Give();
  const nlohmann::json hold = {
      {"site", "ameli.fr"}, {"reason", "contrôle"}, {"review", "2030-01-01"}};
  const auto id = Json(Call("POST", "/v1/holds", kAuditor, hold.dump()))["id"].get<int64_t>();
  EXPECT_EQ(Call("DELETE", "/v1/holds/" + std::to_string(id), kAuditor).status, 204);
  const nlohmann::json limited = {{"index", index},
                                  {"text", consent::EncodeToken({index, secret_})},
                                  {"ground", "accuracy"},
                                  {"review", "2030-01-01"}};
  const auto limit =
      Json(Call("POST", "/v1/limitations", kAuditor, limited.dump()))["id"].get<int64_t>();
  EXPECT_EQ(
      Call("DELETE", "/v1/limitations/" + std::to_string(limit) + "?informed=2026-01-31", kAuditor)
          .status,
      204);
  size_t released = 0;
  for (const auto& row : AccessLines()) {
    if (row.access.action != "hold.release" && row.access.action != "limitation.lift") continue;
    EXPECT_EQ(row.access.site, "ameli.fr") << row.access.action;
    ++released;
  }
  EXPECT_EQ(released, 2U);
}

TEST_F(StaffConsents, AHoldsDaysAreThoseOfTheSite) {
  const auto added = [&](const std::string& site) {
    const http::Response response = Call("POST", "/v1/holds", kAuditor,
                                         nlohmann::json{{"reason", "Contrôle"},
                                                        {"review", "2026-09-01"},
                                                        {"site", site},
                                                        {"from", "2026-03-01"},
                                                        {"to", "2026-03-31"}}
                                             .dump());
    EXPECT_EQ(response.status, 201) << response.body;
    EXPECT_EQ(Json(response)["from"], "2026-03-01") << site;
    EXPECT_EQ(Json(response)["to"], "2026-03-31") << site;
  };
  added("ameli.fr");
  added("");
  const std::vector<store::Hold> holds = *store_->Holds(false);
  ASSERT_EQ(holds.size(), 2U);
  const bool paris_first = holds[0].site == "ameli.fr";
  const store::Hold& paris = holds[paris_first ? 0 : 1];
  const store::Hold& every = holds[paris_first ? 1 : 0];
  EXPECT_EQ(FormatTime(*paris.from), "2026-02-28T23:00:00Z");
  EXPECT_EQ(FormatTime(*paris.to), "2026-03-31T22:00:00Z") << "summer time has begun";
  EXPECT_EQ(FormatTime(*every.from), "2026-03-01T00:00:00Z");
  // Written before sites had a zone.
  ASSERT_TRUE(store_
                  ->AddHold({.site = "ameli.fr",
                             .from = *ParseTime("2026-01-01T00:00:00Z"),
                             .to = *ParseTime("2026-02-01T00:00:00Z"),
                             .reason = "contrôle",
                             .author = "Test",
                             .review = now_ + std::chrono::days(90),
                             .created = now_})
                  .ok());
  bool told = false;
  const nlohmann::json listed = Get("/v1/holds");
  for (const auto& hold : listed["holds"]) {
    told = told || (hold.value("from", "") == "2026-01-01" && hold.value("to", "") == "2026-01-31");
  }
  EXPECT_TRUE(told);
}

TEST_F(StaffConsents, ExportsThePeriodAndNothingElse) {
  const store::Index first = Give();
  backend_->clock_.Advance(std::chrono::hours(24));
  const store::Index second = Give();
  const http::Response all = Call("GET", "/v1/export?site=ameli.fr&format=jsonl", kAuditor);
  EXPECT_EQ(std::count(all.body.begin(), all.body.end(), '\n'), 2);
  const http::Response day =
      Call("GET", "/v1/export?site=ameli.fr&format=jsonl&from=2026-03-02&to=2026-03-02", kAuditor);
  EXPECT_EQ(std::count(day.body.begin(), day.body.end(), '\n'), 1);
  EXPECT_EQ(nlohmann::json::parse(day.body)["index"], second);
  const http::Response none = Call("GET", "/v1/export?site=camieg&format=csv", kAuditor);
  EXPECT_EQ(std::count(none.body.begin(), none.body.end(), '\n'), 1) << "the header alone";
  const http::Response rest =
      Call("GET", "/v1/export?format=csv&cursor=" + std::to_string(first + 1), kAuditor);
  EXPECT_EQ(std::count(rest.body.begin(), rest.body.end(), '\n'), 1) << "a page has no header";
}

TEST_F(StaffConsents, PrintedPagesEscapeAndRunNothing) {
  store::NewChoice choice = store::Choice(now_);
  choice.record.revision = revision_.hash;
  choice.record.controller = "<script>alert(1)</script>";
  choice.record.language = "fr";
  const store::Index index = StoreTest::Give(choice);
  backend_->Sign();
  for (const std::string tail : {"/page", "/letter"}) {
    const http::Response page =
        Call("GET", "/v1/consents/" + std::to_string(index) + tail, kAuditor);
    EXPECT_EQ(page.status, 200) << page.body;
    EXPECT_THAT(page.body, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
    EXPECT_THAT(page.Header("Content-Security-Policy"), Not(HasSubstr("script-src")));
    EXPECT_THAT(page.Header("Content-Security-Policy"), HasSubstr("style-src 'sha256-"));
  }
}

TEST_F(StaffConsents, ARequestsNumberIsNoName) {
  const store::Index index = Give();
  const std::string letter = "/v1/consents/" + std::to_string(index) + "/letter";
  EXPECT_EQ(Call("GET", letter + "?request=2026/117", kAuditor).status, 200);
  EXPECT_THAT(AccessLines().back().access.detail, HasSubstr("request 2026/117"));
  EXPECT_EQ(Call("GET", letter + "?request=Marie%20Exemple", kAuditor).status, 400);
}

TEST_F(StaffConsents, JudgesPastedNamesOfEveryForm) {
  const http::Response response =
      Call("POST", "/v1/trackers?site=ameli.fr", "token-marketing",
           nlohmann::json{
               {"text", "_gcl_au\nSet-Cookie: uid=secret; Domain=adform.net; Path=/\nIDE=1; xyz=2"}}
               .dump());
  ASSERT_EQ(response.status, 200) << response.body;
  const nlohmann::json verdicts = Json(response)["verdicts"];
  ASSERT_EQ(verdicts.size(), 4U);
  EXPECT_EQ(verdicts[1]["name"], "uid");
  EXPECT_EQ(verdicts[1]["host"], "adform.net");
  EXPECT_EQ(verdicts[3]["verdict"], "not-declared");
  EXPECT_TRUE(verdicts[3].contains("draft"));
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
