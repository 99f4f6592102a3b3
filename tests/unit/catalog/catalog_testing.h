// What the catalogue's tests share: the real catalogue, and small ones that a test edits.
#ifndef TEMOIN_TESTS_UNIT_CATALOG_CATALOG_TESTING_H_
#define TEMOIN_TESTS_UNIT_CATALOG_CATALOG_TESTING_H_

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/calendar.h"
#include "catalog/reader.h"
#include "tests/source_dir.h"

namespace temoin::catalog::testing {

inline Time Now() { return *ParseTime("2026-11-21T12:00:00Z"); }

inline std::string RealCatalogDir() { return std::string(TEMOIN_SOURCE_DIR) + "/catalog"; }

inline std::shared_ptr<const Catalog> RealCatalog() {
  static const ReadOutcome outcome = LoadCatalog(RealCatalogDir());
  EXPECT_TRUE(outcome.ok()) << outcome.ToString();
  return outcome.catalog;
}

inline std::shared_ptr<const Site> Ameli() { return RealCatalog()->FindSite("ameli.fr"); }

inline nlohmann::json TextOf(const std::string& words) {
  return {{"fr", words}, {"en", words + " (en)"}};
}

inline nlohmann::json TrackerJsonOf(const std::string& name, const std::string& host,
                                    nlohmann::json lifetime = "P30D") {
  return {{"name", name},
          {"host", host},
          {"kind", "cookie"},
          {"purpose", TextOf("finalité de " + name)},
          {"lifetime", std::move(lifetime)}};
}

inline nlohmann::json ServiceJsonOf(const std::string& id, const std::string& vendor,
                                    nlohmann::json trackers) {
  return {{"id", id},
          {"name", id},
          {"vendor", vendor},
          {"role", "processor"},
          {"trackers", std::move(trackers)}};
}

// A catalogue of one site, example.fr, with which nothing is wrong: a necessary service "site",
// an audience tool "audience" exempt with opt-out, and "video" under consent.
struct Small {
  nlohmann::json site;
  std::map<std::string, nlohmann::json> vendors;

  Small() {
    for (const char* id : {"publisher", "measure", "player"}) {
      vendors[id] = {{"schema", 1},
                     {"id", id},
                     {"name", std::string("Société ") + id},
                     {"nationality", "FR"},
                     {"location", {{"countries", {"FR"}}, {"text", TextOf("France")}}},
                     {"transfer", {{"status", "none"}}},
                     {"domains", {std::string(id) + ".example"}}};
    }
    nlohmann::json necessary = ServiceJsonOf(
        "site", "publisher",
        {TrackerJsonOf("pcid", "example.fr", "P6M"), TrackerJsonOf("pctx", "example.fr", "P6M")});
    necessary["role"] = "publisher";
    nlohmann::json audience =
        ServiceJsonOf("audience", "measure", {TrackerJsonOf("_visit", "example.fr", "P13M")});
    audience["trackers"][0]["identifies_visitor"] = true;
    audience["exemption"] = {{"sole_account", true},
                             {"anonymous_statistics", true},
                             {"no_cross_checking", true},
                             {"no_transmission", true},
                             {"no_cross_site_identifier", true},
                             {"lifetime_not_extended", true},
                             {"data_retention", "P25M"},
                             {"visitor_identifier", "_visit"}};
    site = {{"schema", 1},
            {"id", "example.fr"},
            {"name", "example.fr"},
            {"languages", {"fr", "en"}},
            {"origins", {"https://www.example.fr"}},
            {"cookie", {{"domain", "example.fr"}}},
            {"controller", {{"name", "Exemple"}}},
            {"rights", {{"contact", TextOf("Écrivez-nous.")}}},
            {"choice_validity", "P6M"},
            {"evidence_retention", {{"duration", "P13M"}, {"reason", TextOf("Preuve.")}}},
            {"refusal_token", "none"},
            {"journal_retention", {{"calendar_years", 4}, {"reason", TextOf("Contrôle.")}}},
            {"texts",
             {{"title", TextOf("Titre")},
              {"text", TextOf("Texte")},
              {"preferences_title", TextOf("Préférences")},
              {"preferences_text", TextOf("Choisissez.")}}},
            {"purposes",
             {{{"id", "necessary"},
               {"basis", "exempt"},
               {"title", TextOf("Nécessaires")},
               {"description", TextOf("Le site.")},
               {"services", {necessary}}},
              {{"id", "measure"},
               {"basis", "exempt-with-opt-out"},
               {"title", TextOf("Audience")},
               {"description", TextOf("Des statistiques.")},
               {"services", {audience}}},
              {{"id", "media"},
               {"basis", "consent"},
               {"title", TextOf("Vidéos")},
               {"description", TextOf("Des vidéos.")},
               {"groups", {{{"id", "player"}, {"title", TextOf("Lecteur")}}}},
               {"services",
                {ServiceJsonOf("video", "player",
                               {TrackerJsonOf("vid", "player.example", "P30D"),
                                TrackerJsonOf("seen<Id>", "player.example", "PT30M")})}}}}},
            {"processors",
             {{{"vendor", "measure"}, {"purpose", TextOf("Mesurer.")}},
              {{"vendor", "player"}, {"purpose", TextOf("Diffuser.")}}}}};
  }

  nlohmann::json& Service(int purpose) { return site["purposes"][purpose]["services"][0]; }
  nlohmann::json& Tracker(int purpose, int tracker) {
    return Service(purpose)["trackers"][tracker];
  }

  std::vector<SourceFile> Files() const {
    std::vector<SourceFile> files;
    for (const auto& [id, vendor] : vendors) {
      files.push_back({"vendors/" + id + ".json", vendor.dump()});
    }
    files.push_back({"sites/example.fr.json", site.dump()});
    return files;
  }
  ReadOutcome Read() const { return ReadCatalog(Files()); }
  std::shared_ptr<const Site> Load() const {
    const ReadOutcome outcome = Read();
    EXPECT_TRUE(outcome.ok()) << outcome.ToString();
    return outcome.ok() ? outcome.catalog->FindSite("example.fr") : nullptr;
  }
};

}  // namespace temoin::catalog::testing

#endif  // TEMOIN_TESTS_UNIT_CATALOG_CATALOG_TESTING_H_
