// Row by row: what ameli.fr publishes about its trackers is what its file declares.

#include <gmock/gmock.h>

#include <set>

#include "catalog/lifetime.h"
#include "catalog/to_json.h"
#include "catalog/verdict.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Ameli;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RealCatalog;
using ::testing::SizeIs;

struct Row {
  const char* purpose;
  const char* group;
  const char* service;
  const char* host;
  const char* name;
  const char* lifetime;  // as in config.json
  const char* words;     // of its finalité
};

// In the published order within each service.
const std::vector<Row> kRows = {
    {"necessary", "", "ameli", "ameli.fr", "pcid", R"("P13M")", "choix"},
    {"necessary", "", "ameli", "ameli.fr", "pctx", R"("P13M")", "choix"},
    {"necessary", "", "ameli", "ameli.fr", "ameli_espace", R"("P30D")", "dernier espace"},
    {"necessary", "", "ameli", "ameli.fr", "ameli_localisation", R"("P13M")", "code postal"},
    {"necessary", "", "ameli", "ameli.fr", "ameli_localisation_counter", R"("P13M")", "affichages"},
    {"necessary", "", "ameli", "ameli.fr", "ameli_feedback", R"("P30D")", "notés"},
    {"necessary", "", "cloudflare", "ameli.fr", "cf_clearance", R"("PT30M")", "CAPTCHA"},
    {"campaigns", "settings", "adform", "adform.net", "C",
     R"({"accepted":"P60D","refused":"P10Y"})", "navigateur accepte les cookies"},
    {"campaigns", "settings", "adform", "adform.net", "otsid", R"("P10D")", "annonceur"},
    {"campaigns", "settings", "adform", "adform.net", "TPC", R"("P14D")", "tiers"},
    {"campaigns", "settings", "adform", "adform.net", "GCM", R"("P1D")", "partenaire"},
    {"campaigns", "settings", "adform", "adform.net", "CM", R"("P1D")", "partenaire"},
    {"campaigns", "settings", "adform", "adform.net", "CM14", R"("P14D")", "partenaire"},
    {"campaigns", "settings", "adform", "adform.net", "token", R"("session")", "jeton"},
    {"campaigns", "statistics", "adform", "adform.net", "SR<RotatorID>", R"("P1D")", "clics"},
    {"campaigns", "statistics", "adform", "adform.net", "CT<TrackingSetupID>", R"("PT1H")",
     "dernier clic"},
    {"campaigns", "statistics", "adform", "adform.net", "SR<RotatorID", R"("P1D")", "clics"},
    {"campaigns", "statistics", "adform", "adform.net", "CT<TrackingSetupID>", R"("PT1H")",
     "dernier clic"},
    {"campaigns", "capping", "adform", "adform.net", "uid", "null", "Identifiant unique"},
    {"campaigns", "capping", "adform", "adform.net", "BFCD<BannerID>", R"("P7D")", "extensible"},
    {"campaigns", "capping", "adform", "adform.net", "CFFC<TagID>", R"("P7D")", "composites"},
    {"campaigns", "settings", "campaign-manager", "doubleclick.net", "test_cookie", R"("PT15M")",
     "navigateur"},
    {"campaigns", "statistics", "campaign-manager", "doubleclick.net", "IDE", R"("P30D")",
     "efficacité"},
    {"campaigns", "statistics", "campaign-manager", "doubleclick.net", "_gcl_au", R"("P90D")",
     "conversion"},
    {"campaigns", "statistics", "campaign-manager", "doubleclick.net", "_gcl_dc", R"("P90D")",
     "conversion"},
    {"audience", "", "piano-analytics", "ameli.fr", "pa_privacy", R"("P13M")", "statistiques"},
};

