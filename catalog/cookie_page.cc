#include <fmt/format.h>

#include "catalog/cookie_table.h"
#include "catalog/own_storage.h"
#include "catalog/words.h"
#include "render/html.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

constexpr std::string_view kCookiesStyle = R"css(
:root{--ink:#1b1b35;--soft:#4a4a68;--line:#d5d8e6;--paper:#fff;--band:#f4f6fb;--blue:#0c419a;--tag:#e6edfa}
@media (prefers-color-scheme:dark){:root{--ink:#eef0f8;--soft:#b9bed3;--line:#3b4160;--paper:#14172a;--band:#1d2138;--blue:#9dbdff;--tag:#263256}}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--ink);background:var(--paper)}
main,header,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem;padding-bottom:.5rem}
footer{padding-top:1rem;padding-bottom:2.5rem;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper)}
a{color:var(--blue);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
h1{font-size:2rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.375rem;line-height:1.3;margin:3rem 0 .5rem}
h3{font-size:1.0625rem;margin:1.75rem 0 .25rem}
p{margin:.25rem 0 1rem;max-width:48rem}
.toc{padding-left:1.25rem}
.tag{display:inline-block;margin:0 0 .5rem;padding:.125rem .75rem;border-radius:1rem;background:var(--tag);color:var(--blue);font-size:.875rem;font-weight:600}
.meta,.note{color:var(--soft);font-size:.9375rem}
.note{border-left:.25rem solid var(--line);padding-left:.75rem}
td .note,th .note{display:block;font-weight:400;margin-top:.375rem;font-size:.875rem}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0 1.5rem}
table{width:100%;min-width:38rem;border-collapse:collapse;font-size:.9375rem}
caption{text-align:left;padding:.625rem .875rem;color:var(--soft);font-size:.875rem}
th,td{padding:.625rem .875rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{background:var(--band);border-top:0;font-size:.875rem}
tbody th{font-weight:600;min-width:11rem}
.group th{background:var(--band);font-size:.875rem}
code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em;overflow-wrap:anywhere}
.other{margin-top:4rem;padding-top:1rem;border-top:2px solid var(--line)}
@media screen and (max-width:40rem){table{min-width:0}table,caption,tbody,tr,th,td{display:block}thead{position:absolute;left:-100rem}tbody tr{padding:.75rem .875rem;border-top:1px solid var(--line)}tbody th{min-width:0}tbody th,td{border:0;padding:.125rem 0}td::before{content:attr(data-label);color:var(--soft);font-size:.875rem}.group{background:var(--band)}}
@media print{:root{--ink:#000;--soft:#333;--line:#999;--paper:#fff;--band:#fff;--blue:#000;--tag:#fff}.skip,.toc{display:none}.tag{padding:0}.scroll{overflow:visible;border:0}table{min-width:0}caption,th:first-child{padding-left:0}tbody th{min-width:0}code{overflow-wrap:normal}tr{break-inside:avoid}body{font-size:10pt}}
)css";

constexpr std::string_view kReadingRule = "observed-without-basis";

// One language of the page. The page's own words are in French or English; where the language is
// another, they are English, and what the site says is marked with its language.
class Section {
 public:
  Section(const Site& site, std::string_view language)
      : site_(site),
        language_(language),
        words_(language == "fr" ? "fr" : "en"),
        english_(words_ == "en") {}

  // `languages`: of the whole page, for its table of contents; empty where it says them already.
  std::string Render(const std::vector<std::string>& languages);

 private:
  const char* Say(const char* fr, const char* en) const { return english_ ? en : fr; }
  std::string In(const Text& text) const;
  void Paragraph(std::string_view css, const Text& text);
  void Note(const Published& published);
  void Fact(const char* fr, const char* en, const std::vector<Text>& texts);
  void Contents(const std::vector<std::string>& languages);
  void PurposeSection(const Purpose& purpose);
  void ServiceSection(const Purpose& purpose, const Service& service);
  // A cell says again, in words and on a phone, which column it stands in; the roles keep the table
  // a table where its rows are stacked.
  std::string Cell(const char* fr, const char* en, std::string_view content) const;
  std::string Lasting(const Lifetime& lifetime) const;  // HTML
  void TrackerRow(const Tracker& tracker);
  void OwnSection();
  void ReadingSection();
  void Processors();
  void Records();
  void RightsSection();
  std::string TransferCell(const Vendor& vendor) const;
  std::string Id(std::string_view id) const;

  const Site& site_;
  std::string_view language_;
  std::string_view words_;
  bool english_;
  std::string out_;
};

std::string Section::In(const Text& text) const {
  std::string escaped = render::EscapeHtml(text.In(language_));
  // What stands in for a missing translation says its language to a screen reader.
  const std::string_view shown = text.LanguageFor(language_);
  if (shown == words_ || text.empty()) return escaped;
  return fmt::format("<span lang=\"{}\">{}</span>", shown, escaped);
}

std::string Section::Id(std::string_view id) const { return fmt::format("{}-{}", language_, id); }

void Section::Paragraph(std::string_view css, const Text& text) {
  if (text.empty()) return;
  out_ += css.empty() ? "<p>" : fmt::format("<p class=\"{}\">", css);
  out_ += In(text) + "</p>\n";
}

void Section::Note(const Published& published) { Paragraph("note", published.note); }

void Section::Contents(const std::vector<std::string>& languages) {
  out_ += fmt::format("<nav aria-label=\"{}\"><ul class=\"toc\">\n", Say("Sommaire", "Contents"));
  for (const Purpose& purpose : site_.purposes) {
    out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", Id(purpose.id), In(purpose.title));
  }
  if (!site_.processors.empty()) {
    out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", Id("sous-traitants"),
                        Say("Sous-traitants et transferts", "Processors and transfers"));
  }
  out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", Id("droits"),
                      Say("Vos droits", "Your rights"));
  for (size_t i = 1; i < languages.size(); ++i) {
    const std::string& language = languages[i];
    const std::string_view said = language == "en"   ? "In English"
                                  : language == "fr" ? "En français"
                                                     : std::string_view(language);
    out_ += fmt::format("<li><a href=\"#{0}\" hreflang=\"{0}\" lang=\"{0}\">{1}</a></li>\n",
                        language, said);
  }
  out_ += "</ul></nav>\n";
}

