#include "server/http/public/receipt_text.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "consent/reference.h"
#include "reports/html.h"

namespace temoin::http {
namespace {

constexpr std::string_view kProofBegin = "c2sp.org/tlog-proof@v1\n";
constexpr size_t kMaxDocument = 4 << 20;

constexpr std::string_view kStyle =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem;"
    "color:#1b1b35;background:#fff}h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;"
    "margin-top:2rem}table{border-collapse:collapse;width:100%}caption{text-align:left;"
    "font-weight:700;padding-bottom:.5rem}th,td{border-bottom:1px solid #767693;padding:.5rem;"
    "text-align:left;vertical-align:top}pre{white-space:pre-wrap;overflow-wrap:anywhere;"
    "background:#f3f3fa;border:1px solid #767693;padding:1rem;font-size:.85rem}code{"
    "overflow-wrap:anywhere}dt{font-weight:700}dd{margin:0 0 .5rem}@media print{pre{"
    "font-size:.7rem}}";

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool French(Language language) { return language == Language::kFrench; }

std::string_view Answer(bool accepted, consent::Basis basis, Language language) {
  if (basis == consent::Basis::kExemptWithOptOut) {
    if (French(language)) return accepted ? "sans opposition" : "opposition";
    return accepted ? "not opposed" : "opposed";
  }
  if (French(language)) return accepted ? "accepté" : "refusé";
  return accepted ? "accepted" : "refused";
}

consent::Basis BasisOf(const consent::Record& record, const std::string& service) {
  const auto it = record.basis.find(service);
  return it == record.basis.end() ? consent::Basis::kConsent : it->second;
}

ServiceName NameOf(const ServiceNames& names, const std::string& service) {
  const auto it = names.find(service);
  return it == names.end() ? ServiceName{.name = service, .purpose = ""} : it->second;
}

std::string Rows(const ReceiptView& view) {
  std::string out;
  for (const auto& [service, accepted] : view.record.decisions) {
    const ServiceName name = NameOf(view.names, service);
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                       Escaped(name.name), Escaped(name.purpose.empty() ? "–" : name.purpose),
                       Answer(accepted, BasisOf(view.record, service), Language::kFrench));
  }
  return out;
}

}  // namespace

std::string TimeInWords(Time time, Language language, const TimeZone& zone) {
  constexpr std::array<std::string_view, 12> kFrench = {
      "janvier", "février", "mars",      "avril",   "mai",      "juin",
      "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
  constexpr std::array<std::string_view, 12> kEnglish = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const std::chrono::seconds ahead = zone.OffsetAt(time);
  const std::string told = reports::AheadOfUtc(ahead);
  const auto day = std::chrono::floor<std::chrono::days>(time + ahead);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time + ahead - day);
  const unsigned month = static_cast<unsigned>(date.month()) - 1;
  const unsigned number = static_cast<unsigned>(date.day());
  const int year = static_cast<int>(date.year());
  const auto hours = clock.hours().count();
  const auto minutes = clock.minutes().count();
  if (French(language)) {
    return fmt::format("{}{} {} {} à {:02} h {:02} ({})", number, number == 1 ? "er" : "",
                       kFrench.at(month), year, hours, minutes, told);
  }
  return fmt::format("{} {} {} at {:02}:{:02} ({})", number, kEnglish.at(month), year, hours,
                     minutes, told);
}

std::string ChoiceInWords(const consent::Record& record, Language language) {
  const bool french = French(language);
  if (record.event == consent::Event::kWithdrawn) {
    return french ? "retiré votre accord" : "withdrawn your consent";
  }
  switch (record.action) {
    case consent::Action::kAcceptAll:
      return french ? "tout accepté" : "accepted everything";
    case consent::Action::kRefuseAll:
    case consent::Action::kWithdraw:
      return french ? "tout refusé" : "refused everything";
    case consent::Action::kSave:
      break;
  }
  return french ? "choisi service par service" : "chosen service by service";
}

