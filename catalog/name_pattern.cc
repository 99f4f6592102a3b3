#include "catalog/name_pattern.h"

#include <algorithm>

namespace temoin::catalog {

NamePattern::NamePattern(std::string_view declared) {
  while (!declared.empty()) {
    const size_t open = declared.find('<');
    if (open != 0) {
      parts_.push_back({declared.substr(0, open), false});
      if (open == std::string_view::npos) return;
    }
    // Two variable parts in a row are one of two characters or more; kept apart, they stay that.
    parts_.push_back({{}, true});
    has_variable_ = true;
    const size_t close = declared.find('>', open);
    if (close == std::string_view::npos) return;
    declared.remove_prefix(close + 1);
  }
}

std::string_view NamePattern::prefix() const {
  return parts_.empty() || parts_.front().variable ? std::string_view() : parts_.front().literal;
}

size_t NamePattern::literal_size() const {
  size_t size = 0;
  for (const Part& part : parts_) size += part.literal.size();
  return size;
}

// Greedy with one point of return, as shell patterns are matched: linear for one variable part and
// never worse than the product of both lengths.
bool NamePattern::Matches(std::string_view name) const {
  size_t part = 0;
  size_t at = 0;
  size_t retry_part = parts_.size();
  size_t retry_at = 0;
  while (true) {
    if (part == parts_.size()) {
      if (at == name.size()) return true;
    } else if (parts_[part].variable) {
      if (at < name.size()) {
        retry_part = part;
        retry_at = at + 1;
        ++part;
        ++at;
        continue;
      }
    } else if (name.substr(at).starts_with(parts_[part].literal)) {
      at += parts_[part].literal.size();
      ++part;
      continue;
    }
    // The last variable part takes one character more.
    if (retry_part == parts_.size() || retry_at >= name.size()) return false;
    part = retry_part + 1;
    at = ++retry_at;
  }
}

std::string NamePattern::Shape() const {
  std::string out;
  for (const Part& part : parts_) {
    if (part.variable) {
      out += '*';
    } else {
      out += part.literal;
    }
  }
  return out;
}

bool WellFormedName(std::string_view declared) {
  size_t at = 0;
  while (true) {
    const size_t open = declared.find_first_of("<>", at);
    if (open == std::string_view::npos) return true;
    if (declared[open] == '>') return false;
    const size_t close = declared.find_first_of("<>", open + 1);
    if (close == std::string_view::npos || declared[close] == '<' || close == open + 1) {
      return false;
    }
    at = close + 1;
  }
}

std::string RewrittenName(std::string_view declared) {
  constexpr std::string_view kSeveral = ",;/()|\t ";
  std::string out;
  for (size_t at = 0; at < declared.size();) {
    const char c = declared[at];
    const char close = c == '<' ? '>' : c == '{' ? '}' : c == '[' ? ']' : '\0';
    if (close != '\0') {
      const size_t end = std::min(declared.find(close, at), declared.size());
      const std::string_view inside = declared.substr(at + 1, end - at - 1);
      out += inside.empty() ? std::string("<id>") : "<" + std::string(inside) + ">";
      at = end + 1;
      continue;
    }
    if (kSeveral.find(c) != std::string_view::npos) return {};
    const size_t run = std::min(declared.find_first_not_of(c, at), declared.size()) - at;
    if (c == '*' || c == '#' || c == '%' || (c == 'X' && run >= 3)) {
      if (!out.ends_with("<id>")) out += "<id>";
      at += run;
      continue;
    }
    out.append(run, c);
    at += run;
  }
  return out;
}

}  // namespace temoin::catalog