TEST(AmeliTest, EveryPublishedRowIsDeclaredAndNothingElse) {
  size_t next = 0;
  ForEachTracker(*Ameli(), [&](const std::string& pointer, const Purpose& purpose,
                               const Service& service, const Tracker& tracker) {
    ASSERT_LT(next, kRows.size()) << tracker.name;
    const Row& row = kRows[next++];
    EXPECT_EQ(tracker.name, row.name) << pointer;
    EXPECT_EQ(purpose.id, row.purpose) << row.name;
    EXPECT_EQ(tracker.group, row.group) << row.name;
    EXPECT_EQ(service.id, row.service) << row.name;
    EXPECT_EQ(tracker.host, row.host) << row.name;
    EXPECT_EQ(tracker.kind, TrackerKind::kCookie) << row.name;
    EXPECT_EQ(LifetimeJson(tracker.lifetime).dump(), row.lifetime) << row.name;
    EXPECT_THAT(tracker.purpose.fr, HasSubstr(row.words)) << row.name;
    EXPECT_FALSE(tracker.purpose.en.empty()) << row.name;
  });
  EXPECT_EQ(next, kRows.size());
}

TEST(AmeliTest, CategoriesInTheOrderOfTheSite) {
  std::vector<std::pair<std::string, Basis>> purposes;
  for (const Purpose& purpose : Ameli()->purposes) purposes.emplace_back(purpose.id, purpose.basis);
  using Pair = std::pair<std::string, Basis>;
  EXPECT_THAT(purposes,
              ElementsAre(Pair("necessary", Basis::kExempt), Pair("campaigns", Basis::kConsent),
                          Pair("audience", Basis::kExemptWithOptOut),
                          Pair("multimedia", Basis::kConsent), Pair("social", Basis::kConsent)));
}

TEST(AmeliTest, ServicesThatEnumerateNothingSayWhy) {
  for (const char* id : {"vimeo", "facebook", "x", "linkedin"}) {
    const Service* service = Ameli()->FindService(id);
    ASSERT_NE(service, nullptr) << id;
    EXPECT_THAT(service->trackers, IsEmpty());
    EXPECT_FALSE(service->published.note.empty()) << id;
  }
}

const Tracker* Find(std::string_view name, size_t rank = 0) {
  const Tracker* found = nullptr;
  ForEachTracker(*Ameli(),
                 [&](const std::string&, const Purpose&, const Service&, const Tracker& tracker) {
                   if (tracker.name == name && (found == nullptr || rank-- > 0)) found = &tracker;
                 });
  return found;
}

TEST(AmeliTest, OddCellsStandAsPublished) {
  EXPECT_EQ(Find("BFCD<BannerID>")->published.cell, "E Cookies adform.net : BFCD<BannerID>");
  EXPECT_THAT(Find("BFCD<BannerID>")->aliases, ElementsAre("EBFCD<BannerID>"));
  EXPECT_EQ(Find("SR<RotatorID")->published.cell, "SR<RotatorID");
  EXPECT_THAT(Find("SR<RotatorID")->published.note.fr, HasSubstr("seconde fois"));
  EXPECT_TRUE(Find("CT<TrackingSetupID>")->published.empty());
  EXPECT_THAT(Find("CT<TrackingSetupID>", 1)->published.note.fr, HasSubstr("seconde fois"));
  EXPECT_THAT(Find("C")->published.note.fr, HasSubstr("navigateur"));
  EXPECT_THAT(Find("uid")->published.note.fr, HasSubstr("Aucune durée"));
  EXPECT_EQ(Find("uid")->identifies_visitor, true);
  for (const char* name : {"_gcl_au", "_gcl_dc"}) {
    EXPECT_TRUE(Find(name)->set_on_site) << name;
    EXPECT_EQ(Find(name)->published.cell, "doubleclick.net") << name;
  }
  for (const char* name : {"pcid", "pctx"}) {
    ASSERT_THAT(Find(name)->near_names, SizeIs(1));
    EXPECT_EQ(Find(name)->near_names[0].name, std::string("_") + name);
  }
  const Purpose* campaigns = Ameli()->FindPurposeOf("adform");
  ASSERT_THAT(campaigns->groups, SizeIs(3));
  EXPECT_EQ(campaigns->groups[1].id, "statistics");
  EXPECT_EQ(campaigns->groups[0].published.cell, "coockies");
}