std::string Section::Cell(const char* fr, const char* en, std::string_view content) const {
  return fmt::format(R"(<td role="cell" data-label="{}{}">{}</td>)", Say(fr, en),
                     Say("&nbsp;: ", ": "), content);
}

std::string Section::Lasting(const Lifetime& lifetime) const {
  if (lifetime.kind == Lifetime::Kind::kInWords) return In(lifetime.words);
  return render::EscapeHtml(LifetimeWords(lifetime, words_));
}

void Section::TrackerRow(const Tracker& tracker) {
  std::string purpose = In(tracker.purpose);
  if (!tracker.published.note.empty()) {
    purpose += fmt::format("<span class=\"note\">{}</span>", In(tracker.published.note));
  }
  std::string name = fmt::format("<code>{}</code>", render::EscapeHtml(tracker.name));
  if (tracker.kind != TrackerKind::kCookie) {
    name += fmt::format("<span class=\"note\">{}</span>",
                        render::EscapeHtml(KindWords(tracker.kind, words_)));
  }
  if (!tracker.aliases.empty()) {
    std::string others;
    for (const std::string& alias : tracker.aliases) {
      others +=
          fmt::format("{}<code>{}</code>", others.empty() ? "" : ", ", render::EscapeHtml(alias));
    }
    name += fmt::format("<span class=\"note\">{} {}</span>",
                        Say("Observé aussi sous&nbsp;:", "Also seen as:"), others);
  }
  out_ += fmt::format("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th>{}{}{}</tr>\n",
                      name, Cell("Hôte", "Host", render::EscapeHtml(HostWords(tracker, words_))),
                      Cell("Finalité", "Purpose", purpose),
                      Cell("Durée", "Lifetime", Lasting(tracker.lifetime)));
}

