// A sentence in English and in French: a row of a table of words_table.h, each sentence once. Holes
// are {}, filled in order, or in French by their numbers where the order is another.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_PHRASE_H_
#define TEMOIN_SERVER_CLI_PHRASE_H_

#include <string_view>

namespace temoin::cli {

struct Phrase {
  std::string_view english;
  std::string_view french;
};

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_PHRASE_H_
