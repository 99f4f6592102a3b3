#include "reports/register.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "catalog/cookie_table.h"
#include "catalog/words.h"
#include "render/html.h"
#include "render/locale.h"

namespace temoin::reports {

namespace {

constexpr std::string_view kFrench = "fr";
constexpr std::string_view kVisitors = "Visiteurs du site";

void AddOnce(std::vector<std::string>& list, std::string text) {
  if (text.empty() || std::find(list.begin(), list.end(), text) != list.end()) return;
  list.push_back(std::move(text));
}

std::string Join(const std::vector<std::string>& list, std::string_view separator) {
  std::string out;
  for (const std::string& text : list) {
    if (!out.empty()) out += separator;
    out += text;
  }
  return out;
}

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

std::string BasisSentence(catalog::Basis basis) {
  switch (basis) {
    case catalog::Basis::kConsent:
      return "Consentement (RGPD, article 6, paragraphe 1, point a ; loi Informatique et Libertés, "
             "article 82)";
    case catalog::Basis::kExempt:
      return "Traceurs strictement nécessaires au service demandé, exemptés de consentement (loi "
             "Informatique et Libertés, article 82)";
    case catalog::Basis::kExemptWithOptOut:
      return "Mesure d’audience exemptée de consentement, avec droit d’opposition (loi "
             "Informatique et Libertés, article 82 ; délibération CNIL 2020-092, article 5)";
  }
  return {};
}

// "Vimeo (sous-traitant) – États-Unis – clauses contractuelles types"
std::string VendorWords(const catalog::Vendor& vendor, catalog::Role role) {
  std::string out = vendor.name + " (" + catalog::RoleWords(role, kFrench) + ")";
  out += " – données : ";
  out += vendor.location ? vendor.location->text.In("fr") : "lieu non publié";
  out += " – transfert hors UE : ";
  if (vendor.transfer_status == catalog::TransferStatus::kDeclared) {
    std::vector<std::string> transfers;
    for (const catalog::Transfer& transfer : vendor.transfers) {
      transfers.push_back(transfer.country + ", " +
                          (transfer.text.empty()
                               ? catalog::TransferBasisWords(transfer.basis, kFrench)
                               : transfer.text.In("fr")));
    }
    out += Join(transfers, " ; ");
  } else {
    out += catalog::TransferStatusWords(vendor.transfer_status, kFrench);
  }
  return out;
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
                        "Établir des statistiques anonymes de consentement",
                        "Tracer les consultations des preuves par les agents habilités"};
  sheet.legal_basis =
      "Obligation légale : démontrer le consentement (RGPD, article 6, paragraphe 1, point c, et "
      "article 7, paragraphe 1)";
  sheet.people = std::string(kVisitors) + " ; agents habilités à consulter les preuves";
  sheet.data = {
      "Choix par service, date et heure, fin de validité, langue, action du visiteur, version "
      "présentée",
      "Identifiant aléatoire du cookie " + site.cookie.choice +
          " et clé aléatoire de son envoi (seules leurs empreintes sont gardées)",
      "Ni adresse IP, ni identification du navigateur (user agent), ni adresse de page",
      "Agents : nom du jeton, rôle, date et nature de l’accès"};
  sheet.recipients = {site.controller.name + " : agents habilités (rôle auditeur)",
                      "Autorité de contrôle, sur demande"};
  sheet.retention =
      "Choix : " + render::DurationWords(site.choice_validity, kFrench) +
      " ; preuve : " + render::DurationWords(site.evidence_retention.duration, kFrench) +
      " après la fin d’effet du choix ; journal des accès : " +
      catalog::JournalWords(site.journal_retention, kFrench) + ".";
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
  sheet.rights = RightsWords(site);
  return sheet;
}

RegisterSheet PurposeSheet(const catalog::Site& site, const catalog::Purpose& purpose) {
  RegisterSheet sheet;
  sheet.id = purpose.id;
  sheet.title = purpose.title.In("fr");
  sheet.purpose = purpose.description.In("fr");
  sheet.legal_basis = BasisSentence(purpose.basis);
  sheet.people = kVisitors;
  std::vector<std::string> retention;
  for (const catalog::Service& service : purpose.services) {
    AddOnce(sheet.sub_purposes, service.description.empty()
                                    ? std::string()
                                    : service.name + " : " + service.description.In("fr"));
    if (service.role == catalog::Role::kPublisher) {
      AddOnce(sheet.recipients, site.controller.name);
    } else {
      AddOnce(sheet.recipients,
              service.vendor->name + " (" + catalog::RoleWords(service.role, kFrench) + ")");
      AddOnce(sheet.processors, VendorWords(*service.vendor, service.role));
    }
    if (service.trackers.empty()) {
      AddOnce(sheet.data, service.name + " : traceurs non énumérés par la publication");
      AddOnce(retention, service.name + " : durée non publiée");
    }
    for (const catalog::Tracker& tracker : service.trackers) {
      AddOnce(sheet.data, tracker.name + " (" + catalog::HostWords(tracker, kFrench) +
                              ") : " + tracker.purpose.In("fr"));
      AddOnce(retention, tracker.name + " : " + catalog::LifetimeWords(tracker.lifetime, kFrench));
    }
    if (service.exemption && service.exemption->data_retention) {
      AddOnce(retention, "données collectées : " +
                             render::DurationWords(*service.exemption->data_retention, kFrench));
    }
  }
  sheet.retention = Join(retention, " ; ");
  sheet.rights = RightsWords(site);
  if (purpose.refusable()) {
    sheet.rights =
        "Choix modifiable à tout moment dans la page « Gestion des cookies ». " + sheet.rights;
  }
  return sheet;
}

RegisterSheet PublishedSheet(const catalog::Site& site, const catalog::RegisterRecord& record) {
  RegisterSheet sheet;
  sheet.id = record.id;
  sheet.title = record.title.In("fr");
  sheet.purpose =
      record.purpose.empty() ? "Traitement publié par le site." : record.purpose.In(kFrench);
  if (record.mentions_trackers) sheet.purpose += " La fiche cite cookies et traceurs.";
  for (const catalog::Text& text : record.sub_purposes) {
    sheet.sub_purposes.push_back(text.In(kFrench));
  }
  sheet.legal_basis = record.legal_basis.empty() ? "non publié" : record.legal_basis;
  if (record.legal_basis == "public-interest") {
    sheet.legal_basis = "Mission d’intérêt public (RGPD, article 6, paragraphe 1, point e)";
  } else if (record.legal_basis == "consent") {
    sheet.legal_basis = BasisSentence(catalog::Basis::kConsent);
  }
  if (!record.legal_texts.empty()) sheet.legal_basis += " ; " + record.legal_texts.In(kFrench);
  for (const catalog::Text& text : record.people) {
    sheet.people += (sheet.people.empty() ? "" : " ; ") + text.In(kFrench);
  }
  if (sheet.people.empty()) sheet.people = "non publié dans le catalogue";
  if (!record.data.empty()) sheet.data.push_back(record.data.In("fr"));
  for (const catalog::Text& text : record.recipients) {
    sheet.recipients.push_back(text.In(kFrench));
  }
  sheet.retention = record.retention.kind == catalog::Lifetime::Kind::kUnpublished
                        ? "non publiée dans le catalogue"
                        : catalog::LifetimeWords(record.retention, kFrench);
  AddOnce(sheet.processors, record.processors.In(kFrench));
  if (!record.transfers.empty()) {
    AddOnce(sheet.processors, "Transferts : " + record.transfers.In(kFrench));
  }
  sheet.security = record.security.In(kFrench);
  sheet.rights = record.rights.empty() ? RightsWords(site)
                                       : record.rights.In(kFrench) + " " + RightsWords(site);
  sheet.updated = record.updated;
  return sheet;
}

}  // namespace

