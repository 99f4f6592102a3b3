// The word that was probably meant where one was mistyped: a command, an option, the id of a site.
//
// Thread-safety: pure function.
#ifndef TEMOIN_BASE_NEAR_WORD_H_
#define TEMOIN_BASE_NEAR_WORD_H_

#include <string>
#include <string_view>
#include <vector>

namespace temoin {

// Of `known`, the one nearest to `word`, whatever the case: a letter more, less or another, or two
// that changed places, once in each four letters. Words over 64 bytes are near to none. Empty: none
// is so near, or several are equally.
std::string NearWord(std::string_view word, const std::vector<std::string>& known);

}  // namespace temoin

#endif  // TEMOIN_BASE_NEAR_WORD_H_
