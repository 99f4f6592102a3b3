#include "catalog/name_pattern.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

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

std::string_view KeepingPrefix(std::string_view declared) {
  constexpr std::array<std::string_view, 4> kPrefixes = {"__host-http-", "__host-", "__secure-",
                                                         "__http-"};
  const std::string low = LowerAscii(declared.substr(0, 16));
  for (const std::string_view prefix : kPrefixes) {
    if (low.starts_with(prefix)) return declared.substr(0, prefix.size());
  }
  return {};
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

namespace {

// A variable part in the notation of another tool: how long it is, and its name.
struct Foreign {
  size_t size = 0;  // 0: none begins there
  std::string name = "id";
};

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

size_t RunOf(std::string_view text, char c) {
  return std::min(text.find_first_not_of(c), text.size());
}

// "+", "*", "{4}" behind a class of a regular expression.
size_t RepeatAt(std::string_view rest) {
  if (rest.starts_with('+') || rest.starts_with('*')) return 1;
  const size_t end = rest.find('}');
  const bool times =
      rest.starts_with('{') && end != std::string_view::npos &&
      rest.substr(0, end).find_first_not_of("{0123456789,") == std::string_view::npos;
  return times ? end + 1 : 0;
}

// "<id>", "{id}", "[id]", "${id}", "#{id}", "%{id}", "{{id}}", "[0-9]+"
Foreign BracketAt(std::string_view rest) {
  struct Pair {
    std::string_view open;
    std::string_view close;
  };
  constexpr std::array<Pair, 7> kPairs = {
      {{"${", "}"}, {"#{", "}"}, {"%{", "}"}, {"{{", "}}"}, {"{", "}"}, {"[", "]"}, {"<", ">"}}};
  for (const Pair& pair : kPairs) {
    if (!rest.starts_with(pair.open)) continue;
    const size_t end = std::min(rest.find(pair.close, pair.open.size()), rest.size());
    const std::string_view inside = rest.substr(pair.open.size(), end - pair.open.size());
    Foreign out;
    out.size = std::min(end + pair.close.size(), rest.size());
    const size_t repeat = pair.open == "[" ? RepeatAt(rest.substr(out.size)) : 0;
    out.size += repeat;
    const bool named = std::any_of(inside.begin(), inside.end(), IsNameByte);
    if (repeat == 0 && named) out.name = inside;
    return out;
  }
  return {};
}

// A run of one letter that nobody writes in a name: "XXX", "NNN", "YYYY", and in small letters
// "xxxx", or "nnn" where nothing but signs stands around it.
bool StandsForMore(std::string_view rest, char before) {
  const char c = rest.front();
  const size_t run = RunOf(rest, c);
  if (run < 3) return false;
  if (c == 'X' || c == 'N' || c == 'Y' || c == 'Z') return true;
  if (c == 'x' && run >= 4) return true;
  if (c != 'x' && c != 'n' && c != 'y' && c != 'z') return false;
  const char after = run < rest.size() ? rest[run] : '_';
  const auto sign = [](char each) { return !IsNameByte(each) || each == '_'; };
  return sign(before) && sign(after);
}

bool IsCapitalByte(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool IsSmallByte(char c) { return c >= 'a' && c <= 'z'; }

// A word in capitals behind a sign, at the end of a name that is not all in capitals: "_ga_N",
// "_ga_UUID", "_ga_PROPERTY_ID". Its length; 0: it is none.
size_t CapitalWordAt(std::string_view rest, std::string_view whole, char before) {
  constexpr std::array<std::string_view, 14> kWords = {
      "N",    "X",      "NN",        "XX",     "ID",  "UUID",   "GUID",
      "HASH", "RANDOM", "TIMESTAMP", "NUMBER", "UID", "SITEID", "USERID"};
  const bool sign = before == '_' || before == '-' || before == '.';
  if (!sign || std::none_of(whole.begin(), whole.end(), IsSmallByte)) return 0;
  if (!std::all_of(rest.begin(), rest.end(), IsCapitalByte)) return 0;
  const bool known = std::find(kWords.begin(), kWords.end(), rest) != kWords.end();
  return known || rest.ends_with("_ID") ? rest.size() : 0;
}

// "%40": a byte that is encoded.
bool IsEncodedByte(std::string_view rest) {
  constexpr std::string_view kHex = "0123456789ABCDEFabcdef";
  return rest.size() > 2 && rest[0] == '%' && kHex.find(rest[1]) != std::string_view::npos &&
         kHex.find(rest[2]) != std::string_view::npos;
}

// "$id", "$siteId"
size_t VariableAt(std::string_view rest, char sign = '$') {
  if (!rest.starts_with(sign) || rest.size() < 2 || !IsSmallByte(rest[1])) return 0;
  size_t end = 1;
  while (end < rest.size() && IsNameByte(rest[end]) && rest[end] != '_') ++end;
  return end;
}

Foreign ForeignAt(std::string_view rest, char before) {
  if (Foreign bracket = BracketAt(rest); bracket.size > 0) return bracket;
  const char c = rest.front();
  const auto run = RunOf(rest, c);
  if (IsEncodedByte(rest)) return {};
  if (rest.starts_with(".+")) return {2, "id"};
  if (rest.starts_with("…")) return {std::string_view("…").size(), "id"};
  if (c == '\\' && rest.size() > 1 && IsNameByte(rest[1]))
    return {2 + RepeatAt(rest.substr(2)), "id"};
  if (c == '%' && rest.size() > 1 &&
      std::string_view("sdiu").find(rest[1]) != std::string_view::npos &&
      (rest.size() == 2 || rest[2] == '_' || !IsNameByte(rest[2]))) {
    return {2, "id"};
  }
  if (c == '#' || c == '%') {  // "#HASH#"
    const size_t end = rest.find(c, 1);
    const std::string_view inside =
        end == std::string_view::npos ? std::string_view() : rest.substr(1, end - 1);
    if (!inside.empty() && std::all_of(inside.begin(), inside.end(), IsNameByte)) {
      return {end + 1, std::string(inside)};
    }
  }
  const bool stands =
      c == '*' || c == '#' || c == '%' || (c == '.' && run >= 3) || StandsForMore(rest, before);
  if (!stands) return {};
  // "YYYYMMDD", "yyyy-mm-dd"
  size_t size = run;
  for (const char part :
       c == 'Y' ? std::string_view("MD") : std::string_view(c == 'y' ? "md" : "")) {
    const bool joined = size < rest.size() && (rest[size] == '-' || rest[size] == '.');
    const size_t at = size + (joined ? 1 : 0);
    if (RunOf(rest.substr(std::min(at, rest.size())), part) != 2) break;
    size = at + 2;
  }
  return {size, "id"};
}

}  // namespace

bool OtherNotation(std::string_view name) {
  if (name.find_first_of("*#|") != std::string_view::npos ||
      name.find("...") != std::string_view::npos || name.find(".+") != std::string_view::npos ||
      name.starts_with('^') || name.ends_with('$')) {
    return true;
  }
  for (size_t at = 0; at < name.size(); at += RunOf(name.substr(at), name[at])) {
    const std::string_view rest = name.substr(at);
    const char before = at == 0 ? '_' : name[at - 1];
    const bool encodes = rest[0] == '%' && IsEncodedByte(rest);
    if ((rest[0] == '%' && !encodes) || (at > 0 && VariableAt(rest) > 0) ||
        StandsForMore(rest, before) || (at > 0 && CapitalWordAt(rest, name, before) > 0)) {
      return true;
    }
  }
  return false;
}

bool HasForeignBrackets(std::string_view name) {
  for (size_t at = 0; at < name.size(); ++at) {
    const Foreign bracket = name[at] == '<' ? Foreign() : BracketAt(name.substr(at));
    if (bracket.size > 0) return true;
  }
  return false;
}

std::string RewrittenName(std::string_view declared) {
  constexpr std::string_view kSeveral = ",;/()|\t ";
  const bool regular = declared.starts_with('^');  // of a regular expression
  if (regular) declared.remove_prefix(1);
  if (declared.ends_with('$')) declared.remove_suffix(1);
  std::string out;
  char before = '_';
  const std::string_view whole = declared;
  while (!declared.empty()) {
    Foreign variable = ForeignAt(declared, before);
    if (regular && declared.starts_with(".*")) variable = {2, "id"};
    if (variable.size == 0 && declared.size() < whole.size()) {
      variable.size = VariableAt(declared);
      if (variable.size > 0) variable.name = declared.substr(1, variable.size - 1);
      if (variable.size == 0) variable.size = CapitalWordAt(declared, whole, before);
      // "acme_:id", as routes are written; a key of the storage may hold a colon.
      const bool joint = before == '_' || before == '-' || before == '.';
      if (variable.size == 0 && joint) variable.size = VariableAt(declared, ':');
    }
    if (variable.size > 0) {
      if (!out.ends_with("<id>") || variable.name != "id") out += "<" + variable.name + ">";
      before = declared[variable.size - 1];
      declared.remove_prefix(variable.size);
      continue;
    }
    if (kSeveral.find(declared.front()) != std::string::npos) return {};
    before = declared.front();
    out += before;
    declared.remove_prefix(1);
  }
  return out;
}

}  // namespace temoin::catalog
