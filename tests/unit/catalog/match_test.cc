#include "catalog/match.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "base/file.h"
#include "base/host.h"
#include "base/json.h"
#include "catalog/name_pattern.h"
#include "catalog/verdict.h"
#include "tests/source_dir.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Ameli;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RealCatalog;
using ::testing::SizeIs;
using testing::Small;
using testing::TrackerJsonOf;

TEST(NamePatternTest, BracketsStandForOneCharacterOrMore) {
  EXPECT_TRUE(NameMatches("SR<RotatorID>", "SR123"));
  EXPECT_FALSE(NameMatches("SR<RotatorID>", "SR"));
  EXPECT_FALSE(NameMatches("SR<RotatorID>", "XSR1"));
  EXPECT_TRUE(NameMatches("SR<RotatorID", "SR1"));
  EXPECT_TRUE(NameMatches("_ga_<ID>_x", "_ga_ABC_x"));
  EXPECT_FALSE(NameMatches("_ga_<ID>_x", "_ga__x"));
  EXPECT_TRUE(NameMatches("_ga_<ID>_x", "_ga_a_x_x"));
  EXPECT_FALSE(NameMatches("_ga_<ID>_x", "_ga_a_xy"));
  EXPECT_TRUE(NameMatches("a>b", "a>b"));
  EXPECT_TRUE(NameMatches("<any>", "x"));
  EXPECT_TRUE(NameMatches("<a><b>", "xy"));
  EXPECT_FALSE(NameMatches("<a><b>", "x"));
  EXPECT_FALSE(NameMatches("C", "CM"));
  EXPECT_FALSE(NameMatches("c", "C"));
}

// banner-js/test/tracker-match.test.ts holds the banner's matcher to the same.
TEST(NamePatternTest, AgreesWithTheSharedVectors) {
  const auto text =
      ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/tests/conformance/name_patterns.json", 1 << 20);
  ASSERT_TRUE(text.ok());
  const auto vectors = ParseJson(*text, {.max_bytes = 1 << 20});
  ASSERT_TRUE(vectors.ok());
  ASSERT_GT(vectors->size(), 20U);
  for (const nlohmann::json& row : *vectors) {
    EXPECT_EQ(NameMatches(row[0].get<std::string>(), row[1].get<std::string>()), row[2].get<bool>())
        << row;
  }
}

// banner-js/test/hosts.test.ts and tests/integration/test_audit_property.py read the same.
TEST(MatcherTest, JudgesHostsByTheSharedVectors) {
  const auto text =
      ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/tests/conformance/hosts.json", 1 << 20);
  ASSERT_TRUE(text.ok());
  const auto vectors = ParseJson(*text, {.max_bytes = 1 << 20});
  ASSERT_TRUE(vectors.ok());
  ASSERT_GT(vectors->size(), 40U);
  size_t judged = 0;
  for (const nlohmann::json& row : *vectors) {
    const std::string declared = NormalHost(row[0].get<std::string>());
    const std::string seen = HostOfUrl(row[1].get<std::string>());
    EXPECT_EQ(HostWithin(seen, declared), row[2].get<bool>()) << row;
    Small small;
    small.Tracker(2, 0)["host"] = declared;
    const ReadOutcome read = small.Read();
    if (!read.ok() || seen.empty()) continue;  // what no file declares, what no browser asks
    ++judged;
    const MatchResult found = Matcher(read.catalog->FindSite("example.fr")).Match("vid", seen);
    EXPECT_THAT(found.candidates, SizeIs(row[2].get<bool>() ? 1 : 0)) << row;
    EXPECT_THAT(found.declared_for, SizeIs(row[2].get<bool>() ? 0 : 1)) << row;
  }
  EXPECT_GT(judged, 30U);
}

TEST(NamePatternTest, MalformedNamesAreKnown) {
  for (const char* name : {"SR<RotatorID>", "pcid", "a<b>c<d>", "x"}) {
    EXPECT_TRUE(WellFormedName(name)) << name;
  }
  for (const char* name : {"SR<RotatorID", "SR>x", "a<<b>", "a<>", "a<b>>", "<"}) {
    EXPECT_FALSE(WellFormedName(name)) << name;
  }
  EXPECT_EQ(NamePattern("SR<RotatorID").Shape(), NamePattern("SR<Other>").Shape());
}

