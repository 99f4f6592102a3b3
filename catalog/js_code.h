// Where things stand in the text of a JavaScript program or of a page: comments, braces,
// declarations. Nothing is parsed; js_literal.h reads values.
//
// Bounded by the text. Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_JS_CODE_H_
#define TEMOIN_CATALOG_JS_CODE_H_

#include <cstddef>
#include <string_view>

namespace temoin::catalog {

// The comments of a text. An end that is not there is looked for once: time grows with the text.
class Comments {
 public:
  explicit Comments(std::string_view code) : code_(code) {}

  // The size of the comment that begins at `at`, of JavaScript or HTML; 0: none. "https://" begins
  // none, nor does the start of a string or "*/*"; nor does what never ends. `at` only grows.
  size_t SizeAt(size_t at);
  // The next "{" outside of a comment; npos: none.
  size_t NextBrace(size_t at);

 private:
  std::string_view code_;
  bool block_ends_ = true;
  bool page_ends_ = true;
};

// Where the value of "const NAME = …" begins; npos: the program declares no such name.
size_t ValueDeclared(std::string_view code, std::string_view name);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_JS_CODE_H_
