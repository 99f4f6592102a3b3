// Pages that stand alone: one document with one style element, no script, nothing loaded. Every
// page that this program writes is made here; nobody else writes a head or escapes a character.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_RENDER_HTML_H_
#define TEMOIN_RENDER_HTML_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace temoin::render {

// Text for HTML content and quoted attributes.
std::string EscapeHtml(std::string_view text);
// The text that EscapeHtml made `html` from; other references stay as they are.
std::string UnescapeHtml(std::string_view html);

struct HtmlPage {
  std::string html;
  std::string style_source;  // 'sha256-…' with its quotes, for style-src

  // The Content-Security-Policy it is served under, where nothing more is known.
  std::string Policy() const;
};

// The style of documents: read on a screen, printed on A4 and archived for years. Dark text on
// white, two greys and one blue; every pair is over 7:1.
extern const std::string_view kDocumentStyle;

struct PageParts {
  std::string_view title;            // text
  std::string_view body;             // HTML: all that stands in the body element
  std::string_view language = "fr";  // of the page; parts in another one say so themselves
  std::string_view style = kDocumentStyle;
};
HtmlPage MakePage(const PageParts& parts);

// A page with its title as its heading. `subtitle` is text and may be empty; `content` is HTML.
HtmlPage MakeDocument(std::string_view title, std::string_view subtitle, std::string_view content,
                      std::string_view language = "fr", std::string_view style = kDocumentStyle);

// Tables of text: the cells are escaped here. Column `numbers_from` and later are aligned right.
std::string Table(std::string_view caption, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, size_t numbers_from = 99);
// Pairs of a name and its value, for facts; both are text. A pair without a value is left out.
std::string Facts(const std::vector<std::pair<std::string, std::string>>& facts);

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_HTML_H_