// A slow matcher that tries everything, to hold the fast one against.
bool SlowMatch(const std::vector<std::string>& parts, size_t part, std::string_view name) {
  if (part == parts.size()) return name.empty();
  if (!parts[part].empty()) {
    return name.starts_with(parts[part]) &&
           SlowMatch(parts, part + 1, name.substr(parts[part].size()));
  }
  for (size_t take = 1; take <= name.size(); ++take) {
    if (SlowMatch(parts, part + 1, name.substr(take))) return true;
  }
  return false;
}

RC_GTEST_PROP(NamePatternProperty, AgreesWithTryingEverything, ()) {
  const auto letters = rc::gen::container<std::string>(rc::gen::element('a', 'b'));
  const auto name = *letters;
  const auto count = *rc::gen::inRange(1, 5);
  std::string declared;
  std::vector<std::string> parts;
  for (int i = 0; i < count; ++i) {
    if (*rc::gen::arbitrary<bool>()) {
      declared += "<v>";
      parts.emplace_back();
    } else {
      const auto literal = *rc::gen::nonEmpty(letters);
      declared += literal;
      parts.push_back(literal);
    }
  }
  RC_ASSERT(NameMatches(declared, name) == SlowMatch(parts, 0, name));
}

TEST(MatchTest, WhatIsExemptAndUnderConsentAtOneHostIsUnderConsent) {
  const auto judged = [](const char* name, const char* host, const char* asked = "pcid") {
    Small small;
    auto tracker = TrackerJsonOf(name, "player.example");
    if (host == nullptr) tracker["host"] = nullptr;
    if (host != nullptr) tracker["host"] = host;
    small.Service(2)["trackers"].push_back(tracker);
    return std::string(VerdictName(Judge(Matcher(small.Load()).Match(asked, "www.example.fr"))));
  };
  EXPECT_EQ(judged("pcid", "player.example"), "always");
  EXPECT_EQ(judged("pcid", "example.fr"), "after-consent");
  EXPECT_EQ(judged("pcid", "www.example.fr"), "after-consent");
  EXPECT_EQ(judged("pcid", nullptr), "after-consent");
  EXPECT_EQ(judged("pc<id>", "example.fr"), "after-consent");
  EXPECT_EQ(judged("pc<id>", "player.example"), "always");
  EXPECT_EQ(judged("_visit", "example.fr", "_visit"), "after-consent");
}

TEST(MatchTest, ExactNameAndHostComeFirst) {
  Small small;
  small.Service(2)["trackers"].push_back(TrackerJsonOf("pcid", "player.example"));
  const Matcher matcher(small.Load());
  const auto both = matcher.Match("pcid");
  ASSERT_THAT(both.candidates, SizeIs(2));  // a tie: both are listed
  EXPECT_EQ(both.candidates[0].rule, MatchRule::kName);
  EXPECT_EQ(both.candidates[0].host, HostVerdict::kNotGiven);
  EXPECT_EQ(Judge(both), Verdict::kAmbiguous);

  const auto one = matcher.Match("pcid", ".Player.Example");
  ASSERT_THAT(one.candidates, SizeIs(1));
  EXPECT_EQ(one.candidates[0].rule, MatchRule::kNameAndHost);
  EXPECT_EQ(one.candidates[0].service->id, "video");
  EXPECT_EQ(one.candidates[0].pointer, "/purposes/2/services/0/trackers/2");

  const auto elsewhere = matcher.Match("pcid", "other.example");
  EXPECT_THAT(elsewhere.candidates, IsEmpty());
  ASSERT_THAT(elsewhere.declared_for, SizeIs(2));
  EXPECT_EQ(elsewhere.declared_for[0].host, HostVerdict::kDiffers);
  EXPECT_EQ(Judge(elsewhere), Verdict::kNotDeclared);
}

TEST(MatchTest, HostsMatchAtLabelsOnly) {
  const Matcher matcher(Small().Load());
  EXPECT_EQ(matcher.Match("vid", "a.b.player.example").candidates[0].host, HostVerdict::kSame);
  EXPECT_THAT(matcher.Match("vid", "evilplayer.example").candidates, IsEmpty());
  // A cookie of the parent is another cookie.
  EXPECT_THAT(matcher.Match("vid", "example").candidates, IsEmpty());
  EXPECT_THAT(matcher.Match("vid", "no host").candidates, IsEmpty());
}

