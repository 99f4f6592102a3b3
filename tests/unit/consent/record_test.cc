#include "consent/record.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/json.h"
#include "tests/unit/consent/consent_fixture.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

Record Example() {
  ChoiceRequest choice = AmeliChoice(true, false, false);
  choice.banner = std::string(64, 'b');
  choice.layer = Layer::kPreferences;
  choice.key = ChoiceKey{1};
  choice.repeats = ChoiceKey{2};
  return MakeRecord(choice, AmeliTerms(), At("2026-01-31T08:00:00Z"), Digest{}, 41);
}

// As the first version wrote it.
Record OfSchemaOne() {
  Record record = Example();
  record.schema = 1;
  record.key.reset();
  record.repeats.reset();
  return record;
}

TEST(CanonicalRecord, HasTheDocumentedBytes) {
  EXPECT_EQ(CanonicalRecord(Example()),
            R"({"action":"save","banner":")" + std::string(64, 'b') +
                R"(","basis":{"adform":"consent","piano-analytics":"exempt-with-opt-out",)"
                R"("vimeo":"consent"},"controller":"Caisse nationale de l’Assurance Maladie",)"
                R"("decisions":{"adform":true,"piano-analytics":false,"vimeo":false},)"
                R"("event":"partial","generation":2,"given_at":"2026-01-31T08:00:00Z",)"
                R"("gpc":false,"key":")" +
                EncodeHex(HashChoiceKey("ameli.fr", {1})) +
                R"(","language":"fr","layer":"preferences","previous":41,"repeats":")" +
                EncodeHex(HashChoiceKey("ameli.fr", {2})) + R"(","revision":")" +
                std::string(64, 'a') + R"(","schema":3,"site":"ameli.fr","token":")" +
                std::string(64, '0') + R"(","valid_until":"2027-02-28T08:00:00Z"})");
}

TEST(ParseRecord, ReadsRecordsOfTheFirstSchemaAsTheyWere) {
  const Record record = OfSchemaOne();
  const std::string bytes = CanonicalRecord(record);
  EXPECT_NE(bytes.find(R"("schema":1,)"), std::string::npos);
  EXPECT_EQ(*ParseRecord(bytes), record);
  Record impossible = record;  // it knew no key
  impossible.key = Digest{};
  EXPECT_FALSE(ParseRecord(CanonicalRecord(impossible)).ok());
}

TEST(ParseRecord, TellsAScanFromAVisitor) {
  Record record = Example();
  record.scan = true;
  const std::string bytes = CanonicalRecord(record);
  EXPECT_NE(bytes.find(R"("layer":"preferences","origin":"scan","previous":41)"),
            std::string::npos);
  EXPECT_EQ(*ParseRecord(bytes), record);
  auto value = nlohmann::json::parse(bytes);
  for (const nlohmann::json& other : {nlohmann::json("visitor"), nlohmann::json("")}) {
    value["origin"] = other;
    EXPECT_FALSE(ParseRecord(value.dump()).ok()) << other;
  }
  record.schema = 2;  // it knew no scan
  EXPECT_FALSE(ParseRecord(CanonicalRecord(record)).ok());
  record.scan = false;
  EXPECT_EQ(*ParseRecord(CanonicalRecord(record)), record);
}

TEST(ParseRecord, ReadsBackAndLeavesOutWhatIsAbsent) {
  Record record = Example();
  EXPECT_EQ(*ParseRecord(CanonicalRecord(record)), record);
  record.repeats.reset();
  EXPECT_EQ(*ParseRecord(CanonicalRecord(record)), record);
  record.key.reset();
  record.banner.reset();
  record.previous.reset();
  record.token.reset();
  const std::string bytes = CanonicalRecord(record);
  EXPECT_EQ(*ParseRecord(bytes), record);
  for (const char* name : {"banner", "key", "previous", "repeats", "token"}) {
    EXPECT_EQ(bytes.find(name), std::string::npos) << name;
  }
}

TEST(ParseRecord, RefusesEveryOtherSpelling) {
  const std::string good = CanonicalRecord(Example());
  const auto value = nlohmann::json::parse(good);
  EXPECT_FALSE(ParseRecord("").ok());
  EXPECT_FALSE(ParseRecord(good + " ").ok());
  EXPECT_FALSE(ParseRecord(value.dump(1)).ok());
  for (const auto& [name, member] : value.items()) {
    nlohmann::json without = value;
    without.erase(name);
    // A key stands beside a token, what is repeated beside a key.
    const bool optional = name == "banner" || name == "previous" || name == "repeats";
    EXPECT_EQ(ParseRecord(without.dump()).ok(), optional) << name;
    nlohmann::json wrong = value;
    wrong[name] = member.is_string() ? nlohmann::json(1) : nlohmann::json("x");
    EXPECT_FALSE(ParseRecord(wrong.dump()).ok()) << name;
  }
  nlohmann::json more = value;
  more["ip"] = "127.0.0.1";
  EXPECT_FALSE(ParseRecord(more.dump()).ok());
  nlohmann::json later = value;
  later["schema"] = 4;
  EXPECT_FALSE(ParseRecord(later.dump()).ok());
}

