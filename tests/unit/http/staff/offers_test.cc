// The staff's table of routes and the socket's table of operations, walked side by side: what both
// offer is one command and one line of the access log, and nothing is offered that app/offers.h
// does not list there.
#include "app/offers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/recording/server_keys.h"
#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "consent/token.h"
#include "server/control/operations.h"
#include "tests/unit/http/staff/fixture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using app::Where;
using nlohmann::json;
using testing::Contains;
using testing::Not;

template <typename Rows>
std::set<std::string_view> NamesOf(const Rows& rows) {
  std::set<std::string_view> names;
  for (const auto& row : rows) names.insert(row.name);
  return names;
}

bool OfferedTo(const app::Offer& offer, Where side) {
  return offer.where == side || offer.where == Where::kBoth;
}

TEST(Offers, AreNamedOnceAndSayWhy) {
  EXPECT_EQ(NamesOf(app::Offers()).size(), app::Offers().size());
  for (const app::Offer& offer : app::Offers()) EXPECT_FALSE(offer.why.empty()) << offer.name;
}

TEST(Offers, EachTableHoldsWhatIsListedForItAndNothingElse) {
  const auto routes = NamesOf(StaffApi::Routes());
  const auto operations = NamesOf(control::Operations());
  for (const app::Offer& offer : app::Offers()) {
    EXPECT_EQ(routes.contains(offer.name), OfferedTo(offer, Where::kStaff)) << offer.name;
    EXPECT_EQ(operations.contains(offer.name), OfferedTo(offer, Where::kSocket)) << offer.name;
  }
  for (const std::string_view name : routes) EXPECT_NE(app::FindOffer(name), nullptr) << name;
  for (const std::string_view name : operations) EXPECT_NE(app::FindOffer(name), nullptr) << name;
  EXPECT_EQ(operations.size(), control::Operations().size()) << "an operation stands there twice";
}

TEST(Offers, WhatBothOfferIsOneCommand) {
  for (const control::Operation& operation : control::Operations()) {
    ASSERT_NE(operation.command, nullptr) << operation.name;
    for (const StaffRoute& route : StaffApi::Routes()) {
      EXPECT_EQ(route.name == operation.name, route.command == operation.command)
          << route.name << " and " << operation.name;
    }
  }
}

// What names no visitor and nobody of the staff is only shown, and a dossier whose making stands in
// the access log already; all else is a use case of app/.
TEST(Offers, WhatIsOnlyShownIsListedHere) {
  const std::set<std::string_view> shown = {
      "session.start",  "session.show", "session.end",      "sites",
      "overview",       "session.ways", "session.provider", "session.answer",
      "session.watch",  "trackers",     "revision.compare", "revision.pictures",
      "trackers.paste", "picture",      "dossier.show",     "dossier.take"};
  for (const StaffRoute& route : StaffApi::Routes()) {
    EXPECT_EQ(route.command == nullptr, shown.contains(route.name)) << route.name;
  }
}

TEST(Offers, KeysCopiesClockPurgeAndLossAreNeverOnTheStaffListener) {
  const auto routes = NamesOf(StaffApi::Routes());
  for (const char* name : {"key.rotate", "backup", "clock.confirm", "purge", "loss.acknowledge"}) {
    EXPECT_THAT(routes, Not(Contains(name)));
    EXPECT_EQ(app::FindOffer(name)->where, Where::kSocket) << name;
  }
  for (const char* name : {"log.adopt", "restore"}) {
    EXPECT_EQ(app::FindOffer(name)->where, Where::kStopped) << name;
  }
}

