#include "catalog/own_storage.h"

#include <algorithm>
#include <utility>

#include "catalog/cookie_names.h"
#include "catalog/match.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

bool Declares(const Site& site, const std::string& name) {
  bool declared = false;
  ForEachTracker(
      site, [&](const std::string&, const Purpose&, const Service&, const Tracker& tracker) {
        declared = declared || (tracker.name == name && tracker.kind == TrackerKind::kCookie);
      });
  return declared;
}

}  // namespace

std::vector<OwnItem> OwnStorage(const Site& site) {
  std::vector<OwnItem> out;
  if (!site.refusable()) return out;
  const Text validity{render::DurationWords(site.choice_validity, "fr"),
                      render::DurationWords(site.choice_validity, "en")};
  const auto cookie = [&](const std::string& name, Text purpose, Text lifetime, Duration most) {
    if (Declares(site, name)) return;
    out.push_back({name, TrackerKind::kCookie, std::move(purpose), std::move(lifetime), most});
  };
  cookie(site.cookie.choice,
         {"Retrouver la preuve de votre choix.", "Find the proof of your choice again."}, validity,
         site.choice_validity);
  cookie(site.cookie.context,
         {"Retenir votre choix pour les pages du site.", "Keep your choice for the site’s pages."},
         validity, site.choice_validity);
  cookie(RetryCookieName(site.cookie),
         {"Reconnaître un même choix envoyé deux fois, après une coupure du réseau.",
          "Recognise one choice that is sent twice, after the network failed."},
         {"10\u00a0minutes", "10\u00a0minutes"}, Duration{.seconds = 600});
  cookie("temoin",
         {"Essayer, le temps d’un instant, si le navigateur garde les cookies.",
          "Try, for a moment, whether the browser keeps cookies."},
         {"9\u00a0secondes", "9\u00a0seconds"}, Duration{.seconds = 9});
  const std::string memory = "temoin:" + site.id;
  const auto storage = [&](const std::string& name, const char* fr, const char* en) {
    out.push_back({name,
                   TrackerKind::kLocalStorage,
                   {fr, en},
                   {"jusqu’à son effacement", "until it is deleted"},
                   std::nullopt});
  };
  storage(memory, "Garder un choix qui n’a pas encore pu être envoyé.",
          "Keep a choice that could not be sent yet.");
  storage(memory + "@", "Retenir quand le dernier choix a été fait.",
          "Keep when the last choice was made.");
  storage(memory + "!",
          "Ne pas redemander sans cesse quand le navigateur ne garde pas les cookies.",
          "Not to ask over and over where the browser keeps no cookies.");
  storage(memory + "+",
          "Retenir qu’un contenu soumis à votre choix a été affiché, pour le bloquer de nouveau si "
          "vous refusez.",
          "Keep that content subject to your choice was shown, to block it again if you refuse.");
  return out;
}

std::optional<OwnItem> FindOwn(const Site& site, std::string_view name, const std::string& host) {
  if (!host.empty() && !IsSiteHost(site, host)) return std::nullopt;
  for (OwnItem& item : OwnStorage(site)) {
    if (item.name == name) return std::move(item);
  }
  return std::nullopt;
}

Text SetByTheService() {
  return {"déposé par le service de consentement", "set by the consent service"};
}

}  // namespace temoin::catalog