Register MakeRegister(const catalog::Site& site, std::optional<Time> updated) {
  Register out;
  out.site = site.id;
  out.site_name = site.name;
  out.controller = site.controller.name;
  out.time_zone = site.time_zone;
  out.updated = updated;
  if (site.refusable()) out.sheets.push_back(ProofSheet(site));
  for (const catalog::Purpose& purpose : site.purposes) {
    out.sheets.push_back(PurposeSheet(site, purpose));
  }
  for (const catalog::RegisterRecord& record : site.records) {
    out.sheets.push_back(PublishedSheet(site, record));
  }
  return out;
}

nlohmann::json RegisterJson(const Register& reg) {
  nlohmann::json out = {{"site", reg.site},
                        {"site_name", reg.site_name},
                        {"controller", reg.controller},
                        {"sheets", nlohmann::json::array()}};
  if (reg.updated) out["updated"] = FormatDate(*reg.updated);
  for (const RegisterSheet& sheet : reg.sheets) {
    out["sheets"].push_back({{"id", sheet.id},
                             {"title", sheet.title},
                             {"purpose", sheet.purpose},
                             {"sub_purposes", sheet.sub_purposes},
                             {"legal_basis", sheet.legal_basis},
                             {"people", sheet.people},
                             {"data", sheet.data},
                             {"recipients", sheet.recipients},
                             {"retention", sheet.retention},
                             {"processors", sheet.processors},
                             {"rights", sheet.rights}});
    if (!sheet.security.empty()) out["sheets"].back()["security"] = sheet.security;
    if (sheet.updated) out["sheets"].back()["updated"] = FormatDate(*sheet.updated);
  }
  return out;
}

