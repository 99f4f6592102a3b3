// Copies from a browser's developer tools, a name on one line and its value on the next: what a
// line is follows from the line before it alone, and every cookie field is read or reported lost.
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "catalog/audit/two_lines.h"
#include "tests/fuzz/audit_reading.h"

namespace {

using temoin::catalog::TwoLines;

bool NamesCookie(TwoLines::Line kind) {
  return kind == TwoLines::Line::kSetCookie || kind == TwoLines::Line::kCookie;
}

// Each line that waits for the value of a cookie gets one, or is reported.
void Walk(std::string_view text, bool structured) {
  TwoLines lines;
  size_t number = 0;
  bool waited = false;
  const auto settle = [&](TwoLines::Line kind) {
    const TwoLines::Lost lost = lines.TakeLost();
    if (lost.number > number) std::abort();
    if (waited && !NamesCookie(kind) && !NamesCookie(lost.kind)) std::abort();
    if (lines.TakeLost().number != 0) std::abort();  // told once
  };
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = temoin::TrimOws(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const TwoLines::Line kind = lines.Take(line, ++number, structured);
    settle(kind);
    waited = lines.waits_for_cookie();
  }
  lines.End();
  settle(TwoLines::Line::kAlone);
  if (lines.waits_for_cookie()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Walk(text, false);
  Walk(text, true);
  temoin::fuzz::ReadAndAudit("Request URL\nhttps://www.fuzz.example/\n" + std::string(text));
  return 0;
}