ServiceNames ReadServiceNames(std::string_view document, Language language) {
  ServiceNames out;
  const auto parsed = ParseJson(document, {.max_bytes = kMaxDocument});
  if (!parsed || !parsed->is_object()) return out;
  const auto text = [&](const nlohmann::json& texts) -> std::string {
    if (texts.is_string()) return texts.get<std::string>();
    if (!texts.is_object()) return "";
    const char* const wanted = French(language) ? "fr" : "en";
    const auto it = texts.contains(wanted) ? texts.find(wanted) : texts.find("fr");
    return it != texts.end() && it->is_string() ? it->get<std::string>() : "";
  };
  const auto purposes = parsed->find("purposes");
  if (purposes == parsed->end() || !purposes->is_array()) return out;
  for (const nlohmann::json& purpose : *purposes) {
    if (!purpose.is_object() || !purpose.contains("services")) continue;
    const std::string title = purpose.contains("title") ? text(purpose["title"]) : "";
    for (const nlohmann::json& service : purpose["services"]) {
      if (!service.is_object() || !service.contains("id") || !service["id"].is_string()) continue;
      const auto id = service["id"].get<std::string>();
      const std::string name = service.contains("name") ? text(service["name"]) : "";
      out[id] = {.name = name.empty() ? id : name, .purpose = title};
    }
  }
  return out;
}

std::string ReceiptPagePolicy() {
  return "default-src 'none'; style-src 'sha256-" + EncodeBase64(Sha256(kStyle)) +
         "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

std::string ReceiptPage(const ReceiptView& view) {
  const consent::Record& record = view.record;
  const std::string site = Escaped(record.site);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<title>Preuve de votre choix sur les cookies – {}</title>\n<style>{}</style>\n</head>\n"
      "<body>\n<main>\n<h1>Preuve de votre choix sur les cookies</h1>\n",
      site, kStyle);
  out += fmt::format(
      "<p>Le <strong>{}</strong>, vous avez <strong>{}</strong> sur le site <strong>{}</strong> "
      "({}). Cette réponse vaut jusqu’au {}.</p>\n",
      TimeInWords(record.given_at, Language::kFrench, view.time_zone),
      ChoiceInWords(record, Language::kFrench), site, Escaped(record.controller),
      TimeInWords(record.valid_until, Language::kFrench, view.time_zone));
  out += fmt::format(
      "<table>\n<caption>Votre réponse, service par service</caption>\n<thead><tr>"
      "<th scope=\"col\">Service</th><th scope=\"col\">Finalité</th><th scope=\"col\">Réponse</th>"
      "</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
      Rows(view));
  out += fmt::format(
      "<h2>Ce que cette page prouve</h2>\n<p>Votre réponse est l’entrée n°&nbsp;{} d’un journal "
      "public, «&nbsp;{}&nbsp;», qui en comptait {} quand cette preuve a été établie. Ce journal "
      "est "
      "signé et construit de telle sorte que rien ne peut y être modifié, ajouté ou retiré après "
      "coup sans que cela se voie. Il ne contient rien de personnel : sans cette page, personne ne "
      "peut y reconnaître votre réponse.</p>\n",
      view.index, Escaped(view.origin), view.size);
  out += fmt::format(
      "<dl>\n<dt>Référence à donner au site si vous le contactez</dt><dd>{}</dd>\n"
      "<dt>Ce qui vous était présenté (révision)</dt><dd><code>{}</code>, génération {}</dd>\n"
      "<dt>Clé publique du journal</dt><dd><code>{}</code></dd>\n</dl>\n",
      Escaped(consent::FormatReference(view.index)), Escaped(record.revision), record.generation,
      Escaped(view.vkey));
  out +=
      "<h2>Conserver et vérifier</h2>\n<p>Enregistrez cette page : elle contient toute la preuve. "
      "Elle se vérifie hors connexion, avec le programme <code>temoin receipt verify</code> suivi "
      "du "
      "nom du fichier, de <code>--key</code> et de la clé publique du journal, ou avec tout autre "
      "outil qui lit le format C2SP <code>tlog-proof</code>. Demandez la clé au site lui-même "
      "plutôt "
      "que de recopier celle de cette page. Quiconque détient cette page peut lire votre réponse : "
      "gardez-la pour vous.</p>\n<p>Si vous demandez l’effacement de votre réponse, le site "
      "l’efface ; cette page reste alors le seul exemplaire.</p>\n";
  out += fmt::format(
      "<h2 id=\"texte\">Texte de la preuve</h2>\n<pre tabindex=\"0\" role=\"region\" "
      "aria-labelledby=\"texte\">{}</pre>\n",
      Escaped(view.proof));
  out += fmt::format(
      "<section lang=\"en\">\n<h2>In English</h2>\n<p>On {} you have {} on the site {}. This page "
      "is the proof that this answer is entry {} of the signed public log “{}”. Save it; verify it "
      "offline with <code>temoin receipt verify</code>, or with any tool that reads C2SP "
      "<code>tlog-proof</code>.</p>\n</section>\n</main>\n</body>\n</html>\n",
      TimeInWords(record.given_at, Language::kEnglish, view.time_zone),
      ChoiceInWords(record, Language::kEnglish), site, view.index, Escaped(view.origin));
  return out;
}

