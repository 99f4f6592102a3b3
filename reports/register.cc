#include "reports/register.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "catalog/cookie_table.h"
#include "catalog/words.h"
#include "render/html.h"
#include "render/locale.h"
#include "reports/own_processing.h"

namespace temoin::reports {

namespace {

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

RegisterSheet PurposeSheet(const catalog::Site& site, const catalog::Purpose& purpose) {
  RegisterSheet sheet;
  sheet.id = purpose.id;
  sheet.title = purpose.title.In("fr");
  sheet.purpose = purpose.description.In("fr");
  sheet.legal_basis = BasisSentence(purpose.basis);
  sheet.people = kVisitors;
  sheet.data = {
      "Ce que les traceurs de ces services enregistrent dans le navigateur ou y lisent ; le "
      "tableau des cookies du site les énumère"};
  sheet.sensitive = "Aucune déclarée ; à confirmer par le responsable du traitement";
  sheet.security =
      purpose.basis == catalog::Basis::kConsent
          ? "Aucun de ces traceurs n’est déposé ni lu avant l’accord du visiteur, ni après son "
            "retrait."
          : "Aucune n’est déclarée dans le catalogue ; à compléter par le responsable du "
            "traitement.";
  std::vector<std::string> retention;
  for (const catalog::Service& service : purpose.services) {
    AddOnce(sheet.sub_purposes, service.description.empty()
                                    ? std::string()
                                    : service.name + " : " + service.description.In("fr"));
    if (service.role == catalog::Role::kPublisher) {
      AddOnce(sheet.recipients, site.controller.name);
    } else {
      AddOnce(sheet.recipients, service.vendor->name + " (" +
                                    catalog::RoleWords(service.role, kRegisterLanguage) + ")");
      AddOnce(sheet.processors, VendorWords(*service.vendor, service.role));
    }
    if (service.trackers.empty()) {
      AddOnce(sheet.data, service.name + " : traceurs non énumérés par la publication");
      AddOnce(retention, service.name + " : durée non publiée");
    }
    // What the data is and how long it lasts; the names are in the table of cookies.
    std::vector<std::string> data;
    std::vector<std::string> lifetimes;
    for (const catalog::Tracker& tracker : service.trackers) {
      AddOnce(data, tracker.purpose.In(kRegisterLanguage));
      AddOnce(lifetimes, catalog::LifetimeWords(tracker.lifetime, kRegisterLanguage));
    }
    if (!data.empty()) AddOnce(sheet.data, service.name + " : " + Join(data, " ; "));
    if (!lifetimes.empty()) AddOnce(retention, service.name + " : " + Join(lifetimes, ", "));
    if (service.exemption && service.exemption->data_retention) {
      AddOnce(retention,
              "données collectées : " +
                  render::DurationWords(*service.exemption->data_retention, kRegisterLanguage));
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
  sheet.purpose = record.purpose.empty() ? "Traitement publié par le site."
                                         : record.purpose.In(kRegisterLanguage);
  if (record.mentions_trackers) sheet.purpose += " La fiche cite cookies et traceurs.";
  for (const catalog::Text& text : record.sub_purposes) {
    sheet.sub_purposes.push_back(text.In(kRegisterLanguage));
  }
  sheet.legal_basis = record.legal_basis.empty() ? "non publié" : record.legal_basis;
  if (record.legal_basis == "public-interest") {
    sheet.legal_basis = "Mission d’intérêt public (RGPD, article 6, paragraphe 1, point e)";
  } else if (record.legal_basis == "consent") {
    sheet.legal_basis = BasisSentence(catalog::Basis::kConsent);
  }
  if (!record.legal_texts.empty())
    sheet.legal_basis += " ; " + record.legal_texts.In(kRegisterLanguage);
  for (const catalog::Text& text : record.people) {
    sheet.people += (sheet.people.empty() ? "" : " ; ") + text.In(kRegisterLanguage);
  }
  if (sheet.people.empty()) sheet.people = "non publié dans le catalogue";
  if (!record.data.empty()) sheet.data.push_back(record.data.In("fr"));
  for (const catalog::Text& text : record.recipients) {
    sheet.recipients.push_back(text.In(kRegisterLanguage));
  }
  sheet.retention = record.retention.kind == catalog::Lifetime::Kind::kUnpublished
                        ? "non publiée dans le catalogue"
                        : catalog::LifetimeWords(record.retention, kRegisterLanguage);
  AddOnce(sheet.processors, record.processors.In(kRegisterLanguage));
  if (!record.transfers.empty()) {
    AddOnce(sheet.processors, "Transferts : " + record.transfers.In(kRegisterLanguage));
  }
  sheet.security = record.security.In(kRegisterLanguage);
  sheet.rights = record.rights.empty()
                     ? RightsWords(site)
                     : record.rights.In(kRegisterLanguage) + " " + RightsWords(site);
  sheet.created = record.created;
  sheet.updated = record.updated;
  return sheet;
}

std::string ContactWords(const catalog::Site& site) {
  std::vector<std::string> words;
  AddOnce(words, site.controller.contact.In(kRegisterLanguage));
  AddOnce(words, site.rights.address);
  return Join(words, " ; ");
}

std::vector<std::string> JointControllers(const catalog::Site& site) {
  std::vector<std::string> out;
  for (const catalog::Purpose& purpose : site.purposes) {
    for (const catalog::Service& service : purpose.services) {
      if (service.role != catalog::Role::kJointController) continue;
      AddOnce(out, service.vendor->name + ", pour " + service.name);
    }
  }
  return out;
}

}  // namespace

Register MakeRegister(const catalog::Site& site, std::optional<Time> updated,
                      std::optional<Time> created) {
  Register out;
  out.site = site.id;
  out.site_name = site.name;
  out.controller = site.controller.name;
  out.contact = ContactWords(site);
  out.joint_controllers = JointControllers(site);
  out.dpo = site.rights.contact.In(kRegisterLanguage);
  if (!site.rights.email.empty()) out.dpo += " " + site.rights.email;
  out.time_zone = site.time_zone;
  out.created = created;
  out.updated = updated;
  if (site.refusable()) {
    out.sheets = {ProofSheet(site), AccessSheet(site)};
    out.texts = {PrivacyNotice(site), AssessmentDraft(site)};
  }
  for (const catalog::Purpose& purpose : site.purposes) {
    out.sheets.push_back(PurposeSheet(site, purpose));
  }
  for (RegisterSheet& sheet : out.sheets) {
    sheet.created = created;
    sheet.updated = updated;
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
                        {"contact", reg.contact},
                        {"joint_controllers", reg.joint_controllers},
                        {"dpo", reg.dpo},
                        {"sheets", nlohmann::json::array()}};
  if (reg.created) out["created"] = FormatDate(*reg.created);
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
    if (!sheet.sensitive.empty()) out["sheets"].back()["sensitive"] = sheet.sensitive;
    if (!sheet.security.empty()) out["sheets"].back()["security"] = sheet.security;
    if (sheet.created) out["sheets"].back()["created"] = FormatDate(*sheet.created);
    if (sheet.updated) out["sheets"].back()["updated"] = FormatDate(*sheet.updated);
  }
  out["texts"] = nlohmann::json::array();
  for (const RegisterText& text : reg.texts) {
    out["texts"].push_back(
        {{"id", text.id}, {"title", text.title}, {"paragraphs", text.paragraphs}});
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

std::string Day(const Register& reg, const std::optional<Time>& time, std::string_view none) {
  return time ? render::DateWords(reg.time_zone.DateAt(*time)) : std::string(none);
}

}  // namespace

render::HtmlPage RegisterPage(const Register& reg, Time now) {
  std::string body = render::Facts(
      {{"Responsable du traitement", reg.controller},
       {"Coordonnées du responsable", reg.contact.empty() ? "non publiées" : reg.contact},
       {"Responsable conjoint",
        reg.joint_controllers.empty() ? "aucun déclaré" : Join(reg.joint_controllers, " ; ")},
       {"Délégué à la protection des données", reg.dpo.empty() ? "non publié" : reg.dpo},
       {"Création", Day(reg, reg.created, "aucune version publiée")},
       {"Mise à jour", Day(reg, reg.updated, "aucune version publiée")}});
  for (const RegisterSheet& sheet : reg.sheets) {
    body += "<section>\n<h2>" + render::EscapeHtml(sheet.title) + "</h2>\n<dl>\n";
    body += ListHtml("Référence", {sheet.id});
    body += ListHtml("Finalité", {sheet.purpose});
    body += ListHtml("Sous-finalités", sheet.sub_purposes);
    body += ListHtml("Base légale", {sheet.legal_basis});
    body += ListHtml("Personnes concernées", {sheet.people});
    body += ListHtml("Types de données", sheet.data);
    if (!sheet.sensitive.empty()) body += ListHtml("Données sensibles", {sheet.sensitive});
    body += ListHtml("Destinataires", sheet.recipients);
    body += ListHtml("Durée de conservation", {sheet.retention});
    body += ListHtml("Sous-traitance et transferts", sheet.processors);
    if (!sheet.security.empty()) body += ListHtml("Mesures de sécurité", {sheet.security});
    body += ListHtml("Droits", {sheet.rights});
    body += ListHtml("Création de la fiche", {Day(reg, sheet.created, "non publiée")});
    body += ListHtml("Mise à jour de la fiche", {Day(reg, sheet.updated, "non publiée")});
    body += "</dl>\n</section>\n";
  }
  for (const RegisterText& text : reg.texts) {
    body += "<section>\n<h2>" + render::EscapeHtml(text.title) + "</h2>\n";
    for (const std::string& paragraph : text.paragraphs) {
      body += "<p>" + render::EscapeHtml(paragraph) + "</p>\n";
    }
    body += "</section>\n";
  }
  body +=
      "<footer>Établi à partir du catalogue des traceurs. Les champs sont ceux du modèle de "
      "registre de la CNIL ; la base légale, la sous-traitance et les droits s’y ajoutent, comme "
      "au registre que publie la Cramif. Édité le " +
      render::TimeWords(now, reg.time_zone) + ".</footer>\n";
  return render::MakeDocument("Registre des activités de traitement – " + reg.site_name,
                              "RGPD, article 30 : traceurs et preuve des choix", body);
}

}  // namespace temoin::reports