TEST(MatchTest, PatternsNeverMatchAnotherVendorsHost) {
  Small small;
  small.Service(1)["trackers"].push_back(TrackerJsonOf("seen<x>", "measure.example"));
  small.Service(1)["trackers"].push_back(TrackerJsonOf("<any>", "measure.example"));
  const Matcher matcher(small.Load());
  const auto video = matcher.Match("seen1", "cdn.player.example");
  ASSERT_THAT(video.candidates, SizeIs(1));
  EXPECT_EQ(video.candidates[0].service->id, "video");
  EXPECT_EQ(matcher.Match("seen1", "measure.example").candidates[0].service->id, "audience");
  const auto neither = matcher.Match("seen1", "other.example");
  EXPECT_THAT(neither.candidates, IsEmpty());
  EXPECT_THAT(neither.declared_for, SizeIs(2));  // the pattern without a literal says nothing
  EXPECT_THAT(matcher.Match("xyz", "other.example").declared_for, IsEmpty());
  // An exact name of another host gives way to a pattern of this one.
  EXPECT_EQ(matcher.Match("vid", "measure.example").candidates[0].tracker->name, "<any>");
}

TEST(MatchTest, WhatIsSetOnTheSiteMatchesTheSitesHosts) {
  const Matcher matcher(Ameli());
  for (const char* host : {"ameli.fr", "www.ameli.fr", "x.ameli.fr", "doubleclick.net"}) {
    EXPECT_THAT(matcher.Match("_gcl_au", host).candidates, SizeIs(1)) << host;
  }
  for (const char* host : {"fr", "other.example", "notameli.fr", "google.com"}) {
    EXPECT_THAT(matcher.Match("_gcl_au", host).candidates, IsEmpty()) << host;
  }
  EXPECT_THAT(matcher.Match("pcid", "adform.net").candidates, IsEmpty());
}

TEST(MatchTest, TheLongestPatternWinsAndAnExactNameBeatsIt) {
  Small small;
  auto& trackers = small.Service(2)["trackers"];
  trackers.push_back(TrackerJsonOf("se<x>", "player.example"));
  trackers.push_back(TrackerJsonOf("seen<x>42", "player.example"));
  trackers.push_back(TrackerJsonOf("seen1", "player.example"));
  const Matcher matcher(small.Load());
  EXPECT_EQ(matcher.Match("seen1").candidates[0].tracker->name, "seen1");
  EXPECT_EQ(matcher.Match("seen2").candidates[0].tracker->name, "seen<Id>");
  EXPECT_EQ(matcher.Match("seen942").candidates[0].tracker->name, "seen<x>42");
  EXPECT_EQ(matcher.Match("sea").candidates[0].tracker->name, "se<x>");
  EXPECT_THAT(matcher.Match("se").candidates, IsEmpty());
}

TEST(MatchTest, NearNamesAreHintedNeverMatched) {
  const Matcher matcher(Ameli());
  const auto near = matcher.Match("_pcid", "www.ameli.fr");
  EXPECT_THAT(near.candidates, IsEmpty());
  ASSERT_THAT(near.hints, SizeIs(1));
  EXPECT_EQ(near.hints[0].tracker->name, "pcid");
  EXPECT_THAT(near.hints[0].note.fr, HasSubstr("Piano"));
  EXPECT_EQ(Judge(near), Verdict::kNotDeclared);
  const auto typo = matcher.Match("ameli_espaces");
  EXPECT_THAT(typo.candidates, IsEmpty());
  ASSERT_THAT(typo.hints, SizeIs(1));
  EXPECT_EQ(typo.hints[0].tracker->name, "ameli_espace");
  EXPECT_THAT(matcher.Match("nothing_like_it").hints, IsEmpty());
}

// Levenshtein's distance, the slow way.
size_t Distance(std::string_view a, std::string_view b) {
  if (a.empty()) return b.size();
  if (b.empty()) return a.size();
  const size_t same = Distance(a.substr(1), b.substr(1)) + (a[0] == b[0] ? 0 : 1);
  return std::min({same, Distance(a.substr(1), b) + 1, Distance(a, b.substr(1)) + 1});
}

