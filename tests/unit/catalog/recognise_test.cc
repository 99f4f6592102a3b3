#include "catalog/recognise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalog/library_match.h"
#include "tests/source_dir.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Library& ShippedLibrary() {
  static const LibraryOutcome kOutcome =
      LoadLibrary(std::string(TEMOIN_SOURCE_DIR) + "/catalog/library");
  return *kOutcome.library;
}

Trace Address(const std::string& text) {
  return {Trace::Kind::kAddress, text, text.substr(0, text.find('/')), {}};
}
Trace Name(const std::string& text, const std::string& host) {
  return {Trace::Kind::kName, text, host, {}};
}
Trace Words(const std::string& text) { return {Trace::Kind::kWords, text, {}, {}}; }

const HostSet kOwn = {"mutuelle.example"};

std::vector<std::string> FoundIds(const Recognition& recognition) {
  std::vector<std::string> out;
  for (const auto& row : recognition.found) out.push_back(row.service->id);
  return out;
}

TEST(RecogniseTest, ByAddressNameAndWords) {
  const std::vector<Trace> traces = {
      Address("www.google.com/maps/embed"), Address("www.google.com/recaptcha/api.js"),
      Address("client.crisp.chat/l.js"),    Name("_pk_id.1.1fff", "www.mutuelle.example"),
      Name("_fbp", "mutuelle.example"),     Words("youtube"),
  };
  const Recognition recognition = Recognise(ShippedLibrary(), traces, kOwn);
  EXPECT_THAT(FoundIds(recognition),
              ElementsAre("crisp", "google-maps", "matomo", "meta-pixel", "recaptcha", "youtube"));
  EXPECT_THAT(recognition.open, IsEmpty());
  EXPECT_THAT(FoundText(recognition, "en"), HasSubstr("Crisp (crisp): client.crisp.chat/l.js\n"));
}

TEST(RecogniseTest, ANameSetElsewhereThanTheServiceSetsItIsLeftOpen) {
  // "fr" is one of facebook.com; a site's own cookie may be called so, too.
  const std::vector<Trace> traces = {
      Name("fr", "www.mutuelle.example"), Name("PHPSESSID", "www.mutuelle.example"),
      Address("tag.unknown.example/t.js"), Address("tag.unknown.example/u.js"),
      Address("www.mutuelle.example/app.js")};
  const Recognition recognition = Recognise(ShippedLibrary(), traces, kOwn);
  EXPECT_THAT(FoundIds(recognition), IsEmpty());
  const std::vector<OpenDecision> decisions = DecisionsOn(recognition);
  std::vector<std::string> ids;
  for (const OpenDecision& decision : decisions) ids.push_back(decision.id);
  EXPECT_THAT(ids, ElementsAre("host-tag-unknown-example", "name-fr", "name-phpsessid"));
  EXPECT_THAT(decisions.front().question.fr,
              HasSubstr("tag.unknown.example/t.js, tag.unknown.example/u.js"));
}

// As everywhere: what a service sets on the site that loads it is not looked for at its own hosts.
TEST(RecogniseTest, WhatIsSetOnTheSiteIsAtTheSiteAlone) {
  LibraryService service;
  service.hosts = {{"vendor.example", ""}};
  const auto on_site = [](const std::string& host) { return host == "www.mutuelle.example"; };
  Tracker own;
  own.own_host = true;
  Tracker unpublished;
  Tracker declared;
  declared.host = "cdn.example";
  Tracker moved = declared;
  moved.set_on_site = true;
  const auto fits = [&](const Tracker& tracker, const std::string& host) {
    return FitsHost(service, tracker, host, on_site);
  };
  for (const Tracker* each : {&own, &unpublished, &declared, &moved}) EXPECT_TRUE(fits(*each, ""));
  EXPECT_TRUE(fits(own, "www.mutuelle.example"));
  EXPECT_FALSE(fits(own, "vendor.example"));
  EXPECT_TRUE(fits(unpublished, "www.mutuelle.example"));
  EXPECT_TRUE(fits(unpublished, "a.vendor.example"));
  EXPECT_FALSE(fits(unpublished, "cdn.example"));
  EXPECT_TRUE(fits(declared, "b.cdn.example"));
  EXPECT_FALSE(fits(declared, "example"));
  EXPECT_FALSE(fits(declared, "www.mutuelle.example"));
  EXPECT_TRUE(fits(moved, "www.mutuelle.example"));
  EXPECT_FALSE(fits(moved, "vendor.example"));
}

TEST(RecogniseTest, DecisionsAreBoundedTameAndOfDifferentIds) {
  std::vector<Trace> traces;
  for (size_t i = 0; i < kMostDecisions + 20; ++i) {
    traces.push_back(Name("é\n" + std::string(400, 'x'), "www.mutuelle.example"));
  }
  const auto decisions = DecisionsOn(Recognise(ShippedLibrary(), traces, kOwn));
  ASSERT_THAT(decisions, SizeIs(kMostDecisions + 1));
  std::set<std::string> ids;
  for (const OpenDecision& decision : decisions) {
    EXPECT_LE(decision.id.size(), 64U);
    EXPECT_THAT(decision.question.fr, Not(HasSubstr("\n")));
    ids.insert(decision.id);
  }
  EXPECT_THAT(ids, SizeIs(kMostDecisions + 1));
  EXPECT_THAT(ids, Contains("seen-more"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
