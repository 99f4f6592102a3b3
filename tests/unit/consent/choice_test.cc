#include "consent/choice.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/unit/consent/consent_fixture.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;

json Body() {
  return {{"revision", std::string(64, 'a')},
          {"decisions", {{"adform", true}, {"piano-analytics", true}, {"vimeo", true}}},
          {"action", "accept_all"},
          {"layer", "banner"},
          {"language", "fr"},
          {"gpc", false}};
}

struct Refusal {
  ErrorCode code;
  std::string pointer;
  bool operator==(const Refusal&) const = default;
};

Refusal RefusalOf(const std::string& body) {
  const auto choice = ParseChoice(body);
  if (!choice.ok()) return {choice.error().code, choice.error().pointer.value_or("none")};
  const auto status = CheckChoice(*choice, AmeliTerms());
  if (!status.ok()) return {status.error().code, status.error().pointer.value_or("none")};
  return {ErrorCode::kInternal, "accepted"};
}

Refusal RefusalOf(const json& body) { return RefusalOf(body.dump()); }

Refusal Unprocessable(const std::string& pointer) { return {ErrorCode::kUnprocessable, pointer}; }

TEST(ParseChoice, ReadsEveryMember) {
  json body = Body();
  body["key"] = "AAECAwQFBgcICQoLDA0ODw";
  body["repeats"] = "AAECAwQFBgcICQoLDA0OEA";
  body["banner"] = std::string(64, 'b');
  body["gpc"] = true;
  body["origin"] = "scan";
  const auto choice = ParseChoice(body.dump());
  ASSERT_TRUE(choice.ok()) << choice.error().message;
  EXPECT_EQ(choice->revision, std::string(64, 'a'));
  EXPECT_EQ(choice->decisions.size(), 3U);
  EXPECT_EQ(choice->action, Action::kAcceptAll);
  EXPECT_EQ(choice->layer, Layer::kBanner);
  EXPECT_EQ(choice->language, "fr");
  EXPECT_TRUE(choice->gpc);
  EXPECT_EQ((*choice->key)[15], 15);
  EXPECT_EQ((*choice->repeats)[15], 16);
  EXPECT_EQ(choice->banner, std::string(64, 'b'));
  EXPECT_TRUE(choice->scan);
  EXPECT_FALSE(ParseChoice(Body().dump())->scan);
  EXPECT_TRUE(CheckChoice(*choice, AmeliTerms()).ok());
}

// What pages send must not need the slow reader, or it would be nobody's gain.
TEST(ReadPlainChoice, TakesWhatPagesSend) {
  json body = Body();
  body["key"] = "AAECAwQFBgcICQoLDA0ODw";
  body["repeats"] = "AAECAwQFBgcICQoLDA0OEA";
  body["banner"] = std::string(64, 'b');
  body["origin"] = "scan";
  for (const std::string& text : {Body().dump(), body.dump(), body.dump(1), body.dump(2, '\t')}) {
    const auto plain = ReadPlainChoice(text);
    const auto any = ReadAnyChoice(text);
    ASSERT_TRUE(plain.has_value()) << text;
    ASSERT_TRUE(any.ok()) << any.error().message;
    EXPECT_EQ(*plain, *any);
  }
}

// Cuts, doubles and replaces at every byte: never does the quick reader take what the other one
// refuses, or read it otherwise.
TEST(ReadPlainChoice, TakesNothingThatTheOtherReaderRefuses) {
  json whole = Body();
  whole["key"] = "AAECAwQFBgcICQoLDA0ODw";
  whole["repeats"] = "AAECAwQFBgcICQoLDA0OEA";
  whole["banner"] = std::string(64, 'b');
  whole["origin"] = "scan";
  const std::string text = whole.dump();
  size_t taken = 0;
  const auto same = [&](const std::string& body) {
    const auto plain = ReadPlainChoice(body);
    if (!plain) return;
    ++taken;
    const auto any = ReadAnyChoice(body);
    ASSERT_TRUE(any.ok()) << any.error().message << " in " << body;
    EXPECT_EQ(*plain, *any) << body;
  };
  constexpr std::string_view kOthers("\0 \n\"\\{}[]:,tfn0-/uA\x7f\xc3\xa9", 22);
  for (size_t i = 0; i < text.size(); ++i) {
    same(text.substr(0, i));
    same(text.substr(i));
    same(text.substr(0, i) + text.substr(i + 1));
    for (const char other : kOthers) {
      std::string changed = text;
      changed[i] = other;
      same(changed);
      same(text.substr(0, i) + other + text.substr(i));
    }
  }
  EXPECT_GT(taken, 100U);
}