// Every flipped bit gives other bytes; none of them may read as the same record.
TEST(ParseRecord, NoFlippedBitReadsAsTheSameRecord) {
  const Record record = Example();
  const std::string good = CanonicalRecord(record);
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bytes = good;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    const auto parsed = ParseRecord(bytes);
    EXPECT_FALSE(parsed.ok() && *parsed == record) << bit;
  }
}

TEST(ParseRecord, TakesNoNumberThatCanonicalJsonWouldNotWrite) {
  Record record = Example();
  record.generation = (int64_t{1} << 53) - 1;
  EXPECT_TRUE(ParseRecord(CanonicalRecord(record)).ok());
  record.generation = int64_t{1} << 53;
  EXPECT_FALSE(ParseRecord(CanonicalRecord(record)).ok());
}

TEST(ParseRecord, TakesNoKeyThatCanonicalJsonWouldNotWrite) {
  Record record = Example();
  record.decisions.emplace("vidéo", true);
  EXPECT_FALSE(ParseRecord(CanonicalRecord(record)).ok());
}

// What the general parser refuses, or reads as JSON that is not canonical, is no record either.
RC_GTEST_PROP(ParseRecord, AgreesWithTheGeneralParser, ()) {
  std::string bytes = CanonicalRecord(Example());
  for (int edits = *rc::gen::inRange(1, 4); edits > 0; --edits) {
    const auto at = *rc::gen::inRange<size_t>(0, bytes.size());
    const auto piece = *rc::gen::elementOf(
        std::vector<std::string>{"", "\"", "\\", "\\u00e9", "\\u0041", "\\n", "\x1f", "\xc3\xa9",
                                 "\xc3", ",", "}", "{", ":", "0", "-1", " ", "true", "\\u001F"});
    bytes.replace(at, *rc::gen::inRange<size_t>(0, 4), piece);
  }
  const auto parsed = ParseRecord(bytes);
  if (!parsed.ok()) return;
  RC_ASSERT(CanonicalRecord(*parsed) == bytes);
  const auto value = ParseJson(bytes, {.max_bytes = kMaxRecordBytes});
  RC_ASSERT(value.ok());
  const auto canonical = CanonicalJson(*value);
  RC_ASSERT(canonical.ok());
  RC_ASSERT(*canonical == bytes);
}

RC_GTEST_PROP(CanonicalRecord, IsCanonicalJsonAndReadsBack, ()) {
  Record record = Example();
  // Every character that has an escape of its own, and neighbours of it.
  const auto text = rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{4, rc::gen::inRange<char>(0, 0x7f)},
                                    {1, rc::gen::elementOf(std::string("\"\\/\b\f\n\r\t"))}}));
  record.controller = *text + "é’\u2028";
  record.language = *text;
  record.site = *text;
  record.gpc = *rc::gen::arbitrary<bool>();
  record.generation = *rc::gen::inRange<int64_t>(1, 1'000'000'000'000);
  record.given_at = Time(std::chrono::seconds(*rc::gen::inRange<int64_t>(0, 4'000'000'000)));
  if (*rc::gen::arbitrary<bool>()) record.previous = *rc::gen::inRange<uint64_t>(0, 1ULL << 53);
  const std::string bytes = CanonicalRecord(record);
  const auto value = ParseJson(bytes, {.max_bytes = kMaxRecordBytes});
  RC_ASSERT(value.ok());
  RC_ASSERT(*CanonicalJson(*value) == bytes);
  RC_ASSERT(*ParseRecord(bytes) == record);
}

TEST(MakeRecord, NeverLastsOverThirteenMonths) {
  Terms terms = AmeliTerms();
  terms.choice_validity = {.months = 60};
  const Time now = At("2026-01-31T08:00:00Z");
  EXPECT_EQ(MakeRecord(AmeliChoice(true, true, true), terms, now, {}, {}).valid_until,
            At("2027-02-28T08:00:00Z"));
  terms.choice_validity = {.months = 6};
  EXPECT_EQ(MakeRecord(AmeliChoice(true, true, true), terms, now, {}, {}).valid_until,
            At("2026-07-31T08:00:00Z"));
}

TEST(MakeRecord, ARefusalWithoutTokenIsLinkedToNothing) {
  Terms terms = AmeliTerms();
  terms.refusal_token = false;
  const Time now = At("2026-01-31T08:00:00Z");
  ChoiceRequest refuse = AmeliChoice(false, true, false);
  refuse.key = ChoiceKey{1};
  refuse.repeats = ChoiceKey{2};
  const Record refusal = MakeRecord(refuse, terms, now, Digest{}, 41);
  EXPECT_FALSE(refusal.key || refusal.repeats) << "a page could tell it by them";
  EXPECT_EQ(refusal.event, Event::kRefused);
  EXPECT_FALSE(refusal.token.has_value());
  EXPECT_FALSE(refusal.previous.has_value());
  const Record given = MakeRecord(AmeliChoice(true, true, true), terms, now, Digest{}, 41);
  EXPECT_TRUE(given.token.has_value());
  ChoiceRequest withdraw = AmeliChoice(false, false, false);
  withdraw.action = Action::kWithdraw;
  withdraw.key = ChoiceKey{1};
  const Record withdrawn = MakeRecord(withdraw, terms, now, Digest{}, 41);
  EXPECT_FALSE(withdrawn.token || withdrawn.key);
  EXPECT_EQ(withdrawn.previous, 41U) << "what was withdrawn must be said";
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