RC_GTEST_PROP(MatchProperty, HintsAreWhatIsOneEditAway, ()) {
  const auto word =
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('a', 'b', 'B', '_')));
  const auto short_word =
      rc::gen::suchThat(word, [](const std::string& each) { return each.size() <= 7; });
  const auto names = *rc::gen::resize(7, rc::gen::unique<std::vector<std::string>>(short_word));
  const auto name = *short_word;
  Small small;
  auto& trackers = small.Service(2)["trackers"];
  trackers.clear();
  for (const std::string& each : names) {
    trackers.push_back(TrackerJsonOf(each.c_str(), "player.example"));
  }
  const auto site = small.Load();
  const Matcher matcher(site);
  const auto fold = [](const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c != '_') out += static_cast<char>(c | 0x20);
    }
    return out;
  };
  const auto found = matcher.Match(name);
  if (!found.candidates.empty()) return;
  for (const std::string& each : names) {
    const std::string a = fold(each);
    const std::string b = fold(name);
    const bool near =
        !b.empty() && (a == b || (std::min(a.size(), b.size()) >= 4 && Distance(a, b) <= 1));
    const bool hinted =
        std::any_of(found.hints.begin(), found.hints.end(),
                    [&](const NameHint& hint) { return hint.tracker->name == each; });
    RC_ASSERT(hinted == near);
  }
}

TEST(MatchTest, AmeliNamesFromRealPages) {
  const Matcher matcher(Ameli());
  const auto sr = matcher.Match("SR4711", "track.adform.net");
  ASSERT_THAT(sr.candidates, SizeIs(2));  // published twice, once without its bracket
  EXPECT_EQ(sr.candidates[0].rule, MatchRule::kPattern);
  EXPECT_EQ(sr.candidates[0].host, HostVerdict::kSame);
  EXPECT_EQ(Judge(sr), Verdict::kAfterConsent);

  const auto alias = matcher.Match("EBFCD99", "adform.net");
  ASSERT_THAT(alias.candidates, SizeIs(1));
  EXPECT_EQ(alias.candidates[0].tracker->name, "BFCD<BannerID>");
  EXPECT_EQ(alias.candidates[0].matched, "EBFCD<BannerID>");

  const auto gcl = matcher.Match("_gcl_au", "ameli.fr");
  ASSERT_THAT(gcl.candidates, SizeIs(1));
  EXPECT_EQ(gcl.candidates[0].host, HostVerdict::kOnSite);

  EXPECT_EQ(Judge(matcher.Match("pcid")), Verdict::kAlways);
  EXPECT_EQ(Judge(matcher.Match("pa_privacy")), Verdict::kExemptWithOptOut);
  EXPECT_EQ(Judge(matcher.Match("C")), Verdict::kOverLimit);
  EXPECT_EQ(Judge(matcher.Match("CM14")), Verdict::kAfterConsent);
  EXPECT_EQ(matcher.Match("CM14").candidates[0].tracker->name, "CM14");
  EXPECT_EQ(Judge(matcher.Match("CTx")), Verdict::kAfterConsent);
}

TEST(MatchTest, OneSiteOfMany) {
  const Matcher matcher(RealCatalog());
  EXPECT_THAT(matcher.Match("pcid", "", "ameli.fr").candidates, SizeIs(1));
  EXPECT_THAT(matcher.Match("pcid", "", "camieg").candidates, IsEmpty());
  EXPECT_THAT(matcher.Match("_pcid", "", "camieg").hints, IsEmpty());
}

TEST(MatchTest, OverlongAndEmptyNamesMatchNothing) {
  Small small;
  small.Service(2)["trackers"].push_back(TrackerJsonOf("<any>", "player.example"));
  const Matcher matcher(small.Load());
  EXPECT_THAT(matcher.Match("").candidates, IsEmpty());
  EXPECT_THAT(matcher.Match(std::string(4096, 'x')).candidates, SizeIs(1));
  EXPECT_THAT(matcher.Match(std::string(4097, 'x')).candidates, IsEmpty());
  EXPECT_THAT(matcher.Match("x", std::string(300, 'h')).candidates, IsEmpty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