std::string ExtractProof(std::string_view file) {
  // A browser may save a page with other line ends, an editor may add a byte order mark.
  std::string text;
  text.reserve(file.size());
  for (size_t i = 0; i < file.size(); ++i) {
    if (file[i] == '\r' && i + 1 < file.size() && file[i + 1] == '\n') continue;
    text += file[i];
  }
  const size_t begin = text.find(kProofBegin);
  if (begin == std::string::npos) return "";
  const bool page = begin > 0 && text[begin - 1] == '>';
  if (!page) return text.substr(begin);
  const size_t end = text.find("</pre>", begin);
  if (end == std::string::npos) return "";
  std::string proof = text.substr(begin, end - begin);
  constexpr std::array<std::pair<std::string_view, char>, 4> kEntities = {
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&amp;", '&'}}};
  for (const auto& [entity, character] : kEntities) {
    for (size_t at = proof.find(entity); at != std::string::npos; at = proof.find(entity, at + 1)) {
      proof.replace(at, entity.size(), 1, character);
    }
  }
  return proof;
}

std::string ReceiptInWords(const ReceiptView& view, Language language) {
  const consent::Record& record = view.record;
  const bool french = French(language);
  std::string out;
  const auto line = [&](std::string_view fr, std::string_view en, std::string_view value) {
    out += fmt::format("{}{}{}\n", french ? fr : en, french ? " : " : ": ", value);
  };
  out += french ? "La preuve est valable : cette réponse figure au journal.\n"
                : "The proof is valid: this answer stands in the log.\n";
  line("Site", "Site", record.site + " (" + record.controller + ")");
  line("Date", "Date", TimeInWords(record.given_at, language, view.time_zone));
  line("La personne a", "The person has", [&] {
    // The words address the visitor; here someone else may read them.
    if (record.event == consent::Event::kWithdrawn) {
      return std::string(french ? "retiré son accord" : "withdrawn their consent");
    }
    return ChoiceInWords(record, language);
  }());
  for (const auto& [service, accepted] : record.decisions) {
    out += fmt::format("  {}{}{}\n", NameOf(view.names, service).name, french ? " : " : ": ",
                       Answer(accepted, BasisOf(record, service), language));
  }
  line("Vaut jusqu’au", "Valid until", TimeInWords(record.valid_until, language, view.time_zone));
  line("Révision présentée", "Revision shown",
       fmt::format("{} ({} {})", record.revision, french ? "génération" : "generation",
                   record.generation));
  line("Référence", "Reference", consent::FormatReference(view.index));
  line("Journal", "Log",
       fmt::format("{}, {} {} {} {}", view.origin, french ? "entrée" : "entry", view.index,
                   french ? "sur" : "of", view.size));
  line("Signé par la clé", "Signed by the key", view.vkey);
  return out;
}

}  // namespace temoin::http
