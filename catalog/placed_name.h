// The name of a cookie and who sets it, in the words of a sentence: "le cookie IDE de
// doubleclick.net", "IDE @ doubleclick.net", "IDE (doubleclick.net)", "pcid and pctx on ameli.fr",
// "IDE de Google".
//
// Bounds: a line of more than 300 bytes or 24 words is no such sentence.
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_PLACED_NAME_H_
#define TEMOIN_CATALOG_PLACED_NAME_H_

#include <string>
#include <string_view>
#include <vector>

#include "catalog/match.h"

namespace temoin::catalog {

struct PlacedNames {
  std::vector<std::string>
      names;          // empty: the sentence names a host alone ("cookies de vimeo.com")
  std::string host;   // empty: none is named ("le cookie pcid")
  std::string owner;  // the words that say whose it is, where no host does

  bool empty() const { return names.empty() && host.empty(); }
};

// Empty: it is no sentence of that sort. Between the names and the host stand words that say
// nothing of their own. Names without a host are known as such from `matcher` alone.
PlacedNames ReadPlacedNames(std::string_view line, const Matcher* matcher);

// Whether a tracker is declared that may have this name; false without a matcher.
bool IsDeclared(const Matcher* matcher, std::string_view name);

// What a question in words asks about, without the words that ask: "pixel Facebook" of "Peut-on
// installer le pixel Facebook". The line itself where it is longer than a question may be.
std::string WithoutQuestionWords(std::string_view line);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_PLACED_NAME_H_
