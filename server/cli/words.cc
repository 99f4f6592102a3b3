#include "server/cli/words.h"

#include <array>
#include <optional>
#include <vector>

namespace temoin::cli {
namespace {

constexpr std::string_view kHole = "{}";
constexpr int kMostNested = 6;  // texts within texts
constexpr const char* kLanguageHelp =
    "Language of what the command says: fr or en; without: the environment's";

Voice& TheVoice() {
  static Voice voice;
  return voice;
}

// What stands between the holes of `pattern`, and before and after them.
std::vector<std::string_view> Pieces(std::string_view pattern) {
  std::vector<std::string_view> out;
  size_t at = 0;
  for (size_t hole = 0; (hole = pattern.find(kHole, at)) != std::string_view::npos;) {
    out.push_back(pattern.substr(at, hole - at));
    at = hole + kHole.size();
  }
  out.push_back(pattern.substr(at));
  return out;
}

// What fills the holes of a pattern that `text` fits.
std::optional<std::vector<std::string_view>> Fill(std::string_view pattern, std::string_view text) {
  const std::vector<std::string_view> pieces = Pieces(pattern);
  if (pieces.size() == 1 || !text.starts_with(pieces.front())) return std::nullopt;
  std::vector<std::string_view> out;
  size_t at = pieces.front().size();
  for (size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view rest = text.substr(at);
    const bool last = i + 1 == pieces.size();
    if (last && !rest.ends_with(pieces[i])) return std::nullopt;
    const size_t end = last ? rest.size() - pieces[i].size() : rest.find(pieces[i]);
    if (end == std::string_view::npos) return std::nullopt;
    // What fills a hole is of one line, where the pattern is.
    if (rest.substr(0, end).find('\n') != std::string_view::npos &&
        pattern.find('\n') == std::string_view::npos) {
      return std::nullopt;
    }
    // A pattern that begins with a name takes no sentence for one; a remark in brackets or another
    // sentence follows one.
    if (out.empty() && pattern.starts_with("{} ") && pattern[3] != '(' &&
        (pattern[3] < 'A' || pattern[3] > 'Z') &&
        rest.substr(0, end).find(' ') != std::string_view::npos) {
      return std::nullopt;
    }
    out.push_back(rest.substr(0, end));
    at += end + pieces[i].size();
  }
  return out;
}

size_t Told(std::string_view pattern) {
  size_t out = 0;
  for (const std::string_view piece : Pieces(pattern)) out += piece.size();
  return out;
}

// `french` with its holes filled, in order or by their numbers.
std::string Filled(std::string_view french, const std::vector<std::string>& fill) {
  std::string out;
  size_t next = 0;
  for (size_t at = 0; at < french.size(); ++at) {
    const size_t end = french[at] == '{' ? french.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += french[at];
      continue;
    }
    const bool numbered = end == at + 2;
    const size_t index = numbered ? static_cast<size_t>(french[at + 1] - '0') : next++;
    if (index < fill.size()) out += fill[index];
    at = end;
  }
  return out;
}

std::string French(std::string_view english, int nested);

// A text of several lines, line by line.
std::string FrenchLines(std::string_view english, int nested) {
  std::string out;
  for (size_t end = 0; (end = english.find('\n')) != std::string_view::npos;) {
    out += French(english.substr(0, end), nested) + '\n';
    english.remove_prefix(end + 1);
  }
  return out + French(english, nested);
}

std::string French(std::string_view english, int nested) {
  // One word within a text is a name.
  if (nested > 0 && english.find(' ') == std::string_view::npos) return std::string(english);
  const Phrase* best = nullptr;
  std::vector<std::string_view> fill;
  for (const std::span<const Phrase> table : kPhrases) {
    for (const Phrase& phrase : table) {
      if (phrase.english == english) return std::string(phrase.french);
      if (best != nullptr && Told(phrase.english) <= Told(best->english)) continue;
      if (auto found = Fill(phrase.english, english)) {
        best = &phrase;
        fill = *std::move(found);
      }
    }
  }
  if (nested == kMostNested) return std::string(english);
  const bool lines = english.find('\n') != std::string_view::npos;
  if (lines && (best == nullptr || best->english.find('\n') == std::string_view::npos)) {
    return FrenchLines(english, nested + 1);
  }
  if (best != nullptr) {
    std::vector<std::string> words;
    words.reserve(fill.size());
    for (const std::string_view text : fill) words.push_back(French(text, nested + 1));
    return Filled(best->french, words);
  }
  if (const size_t end = english.find('\n'); end != std::string_view::npos) {
    return French(english.substr(0, end), nested) + "\n" + French(english.substr(end + 1), nested);
  }
  const size_t colon = english.find(": ");
  // A space before it: this is French already.
  if (colon == std::string_view::npos || english.substr(0, colon).ends_with(' ')) {
    return std::string(english);
  }
  return fmt::format("{} : {}", english.substr(0, colon),
                     French(english.substr(colon + 2), nested + 1));
}

}  // namespace

Voice ReadVoice(int argc, const char* const* argv,
                const std::function<const char*(const char*)>& variable) {
  Voice voice;
  std::string_view wanted;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = variable(name);
    if (wanted.empty() && value != nullptr) wanted = value;
  }
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::string_view next = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--") break;
    if (word == "--lang") wanted = next;
    if (word.starts_with("--lang=")) wanted = word.substr(word.find('=') + 1);
    voice.json |=
        word == "--json" || word == "--format=json" || (word == "--format" && next == "json");
  }
  voice.french = wanted == "fr" || wanted.starts_with("fr_") || wanted.starts_with("fr.");
  return voice;
}

void Speak(Voice voice) { TheVoice() = voice; }

const Voice& Spoken() { return TheVoice(); }

std::string SpokenLanguage() { return Spoken().french ? "fr" : "en"; }

std::string InWords(std::string_view english) {
  return Spoken().french ? French(english, 0) : std::string(english);
}

void AddLanguageOption(CLI::App& command, std::string& language) {
  language = SpokenLanguage();
  command.add_option("--lang", language, kLanguageHelp)->check(CLI::IsMember({"fr", "en"}));
}

void SpeakHelp(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    SpeakHelp(*command);
  }
  // Of the program and of every command; a prefix command hands its options on.
  if (!app.get_prefix_command() && app.get_option_no_throw("--lang") == nullptr) {
    // ReadVoice has read it.
    app.add_option_function<std::string>(
           "--lang", [](const std::string&) {}, kLanguageHelp)
        ->check(CLI::IsMember({"fr", "en"}));
  }
  app.description(InWords(app.get_description()));
  app.footer(InWords(app.get_footer()));
  app.group(InWords(app.get_group()));
  for (CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    option->description(InWords(option->get_description()));
    option->group(InWords(option->get_group()));
  }
  if (app.get_parent() != nullptr) return;
  for (const char* label : {"Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "REQUIRED", "Excludes",
                            "Needs", "Positionals", "TEXT", "NUMBER"}) {
    app.get_formatter()->label(label, InWords(label));
  }
}

}  // namespace temoin::cli