TEST(ReadPlainChoice, LeavesWhatIsUnusualToTheOtherReader) {
  const std::string text = Body().dump();
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string body = text;
    body.replace(body.find(from), from.size(), to);
    return body;
  };
  // Escaped, and so is read alike by the other one.
  for (const std::string& body :
       {with("\"fr\"", "\"f\\u0072\""), with("\"action\"", "\"\\u0061ction\"")}) {
    EXPECT_FALSE(ReadPlainChoice(body).has_value()) << body;
    EXPECT_TRUE(ParseChoice(body).ok()) << body;
  }
  for (const std::string& body :
       {with("\"gpc\":false", "\"gpc\":false,\"gpc\":false"),
        with("\"adform\":true", "\"adform\":true,\"adform\":true"), text + "x", text + text,
        with("\"gpc\":false", "\"gpc\":0"), with("true", "True"), std::string("{}"), std::string(),
        text + std::string(kMaxChoiceBytes, ' ')}) {
    EXPECT_FALSE(ReadPlainChoice(body).has_value()) << body;
    EXPECT_FALSE(ParseChoice(body).ok()) << body;
  }
}

TEST(ParseChoice, OnlyGpcKeyAndBannerMayBeAbsent) {
  const json whole = Body();
  for (const auto& [name, value] : whole.items()) {
    json body = Body();
    body.erase(name);
    if (name == "gpc") {
      EXPECT_EQ(RefusalOf(body).pointer, "accepted");
    } else {
      EXPECT_EQ(RefusalOf(body), Unprocessable("/" + name));
    }
  }
}

TEST(ParseChoice, SaysWhereAMemberIsWrong) {
  const auto with = [](const char* name, const json& value) {
    json body = Body();
    body[name] = value;
    return RefusalOf(body);
  };
  for (const char* name : {"revision", "decisions", "action", "layer", "language", "gpc", "banner",
                           "key", "repeats"}) {
    for (const json& value : {json(nullptr), json(1), json::array(), json("?")}) {
      if (std::string(name) == "revision" && value == "?") continue;  // unknown: the caller's 409
      EXPECT_EQ(with(name, value), Unprocessable(std::string("/") + name)) << name << value;
    }
  }
  EXPECT_EQ(with("ip", "127.0.0.1"), Unprocessable("/ip"));
  EXPECT_EQ(with("a/b~c", 1), Unprocessable("/a~1b~0c"));
  EXPECT_EQ(with("key", "AAECAwQFBgcICQoLDA0OD"), Unprocessable("/key"));   // 21 characters
  EXPECT_EQ(with("key", "AAECAwQFBgcICQoLDA0ODx"), Unprocessable("/key"));  // loose last bits
  EXPECT_EQ(with("repeats", "AAECAwQFBgcICQoLDA0ODw"), Unprocessable("/repeats"));  // without a key
  json twice = Body();
  twice["key"] = twice["repeats"] = "AAECAwQFBgcICQoLDA0ODw";
  EXPECT_EQ(RefusalOf(twice), Unprocessable("/repeats"));
  for (const json& other : {json("visitor"), json(""), json("SCAN"), json(true), json(nullptr)}) {
    EXPECT_EQ(with("origin", other), Unprocessable("/origin")) << other;
  }
  EXPECT_EQ(with("banner", std::string(64, 'B')), Unprocessable("/banner"));
  EXPECT_EQ(with("revision", std::string(129, 'a')), Unprocessable("/revision"));
  EXPECT_EQ(with("language", "de"), Unprocessable("/language"));  // not of this revision
  for (const char* tag : {"f", "fr-", "-fr", "fr--FR", "fr_FR", "français", "abcdefghi", "1a"}) {
    EXPECT_EQ(with("language", tag), Unprocessable("/language")) << tag;
  }
}

