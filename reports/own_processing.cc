#include "reports/own_processing.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "catalog/words.h"
#include "render/locale.h"

namespace temoin::reports {

namespace {

std::string ChoiceFor(const catalog::Site& site) {
  return render::DurationWords(site.choice_validity, kRegisterLanguage);
}

std::string EvidenceFor(const catalog::Site& site) {
  return render::DurationWords(site.evidence_retention.duration, kRegisterLanguage);
}

std::string RefusalWords(const catalog::Site& site) {
  if (!site.refusal_token) return "Un refus ne reçoit aucun identifiant.";
  std::string out = "Un refus reçoit le même identifiant aléatoire qu’une acceptation.";
  if (!site.refusal_token_reason.empty())
    out += " " + site.refusal_token_reason.In(kRegisterLanguage);
  return out;
}

}  // namespace

std::string RightsWords(const catalog::Site& site) {
  std::string out = site.rights.contact.In("fr");
  const auto add = [&out](const std::string& text) {
    if (text.empty()) return;
    if (!out.empty()) out += " ";
    out += text;
  };
  add(site.rights.email);
  add(site.rights.address);
  if (!site.rights.complaint.empty()) add("Réclamation : " + site.rights.complaint.In("fr"));
  return out;
}

std::string VendorWords(const catalog::Vendor& vendor, catalog::Role role) {
  std::string out = vendor.name + " (" + catalog::RoleWords(role, kRegisterLanguage) + ")";
  out += " – données : ";
  out += vendor.location ? vendor.location->text.In("fr") : "lieu non publié";
  out += " – transfert hors UE : ";
  return out + catalog::TransferWords(vendor, kRegisterLanguage);
}

RegisterSheet ProofSheet(const catalog::Site& site) {
  RegisterSheet sheet;
  sheet.id = "preuve-du-choix";
  sheet.title = "Recueil et preuve des choix relatifs aux traceurs";
  sheet.purpose =
      "Demander aux visiteurs leur choix relatif aux traceurs, le respecter, et pouvoir "
      "démontrer à tout moment le choix recueilli.";
  sheet.sub_purposes = {"Recueillir l’acceptation ou le refus, globalement ou service par service",
                        "Retenir le choix pour ne pas le redemander avant son terme",
                        "Démontrer le choix en cas de réclamation ou de contrôle",
                        "Établir des statistiques anonymes de consentement"};
  sheet.legal_basis =
      "Obligation légale : démontrer le consentement (RGPD, article 6, paragraphe 1, point c, et "
      "article 7, paragraphe 1)";
  sheet.people = "Visiteurs du site";
  sheet.data = {
      "Choix par service, date et heure, fin de validité, langue, action du visiteur, version "
      "présentée",
      "Identifiant aléatoire du cookie " + site.cookie.choice +
          " et clé aléatoire de son envoi (seules leurs empreintes sont gardées)",
      "Ni adresse IP, ni identification du navigateur (user agent), ni adresse de page"};
  sheet.recipients = {site.controller.name + " : agents habilités (rôle auditeur)",
                      "Autorité de contrôle, sur demande"};
  sheet.retention =
      "Choix : " + render::DurationWords(site.choice_validity, kRegisterLanguage) +
      " ; preuve : " + render::DurationWords(site.evidence_retention.duration, kRegisterLanguage) +
      " après la fin d’effet du choix.";
  if (!site.evidence_retention.reason.empty()) {
    sheet.retention += " " + site.evidence_retention.reason.In("fr");
  }
  for (const catalog::Processor& processor : site.processors) {
    if (processor.vendor->infrastructure) {
      sheet.processors.push_back(
          VendorWords(*processor.vendor, catalog::Role::kProcessor) +
          (processor.purpose.empty() ? "" : " – " + processor.purpose.In("fr")));
    }
  }
  sheet.sensitive = "Aucune";
  sheet.security =
      "Enregistrements scellés dans un journal signé dont toute modification se voit ; effacement "
      "vérifié ; accès nominatif, par rôle et par site, chaque consultation étant journalisée. "
      "À confirmer selon l’installation : horodatage du journal par un tiers, échanges et "
      "sauvegardes chiffrés.";
  sheet.rights = RightsWords(site);
  return sheet;
}

RegisterSheet AccessSheet(const catalog::Site& site) {
  RegisterSheet sheet;
  sheet.id = "journal-des-acces";
  sheet.title = "Journal des accès aux preuves des choix";
  sheet.purpose = "Savoir qui a consulté, exporté ou effacé des preuves, et pouvoir en répondre.";
  sheet.sub_purposes = {"Détecter un accès anormal", "Répondre à un contrôle ou à une réclamation"};
  sheet.legal_basis =
      "Obligation légale : sécurité du traitement (RGPD, article 6, paragraphe 1, point c, et "
      "article 32)";
  sheet.people = "Agents habilités à consulter les preuves";
  sheet.data = {"Nom de la personne ou du jeton, rôle",
                "Date et heure, nature de l’accès, site, numéro de la demande traitée"};
  sheet.sensitive = "Aucune";
  sheet.recipients = {site.controller.name + " : auditeurs et délégué à la protection des données",
                      "Autorité de contrôle, sur demande"};
  sheet.retention = catalog::AccessLogWords(site.access_log_retention, kRegisterLanguage) + ".";
  if (!site.access_log_retention.reason.empty()) {
    sheet.retention += " " + site.access_log_retention.reason.In(kRegisterLanguage);
  }
  sheet.security =
      "Écrit avant que rien ne soit montré ; l’empreinte de chaque journée est une entrée du "
      "journal de preuves ; sa lecture est elle-même journalisée.";
  sheet.rights = RightsWords(site);
  return sheet;
}

RegisterText PrivacyNotice(const catalog::Site& site) {
  RegisterText out{
      "information", "Texte d’information à publier sur le site (RGPD, article 13)", {}};
  out.paragraphs = {
      fmt::format(
          "{} conserve la preuve de vos choix relatifs aux cookies et autres traceurs, pour "
          "les respecter et pouvoir démontrer ce que vous avez choisi (obligation légale : "
          "RGPD, article 6, paragraphe 1, point c, et article 7, paragraphe 1).",
          site.controller.name),
      fmt::format("Sont enregistrés : votre choix pour chaque service, sa date, ce qui vous était "
                  "présenté, la langue, et l’empreinte d’un identifiant aléatoire placé dans le "
                  "cookie {}. Ni votre adresse IP, ni votre navigateur, ni l’adresse de la page ne "
                  "le sont. {}",
                  site.cookie.choice, RefusalWords(site)),
      fmt::format("Votre choix est valable {}. Sa preuve est conservée {} après la fin de son "
                  "effet, puis effacée.",
                  ChoiceFor(site), EvidenceFor(site)),
      fmt::format("Ces données sont destinées aux agents habilités de {} et, sur demande, à "
                  "l’autorité de contrôle. Elles ne servent à aucune décision automatisée.",
                  site.controller.name),
      std::string(
          "Vous pouvez à tout moment modifier ou retirer votre choix, obtenir une copie de sa "
          "preuve ou demander son effacement dans la page « Gestion des cookies », qui "
          "reconnaît votre navigateur à son cookie : aucune pièce d’identité n’est demandée. "
          "Vous disposez aussi des droits d’accès, de rectification et de limitation."),
      RightsWords(site)};
  return out;
}

RegisterText AssessmentDraft(const catalog::Site& site) {
  RegisterText out{
      "analyse-d-impact",
      std::string("Projet d’analyse d’impact (RGPD, article 35), à compléter et à signer par le "
                  "responsable du traitement"),
      {}};
  out.paragraphs = {
      fmt::format("Traitement : recueil et preuve des choix des visiteurs de {}, et journal des "
                  "accès à ces preuves. Responsable : {}. Avis du délégué à la protection des "
                  "données : à recueillir.",
                  site.name, site.controller.name),
      "Nécessité et proportionnalité : démontrer un consentement suppose de garder ce qui a été "
      "choisi, quand, et ce qui était montré. Adresse IP, navigateur et page ne sont pas "
      "nécessaires : ils ne sont pas enregistrés. " +
          RefusalWords(site),
      fmt::format(
          "Durées : choix, {} ; preuve, {} après la fin de son effet ; journal des accès, {}.",
          ChoiceFor(site), EvidenceFor(site),
          catalog::AccessLogWords(site.access_log_retention, kRegisterLanguage)),
      std::string(
          "Risque d’accès illégitime : une preuve dit les choix d’un navigateur, sans nommer "
          "personne ; le rapprochement demande le cookie lui-même. Mesures : rôles par "
          "personne et par site, accès journalisés, cookie inaccessible aux scripts, secret "
          "gardé sous forme d’empreinte. Gravité et vraisemblance : à apprécier par le "
          "responsable."),
      std::string(
          "Risque de modification non désirée : une preuve altérée accuserait ou disculperait "
          "à tort. Mesures : journal signé dont toute altération se voit ; à confirmer selon "
          "l’installation : horodatage par un tiers, vérification quotidienne. Gravité et "
          "vraisemblance : à apprécier par le responsable."),
      std::string(
          "Risque de disparition : le consentement ne pourrait plus être démontré. Mesures : "
          "réponse donnée après l’écriture sur le disque, journal tenu hors de la base ; à "
          "confirmer selon l’installation : sauvegardes chiffrées et restauration essayée. "
          "Gravité et vraisemblance : à apprécier par le responsable."),
      "Droits des personnes : information, retrait, accès, effacement, limitation et opposition "
      "s’exercent depuis le navigateur concerné ou auprès du contact publié. " +
          RightsWords(site)};
  return out;
}

}  // namespace temoin::reports
