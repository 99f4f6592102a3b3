#include "reports/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::reports {

namespace {

// Dark text on white, two greys and one blue; every pair is over 7:1. Charts use the same four
// colours with patterns of lightness that survive a grey print.
constexpr std::string_view kStyle = R"css(
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
table{display:block;overflow-x:auto}}
@media print{@page{size:A4;margin:18mm 16mm}body{max-width:none;padding:0;font-size:10.5pt}
h2,h3,caption{break-after:avoid}tr,figure,dt,dd{break-inside:avoid}thead{display:table-header-group}
pre{border:1px solid #d5dae3}}
)css";

constexpr std::array<std::string_view, 12> kMonths = {
    "janvier", "février", "mars",      "avril",   "mai",      "juin",
    "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};

}  // namespace

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
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
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

HtmlDocument MakePage(std::string_view title, std::string_view subtitle, std::string_view body) {
  HtmlDocument page;
  page.style_source = "'sha256-" + EncodeBase64(Sha256(kStyle)) + "'";
  page.html =
      "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      // For a copy on a disk, where no server says so.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src " +
      page.style_source + "\">\n<title>" + Escape(title) + "</title>\n<style>" +
      std::string(kStyle) + "</style>\n</head>\n<body>\n<header>\n<h1>" + Escape(title) + "</h1>\n";
  if (!subtitle.empty()) page.html += "<p class=\"sub\">" + Escape(subtitle) + "</p>\n";
  page.html += "</header>\n<main>\n" + std::string(body) + "</main>\n</body>\n</html>\n";
  return page;
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
  std::string out = "<table>";
  if (!caption.empty()) out += "<caption>" + Escape(caption) + "</caption>";
  out += "<thead><tr>";
  for (size_t i = 0; i < head.size(); ++i) {
    out += i >= numbers_from ? R"(<th scope="col" class="n">)" : R"(<th scope="col">)";
    out += Escape(head[i]) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      if (i >= numbers_from) {
        out += R"(<td class="n">)";
      } else {
        out += HasLongWord(row[i]) ? R"(<td class="w">)" : "<td>";
      }
      out += Escape(row[i]) + "</td>";
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
    out += "<dt>" + Escape(name) + "</dt><dd>" + Escape(value) + "</dd>\n";
  }
  return out + "</dl>\n";
}

std::string AheadOfUtc(std::chrono::seconds ahead) {
  if (ahead.count() == 0) return "UTC";
  const int64_t minutes = std::chrono::abs(ahead).count() / 60;
  const std::string hours = fmt::format("UTC{}{}", ahead.count() < 0 ? '-' : '+', minutes / 60);
  return minutes % 60 == 0 ? hours : fmt::format("{}:{:02}", hours, minutes % 60);
}

std::string FrenchDate(Time time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  const unsigned day = static_cast<unsigned>(date.day());
  return fmt::format("{} {} {}", day == 1 ? "1er" : std::to_string(day),
                     kMonths.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()));
}

std::string FrenchTime(Time time, const TimeZone& zone) {
  const std::chrono::seconds ahead = zone.OffsetAt(time);
  const std::string text = FormatTime(time + ahead);  // 2026-11-21T20:10:00Z
  return FrenchDate(time + ahead) + " à " + text.substr(11, 8) + " (" + AheadOfUtc(ahead) + ")";
}

std::string FrenchNumber(uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += "\u202f";
    out += digits[i];
  }
  return out;
}

std::string FrenchPercent(uint32_t permille) {
  return fmt::format("{},{}\u00a0%", permille / 10, permille % 10);
}

}  // namespace temoin::reports
