// The manifests of entries of type 5, 6 and 11.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "store/hold_manifest.h"
#include "store/publication_manifest.h"
#include "store/request_manifest.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

const Bytes kRandom(32, 7);

Publication Published() {
  return {.index = 12,
          .site = kSite,
          .hash = std::string(64, 'a'),
          .generation = 2,
          .since = R"({"vimeo": 2})",
          .author = "Lucie",
          .published_at = At("2026-11-26T09:00:00Z")};
}

Hold Held() {
  Hold hold;
  hold.id = 3;
  hold.site = kSite;
  hold.from = At("2026-01-01T00:00:00Z");
  hold.records = {15, 12, 13, 13};
  hold.reason = "inspection";
  hold.author = "Lucie";
  hold.review = At("2027-11-26T09:00:00Z");
  hold.created = At("2026-11-26T09:00:00Z");
  return hold;
}

TEST(PublicationManifest, IsReadBackAsItWasWritten) {
  const PublicationManifest manifest = ManifestOf(Published(), kRandom);
  const auto bytes = FormatPublicationManifest(manifest);
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  EXPECT_EQ(*bytes, R"({"author":")" + EncodeHex(manifest.author) +
                        R"(","document":12,"generation":2,"revision":")" + std::string(64, 'a') +
                        R"(","schema":1,"since":{"vimeo":2},"site":"ameli.fr",)" +
                        R"("time":"2026-11-26T09:00:00Z"})");
  const auto read = ParsePublicationManifest(*bytes);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*FormatPublicationManifest(*read), *bytes);
  EXPECT_EQ(bytes->find("Lucie"), std::string::npos);
}

TEST(PublicationManifest, BindsTheAuthorUnderTheRowsOwnBytes) {
  Publication other = Published();
  other.author = "Paul";
  EXPECT_NE(ManifestOf(Published(), kRandom).author, ManifestOf(other, kRandom).author);
  EXPECT_NE(ManifestOf(Published(), kRandom).author, ManifestOf(Published(), Bytes(32, 8)).author);
}

TEST(PublicationManifest, AnotherShapeIsRefused) {
  const std::string good = *FormatPublicationManifest(ManifestOf(Published(), kRandom));
  for (const auto& [from, to] :
       {std::pair("12", "-1"), std::pair("12", "1.5"), std::pair("{\"vimeo\":2}", "[]"),
        std::pair("Z\"", "\""), std::pair("\"schema\":1", "\"schema\":2"),
        std::pair("\"site\"", "\"sites\""), std::pair(":1", ": 1"), std::pair("aaaa", "AAAA"),
        std::pair("}", ",\"x\":1}")}) {
    std::string bad = good;
    bad.replace(bad.rfind(from), std::string(from).size(), to);
    EXPECT_FALSE(ParsePublicationManifest(bad).ok()) << bad;
  }
  for (const char* const bad : {"", "[]", "3", "{}"}) {
    EXPECT_FALSE(ParsePublicationManifest(bad).ok()) << bad;
  }
}

TEST(HoldManifest, IsReadBackAsItWasWritten) {
  const auto placed = ManifestOfHold(Held(), kRandom);
  ASSERT_TRUE(placed.ok());
  const auto bytes = FormatHoldManifest(*placed);
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  EXPECT_EQ(*bytes, R"({"action":"place","from":"2026-01-01T00:00:00Z","hold":3,"person":")" +
                        EncodeHex(placed->person) +
                        R"(","records":[[12,13],[15,15]],"review":"2027-11-26T09:00:00Z",)" +
                        R"("schema":1,"site":"ameli.fr","time":"2026-11-26T09:00:00Z","to":null})");
  EXPECT_EQ(*ParseHoldManifest(*bytes), *placed);

  Hold hold = Held();
  hold.kind = HoldKind::kLimitation;
  const auto limited = ManifestOfHold(hold, kRandom);
  const auto limits = FormatHoldManifest(*limited);
  ASSERT_TRUE(limits.ok());
  EXPECT_EQ(limits->substr(0, 18), R"({"action":"limit",)");
  EXPECT_EQ(*ParseHoldManifest(*limits), *limited);
  hold.released = At("2026-12-01T09:00:00Z");
  hold.released_by = "Paul";
  const auto released = ManifestOfRelease(hold, kRandom);
  const auto said = FormatHoldManifest(*released);
  ASSERT_TRUE(said.ok());
  EXPECT_EQ(*said, R"({"action":"release","hold":3,"person":")" + EncodeHex(released->person) +
                       R"(","schema":1,"time":"2026-12-01T09:00:00Z"})");
  EXPECT_EQ(*ParseHoldManifest(*said), *released);
}

// The release of a hold that was lost with its database comes back alone; its number is taken.
TEST_F(StoreTest, AHoldOfWhichOnlyTheReleaseCameBackKeepsItsNumber) {
  Hold hold = Held();
  hold.id = 1;
  hold.released = hold.created;
  hold.released_by = "Paul";
  const std::string bytes = *FormatHoldManifest(*ManifestOfRelease(hold, kRandom));
  const LogEntry entry =
      prooflog::EncodeEntry({.type = EntryType::kHold, .commitment = Sha256(bytes)});
  const ManifestEntry manifest{.index = 0, .manifest = bytes};
  ASSERT_TRUE(store_->Complete(std::span(&entry, 1), {}, std::span(&manifest, 1)).ok());
  EXPECT_EQ(store_->AddHold(Held()).value(), 2);
}