namespace {

std::string ListHtml(std::string_view name, const std::vector<std::string>& list) {
  if (list.empty()) return {};
  std::string out = "<dt>" + render::EscapeHtml(name) + "</dt><dd>";
  if (list.size() == 1) return out + render::EscapeHtml(list.front()) + "</dd>\n";
  out += "<ul>";
  for (const std::string& text : list) out += "<li>" + render::EscapeHtml(text) + "</li>";
  return out + "</ul></dd>\n";
}

}  // namespace

render::HtmlPage RegisterPage(const Register& reg, Time now) {
  std::string body = render::Facts(
      {{"Responsable du traitement", reg.controller},
       {"Mise à jour", reg.updated ? render::DateWords(reg.time_zone.DateAt(*reg.updated))
                                   : "aucune version publiée"}});
  for (const RegisterSheet& sheet : reg.sheets) {
    body += "<section>\n<h2>" + render::EscapeHtml(sheet.title) + "</h2>\n<dl>\n";
    body += ListHtml("Finalité", {sheet.purpose});
    body += ListHtml("Sous-finalités", sheet.sub_purposes);
    body += ListHtml("Fondement juridique", {sheet.legal_basis});
    body += ListHtml("Personnes concernées", {sheet.people});
    body += ListHtml("Types de données", sheet.data);
    body += ListHtml("Destinataires", sheet.recipients);
    body += ListHtml("Durée de conservation", {sheet.retention});
    body += ListHtml("Sous-traitance et transferts", sheet.processors);
    if (!sheet.security.empty()) body += ListHtml("Mesures de sécurité", {sheet.security});
    body += ListHtml("Droits", {sheet.rights});
    if (sheet.updated)
      body += ListHtml("Mise à jour de la fiche", {render::DateWords(*sheet.updated)});
    body += "</dl>\n</section>\n";
  }
  body += "<footer>Établi à partir du catalogue des traceurs. Édité le " +
          render::TimeWords(now, reg.time_zone) + ".</footer>\n";
  return render::MakeDocument("Registre des activités de traitement – " + reg.site_name,
                              "RGPD, article 30 : traceurs et preuve des choix", body);
}

}  // namespace temoin::reports
