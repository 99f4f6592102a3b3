#include "catalog/pasted_code.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostCode = size_t{1024} * 1024;

}  // namespace

bool HasTag(std::string_view text) {
  constexpr std::array<std::string_view, 10> kTags = {"<script", "<img",    "<iframe", "<noscript",
                                                      "<link",   "<object", "<embed",  "<video",
                                                      "<a ",     "<!--"};
  const std::string low = LowerAscii(text.substr(0, kMostCode));
  // "<div class="fb-like">"
  const std::string_view start = TrimAscii(low);
  const bool element = start.size() > 2 && start[0] == '<' && start[1] >= 'a' && start[1] <= 'z' &&
                       start.find_first_of(" >/") != std::string_view::npos &&
                       start.find('>') != std::string_view::npos;
  if (element) return true;
  return std::any_of(kTags.begin(), kTags.end(),
                     [&](std::string_view tag) { return low.find(tag) != std::string::npos; });
}

bool IsCode(std::string_view line) {
  const std::string low = LowerAscii(line);
  if (low.find("function(") != std::string::npos || low.find("function (") != std::string::npos) {
    return true;
  }
  constexpr std::array<std::string_view, 27> kStarts = {
      "var ",         "let ",    "const ",       "import ",       "export ",     "function ",
      "class ",       "return ", "if (",         "for (",         "window.",     "select ",
      "insert into ", "update ", "delete from ", "create table ", "drop table ", "alter table ",
      "-- ",          "/*",      "*/",           "#!/",           "<?",          "<!",
      "@import",      "@media",  "// "};
  if (std::any_of(kStarts.begin(), kStarts.end(),
                  [&](std::string_view start) { return low.starts_with(start); })) {
    return true;
  }
  // A block of a style sheet, of JSON or of a program: "a { b: c }", "{"name": "x"".
  const size_t brace = line.find_first_of("{}");
  if (brace < line.find('=') &&
      (brace == 0 || line.find_first_of(": ") != std::string_view::npos || line.ends_with('{'))) {
    return true;
  }
  const size_t open = line.find('(');
  if (open == std::string_view::npos || open == 0 || line.find('=') < open) return false;
  const char before = line[open - 1];
  const bool call = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') ||
                    (before >= '0' && before <= '9') || before == '_' || before == '$';
  const std::string_view rest = TrimAscii(line.substr(open + 1));
  if (call && (line.find(")}") != std::string_view::npos || line.ends_with(");"))) return true;
  return call && !rest.empty() &&
         std::string_view("'\"[{)").find(rest.front()) != std::string_view::npos;
}

bool IsPieceOfCode(std::string_view name) {
  return name.find_first_of("(){}\"'`\\") != std::string_view::npos;
}

}  // namespace temoin::catalog
