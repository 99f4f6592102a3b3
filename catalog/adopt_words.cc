#include "catalog/adopt_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace temoin::catalog {
namespace {

struct CategoryWords {
  std::string_view category;
  std::string_view purpose;
  const char* title_fr;
  const char* title_en;
  const char* fr;
  const char* en;
};

constexpr std::array<CategoryWords, 18> kPurposes = {{
    {"audience", "audience", "Mesure d’audience", "Audience measurement",
     "Compter les visites et savoir quelles pages sont lues.",
     "Count visits and know which pages are read."},
    {"behaviour", "behaviour", "Amélioration du site", "Improving the site",
     "Observer comment les pages sont utilisées, pour les améliorer.",
     "Observe how pages are used, to improve them."},
    {"advertising", "advertising", "Campagnes", "Campaigns",
     "Mesurer l’effet de nos campagnes de communication.",
     "Measure what our communication campaigns bring."},
    {"video", "media", "Vidéos et sons", "Video and audio",
     "Lire dans la page des contenus hébergés par un tiers.",
     "Play contents in the page that a third party hosts."},
    {"audio", "media", "Vidéos et sons", "Video and audio",
     "Lire dans la page des contenus hébergés par un tiers.",
     "Play contents in the page that a third party hosts."},
    {"map", "maps", "Cartes", "Maps", "Afficher une carte dans la page.",
     "Show a map in the page."},
    {"captcha", "forms", "Protection des formulaires", "Protection of forms",
     "Écarter les robots des formulaires.", "Keep robots away from forms."},
    {"chat", "chat", "Messagerie", "Chat", "Écrire au service par messagerie instantanée.",
     "Write to the service by chat."},
    {"social", "social", "Réseaux sociaux", "Social networks",
     "Afficher et partager des contenus de réseaux sociaux.",
     "Show and share contents of social networks."},
    {"form", "forms-online", "Formulaires et rendez-vous", "Forms and appointments",
     "Remplir un formulaire ou prendre rendez-vous dans la page.",
     "Fill in a form or make an appointment in the page."},
    {"document", "documents", "Documents", "Documents",
     "Consulter dans la page un document présenté par un tiers.",
     "Read a document in the page that a third party shows."},
    {"payment", "payment", "Paiement", "Payment", "Payer ou donner en ligne.",
     "Pay or donate online."},
    {"newsletter", "messages", "Messages", "Messages", "Gérer les messages envoyés et leur effet.",
     "Manage messages sent and what they bring."},
    {"font", "display", "Affichage", "Display", "Afficher des polices de caractères d’un tiers.",
     "Show fonts of a third party."},
    {"tag-manager", "tools", "Gestion des balises", "Tag management", "Charger d’autres outils.",
     "Load other tools."},
    {"monitoring", "monitoring", "Surveillance technique", "Technical monitoring",
     "Surveiller les performances du site.", "Watch how the site performs."},
    {"accessibility", "accessibility", "Confort de lecture", "Reading comfort",
     "Adapter l’affichage à des besoins particuliers.", "Adapt the display to particular needs."},
    {"other", "contents", "Contenus de tiers", "Third-party contents",
     "Afficher dans la page des contenus de tiers.", "Show contents of third parties in the page."},
}};

std::string WithName(const char* format, std::string_view name) {
  return fmt::format(fmt::runtime(format), name);
}

}  // namespace

SiteWords NewSiteWords() {
  return {
      .contact = {"Écrivez au délégué à la protection des données.",
                  "Write to the data protection officer."},
      .complaint = {"Commission nationale de l’informatique et des libertés (CNIL), 3 place de "
                    "Fontenoy, TSA 80715, 75334 Paris Cedex 07",
                    "Commission nationale de l’informatique et des libertés (CNIL, the French "
                    "data protection authority), 3 place de Fontenoy, TSA 80715, 75334 Paris "
                    "Cedex 07, France"},
      .validity_reason = {"Durée d’usage : le choix, refus compris, est gardé environ six mois.",
                          "Usual time: a choice, a refusal included, is kept for about six "
                          "months."},
      .retention_reason = {"Pouvoir démontrer le choix recueilli (RGPD, article 7, paragraphe 1) "
                           "en cas de réclamation ou de contrôle.",
                           "Be able to demonstrate the choice that was made (GDPR article 7(1)) "
                           "in case of a complaint or an inspection."},
      .access_log_reason = {"Contrôler qui a lu les preuves, pendant un an.",
                            "Control who read the proofs, for a year."},
      .title = {"Vos choix sur ce site", "Your choices on this site"},
      .text = {"Avec votre accord, ce site utilise des services de tiers. Vous pouvez accepter, "
               "refuser ou choisir, et changer d’avis à tout moment.",
               "With your consent this site uses services of third parties. You can accept, "
               "refuse or choose, and change your mind at any time."},
      .preferences_title = {"Gestion des cookies", "Cookie settings"},
      .preferences_text = {"Choisissez service par service.", "Choose service by service."},
  };
}

Decision AboutName() {
  return {{"Sous quel nom les visiteurs connaissent-ils le site (name) ?",
           "By which name do visitors know the site (name)?"},
          Text{"Son identifiant en tient lieu.", "Its id stands in for it."}};
}

Decision AboutOrigins() {
  return {{"Depuis quelles origines les pages du site sont-elles servies (origins) ?",
           "From which origins are the site's pages served (origins)?"},
          Text{"L’adresse habituelle en www a été supposée.", "The usual www address is assumed."}};
}

Decision AboutGuard() {
  return {{"La garde retient les scripts et cadres non marqués des services refusables. Les pages "
           "fonctionnent-elles avec elle (settings.guard) ?",
           "The guard holds back untagged scripts and frames of refusable services. Do the pages "
           "work with it (settings.guard)?"},
          Text{"Elle est active : rien ne part avant un choix, même d’une balise oubliée.",
               "It is on: nothing leaves before a choice, not even from a forgotten tag."},
          /*once_published=*/true};
}