// The same thing done by the staff's listener and by the socket, over one store.
class OffersTest : public StaffTest {
 protected:
  void SetUp() override {
    StaffTest::SetUp();
    recorder_ =
        std::make_unique<app::Recorder>(*store_, backend_->clock_, keys_, readiness_,
                                        app::RecorderOptions{.data_directory = directory_.path()});
    publisher_ = std::make_unique<app::Publisher>(*store_, *recorder_, backend_->clock_, readiness_,
                                                  app::PublisherOptions{});
  }
  json Socket(std::string_view name, const json& arguments) {
    const auto done = control::Operate(
        {.context = backend_->Context(),
         .recorder = *recorder_,
         .clock = judged_,
         .readiness = readiness_,
         .publisher = *publisher_},
        {.name = "Operations", .role = "operator", .id = "3", .grants = {{StaffRole::kOperator}}},
        name, arguments);
    EXPECT_TRUE(done.ok()) << name << ": " << done.error().message;
    return done.ok() ? *done : json();
  }
  json Staff(std::string_view method, std::string_view target, std::string_view body = {}) {
    const auto response = Call(method, target, "token-operator", body);
    EXPECT_LT(response.status, 300) << response.body;
    return Json(response);
  }
  // The lines since the last call: who, role, action, site, detail.
  std::vector<std::string> NewLines() {
    std::vector<std::string> out;
    const auto lines = AccessLines();
    for (size_t i = seen_; i < lines.size(); ++i) {
      store::Access line = lines[i].access;
      if (line.action == "person.withdraw") line.detail.clear();
      // A token is named by its id and key, which no two have.
      if (line.action == "token.create" || line.action == "person.invite") {
        line.detail = line.detail.substr(std::min(line.detail.find(": "), line.detail.size()));
        line.detail = line.detail.substr(0, line.detail.rfind(", key "));
      }
      // A hold or a limitation is named by its number, which no two have.
      if (line.action.starts_with("hold.") || line.action.starts_with("limitation.")) {
        line.detail.erase(
            0, std::min(line.detail.find_first_not_of("0123456789"), line.detail.size()));
      }
      // Likewise a request, by the site's number, too.
      if (line.action.starts_with("request.")) line.detail.clear();
      out.push_back(line.who + "|" + line.role + "|" + line.action + "|" + line.site + "|" +
                    line.detail);
    }
    seen_ = lines.size();
    return out;
  }
  void ExpectSameLine(std::string_view what, const std::function<void()>& staff,
                      const std::function<void()>& socket) {
    tried_.insert(what);
    (void)NewLines();
    staff();
    const auto by_staff = NewLines();
    socket();
    const auto by_socket = NewLines();
    EXPECT_EQ(by_staff, by_socket) << what;
    const bool lists =
        what.ends_with(".list") || what == "revision.show" || what == "person.invitations";
    EXPECT_EQ(by_staff.size(), lists ? 0U : 1U) << what;
  }

  const app::ServerKeys keys_;
  app::Readiness readiness_;
  const app::UnjudgedClock judged_{backend_clock()};
  std::unique_ptr<app::Recorder> recorder_;
  std::unique_ptr<app::Publisher> publisher_;
  std::set<std::string_view> tried_;
  size_t seen_ = 0;

 private:
  const Clock& backend_clock() { return fixed_; }
  ManualClock fixed_{now_};
};