void Section::ServiceSection(const Purpose& purpose, const Service& service) {
  out_ += fmt::format("<h3>{}</h3>\n", render::EscapeHtml(service.name));
  Paragraph("", service.description);
  out_ += fmt::format("<p class=\"meta\">{} {} ({})</p>\n", Say("Déposé par&nbsp;:", "Set by:"),
                      render::EscapeHtml(service.vendor->name), RoleWords(service.role, words_));
  Note(service.published);
  if (service.trackers.empty()) return;
  const std::string caption =
      fmt::format("{} {}", Say("Cookies et traceurs&nbsp;:", "Cookies and trackers:"),
                  render::EscapeHtml(service.name));
  // A scrolled table is reached with the keyboard.
  out_ += fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table "
      "role=\"table\"><caption>{0}</caption><thead role=\"rowgroup\"><tr role=\"row\">"
      "<th role=\"columnheader\" scope=\"col\">{1}</th><th role=\"columnheader\" "
      "scope=\"col\">{2}</th><th role=\"columnheader\" scope=\"col\">{3}</th>"
      "<th role=\"columnheader\" scope=\"col\">{4}</th></tr></thead>\n",
      caption, Say("Nom", "Name"), Say("Hôte", "Host"), Say("Finalité", "Purpose"),
      Say("Durée", "Lifetime"));
  // In the order of the groups, and of the publication within each.
  const auto rows = [&](const Group* group) {
    bool open = false;
    for (const Tracker& tracker : service.trackers) {
      if (tracker.group != (group == nullptr ? std::string() : group->id)) continue;
      if (!open) {
        out_ += "<tbody role=\"rowgroup\">\n";
        if (group != nullptr) {
          out_ += fmt::format(
              "<tr role=\"row\" class=\"group\"><th role=\"rowheader\" "
              "scope=\"rowgroup\" colspan=\"4\">{}</th></tr>\n",
              In(group->title));
        }
        open = true;
      }
      TrackerRow(tracker);
    }
    if (open) out_ += "</tbody>\n";
  };
  rows(nullptr);
  for (const Group& group : purpose.groups) rows(&group);
  out_ += "</table></div>\n";
}

void Section::PurposeSection(const Purpose& purpose) {
  out_ += fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n", Id(purpose.id),
                      In(purpose.title));
  out_ += fmt::format("<p class=\"tag\">{}</p>\n", BasisWords(purpose.basis, words_));
  Paragraph("", purpose.description);
  for (const Service& service : purpose.services) ServiceSection(purpose, service);
  out_ += "</section>\n";
}

// Added by the service; the site's published rows stand above as they are.
void Section::OwnSection() {
  const std::vector<OwnItem> items = OwnStorage(site_);
  if (items.empty()) return;
  out_ +=
      fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n<ul>\n", Id("service"),
                  Say("Déposé par le service de consentement", "Set by the consent service"));
  for (const OwnItem& item : items) {
    const bool cookie = item.kind == TrackerKind::kCookie;
    out_ += fmt::format("<li><code>{}</code> ({}, {}){} {}</li>\n", render::EscapeHtml(item.name),
                        cookie ? "cookie" : Say("stockage local", "local storage"),
                        In(item.lifetime), Say("&nbsp;:", ":"), In(item.purpose));
  }
  out_ += "</ul></section>\n";
}

// What the banner reads for the site itself. Where the site asks about it, it is a service above.
void Section::ReadingSection() {
  std::string out;
  const auto add = [&](int64_t percent, std::string_view name, const char* fr, const char* en) {
    if (percent == 0) return;
    out += fmt::format("<p>{}</p>\n", fmt::format(fmt::runtime(Say(fr, en)), percent));
    for (const Waiver& waiver : site_.waivers) {
      if (waiver.rule != kReadingRule || waiver.subject != name || waiver.reason.empty()) continue;
      out += fmt::format("<p class=\"note\">{} {}</p>\n",
                         Say("Sans consentement, parce que&nbsp;:", "Without consent, because:"),
                         In(waiver.reason));
    }
  };
  add(site_.settings.observed, "observed",
      "Pour vérifier que cette liste est complète, le bandeau relève les noms, jamais les valeurs, "
      "des traceurs présents dans le navigateur de {}&nbsp;% des visiteurs, sans identifiant.",
      "To check that this list is complete, the banner notes the names, never the values, of the "
      "trackers that are in the browsers of {}% of visitors, without an identifier.");
  add(site_.settings.impressions, "impressions",
      "Pour savoir combien de fois il est affiché, le bandeau compte ses affichages auprès de "
      "{}&nbsp;% des visiteurs, sans identifiant.",
      "To know how often it is shown, the banner counts its displays with {}% of visitors, without "
      "an identifier.");
  if (out.empty()) return;
  out_ += fmt::format(
      "<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n{2}</section>\n", Id("lectures"),
      Say("Lu par le bandeau pour le site", "Read by the banner for the site"), out);
}

