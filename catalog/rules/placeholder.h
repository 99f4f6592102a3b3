// What a draft leaves to be filled in: "À COMPLÉTER", "TODO", "???", "[finalité]", "lorem ipsum",
// the domains of examples, or a text of nothing but spaces.
//
// A mark in capitals counts wherever it is a word; in small letters only where it ends what is
// said, because "à compléter par le cas de Vimeo" may be a sentence.
//
// Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_RULES_PLACEHOLDER_H_
#define TEMOIN_CATALOG_RULES_PLACEHOLDER_H_

#include <string_view>

namespace temoin::catalog {

// `own_brackets`: its brackets are part of what it says, as in a tracker's name.
bool IsPlaceholder(std::string_view text, bool own_brackets = false);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_PLACEHOLDER_H_
