#include "catalog/revision_site.h"

#include <gtest/gtest.h>

#include "catalog/reader.h"
#include "tests/source_dir.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Small;

TEST(RevisionSiteTest, EverySiteComesBackFromItsRevision) {
  const ReadOutcome outcome = LoadCatalog(std::string(TEMOIN_SOURCE_DIR) + "/catalog");
  ASSERT_TRUE(outcome.ok()) << outcome.ToString();
  for (const auto& [id, site] : outcome.catalog->sites()) {
    const Revision revision = RevisionDocument(*site);
    for (const Site* settings : {site.get(), static_cast<const Site*>(nullptr)}) {
      const auto back = SiteOfRevision(revision, settings);
      ASSERT_TRUE(back.ok()) << id << ": " << back.error().message;
      EXPECT_EQ(RevisionDocument(**back).document, revision.document) << id;
    }
  }
}

TEST(RevisionSiteTest, WhatNoVisitorIsShownIsTheCataloguesOfToday) {
  Small small;
  const Revision revision = RevisionDocument(*small.Load());
  small.Tracker(2, 0)["lifetime"] = "P31D";
  small.site["evidence_retention"]["duration"] = "P7M";
  small.site["origins"].push_back("https://example.fr");
  const auto today = small.Load();
  const auto back = SiteOfRevision(revision, today.get());
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(RevisionDocument(**back).hash, revision.hash);
  EXPECT_TRUE((*back)->AllowsOrigin("https://example.fr"));
  EXPECT_EQ((*back)->evidence_retention.duration, today->evidence_retention.duration);
}

TEST(RevisionSiteTest, ARevisionOfNoSiteIsRefused) {
  Revision revision = RevisionDocument(*Small().Load());
  auto members = *revision.view.members;
  members["purposes"][0]["services"][0]["vendor"] = "nobody";
  revision.view.members = std::make_shared<const nlohmann::json>(members);
  EXPECT_FALSE(SiteOfRevision(revision, nullptr).ok());
  revision.view.members = std::make_shared<const nlohmann::json>(nlohmann::json::object());
  EXPECT_FALSE(SiteOfRevision(revision, nullptr).ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