Decision AboutThin(const LibraryService& service) {
  return {
      {WithName("{} : la bibliothèque n’en connaît que l’essentiel. La liste des traceurs est-elle "
                "complète et juste, selon le fournisseur et selon ce qui s’observe ?",
                service.name),
       WithName("{}: the library knows little more than its name. Is the list of trackers complete "
                "and right, by the vendor's word and by what is observed?",
                service.name)},
      std::nullopt};
}

Decision AboutRole(const LibraryService& service) {
  return {
      {WithName("Qui répond du traitement de {} : un sous-traitant, un responsable conjoint ou un "
                "autre responsable (role) ?",
                service.name),
       WithName("Who answers for the processing of {}: a processor, a joint controller or another "
                "controller (role)?",
                service.name)},
      Text{"Non publié, faute de source.", "Unpublished, for want of a source."}};
}

Decision AboutBasis(const LibraryService& service) {
  return {
      {WithName("{} est-il strictement nécessaire au service que le visiteur demande, ou soumis à "
                "son accord ?",
                service.name),
       WithName("Is {} strictly necessary for what the visitor asks for, or subject to consent?",
                service.name)},
      Text{"L’accord, base la plus prudente.", "Consent, the most cautious basis."}};
}

Decision AboutNoTrackers(const LibraryService& service) {
  return {
      {WithName("Quels traceurs {} pose-t-il dans votre configuration (trackers) ?", service.name),
       WithName("Which trackers does {} set in your configuration (trackers)?", service.name)},
      Text{"Aucun n’est énuméré.", "None is enumerated."}};
}

Decision AboutSettings(const LibraryService& service, const Text& left_out) {
  return {{fmt::format("{} pose d’autres traceurs dans certains réglages ; lesquels sont les "
                       "vôtres ? {}.",
                       service.name, left_out.fr),
           fmt::format("{} sets further trackers in some settings; which are yours? {}.",
                       service.name, left_out.en)},
          Text{"Aucun d’eux n’est déclaré.", "None of them is declared."}};
}

Decision AboutKinds(const LibraryService& service, std::string_view names) {
  return {{fmt::format("{} : ces traceurs sont-ils des cookies ou un autre stockage (kind) ? {}",
                       service.name, names),
           fmt::format("{}: are these trackers cookies or another storage (kind)? {}", service.name,
                       names)},
          Text{"Tous sont dits cookies.", "All are called cookies."}};
}

Decision AboutExemption(const LibraryService& service) {
  return {
      {WithName("{} est-il exempté dans votre configuration ? Il l’est si la réponse à chacune des "
                "questions qui suivent est oui, qu’une fonction en répond, et que la durée de "
                "conservation des données est dite ; non : l’accord est demandé.",
                service.name),
       WithName("Is {} exempt in your configuration? It is where the answer to each of the "
                "questions that follow is yes, a function answers for them, and the retention of "
                "the data is said; no: consent is asked.",
                service.name)},
      Text{"Aucune réponse n’est donnée : la mesure reste à décider.",
           "No answer is given: measurement is still to be decided."}};
}

Decision AboutCriterion(const LibraryService& service, const LibraryQuestion& question) {
  Decision out{{fmt::format("{}, dans votre configuration. {}", service.name, question.text.fr),
                fmt::format("{}, in your configuration. {}", service.name, question.text.en)},
               Text{"On ne le sait pas.", "It is not known."}};
  if (!question.how.empty()) {
    out.question.fr += " " + question.how.fr;
    out.question.en += " " + question.how.en;
  }
  return out;
}

Decision AboutVendor(const LibraryService& service) {
  const std::string name = service.entity ? service.entity->value : service.name;
  return {{fmt::format("Où {} traite-t-il les données, et sur quelle base sortent-elles de l’Union "
                       "européenne (vendors/{}.json : nationality, location, transfer) ?",
                       name, service.vendor),
           fmt::format("Where does {} process the data, and on which basis do they leave the "
                       "European Union (vendors/{}.json: nationality, location, transfer)?",
                       name, service.vendor)},
          Text{"Ce que la bibliothèque ne sait pas est dit non publié.",
               "What the library does not know is called unpublished."}};
}

PurposeWords PurposeOf(const LibraryService& service) {
  const auto* found =
      std::find_if(kPurposes.begin(), kPurposes.end(),
                   [&](const CategoryWords& words) { return words.category == service.category; });
  const CategoryWords& words = found == kPurposes.end() ? kPurposes.back() : *found;
  PurposeWords out{words.purpose,
                   service.basis ? std::string_view(service.basis->value) : "consent",
                   {words.title_fr, words.title_en},
                   {words.fr, words.en}};
  return out;
}

Text TitleBeside(const PurposeWords& purpose) {
  Text more{", avec votre accord", ", with your consent"};
  if (purpose.basis == "exempt-with-opt-out") more = {", sauf opposition", ", unless you object"};
  if (purpose.basis == "exempt") more = {", nécessaire au site", ", necessary for the site"};
  return {purpose.title.fr + more.fr, purpose.title.en + more.en};
}

std::optional<std::string_view> AdapterFor(const LibraryService& service) {
  if (service.id == "piano-analytics") return "piano";
  if (service.id == "vimeo") return "vimeo-dnt";
  if (service.id == "adform") return "adform";
  if (service.id == "floodlight") return "campaign-manager";
  const bool signals = service.consent_mode && !service.consent_mode->value.empty();
  if (signals) return "google-consent-mode";
  return std::nullopt;
}

}  // namespace temoin::catalog