std::string Section::TransferCell(const Vendor& vendor) const {
  std::string cell;
  for (const Transfer& transfer : vendor.transfers) {
    if (!cell.empty()) cell += "<br>";
    cell += fmt::format(
        fmt::runtime(Say("{}&nbsp;: {}", "{}: {}")),
        render::EscapeHtml(render::CountryName(transfer.country, words_)),
        transfer.text.empty() ? TransferBasisWords(transfer.basis, words_) : In(transfer.text));
  }
  if (vendor.transfers.empty()) cell = TransferStatusWords(vendor.transfer_status, words_);
  if (!vendor.transfer_text.empty()) {
    cell += fmt::format("<span class=\"note\">{}</span>", In(vendor.transfer_text));
  }
  return cell;
}

void Section::Processors() {
  if (site_.processors.empty()) return;
  const char* title = Say("Sous-traitants et transferts", "Processors and transfers");
  out_ += fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n",
                      Id("sous-traitants"), title);
  out_ += fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table "
      "role=\"table\"><caption>{0}</caption><thead role=\"rowgroup\"><tr role=\"row\">"
      "<th role=\"columnheader\" scope=\"col\">{1}</th><th role=\"columnheader\" "
      "scope=\"col\">{2}</th><th role=\"columnheader\" scope=\"col\">{3}</th>"
      "<th role=\"columnheader\" scope=\"col\">{4}</th><th role=\"columnheader\" "
      "scope=\"col\">{5}</th></tr></thead>"
      "<tbody role=\"rowgroup\">\n",
      Say("Sous-traitants, lieu des données et transferts",
          "Processors, where the data is, and transfers"),
      Say("Nom", "Name"), Say("Nationalité de la société", "Company’s nationality"),
      Say("Lieu des données", "Where the data is"), Say("Objet de la sous-traitance", "What for"),
      Say("Transfert hors de l’Union européenne", "Transfer outside the European Union"));
  for (const Processor& processor : site_.processors) {
    const Vendor& vendor = *processor.vendor;
    const char* unpublished = Say("non publié", "not published");
    out_ +=
        fmt::format("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th>{}{}{}{}</tr>\n",
                    render::EscapeHtml(vendor.name),
                    Cell("Nationalité de la société", "Company’s nationality",
                         vendor.nationality
                             ? render::EscapeHtml(render::CountryName(*vendor.nationality, words_))
                             : unpublished),
                    Cell("Lieu des données", "Where the data is",
                         vendor.location ? In(vendor.location->text) : unpublished),
                    Cell("Objet de la sous-traitance", "What for", In(processor.purpose)),
                    Cell("Transfert hors de l’Union européenne",
                         "Transfer outside the European Union", TransferCell(vendor)));
  }
  out_ += "</tbody></table></div></section>\n";
}

void Section::Fact(const char* fr, const char* en, const std::vector<Text>& texts) {
  std::string said;
  for (const Text& text : texts) {
    if (!text.empty()) said += (said.empty() ? "" : english_ ? "; " : "&nbsp;; ") + In(text);
  }
  if (said.empty()) return;
  out_ += fmt::format("<p class=\"meta\">{}{} {}</p>\n", Say(fr, en), Say("&nbsp;:", ":"), said);
}