TEST_F(OffersTest, WhatBothOfferLeavesOneLineHoweverItComes) {
  const json hold = {{"site", "ameli.fr"}, {"reason", "an inquiry"}, {"review", "2030-01-01"}};
  json by_socket = hold;
  by_socket["author"] = "Operations";
  int64_t first = 0;
  int64_t second = 0;
  ExpectSameLine(
      "hold.add", [&] { first = Staff("POST", "/v1/holds", hold.dump())["id"]; },
      [&] { second = Socket("hold.add", by_socket)["id"]; });
  ExpectSameLine(
      "hold.list", [&] { Staff("GET", "/v1/holds"); },
      [&] { Socket("hold.list", json::object()); });
  tried_.insert("hold.release");
  (void)NewLines();
  Staff("DELETE", "/v1/holds/" + std::to_string(first));
  Socket("hold.release", {{"id", second}, {"author", "Operations"}});
  const auto released = NewLines();
  ASSERT_EQ(released.size(), 2U);
  EXPECT_THAT(released, testing::Each(testing::StartsWith("Operations|operator|hold.release|")));

  json limit = {{"ground", "accuracy"}, {"shown", "token"}, {"review", "2030-01-01"}};
  limit["index"] = Give();
  json shown = limit;
  shown["text"] = consent::EncodeToken({limit["index"].get<store::Index>(), secret_});
  ExpectSameLine(
      "limitation.add", [&] { first = Staff("POST", "/v1/limitations", shown.dump())["id"]; },
      [&] {
        limit["index"] = Give();
        limit["author"] = "Operations";
        second = Socket("limitation.add", limit)["id"];
      });
  ExpectSameLine(
      "limitation.list", [&] { Staff("GET", "/v1/limitations"); },
      [&] { Socket("limitation.list", json::object()); });
  // Two lines each: that the person was told, and that it is lifted.
  tried_.insert("limitation.lift");
  (void)NewLines();
  Staff("DELETE", "/v1/limitations/" + std::to_string(first) + "?informed=2026-01-31");
  const auto lifted = NewLines();
  Socket("limitation.lift", {{"id", second}, {"informed", "2026-01-31"}, {"author", "Operations"}});
  EXPECT_EQ(lifted.size(), 2U);
  EXPECT_EQ(NewLines(), lifted);

  const std::string banner = EncodeHex(Sha256(std::string("core")));
  const auto taken = picture_testing::MakePictures("ameli.fr", revision_.hash, banner, now_);
  const store::NewPictureSet set = picture_testing::SetOf(taken);
  Append({.now = now_,
          .banners = {{.hash = banner, .code = "core", .published_at = now_}},
          .picture_sets = {set}});
  json pictures = {{"manifest", set.manifest}};
  for (const auto& [name, bytes] : taken.files) {
    pictures["pictures"][name] = EncodeBase64(AsBytes(bytes));
  }
  ExpectSameLine(
      "pictures.add", [&] { Staff("POST", "/v1/pictures", pictures.dump()); },
      [&] { Socket("pictures.add", pictures); });

  json request = {{"site", "ameli.fr"},
                  {"number", "2026-1"},
                  {"kind", "erasure"},
                  {"received", FormatDate(now_)},
                  {"author", "Operations"}};
  ExpectSameLine(
      "request.add", [&] { first = Staff("POST", "/v1/requests", request.dump())["id"]; },
      [&] {
        request["number"] = "2026-2";
        second = Socket("request.add", request)["id"];
      });
  ExpectSameLine(
      "request.list", [&] { Staff("GET", "/v1/requests"); },
      [&] { Socket("request.list", json::object()); });
  const auto of_the_first = [&](const char* what) {
    return "/v1/requests/" + std::to_string(first) + what;
  };
  json note = {{"id", second}, {"author", "Operations"}, {"reason", "many requests"}};
  ExpectSameLine(
      "request.extend", [&] { Staff("POST", of_the_first("/extension"), note.dump()); },
      [&] { Socket("request.extend", note); });
  note["letter"] = "erased";
  note["answered"] = FormatDate(now_);
  ExpectSameLine(
      "request.answer", [&] { Staff("POST", of_the_first("/answer"), note.dump()); },
      [&] { Socket("request.answer", note); });

  const json token = {{"role", "approver"}, {"name", "A"}};
  std::string one;
  std::string two;
  ExpectSameLine(
      "token.create", [&] { one = Staff("POST", "/v1/tokens", token.dump())["id"]; },
      [&] { two = Socket("token.create", token)["id"]; });
  ExpectSameLine(
      "token.list", [&] { Staff("GET", "/v1/tokens"); },
      [&] { Socket("token.list", json::object()); });
  ExpectSameLine(
      "token.revoke", [&] { Staff("DELETE", "/v1/tokens/" + one); },
      [&] {
        Socket("token.revoke", {{"id", one}});
      });

  const std::string somebody =
      backend_->people_->SignedIn("https://id.example", "1", "Déléguée", now_)->id;
  const json roles = {{"id", somebody}, {"roles", {"approver@ameli.fr"}}};
  ExpectSameLine(
      "person.grant",
      [&] {
        Staff("POST", "/v1/people/" + somebody + "/grants",
              R"({"grants":[{"role":"approver","sites":["ameli.fr"]}]})");
      },
      [&] { Socket("person.grant", roles); });
  ExpectSameLine(
      "person.list", [&] { Staff("GET", "/v1/people"); },
      [&] { Socket("person.list", json::object()); });
  ExpectSameLine(
      "person.revoke", [&] { Staff("DELETE", "/v1/people/" + somebody); },
      [&] {
        Socket("person.grant", roles);
        (void)NewLines();
        Socket("person.revoke", {{"id", somebody}});
      });

  ExpectSameLine(
      "person.invite",
      [&] {
        one = Staff(
            "POST", "/v1/invitations",
            R"({"name":"Déléguée","grants":[{"role":"approver","sites":["ameli.fr"]}]})")["id"];
      },
      [&] {
        two =
            Socket("person.invite", {{"name", "Déléguée"}, {"roles", {"approver@ameli.fr"}}})["id"];
      });
  ExpectSameLine(
      "person.invitations", [&] { Staff("GET", "/v1/invitations"); },
      [&] { Socket("person.invitations", json::object()); });
  ExpectSameLine(
      "person.withdraw", [&] { Staff("DELETE", "/v1/invitations/" + one); },
      [&] {
        Socket("person.withdraw", {{"id", two}});
      });

  ExpectSameLine(
      "revision.list", [&] { Staff("GET", "/v1/revisions?site=ameli.fr"); },
      [&] {
        Socket("revision.list", {{"site", "ameli.fr"}});
      });
  ExpectSameLine(
      "revision.show", [&] { Staff("GET", "/v1/revisions/" + revision_.hash); },
      [&] {
        Socket("revision.show", {{"revision", revision_.hash}});
      });
  for (const char* kind : {"register", "compliance"}) {
    ExpectSameLine(
        "made", [&] { Staff("GET", "/v1/" + std::string(kind) + "?site=ameli.fr&format=csv"); },
        [&] {
          Socket("made", {{"kind", kind}, {"site", "ameli.fr"}});
        });
  }
  for (const app::Offer& offer : app::Offers()) {
    EXPECT_EQ(tried_.contains(offer.name), offer.where == Where::kBoth) << offer.name;
  }
}

// What the console shows of a report leaves no line; what is handed out does.
TEST_F(OffersTest, AReportThatIsHandedOutIsInTheAccessLog) {
  for (const std::string kind : {"stats", "register", "compliance"}) {
    (void)NewLines();
    Staff("GET", "/v1/" + kind + "?site=ameli.fr");
    EXPECT_TRUE(NewLines().empty()) << kind;
    for (const char* format : {"csv", "html"}) {
      EXPECT_EQ(
          Call("GET", "/v1/" + kind + "?site=ameli.fr&format=" + format, "token-operator").status,
          200);
      EXPECT_EQ(NewLines().size(), 1U) << kind << " " << format;
    }
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
