// A declared tracker name as a pattern: SR<RotatorID> is the literal "SR" and a variable part.
//
// A bracket that is never closed runs to the end of the name; a closing bracket alone is a literal.
// A variable part stands for one character or more.
//
// Thread-safety: pure functions and values. A NamePattern points into the name it was made from.
#ifndef TEMOIN_CATALOG_NAME_PATTERN_H_
#define TEMOIN_CATALOG_NAME_PATTERN_H_

#include <string>
#include <string_view>
#include <vector>

namespace temoin::catalog {

class NamePattern {
 public:
  explicit NamePattern(std::string_view declared);

  bool has_variable() const { return has_variable_; }
  // The characters before the first variable part.
  std::string_view prefix() const;
  // How many characters are literal: the longest pattern is the one that says the most.
  size_t literal_size() const;
  bool Matches(std::string_view name) const;
  // "SR*": two names of one shape match the same cookies.
  std::string Shape() const;

 private:
  struct Part {
    std::string_view literal;
    bool variable = false;
  };
  std::vector<Part> parts_;
  bool has_variable_ = false;
};

// "__Secure-" or "__Host-", with which browsers keep a name in a stricter way (RFC 6265bis section
// 4.1.3) and which is nobody's; empty: the name begins otherwise.
std::string_view KeepingPrefix(std::string_view declared);

// Whether the brackets of a name are balanced, not nested and not empty.
bool WellFormedName(std::string_view declared);

// Whether a name of cookie characters is written in the notation of another tool, so that it
// matches its own letters and nothing else: "_ga_*", "_ga_#", "_ga_XXXX", "_ga_NNN", "_ga_...",
// "_ga_N", "_ga_UUID", "_ga_$id", "_ga_.+", "^_ga". What is encoded ("%40") is no such notation.
bool OtherNotation(std::string_view name);

// Whether brackets of another notation stand in it, which the name of a stored item may have and
// that of a cookie may not: "_hj_{id}", "_hj_[id]".
bool HasForeignBrackets(std::string_view name);

// The name as it is written here, out of the notation of other tools: "_ga_*", "_ga_#", "_ga_%s",
// "_ga_XXXX", "_ga_[0-9]+" and "_hj_{id}", "_hj_${id}", "_hj_#id#" become "_ga_<id>" and
// "_hj_<id>"; an open bracket is closed. The same name: nothing to rewrite. Empty: several names
// stand in one, or a remark with it.
std::string RewrittenName(std::string_view declared);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_NAME_PATTERN_H_
