#include "reports/letter.h"

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/encoding.h"
#include "consent/record.h"
#include "consent/reference.h"
#include "prooflog/entry.h"
#include "prooflog/verify.h"
#include "render/html.h"
#include "render/locale.h"
#include "reports/standing.h"

namespace temoin::reports {

namespace {

TimeZone ZoneOf(const LetterFacts& facts) {
  return facts.site ? facts.site->time_zone : TimeZone();
}

std::string_view FrenchAction(consent::Action action) {
  switch (action) {
    case consent::Action::kAcceptAll:
      return "« Tout accepter »";
    case consent::Action::kRefuseAll:
      return "« Tout refuser »";
    case consent::Action::kSave:
      return "choix service par service, puis « Enregistrer »";
    case consent::Action::kWithdraw:
      return "retrait du consentement";
  }
  return "";
}

// What the visitor chose, as a sentence after a comma.
std::string_view FrenchDeed(consent::Event event) {
  switch (event) {
    case consent::Event::kGiven:
      return "tous les services proposés ont été acceptés";
    case consent::Event::kPartial:
      return "une partie des services proposés a été acceptée";
    case consent::Event::kRefused:
      return "tous les services proposés ont été refusés";
    case consent::Event::kWithdrawn:
      return "le consentement donné auparavant a été retiré";
  }
  return "";
}

std::string_view FrenchLayer(consent::Layer layer) {
  switch (layer) {
    case consent::Layer::kBanner:
      return "bandeau";
    case consent::Layer::kPreferences:
      return "fenêtre des préférences";
    case consent::Layer::kPlaceholder:
      return "emplacement d’un contenu bloqué";
    case consent::Layer::kPage:
      return "page « Gestion des cookies »";
  }
  return "";
}

// A sentence of the catalogue as it goes on after a colon. An abbreviation keeps its capitals.
std::string LowerFirst(std::string text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() > 1 && upper(text[0]) && !upper(text[1])) {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

std::string ServiceName(const LetterFacts& facts, const std::string& id) {
  const catalog::Service* service = facts.site ? facts.site->FindService(id) : nullptr;
  return service != nullptr ? service->name : id;
}

std::string DecisionsTable(const LetterFacts& facts, const consent::Record& record) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [service, accepted] : record.decisions) {
    const auto basis = record.basis.find(service);
    const bool exempt =
        basis != record.basis.end() && basis->second == consent::Basis::kExemptWithOptOut;
    rows.push_back({ServiceName(facts, service),
                    exempt ? "Exempté avec opposition" : "Consentement",
                    exempt ? (accepted ? "pas d’opposition" : "opposition")
                           : (accepted ? "accepté" : "refusé")});
  }
  return render::Table("", {"Service", "Régime", "Réponse"}, rows);
}

std::string ProofSection(const LetterFacts& facts) {
  if (!facts.inclusion) {
    return "<p>La preuve n’est pas encore couverte par un point de contrôle signé : elle le sera "
           "dans quelques secondes.</p>\n";
  }
  const Inclusion& inclusion = *facts.inclusion;
  const Status verified = VerifyEvidence(inclusion, facts.found.content, facts.verifier_key);
  std::string out;
  if (verified.ok()) {
    out +=
        "<p class=\"ok\">Vérifié à l’édition de cette page : le point de contrôle est signé par "
        "la clé du journal, l’entrée y figure";
    out += facts.found.content ? ", et le contenu ci-dessous est celui qui a été scellé.</p>\n"
                               : ". Le contenu est effacé ; il ne reste que son scellé.</p>\n";
  } else {
    out += "<p class=\"bad\">La vérification a échoué : <span lang=\"en\">" +
           render::EscapeHtml(verified.error().message) + "</span></p>\n";
  }
  out += render::Facts(
      {{"Indice dans le journal", std::to_string(inclusion.index)},
       {"Taille du journal signée", std::to_string(inclusion.size)},
       {"Empreinte de la feuille", EncodeHex(prooflog::VerifierLeafHash(inclusion.entry))},
       {"Clé de vérification", facts.verifier_key}});
  out += "<h3>Point de contrôle signé</h3>\n<pre>" + render::EscapeHtml(inclusion.checkpoint) +
         "</pre>\n";
  out += "<h3>Chemin d’inclusion</h3>\n<pre>";
  for (const Digest& hash : inclusion.path) out += EncodeHex(hash) + "\n";
  out += "</pre>\n";
  return out;
}

// What an erasure that a visitor's browser asks for reaches, and what it cannot.
constexpr std::string_view kErasureReach =
    "L’effacement demandé depuis un navigateur porte sur tous les choix liés au cookie que "
    "conserve ce navigateur. Un choix dont la réponse ne lui est jamais parvenue n’est lié à aucun "
    "cookie : il est effacé au terme de sa durée de conservation.";

// The sentences that every answer ends with.
std::string RightsParagraphs(const LetterFacts& facts) {
  if (!facts.site) return {};
  const catalog::Rights& rights = facts.site->rights;
  std::string out;
  if (!rights.contact.empty()) {
    out +=
        "<p>Pour exercer vos droits : " + render::EscapeHtml(LowerFirst(rights.contact.In("fr")));
    if (!rights.email.empty()) out += " — " + render::EscapeHtml(rights.email);
    if (!rights.address.empty()) out += " — " + render::EscapeHtml(rights.address);
    out += "</p>\n";
  }
  if (!rights.complaint.empty()) {
    out += "<p>Vous pouvez introduire une réclamation auprès de l’autorité de contrôle : " +
           render::EscapeHtml(rights.complaint.In("fr")) + "</p>\n";
  }
  return out;
}

std::string ErasedLetter(const LetterFacts& facts) {
  const store::ChoiceRow& row = facts.found.row;
  const std::string reference = consent::FormatReference(row.index);
  if (row.state == store::State::kLost) {
    return "<p>Le contenu de la preuve portant la référence <strong>" + reference +
           "</strong> a été perdu avec un support de stockage. Son scellé anonyme demeure dans le "
           "journal ; il ne permet ni de retrouver, ni de reconstituer votre choix.</p>\n";
  }
  std::string out =
      "<p>La preuve de choix portant la référence <strong>" + reference + "</strong> a été effacée";
  if (row.purge_reason) {
    out += *row.purge_reason == store::PurgeReason::kRequest
               ? " à la demande de la personne concernée"
               : " au terme de sa durée de conservation";
  }
  out +=
      ".</p>\n<p>Ni la date, ni le site, ni le contenu du choix ne sont plus conservés. Il reste "
      "dans le journal une valeur aléatoire, dont la clé a été effacée en même temps que le "
      "contenu : elle ne désigne plus personne.";
  if (row.purge) {
    out += " L’effacement est lui-même inscrit au journal, à l’indice " +
           std::to_string(*row.purge) + ".";
  }
  out += "</p>\n";
  if (row.purge_reason == store::PurgeReason::kRequest) {
    out.append("<p>").append(kErasureReach) += "</p>\n";
  }
  return out;
}

// `review` is a day of the calendar, the same in every zone.
std::string HoldWords(Time review) {
  return "par une mesure qui sera réexaminée le " + render::DateWords(review);
}

Result<std::string> KeptLetter(const LetterFacts& facts) {
  TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                          consent::ParseRecord(facts.found.content->record));
  const store::ChoiceRow& row = facts.found.row;
  const TimeZone zone = ZoneOf(facts);
  std::string out =
      "<p>Le " + render::TimeWords(record.given_at, zone) + ", sur " +
      render::EscapeHtml(record.site) + ", depuis un navigateur, " +
      std::string(FrenchDeed(record.event)) +
      ". Ce choix est enregistré sous la référence <strong>" + consent::FormatReference(row.index) +
      "</strong>. Situation aujourd’hui : " +
      render::EscapeHtml(StandingWords(facts.judgement, row, facts.site.get(), "fr")) +
      ".</p>\n<p>Cette réponse porte sur ce navigateur : d’autres personnes ont pu "
      "l’utiliser.</p>\n";
  out += DecisionsTable(facts, record);
  out += "<p>Le responsable du traitement, " + render::EscapeHtml(record.controller) +
         ", conserve cette preuve parce qu’il doit pouvoir démontrer le choix recueilli (RGPD, "
         "article 7, paragraphe 1). Elle ne contient ni adresse IP, ni description de votre "
         "navigateur, ni adresse de page ; elle n’est transmise à personne.</p>\n";
  out += "<p>";
  if (row.limited_since) {
    out +=
        "À votre demande, son traitement est limité (RGPD, article 18) : elle n’est ni utilisée ni "
        "effacée tant que dure cette limitation.";
  } else if (row.erased_after) {
    out += "La preuve sera effacée au plus tard le " +
           render::DateWords(zone.DateAt(*row.erased_after)) + ", sauf suspension.";
  }
  if (row.held_until) {
    out += " Son effacement est aujourd’hui suspendu " + HoldWords(*row.held_until) + ".";
  }
  out +=
      "</p>\n<p>Vous pouvez à tout moment modifier votre choix ou le retirer dans la page « "
      "Gestion des cookies » du site, ou demander l’effacement de cette preuve. ";
  return out.append(kErasureReach) + "</p>\n";
}

}  // namespace