TEST(AmeliTest, ProcessorsAsPublished) {
  std::vector<std::string> ids;
  for (const Processor& processor : Ameli()->processors) ids.push_back(processor.vendor->id);
  EXPECT_THAT(ids, ElementsAre("alter-way", "cloudflare", "vimeo", "adform", "google"));

  std::map<std::string, std::shared_ptr<const Vendor>, std::less<>> vendors;
  for (const Purpose& purpose : Ameli()->purposes) {
    for (const Service& service : purpose.services) vendors[service.vendor->id] = service.vendor;
  }
  for (const Processor& processor : Ameli()->processors) {
    vendors[processor.vendor->id] = processor.vendor;
  }
  const auto vendor = [&](const char* id) { return vendors.at(id); };
  EXPECT_EQ(vendor("alter-way")->nationality, "FR");
  EXPECT_THAT(vendor("alter-way")->location->countries, ElementsAre("FR"));
  EXPECT_EQ(vendor("alter-way")->transfer_status, TransferStatus::kNonePublished);
  EXPECT_TRUE(vendor("alter-way")->infrastructure);

  EXPECT_EQ(vendor("cloudflare")->nationality, "US");
  EXPECT_THAT(vendor("cloudflare")->location->countries, ElementsAre("FR", "EU"));
  EXPECT_EQ(vendor("cloudflare")->transfer_status, TransferStatus::kNonePublished);

  EXPECT_EQ(vendor("vimeo")->nationality, "US");
  EXPECT_THAT(vendor("vimeo")->location->countries, ElementsAre("US"));
  ASSERT_THAT(vendor("vimeo")->transfers, SizeIs(1));
  EXPECT_EQ(vendor("vimeo")->transfers[0].country, "US");
  EXPECT_EQ(vendor("vimeo")->transfers[0].basis, TransferBasis::kStandardClauses);

  EXPECT_EQ(vendor("adform")->nationality, "DK");
  EXPECT_THAT(vendor("adform")->location->countries, ElementsAre("DK"));
  EXPECT_EQ(vendor("adform")->transfer_status, TransferStatus::kNonePublished);

  EXPECT_EQ(vendor("google")->nationality, "US");
  EXPECT_THAT(vendor("google")->location->countries, ElementsAre("EU"));
  EXPECT_THAT(vendor("google")->location->text.fr, HasSubstr("Europe"));
  ASSERT_THAT(vendor("google")->transfers, SizeIs(1));
  EXPECT_EQ(vendor("google")->transfers[0].country, "US");
  EXPECT_EQ(vendor("google")->transfers[0].basis, TransferBasis::kAdequacy);
  EXPECT_THAT(vendor("google")->transfers[0].text.fr, HasSubstr("2023"));

  for (const char* id : {"piano", "facebook", "x", "linkedin"}) {
    EXPECT_EQ(vendor(id)->nationality, std::nullopt) << id;
    EXPECT_FALSE(vendor(id)->location.has_value()) << id;
    EXPECT_EQ(vendor(id)->transfer_status, TransferStatus::kUnpublished) << id;
  }
  for (const char* id : {"piano-analytics", "facebook", "x", "linkedin"}) {
    EXPECT_EQ(Ameli()->FindService(id)->role, Role::kUnpublished) << id;
  }
  for (const char* id : {"cloudflare", "adform", "campaign-manager", "vimeo"}) {
    EXPECT_EQ(Ameli()->FindService(id)->role, Role::kProcessor) << id;
  }
}

TEST(AmeliTest, TheSentencesThatSitIllTogetherAreKept) {
  std::set<std::string> ids;
  for (const Contradiction& contradiction : Ameli()->contradictions) {
    ids.insert(contradiction.id);
    EXPECT_FALSE(contradiction.statement.en.empty()) << contradiction.id;
    EXPECT_FALSE(contradiction.against.en.empty()) << contradiction.id;
  }
  EXPECT_THAT(ids, ElementsAre("audience-paths", "campaigns-anonymous", "categories-order",
                               "contrast-untracked", "social-not-in-manager", "transfers-basis",
                               "vimeo-clauses", "vimeo-essential"));
}

