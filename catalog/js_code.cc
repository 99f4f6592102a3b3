#include "catalog/js_code.h"

#include <algorithm>

namespace temoin::catalog {
namespace {

// Whether a place is within a comment: of a block, or of the line up to it.
bool InComment(std::string_view code, size_t at) {
  const std::string_view before = code.substr(0, at);
  const size_t open = before.rfind("/*");
  const size_t close = before.rfind("*/");
  if (open != std::string_view::npos && (close == std::string_view::npos || close < open)) {
    return true;
  }
  return before.substr(before.rfind('\n') + 1).find("//") != std::string_view::npos;
}

}  // namespace

size_t Comments::SizeAt(size_t at) {
  constexpr std::string_view kNotBefore = ":*'\"`\\";
  if (at > 0 && kNotBefore.find(code_[at - 1]) != std::string_view::npos) return 0;
  const std::string_view rest = code_.substr(at);
  if (rest.starts_with("//")) return std::min(rest.find('\n'), rest.size());
  const bool block = rest.starts_with("/*");
  if (!block && !rest.starts_with("<!--")) return 0;
  bool& ends = block ? block_ends_ : page_ends_;
  if (!ends) return 0;
  const std::string_view end = block ? "*/" : "-->";
  const size_t found = rest.find(end, 2);
  ends = found != std::string_view::npos;
  return ends ? found + end.size() : 0;
}

size_t Comments::NextBrace(size_t at) {
  while (at < code_.size() && code_[at] != '{') at += std::max<size_t>(1, SizeAt(at));
  return at < code_.size() ? at : std::string_view::npos;
}

size_t ValueDeclared(std::string_view code, std::string_view name) {
  for (size_t at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
    size_t before = at;
    while (before > 0 &&
           (code[before - 1] == ' ' || code[before - 1] == '\t' || code[before - 1] == '\n'))
      --before;
    const std::string_view left = code.substr(0, before);
    if (before == at ||
        !(left.ends_with("const") || left.ends_with("let") || left.ends_with("var"))) {
      continue;
    }
    size_t after = at + name.size();
    while (after < code.size() && code[after] == ' ') ++after;
    if (after >= code.size() || code[after] != '=' || InComment(code, at)) continue;
    return after + 1;
  }
  return std::string_view::npos;
}

}  // namespace temoin::catalog
