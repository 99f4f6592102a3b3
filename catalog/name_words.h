// The words of names that people give to companies and products.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_NAME_WORDS_H_
#define TEMOIN_CATALOG_NAME_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace temoin::catalog {

// Words in small letters without accents: letters, digits and what is not ASCII.
bool IsWordByte(char c);
std::vector<std::string> WordsIn(std::string_view text);

// A word that says what sort of thing it is, who asks or what sort of company, not whose it is:
// "pixel", "le", "inc".
bool IsPlainWord(const std::string& word);
std::vector<std::string> WithoutPlainWords(std::vector<std::string> words);

// The names that one written name stands for: "Google (Doubleclick / Campaign Manager)" are three
// beside the whole.
std::vector<std::vector<std::string>> NamesIn(std::string_view name);

// "Vimeo.com, Inc." without its legal form; the text itself where it has none.
std::string_view WithoutLegalForm(std::string_view name);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_NAME_WORDS_H_
