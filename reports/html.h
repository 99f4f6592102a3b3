// Pages that stand alone: one document with one style element, no script, nothing loaded. They are
// read on a screen, printed on A4 and archived for years.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_HTML_H_
#define TEMOIN_REPORTS_HTML_H_

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/zones.h"

namespace temoin::reports {

struct HtmlDocument {
  std::string html;
  std::string style_source;  // 'sha256-…' with its quotes, for style-src
};

// `title` is text; `subtitle` too and may be empty; `body` is HTML.
HtmlDocument MakePage(std::string_view title, std::string_view subtitle, std::string_view body);

// Text for HTML content and quoted attributes.
std::string Escape(std::string_view text);

// Tables of text: the cells are escaped here. Column `numbers_from` and later are aligned right.
std::string Table(std::string_view caption, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, size_t numbers_from = 99);
// Pairs of a name and its value, for facts; both are text.
std::string Facts(const std::vector<std::pair<std::string, std::string>>& facts);

// "UTC", "UTC+1", "UTC-3:30": what clocks are ahead.
std::string AheadOfUtc(std::chrono::seconds ahead);
// "3 mars 2026"; and an instant as the clocks of `zone` tell it, with what they are ahead: "3 mars
// 2026 à 11:00:00 (UTC+1)".
std::string FrenchDate(Time time);
std::string FrenchTime(Time time, const TimeZone& zone = {});
// 123456 -> "123 456" with narrow no-break spaces; 583 -> "58,3 %".
std::string FrenchNumber(uint64_t number);
std::string FrenchPercent(uint32_t permille);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_HTML_H_