void Section::Records() {
  if (site_.records.empty()) return;
  out_ += fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n", Id("registre"),
                      Say("Traitements publiés", "Published processing"));
  for (const RegisterRecord& record : site_.records) {
    out_ += fmt::format("<h3>{}</h3>\n", In(record.title));
    Paragraph("", record.purpose);
    Fact("Sous-finalités", "Sub-purposes", record.sub_purposes);
    Fact("Personnes concernées", "People concerned", record.people);
    Paragraph("", record.data);
    Fact("Textes", "Legal texts", {record.legal_texts});
    Fact("Destinataires", "Recipients", record.recipients);
    if (record.retention.kind != Lifetime::Kind::kUnpublished) {
      out_ += fmt::format("<p class=\"meta\">{} {}</p>\n", Say("Conservation&nbsp;:", "Kept for:"),
                          Lasting(record.retention));
    }
    Fact("Sous-traitance", "Processors", {record.processors});
    Fact("Transferts", "Transfers", {record.transfers});
    Fact("Sécurité", "Security", {record.security});
    Fact("Droits", "Rights", {record.rights});
    Note(record.published);
  }
  out_ += "</section>\n";
}

void Section::RightsSection() {
  out_ += fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n", Id("droits"),
                      Say("Vos droits", "Your rights"));
  out_ += fmt::format("<p>{} {}.</p>\n", Say("Responsable du traitement&nbsp;:", "Controller:"),
                      render::EscapeHtml(site_.controller.name));
  Paragraph("", site_.controller.description);
  Paragraph("", site_.rights.contact);
  if (!site_.rights.email.empty()) {
    out_ += fmt::format("<p>{0} <a href=\"mailto:{1}\">{1}</a></p>\n",
                        Say("Courriel&nbsp;:", "E-mail:"), render::EscapeHtml(site_.rights.email));
  }
  if (!site_.rights.address.empty()) {
    out_ += fmt::format("<p>{} {}</p>\n", Say("Courrier&nbsp;:", "Post:"),
                        render::EscapeHtml(site_.rights.address));
  }
  if (!site_.rights.complaint.empty()) {
    out_ += fmt::format("<p>{} {}</p>\n", Say("Réclamation&nbsp;:", "Complaint:"),
                        In(site_.rights.complaint));
  }
  out_ += "</section>\n";
}

std::string Section::Render(const std::vector<std::string>& languages) {
  Contents(languages);
  if (site_.refusable()) {
    out_ += fmt::format(
        fmt::runtime(
            Say("<p>Votre choix est conservé {}, puis un nouveau choix vous sera demandé.</p>\n",
                "<p>Your choice is kept for {}, then you are asked again.</p>\n")),
        render::DurationWords(site_.choice_validity, words_));
  }
  Note(site_.published);
  for (const Purpose& purpose : site_.purposes) PurposeSection(purpose);
  OwnSection();
  ReadingSection();
  Processors();
  Records();
  RightsSection();
  return std::move(out_);
}

}  // namespace

render::HtmlPage CookiesPage(const Site& site, std::string_view revision) {
  const std::string name = render::EscapeHtml(site.name);
  // The site's languages in their order.
  std::vector<std::string> languages = site.languages;
  if (languages.empty()) languages.emplace_back("fr");
  const bool french = languages.front() == "fr";
  std::string body = fmt::format(
      "<a class=\"skip\" href=\"#contenu\">{}</a>\n<header><h1>{} {}</h1></header>\n"
      "<main id=\"contenu\">\n",
      french ? "Aller au contenu" : "Skip to content",
      french ? "Cookies et traceurs sur" : "Cookies and trackers on", name);
  body += Section(site, languages.front()).Render(languages);
  for (size_t i = 1; i < languages.size(); ++i) {
    const std::string& language = languages[i];
    const bool in_french = language == "fr";
    body += fmt::format("<div class=\"other\" id=\"{}\" lang=\"{}\">\n<h2>{} {}{}</h2>\n", language,
                        in_french ? "fr" : "en",
                        in_french ? "Cookies et traceurs sur" : "Cookies and trackers on", name,
                        in_french || language == "en" ? "" : " (" + language + ")");
    body += Section(site, language).Render({});
    body += "</div>\n";
  }
  body += fmt::format(
      "</main>\n<footer><p>{} <code>{}</code></p></footer>\n",
      french ? "Version publiée&nbsp;:" : "Published revision:", render::EscapeHtml(revision));
  return render::MakePage(
      {.title = (french ? "Cookies et traceurs – " : "Cookies and trackers – ") + site.name,
       .body = body,
       .language = french ? "fr" : "en",
       .style = kCookiesStyle});
}

}  // namespace temoin::catalog
