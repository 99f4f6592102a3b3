#include "reports/receipt.h"

#include <fmt/format.h>

#include "consent/reference.h"
#include "render/locale.h"

namespace temoin::reports {
namespace {

constexpr std::string_view kProofBegin = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kEnglish = "en";

bool French(std::string_view language) { return language != kEnglish; }

std::string ToTheMinute(Time time, const TimeZone& zone, std::string_view language) {
  return render::TimeWords(time, zone, language, render::Precision::kMinute);
}

std::string_view DecisionWords(bool accepted, consent::Basis basis, std::string_view language) {
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

ShownService NameOf(const ShownServices& names, const std::string& service) {
  const auto it = names.find(service);
  return it == names.end() ? ShownService{.name = service, .purpose = ""} : it->second;
}

std::string Rows(const ReceiptView& view) {
  std::string out;
  for (const auto& [service, accepted] : view.record.decisions) {
    const ShownService name = NameOf(view.names, service);
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                       render::EscapeHtml(name.name),
                       render::EscapeHtml(name.purpose.empty() ? "–" : name.purpose),
                       DecisionWords(accepted, BasisOf(view.record, service), render::kFrench));
  }
  return out;
}

}  // namespace

std::string ChoiceInWords(const consent::Record& record, std::string_view language) {
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

ShownServices NamesIn(const catalog::RevisionView& revision, std::string_view language) {
  ShownServices out;
  for (const catalog::RevisionService& service : revision.services) {
    out[service.id] = {.name = service.name, .purpose = service.purpose_title.In(language)};
  }
  return out;
}

render::HtmlPage ReceiptPage(const ReceiptView& view) {
  const consent::Record& record = view.record;
  const std::string site = render::EscapeHtml(record.site);
  std::string out = fmt::format(
      "<p>Le <strong>{}</strong>, vous avez <strong>{}</strong> sur le site <strong>{}</strong> "
      "({}). Ce choix est valable jusqu’au {}.</p>\n",
      ToTheMinute(record.given_at, view.time_zone, render::kFrench),
      ChoiceInWords(record, render::kFrench), site, render::EscapeHtml(record.controller),
      ToTheMinute(record.valid_until, view.time_zone, render::kFrench));
  out += fmt::format(
      "<table>\n<caption>Votre choix, service par service</caption>\n<thead><tr>"
      "<th scope=\"col\">Service</th><th scope=\"col\">Finalité</th><th scope=\"col\">Choix</th>"
      "</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
      Rows(view));
  out += fmt::format(
      "<h2>Ce que cette page prouve</h2>\n"
      "<p>Votre choix est l’entrée n°&nbsp;{} d’un journal public, «&nbsp;{}&nbsp;», qui en "
      "comptait {} quand cette preuve a été établie. Ce journal est signé et construit de telle "
      "sorte que rien ne peut y être modifié, ajouté ou retiré après coup sans que cela se voie. "
      "Il ne contient rien de personnel : sans cette page, personne ne peut y reconnaître votre "
      "choix.</p>\n",
      view.index, render::EscapeHtml(view.origin), view.size);
  out += fmt::format(
      "<dl>\n<dt>Référence à donner au site si vous le contactez</dt><dd>{}</dd>\n"
      "<dt>Ce qui vous était présenté (empreinte)</dt><dd><code>{}</code>, version {}</dd>\n"
      "<dt>Clé publique du journal</dt><dd><code>{}</code></dd>\n</dl>\n",
      render::EscapeHtml(consent::FormatReference(view.index)), render::EscapeHtml(record.revision),
      record.generation, render::EscapeHtml(view.vkey));
  out +=
      "<h2>Conserver et vérifier</h2>\n"
      "<p>Enregistrez cette page : elle contient toute la preuve. Elle se vérifie hors connexion, "
      "avec le programme <code>temoin receipt verify</code> suivi du nom du fichier, de "
      "<code>--key</code> et de la clé publique du journal, ou avec tout autre outil qui lit le "
      "format C2SP <code>tlog-proof</code>. Demandez la clé au site lui-même plutôt que de "
      "recopier celle de cette page. Quiconque détient cette page peut lire votre choix : "
      "gardez-la pour vous.</p>\n"
      "<p>Si vous demandez l’effacement de votre choix, le site l’efface ; cette page reste "
      "alors le seul exemplaire.</p>\n";
  out += fmt::format(
      "<h2 id=\"texte\">Texte de la preuve</h2>\n<pre tabindex=\"0\" role=\"region\" "
      "aria-labelledby=\"texte\">{}</pre>\n",
      render::EscapeHtml(view.proof));
  if (view.english) {
    out += fmt::format(
        "<section lang=\"en\">\n<h2>In English</h2>\n"
        "<p>On {} you have {} on the site {}. This page is the proof that this answer is entry {} "
        "of the signed public log “{}”. Save it; verify it offline with <code>temoin receipt "
        "verify</code>, or with any tool that reads C2SP <code>tlog-proof</code>.</p>\n"
        "</section>\n",
        ToTheMinute(record.given_at, view.time_zone, kEnglish), ChoiceInWords(record, kEnglish),
        site, view.index, render::EscapeHtml(view.origin));
  }
  return render::MakeDocument("Preuve de votre choix sur les cookies – " + record.site, "", out);
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
  return render::UnescapeHtml(proof);
}

std::string ReceiptInWords(const ReceiptView& view, std::string_view language) {
  const consent::Record& record = view.record;
  const bool french = French(language);
  std::string out;
  const auto line = [&](std::string_view fr, std::string_view en, std::string_view value) {
    out += fmt::format("{}{}{}\n", french ? fr : en, french ? " : " : ": ", value);
  };
  out += french ? "La preuve est valable : ce choix figure au journal.\n"
                : "The proof is valid: this choice stands in the log.\n";
  line("Site", "Site", record.site + " (" + record.controller + ")");
  line("Date", "Date", ToTheMinute(record.given_at, view.time_zone, language));
  line("La personne a", "The person has", [&] {
    // The words address the visitor; here someone else may read them.
    if (record.event == consent::Event::kWithdrawn) {
      return std::string(french ? "retiré son accord" : "withdrawn their consent");
    }
    return ChoiceInWords(record, language);
  }());
  for (const auto& [service, accepted] : record.decisions) {
    out += fmt::format("  {}{}{}\n", NameOf(view.names, service).name, french ? " : " : ": ",
                       DecisionWords(accepted, BasisOf(record, service), language));
  }
  line("Valable jusqu’au", "Valid until",
       ToTheMinute(record.valid_until, view.time_zone, language));
  line("Version présentée", "Version shown",
       fmt::format("{} ({} {})", record.revision, "version", record.generation));
  line("Référence", "Reference", consent::FormatReference(view.index));
  line("Journal", "Log",
       fmt::format("{}, {} {} {} {}", view.origin, french ? "entrée" : "entry", view.index,
                   french ? "sur" : "of", view.size));
  line("Signé par la clé", "Signed by the key", view.vkey);
  return out;
}

}  // namespace temoin::reports