TEST(ParseChoice, WhatIsNoJsonIsMalformed) {
  EXPECT_EQ(RefusalOf(std::string("{")).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(RefusalOf(std::string("")).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(RefusalOf(std::string(R"({"revision":"a","revision":"a"})")),
            (Refusal{ErrorCode::kInvalidArgument, "/revision"}));
  EXPECT_EQ(RefusalOf(R"({"decisions":)" + std::string(40, '[') + std::string(40, ']') + "}").code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(RefusalOf(std::string(kMaxChoiceBytes + 1, ' ')).code, ErrorCode::kTooLarge);
  EXPECT_EQ(RefusalOf(std::string("[]")), Unprocessable(""));
  EXPECT_EQ(RefusalOf(std::string("null")), Unprocessable(""));
}

TEST(CheckChoice, WantsExactlyTheRefusableServices) {
  json body = Body();
  body["decisions"].erase("vimeo");
  EXPECT_EQ(RefusalOf(body), Unprocessable("/decisions/vimeo"));
  body = Body();
  body["decisions"]["ameli"] = true;  // necessary, not refusable
  EXPECT_EQ(RefusalOf(body), Unprocessable("/decisions/ameli"));
  body = Body();
  body["decisions"]["vimeo"] = "yes";
  EXPECT_EQ(RefusalOf(body), Unprocessable("/decisions/vimeo"));
  body = Body();
  body["decisions"] = json::object();
  EXPECT_EQ(RefusalOf(body), Unprocessable("/decisions/adform"));
}

TEST(CheckChoice, WantsAnActionThatAgrees) {
  json body = Body();
  body["decisions"]["vimeo"] = false;
  EXPECT_EQ(RefusalOf(body), Unprocessable("/action"));
  for (const char* action : {"refuse_all", "withdraw"}) {
    body["action"] = action;
    EXPECT_EQ(RefusalOf(body), Unprocessable("/action")) << action;
  }
  body["action"] = "save";
  EXPECT_EQ(RefusalOf(body).pointer, "accepted");
  for (auto& decision : body["decisions"]) decision = false;
  for (const char* action : {"refuse_all", "withdraw", "save"}) {
    body["action"] = action;
    EXPECT_EQ(RefusalOf(body).pointer, "accepted") << action;
  }
  body["action"] = "accept_all";
  EXPECT_EQ(RefusalOf(body), Unprocessable("/action"));
}

TEST(CheckChoice, ASiteWithoutRefusableServicesTakesNoChoice) {
  Terms terms = AmeliTerms();
  terms.services.clear();
  ChoiceRequest choice = AmeliChoice(true, true, true);
  choice.decisions.clear();
  ASSERT_FALSE(CheckChoice(choice, terms).ok());
  EXPECT_EQ(CheckChoice(choice, terms).error().pointer, "/decisions");
}

TEST(EventOf, LooksAtConsentNotAtTolerance) {
  const Terms terms = AmeliTerms();
  const auto event = [&](bool adform, bool piano, bool vimeo) {
    return EventOf(AmeliChoice(adform, piano, vimeo).decisions, Action::kSave, terms);
  };
  EXPECT_EQ(event(true, true, true), Event::kGiven);
  EXPECT_EQ(event(true, false, true), Event::kGiven);
  EXPECT_EQ(event(true, true, false), Event::kPartial);
  EXPECT_EQ(event(false, true, false), Event::kRefused);
  EXPECT_EQ(event(false, false, false), Event::kRefused);
  EXPECT_EQ(EventOf(AmeliChoice(false, false, false).decisions, Action::kWithdraw, terms),
            Event::kWithdrawn);
}

TEST(EventOf, WithoutConsentServicesLooksAtAll) {
  Terms terms = AmeliTerms();
  terms.services = {{.id = "piano-analytics", .basis = Basis::kExemptWithOptOut, .since = 1}};
  EXPECT_EQ(EventOf({{"piano-analytics", false}}, Action::kSave, terms), Event::kRefused);
  EXPECT_EQ(EventOf({{"piano-analytics", true}}, Action::kSave, terms), Event::kGiven);
}

TEST(JudgeRevision, GivesTheGenerationBeforeOneDay) {
  const Time changed = At("2026-05-01T10:00:00Z");
  const Time grace_ends = At("2026-05-02T10:00:00Z");
  EXPECT_EQ(JudgeRevision(3, 3, changed, grace_ends), RevisionStanding::kAccepted);
  EXPECT_EQ(JudgeRevision(2, 3, changed, grace_ends - std::chrono::seconds(1)),
            RevisionStanding::kAccepted);
  EXPECT_EQ(JudgeRevision(2, 3, changed, grace_ends), RevisionStanding::kOutdated);
  EXPECT_EQ(JudgeRevision(1, 3, changed, changed), RevisionStanding::kOutdated);
  EXPECT_EQ(JudgeRevision(4, 3, changed, changed), RevisionStanding::kOutdated);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