std::string_view EventWords(consent::Event event) {
  switch (event) {
    case consent::Event::kGiven:
      return "tout accepté";
    case consent::Event::kPartial:
      return "accepté en partie";
    case consent::Event::kRefused:
      return "tout refusé";
    case consent::Event::kWithdrawn:
      return "consentement retiré";
  }
  return "";
}

Result<render::HtmlPage> ConsentPage(const LetterFacts& facts) {
  const store::ChoiceRow& row = facts.found.row;
  const std::string reference = consent::FormatReference(row.index);
  std::string body;
  if (facts.found.content) {
    TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                            consent::ParseRecord(facts.found.content->record));
    const TimeZone zone = ZoneOf(facts);
    body += "<h2>Le choix</h2>\n";
    body += render::Facts(
        {{"Référence", reference},
         {"Site", record.site},
         {"Responsable du traitement", record.controller},
         {"Date", render::TimeWords(record.given_at, zone)},
         {"Réponse", std::string(EventWords(record.event))},
         {"Action du visiteur",
          std::string(FrenchAction(record.action)) + ", " + std::string(FrenchLayer(record.layer))},
         {"Langue", render::LanguageName(record.language)},
         {"Signal GPC", record.gpc ? "présent" : "absent"},
         {"Valable jusqu’au", render::TimeWords(record.valid_until, zone)},
         {"Situation aujourd’hui", StandingWords(facts.judgement, row, facts.site.get(), "fr")},
         {"Remplace", record.previous ? consent::FormatReference(*record.previous) : ""},
         {"Origine", record.scan ? "une analyse automatique du site, non un visiteur" : ""},
         {"Second envoi", record.repeats ? "oui : le même choix venait d’être enregistré sans que "
                                           "sa réponse parvienne ; les deux comptent pour un"
                                         : ""},
         {"Remplacé par", row.superseded_by ? consent::FormatReference(*row.superseded_by) : ""},
         {"Effacement au plus tard le",
          row.erased_after ? render::DateWords(zone.DateAt(*row.erased_after)) : ""},
         {"Suspension de l’effacement", row.held_until ? "oui, " + HoldWords(*row.held_until) : ""},
         {"Version présentée",
          fmt::format("version {}, d’empreinte {}", record.generation, record.revision)},
         {"Code du bandeau", record.banner.value_or("")}});
    body += "<h2>Réponse service par service</h2>\n" + DecisionsTable(facts, record);
    body += "<h2>La preuve</h2>\n" + ProofSection(facts);
    body +=
        "<h2>Enregistrement scellé</h2>\n<p>Octets exacts (JSON canonique), puis leur clé.</p>"
        "\n<pre>" +
        render::EscapeHtml(facts.found.content->record) + "</pre>\n<pre>" +
        EncodeHex(facts.found.content->random) + "</pre>\n";
  } else {
    body +=
        "<h2>Le choix</h2>\n" + ErasedLetter(facts) + "<h2>La preuve</h2>\n" + ProofSection(facts);
  }
  body += "<footer>Édité le " + render::TimeWords(facts.now, ZoneOf(facts)) +
          ". Cette preuve se vérifie de façon indépendante, selon la méthode jointe au "
          "dossier.</footer>\n";
  return render::MakeDocument("Preuve de choix " + reference, "Cookies et autres traceurs", body);
}

Result<render::HtmlPage> AnswerLetter(const LetterFacts& facts) {
  const store::ChoiceRow& row = facts.found.row;
  std::string body = "<div class=\"letter\">\n<p>Madame, Monsieur,</p>\n";
  if (facts.found.content) {
    TEMOIN_ASSIGN_OR_RETURN(const std::string kept, KeptLetter(facts));
    body += kept;
  } else {
    body += ErasedLetter(facts);
  }
  body += RightsParagraphs(facts);
  body += "<p>Fait le " + render::DateWords(ZoneOf(facts).DateAt(facts.now)) + ".</p>\n</div>\n";
  return render::MakeDocument("Réponse à une demande d’exercice de droits",
                              "Référence " + consent::FormatReference(row.index), body);
}

}  // namespace temoin::reports
