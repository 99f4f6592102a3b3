#include "render/html.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::render {

namespace {

struct Reference {
  char character;
  std::string_view html;
};
constexpr std::array<Reference, 5> kReferences = {
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}}};

}  // namespace

const std::string_view kDocumentStyle = R"css(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem 4rem;background:#fff;color:#1b2230;
font:16px/1.55 "Liberation Sans",Arial,Helvetica,sans-serif}
header{border-bottom:3px solid #0c3c78;margin-bottom:2rem;padding-bottom:.75rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;color:#0c3c78}
h2{font-size:1.25rem;margin:2.25rem 0 .5rem;color:#0c3c78}
h3{font-size:1.05rem;margin:1.5rem 0 .25rem}
p{margin:.5rem 0}.sub{color:#4a5468;margin:0}
table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.9rem}
caption{text-align:left;font-weight:700;padding:.25rem 0;color:#4a5468}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d5dae3;
overflow-wrap:break-word}td.w{overflow-wrap:anywhere}
thead th{border-bottom:2px solid #8b95a8}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;margin:.75rem 0;gap:0 1rem}
dt,dd{margin:0;padding:.4rem 0;border-bottom:1px solid #e4e8ef;overflow-wrap:anywhere}
dt{color:#4a5468}dd ul{margin:0;padding-left:1.1rem}
pre,code{font:.85em/1.5 "Liberation Mono",Menlo,Consolas,monospace}
pre{background:#f4f6f9;padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:4px}
.ok,.bad{padding:.6rem .9rem;border-left:5px solid;margin:1rem 0}
.ok{border-color:#1d6b3c;background:#eef7f1}.bad{border-color:#a3231a;background:#fdf0ef}
figure{margin:1rem 0}svg{max-width:100%;height:auto}
.letter{max-width:44rem}.letter p{margin:.9rem 0}
footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid #d5dae3;color:#4a5468;font-size:.85rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{border:0;padding-bottom:0}
table{display:block;overflow-x:auto}.words thead{position:absolute;clip-path:inset(50%)}
.words :is(tbody,tr,td){display:block}.words tr{border-bottom:1px solid #d5dae3;padding:.4rem 0}
.words td{display:grid;grid-template-columns:minmax(6.5rem,34%) 1fr;gap:.75rem;border:0;
padding:.1rem 0}.words td:empty{display:none}
.words td::before{content:attr(data-title);color:#4a5468}}
@media print{@page{size:A4;margin:18mm 16mm}body{max-width:none;padding:0;font-size:10.5pt}
h2,h3,caption{break-after:avoid}tr,figure,dt,dd{break-inside:avoid}thead{display:table-header-group}
pre{border:1px solid #d5dae3}}
)css";

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto* found = std::ranges::find(kReferences, c, &Reference::character);
    if (found == kReferences.end()) {
      out += c;
    } else {
      out += found->html;
    }
  }
  return out;
}

std::string UnescapeHtml(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  while (!html.empty()) {
    const auto* found = std::ranges::find_if(
        kReferences, [&](const Reference& each) { return html.starts_with(each.html); });
    const bool known = found != kReferences.end();
    out += known ? found->character : html.front();
    html.remove_prefix(known ? found->html.size() : 1);
  }
  return out;
}

std::string HtmlPage::Policy() const {
  return "default-src 'none'; style-src " + style_source +
         "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

HtmlPage MakePage(const PageParts& parts) {
  HtmlPage page;
  page.style_source = "'sha256-" + EncodeBase64(Sha256(parts.style)) + "'";
  page.html = "<!doctype html>\n<html lang=\"" + EscapeHtml(parts.language) +
              "\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
              // For a copy on a disk, where no server says so.
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
              "style-src " +
              page.style_source + "\">\n<title>" + EscapeHtml(parts.title) + "</title>\n<style>" +
              std::string(parts.style) + "</style>\n</head>\n<body>\n" + std::string(parts.body) +
              "</body>\n</html>\n";
  return page;
}

HtmlPage MakeDocument(std::string_view title, std::string_view subtitle, std::string_view content,
                      std::string_view language, std::string_view style) {
  std::string body = "<header>\n<h1>" + EscapeHtml(title) + "</h1>\n";
  if (!subtitle.empty()) body += "<p class=\"sub\">" + EscapeHtml(subtitle) + "</p>\n";
  body += "</header>\n<main>\n" + std::string(content) + "</main>\n";
  return MakePage({.title = title, .body = body, .language = language, .style = style});
}

namespace {

// A hash or an address, which may be broken anywhere so that its column leaves room for the others;
// words may not.
bool HasLongWord(std::string_view text) {
  constexpr size_t kLong = 24;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.size(), text.find(' ', begin));
    if (end - begin > kLong) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

std::string Table(std::string_view caption, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, size_t numbers_from) {
  // On a narrow screen a table of words becomes a list of rows, each value under its title.
  const bool words = numbers_from >= head.size();
  std::string out = words ? "<table class=\"words\">" : "<table>";
  if (!caption.empty()) out += "<caption>" + EscapeHtml(caption) + "</caption>";
  out += "<thead><tr>";
  for (size_t i = 0; i < head.size(); ++i) {
    out += i >= numbers_from ? R"(<th scope="col" class="n">)" : R"(<th scope="col">)";
    out += EscapeHtml(head[i]) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      if (i >= numbers_from) {
        out += R"(<td class="n">)";
      } else {
        out += HasLongWord(row[i]) ? R"(<td class="w")" : "<td";
        if (words && i < head.size()) out += " data-title=\"" + EscapeHtml(head[i]) + "\"";
        out += ">";
      }
      out += EscapeHtml(row[i]) + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table>\n";
  return out;
}

std::string Facts(const std::vector<std::pair<std::string, std::string>>& facts) {
  std::string out = "<dl>\n";
  for (const auto& [name, value] : facts) {
    if (value.empty()) continue;
    out += "<dt>" + EscapeHtml(name) + "</dt><dd>" + EscapeHtml(value) + "</dd>\n";
  }
  return out + "</dl>\n";
}

}  // namespace temoin::render