RequestNote Noted(RequestAct act) {
  RequestNote note{.act = act,
                   .request = 3,
                   .time = At("2026-11-26T09:00:00Z"),
                   .number = "2026-117",
                   .reason = "many requests",
                   .author = "Lucie",
                   .random = kRandom};
  if (act == RequestAct::kReceive) {
    note.site = kSite;
    note.kind = "erasure";
    note.received = At("2026-11-26T00:00:00Z");
  }
  if (act == RequestAct::kAnswer) {
    note.answered = At("2026-12-02T00:00:00Z");
    note.letter = "erased";
  } else {
    note.due = At("2026-12-26T00:00:00Z");
  }
  if (act != RequestAct::kExtend) {
    note.shown = "token";
    note.record = 12;
  }
  return note;
}

RequestManifest ManifestOf(const RequestNote& note) {
  return {.note = note, .person = PersonOfRequest(note).value()};
}

TEST(RequestManifest, IsReadBackAsItWasWritten) {
  const RequestManifest received = ManifestOf(Noted(RequestAct::kReceive));
  const std::string person = R"("person":")" + EncodeHex(received.person) + R"(",)";
  EXPECT_EQ(*FormatRequestManifest(received),
            R"({"act":"receive","due":"2026-12-26","kind":"erasure",)" + person +
                R"("received":"2026-11-26","record":12,"request":3,"schema":1,"shown":"token",)" +
                R"("site":"ameli.fr","time":"2026-11-26T09:00:00Z"})");
  EXPECT_EQ(*FormatRequestManifest(ManifestOf(Noted(RequestAct::kExtend))),
            R"({"act":"extend","due":"2026-12-26",)" + person +
                R"("request":3,"schema":1,"time":"2026-11-26T09:00:00Z"})");
  EXPECT_EQ(*FormatRequestManifest(ManifestOf(Noted(RequestAct::kAnswer))),
            R"({"act":"answer","answered":"2026-12-02","letter":"erased",)" + person +
                R"("record":12,"request":3,"schema":1,"shown":"token",)" +
                R"("time":"2026-11-26T09:00:00Z"})");
  for (const RequestAct act : {RequestAct::kReceive, RequestAct::kExtend, RequestAct::kAnswer}) {
    const std::string bytes = *FormatRequestManifest(ManifestOf(Noted(act)));
    const auto read = ParseRequestManifest(bytes);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(*FormatRequestManifest(*read), bytes);
    for (const char* const said : {"2026-117", "many requests", "Lucie"}) {
      EXPECT_EQ(bytes.find(said), std::string::npos) << said;
    }
  }
}

TEST(RequestManifest, BindsNumberReasonAndAuthor) {
  const RequestNote note = Noted(RequestAct::kExtend);
  for (std::string RequestNote::*member :
       {&RequestNote::number, &RequestNote::reason, &RequestNote::author}) {
    RequestNote other = note;
    other.*member += "x";
    EXPECT_NE(*PersonOfRequest(other), *PersonOfRequest(note));
  }
}

TEST(RequestManifest, AnotherShapeIsRefused) {
  const std::string good = *FormatRequestManifest(ManifestOf(Noted(RequestAct::kReceive)));
  for (const auto& [from, to] :
       {std::pair("receive", "extend"), std::pair("receive", "answer"), std::pair("receive", "x"),
        std::pair("2026-12-26", "2026-12-32"), std::pair("2026-12-26", "2026-12-26T00:00:00Z"),
        std::pair(":12,", ":-12,"), std::pair(":12,", ":\"12\","), std::pair(":3,", ":3.0,"),
        std::pair("\"schema\":1", "\"schema\":2"), std::pair("\"kind\"", "\"kinds\""),
        std::pair(",", ", "), std::pair("}", ",\"x\":1}")}) {
    std::string bad = good;
    bad.replace(bad.find(from), std::string(from).size(), to);
    EXPECT_FALSE(ParseRequestManifest(bad).ok()) << bad;
  }
  for (const char* const bad : {"", "[]", "3", "{}"}) {
    EXPECT_FALSE(ParseRequestManifest(bad).ok()) << bad;
  }
}

TEST(HoldManifest, BindsAuthorAndReason) {
  const Digest person = ManifestOfHold(Held(), kRandom)->person;
  for (std::string Hold::*member : {&Hold::author, &Hold::reason}) {
    Hold other = Held();
    other.*member += "x";
    EXPECT_NE(ManifestOfHold(other, kRandom)->person, person);
  }
}

TEST(HoldManifest, AnotherShapeOrTooManyRecordsAreRefused) {
  const std::string good = *FormatHoldManifest(*ManifestOfHold(Held(), kRandom));
  for (const auto& [from, to] :
       {std::pair("place", "keep"), std::pair("place", "release"), std::pair("[15,15]", "[15,14]"),
        std::pair("[15,15]", "[15,9007199254740991]"), std::pair("null", "0"),
        std::pair(":3", ":\"3\""), std::pair("\"hold\"", "\"held\"")}) {
    std::string bad = good;
    bad.replace(bad.find(from), std::string(from).size(), to);
    EXPECT_FALSE(ParseHoldManifest(bad).ok()) << bad;
  }
  Hold hold = Held();
  hold.records.clear();
  for (Index index = 0; index <= kMaxHoldRecords; ++index) hold.records.push_back(index);
  EXPECT_EQ(FormatHoldManifest(*ManifestOfHold(hold, kRandom)).error().code, ErrorCode::kTooLarge);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