TEST(AmeliTest, ExemptionDeclaresWhatIsPublishedAndNoMore) {
  const auto& exemption = Ameli()->FindService("piano-analytics")->exemption;
  ASSERT_TRUE(exemption.has_value());
  EXPECT_EQ(exemption->anonymous_statistics, true);
  EXPECT_EQ(exemption->no_cross_checking, true);
  EXPECT_EQ(exemption->no_transmission, true);
  EXPECT_EQ(exemption->no_cross_site_identifier, true);
  EXPECT_EQ(exemption->sole_account, std::nullopt);
  EXPECT_EQ(exemption->lifetime_not_extended, std::nullopt);
  EXPECT_EQ(exemption->data_retention, std::nullopt);
  EXPECT_EQ(exemption->visitor_identifier, std::nullopt);
}

TEST(AmeliTest, SiteAndRights) {
  const auto site = Ameli();
  EXPECT_EQ(site->choice_validity, (Duration{.months = 13}));
  EXPECT_EQ(site->controller.short_name, "Cnam");
  EXPECT_THAT(site->rights.complaint.fr, HasSubstr("TSA 80715, 75334 Paris Cedex 07"));
  EXPECT_THAT(site->rights.contact.fr, HasSubstr("Exercer les droits"));
  EXPECT_EQ(site->access_log_retention.calendar_years, 4);
  EXPECT_FALSE(site->evidence_retention.reason.empty());
  EXPECT_TRUE(site->AllowsOrigin("https://www.ameli.fr"));
}

TEST(NeighboursTest, PublishWhatTheyPublish) {
  const auto covid = RealCatalog()->FindSite("data-vaccin-covid");
  ASSERT_THAT(covid->records, SizeIs(1));
  EXPECT_EQ(covid->records[0].retention.fixed, (Duration{.months = 13}));
  EXPECT_THAT(covid->records[0].data.fr, HasSubstr("adresses IP"));

  const auto cramif = RealCatalog()->FindSite("cramif");
  ASSERT_THAT(cramif->records, SizeIs(3));
  for (const RegisterRecord& record : cramif->records) {
    EXPECT_EQ(record.legal_basis, "public-interest");
    EXPECT_TRUE(record.mentions_trackers);
    EXPECT_EQ(record.retention.kind, Lifetime::Kind::kInWords) << "published, and no duration";
    EXPECT_TRUE(record.updated && record.published.misprint);
    EXPECT_FALSE(record.people.empty() || record.sub_purposes.empty() || record.rights.empty());
  }
  EXPECT_EQ(cramif->access_log_retention.duration, (Duration{.months = 12}));
  for (const char* id : {"ameli.fr", "camieg", "cramif", "data-vaccin-covid"}) {
    EXPECT_TRUE(RealCatalog()->FindSite(id)->refusal_token);
    EXPECT_FALSE(RealCatalog()->FindSite(id)->refusal_token_reason.empty()) << id;
  }
  EXPECT_EQ(cramif->rights.email, "dpo.cramif@assurance-maladie.fr");

  const auto camieg = RealCatalog()->FindSite("camieg");
  EXPECT_THAT(camieg->rights.address, HasSubstr("92011 Nanterre Cedex"));
  EXPECT_EQ(camieg->published.cell, "dpo(at)camieg.org");
}

// A vendor's file is for every site; what ameli.fr publishes of it stands in ameli.fr's own.
TEST(AmeliTest, WhatItPublishesOfAVendorIsItsOwn) {
  const auto& vendors = RealCatalog()->vendors();
  EXPECT_EQ(vendors.at("google")->name, "Google");
  EXPECT_FALSE(vendors.at("google")->location.has_value());
  for (const auto& [id, vendor] : vendors) {
    if (id == "cnam") continue;
    EXPECT_THAT(vendor->source, ::testing::Not(HasSubstr("ameli"))) << id;
    EXPECT_TRUE(vendor->transfers.empty()) << id;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
