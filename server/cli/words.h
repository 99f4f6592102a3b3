// What the commands say to people, in English or in French, by the tables of words_table.h.
//
// A sentence of the source is English, and the table has its French: one that the table lacks does
// not compile. What comes from elsewhere as English text (an error, a reason) is looked up when it
// is shown, by its pattern. Documents for programs (--format json) keep their English words.
//
// Thread-safety: Speak before anything is said; what reads may be called by any thread after that.
#ifndef TEMOIN_SERVER_CLI_WORDS_H_
#define TEMOIN_SERVER_CLI_WORDS_H_

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "server/cli/words_table.h"

namespace temoin::cli {

// How a command answers.
struct Voice {
  bool french = false;
  bool json = false;  // a document for programs was asked for, so that an error is one, too
};

// By the arguments of the program and its environment: --lang, else the first of LC_ALL,
// LC_MESSAGES and LANG that is not empty. English where none of them is French.
Voice ReadVoice(int argc, const char* const* argv,
                const std::function<const char*(const char*)>& variable);

void Speak(Voice voice);
const Voice& Spoken();
// "fr" or "en", as what the catalogue says is asked for.
std::string SpokenLanguage();

// The French of an English sentence of the table, which must be there.
consteval std::string_view FrenchOf(std::string_view english) {
  for (const std::span<const Phrase> table : kPhrases) {
    for (const Phrase& phrase : table) {
      if (phrase.english == english) return phrase.french;
    }
  }
  throw "no table has French for this sentence";
}

// A sentence of the source with both its languages, each judged against what fills it.
template <typename... Args>
class BasicSentence {
 public:
  consteval BasicSentence(const char* english)  // NOLINT(google-explicit-constructor)
      : english_(std::string_view(english)), french_(FrenchOf(english)) {}
  fmt::format_string<Args...> Said() const { return Spoken().french ? french_ : english_; }

 private:
  fmt::format_string<Args...> english_;
  fmt::format_string<Args...> french_;
};
template <typename... Args>
using Sentence = BasicSentence<std::type_identity_t<Args>...>;

template <typename... Args>
std::string Worded(Sentence<Args...> sentence, Args&&... args) {
  return fmt::format(sentence.Said(), std::forward<Args>(args)...);
}
// On a line of standard output.
template <typename... Args>
void Say(Sentence<Args...> sentence, Args&&... args) {
  fmt::print("{}\n", Worded<Args...>(sentence, std::forward<Args>(args)...));
}
// On a line of standard error, for what is no part of the answer.
template <typename... Args>
void Remark(Sentence<Args...> sentence, Args&&... args) {
  fmt::print(stderr, "{}\n", Worded<Args...>(sentence, std::forward<Args>(args)...));
}

// English text from elsewhere in the language that is spoken: by its row in the table, else by the
// pattern that fits it best, else what stands after ": ", else as it is.
std::string InWords(std::string_view english);

// The helps of all commands in the language that is spoken, and `--lang` for each that has none.
void SpeakHelp(CLI::App& app);

// `--lang` of a command that hands its language on.
void AddLanguageOption(CLI::App& command, std::string& language);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_WORDS_H_
