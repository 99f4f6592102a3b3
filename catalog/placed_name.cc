#include "catalog/placed_name.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "catalog/accents.h"
#include "catalog/name_words.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostSentence = 300;
constexpr size_t kMostPlacedWords = 24;

// What stands between a name and its host, and says nothing else.
constexpr std::array<std::string_view, 46> kLinkingWords = {
    "name",    "nom",     "chez",  "par",   "pose",   "posee",     "poses",   "depose",
    "deposee", "deposes", "by",    "from",  "at",     "hote",      "host",    "domaine",
    "domain",  "who",     "qui",   "nomme", "appele", "nommes",    "appeles", "named",
    "called",  "comes",   "vient", "venu",  "issu",   "provenant", "venant",  "sous",
    "under",   "placed",  "seen",  "vu",    "vue",    "vus",       "pour",    "autorises",
    "permise", "that",    "are",   "sont",  "sur",    "→"};

// What stands before the name of a company whose cookie it is.
constexpr std::array<std::string_view, 14> kOwningWords = {"de",   "du",   "des",     "d",    "of",
                                                           "by",   "from", "par",     "chez", "via",
                                                           "avec", "with", "through", "→"};

constexpr std::array<std::string_view, 7> kJoiningWords = {"et", "and", "ou", "or", "&", "+", "/"};

bool SaysNothing(std::string_view token) {
  const std::vector<std::string> words = WordsIn(token);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return IsPlainWord(word) ||
           std::find(kLinkingWords.begin(), kLinkingWords.end(), word) != kLinkingWords.end();
  });
}

bool SaysWhose(std::string_view token) {
  return std::find(kOwningWords.begin(), kOwningWords.end(), LowerAscii(token)) !=
         kOwningWords.end();
}

void AddWord(std::string& words, std::string_view word) {
  if (!words.empty()) words += ' ';
  words += word;
}

bool JoinsNames(std::string_view token) {
  return std::find(kJoiningWords.begin(), kJoiningWords.end(), LowerAscii(token)) !=
         kJoiningWords.end();
}

bool MayBeCookieName(std::string_view token) {
  return !token.empty() && token.find_first_of("=;,\t<>{}\"'`\\/?") == std::string_view::npos;
}

// The words of the line, without the marks around them: "(doubleclick.net)", "« pcid »",
// "IDE@host".
std::vector<std::string_view> TokensOf(std::string_view line) {
  constexpr std::array<std::string_view, 7> kMarks = {
      "«", "»", "“", "”", "\xC2\xA0", "\xE2\x80\xAF", " "};
  constexpr std::string_view kAround = "()[]\"'`,;:?!";
  std::vector<std::string_view> out;
  const auto add = [&](std::string_view token) {
    while (!token.empty() && kAround.find(token.front()) != std::string_view::npos) {
      token.remove_prefix(1);
    }
    for (const std::string_view article : {"d'", "l'", "d’", "l’", "D'", "L'", "D’", "L’"}) {
      if (!token.starts_with(article)) continue;
      token.remove_prefix(article.size());
      if (LowerAscii(article).starts_with('d')) out.emplace_back("de");
    }
    bool list = false;
    while (!token.empty() && kAround.find(token.back()) != std::string_view::npos) {
      list = list || token.back() == ',' || token.back() == ';';
      token.remove_suffix(1);
    }
    if (!token.empty()) out.push_back(token);
    if (list) out.emplace_back("&");
  };
  const auto add_parts = [&](std::string_view token) {
    const size_t at = token.find('@');
    const bool placed = at != std::string_view::npos && token.find_first_of("./") > at &&
                        !HostOfPlace(token.substr(at + 1)).empty();
    if (!placed) return add(token);
    add(token.substr(0, at));
    add("→");
    add(token.substr(at + 1));
  };
  size_t begin = 0;
  for (size_t at = 0; at < line.size();) {
    size_t length = 0;
    for (const std::string_view mark : kMarks) {
      if (line.substr(at).starts_with(mark)) length = mark.size();
    }
    if (length == 0) {
      ++at;
      continue;
    }
    add_parts(line.substr(begin, at - begin));
    at += length;
    begin = at;
  }
  add_parts(line.substr(begin));
  return out;
}

// What a question begins with; the names that it asks about stand anywhere in it.
bool BeginsQuestion(std::string_view token) {
  constexpr std::array<std::string_view, 28> kWords = {
      "est-ce",      "peut-on", "puis-je", "ai-je",   "avons-nous",  "a-t-on",  "pouvons-nous",
      "pouvez-vous", "faut-il", "doit-on", "dois-je", "devons-nous", "comment", "pourquoi",
      "combien",     "quel",    "quelle",  "can",     "may",         "is",      "are",
      "do",          "does",    "should",  "could",   "must",        "what",    "how"};
  const std::string low = LowerAscii(WithoutAccents(token));
  return std::find(kWords.begin(), kWords.end(), low) != kWords.end();
}

// A word of a question that asks about nothing of its own: any other may be the company that it is
// about.
bool FillsQuestion(std::string_view token) {
  constexpr std::array<std::string_view, 71> kWords = {
      "installer", "ajouter", "integrer",  "declare",    "declares",     "declared", "which",
      "quels",     "quelles", "add",       "install",    "for",          "que",      "droit",
      "poser",     "mettre",  "utiliser",  "deposer",    "garder",       "nous",     "on",
      "je",        "vous",    "site",      "notre",      "votre",        "nos",      "peut",
      "peuvent",   "pouvons", "peux",      "temps",      "dure",         "durent",   "duree",
      "avant",     "apres",   "sans",      "accord",     "consentement", "visiteur", "we",
      "i",         "you",     "our",       "your",       "set",          "use",      "keep",
      "place",     "allowed", "ok",        "before",     "after",        "without",  "consent",
      "last",      "long",    "longtemps", "many",       "possible",     "autorise", "autorisee",
      "right",     "to",      "have",      "necessaire", "exempte",      "exempt",   "it",
      "need"};
  const std::string low = LowerAscii(WithoutAccents(token));
  return SaysNothing(token) || JoinsNames(token) || BeginsQuestion(token) ||
         std::find(kWords.begin(), kWords.end(), low) != kWords.end();
}

// "Ai-je le droit de poser _ga ?": names as only cookies have them, and those that are declared.
// A word with a capital, or behind a word that says whose, is of whom it asks.
PlacedNames NamesOfQuestion(const std::vector<std::string_view>& tokens, const Matcher* matcher) {
  PlacedNames out;
  bool whose = false;
  for (const std::string_view token : tokens) {
    if (const std::string host = KnownHost(HostOfPlace(token)); !host.empty()) {
      out.host = HostOfBoth(out.host, host);
      continue;
    }
    const bool declared = token.size() > 2 && IsDeclared(matcher, token);
    const bool name = MayBeCookieName(token) && token.find('_') != std::string_view::npos;
    if (declared || name) {
      out.names.emplace_back(token);
      whose = false;
    } else if (FillsQuestion(token)) {
      whose = whose || SaysWhose(token);
    } else if (whose || (token[0] >= 'A' && token[0] <= 'Z')) {
      AddWord(out.owner, token);
    } else {
      return {};
    }
  }
  return out.names.empty() ? PlacedNames() : out;
}

}  // namespace

bool IsDeclared(const Matcher* matcher, std::string_view name) {
  return matcher != nullptr && !matcher->Match(name).candidates.empty();
}

PlacedNames ReadPlacedNames(std::string_view line, const Matcher* matcher) {
  line = TrimAscii(line);
  if (line.size() > kMostSentence || line.find('\n') != std::string_view::npos) return {};
  while (line.ends_with('.')) line.remove_suffix(1);
  const std::vector<std::string_view> tokens = TokensOf(line);
  if (tokens.size() < 2 || tokens.size() > kMostPlacedWords) return {};
  if (tokens.size() > 2 && BeginsQuestion(tokens.front())) {
    if (PlacedNames asked = NamesOfQuestion(tokens, matcher); !asked.empty()) return asked;
  }
  // Names have dots too ("connect.sid"): of what may be a host the last one is it.
  const auto ends_in_domain = [](std::string_view token) {
    return !KnownHost(HostOfPlace(token)).empty();
  };
  std::optional<size_t> place;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!HostOfPlace(tokens[i]).empty()) place = i;
  }
  // "evil.example: pcid", "host: evil.example, name: pcid": the host comes first.
  const auto reserved = [](std::string_view token) {  // RFC 2606, of examples and tests
    const std::string low = LowerAscii(token);
    return low.ends_with(".example") || low.ends_with(".test") || low.ends_with(".invalid");
  };
  const bool leads = place && (ends_in_domain(tokens[*place]) || reserved(tokens[*place])) &&
                     std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(*place) + 1,
                                 tokens.end(), [&](std::string_view token) {
                                   return !SaysNothing(token) && IsDeclared(matcher, token);
                                 });
  PlacedNames out;
  size_t words = 0;    // that say nothing
  bool open = true;    // another name may follow
  bool whose = false;  // … or the words that say whose they are
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = tokens[i];
    const bool other = i != place && !out.names.empty() && ends_in_domain(token);
    if (other || (i == place && (leads || ends_in_domain(token) || !out.names.empty()))) {
      out.host = HostOfBoth(out.host, HostOfPlace(token));
    } else if (JoinsNames(token)) {
      open = true;
    } else if (SaysNothing(token)) {
      ++words;
      whose = whose || (!out.names.empty() && SaysWhose(token));
    } else if (whose && out.host.empty() && !place && !IsDeclared(matcher, token)) {
      AddWord(out.owner, token);
    } else if (open && MayBeCookieName(token) && (out.host.empty() || leads) &&
               !ends_in_domain(token)) {
      out.names.emplace_back(token);
      open = false;
    } else {
      return {};
    }
  }
  // A single letter or word may be a name: "C track.adform.net".
  if (out.names.empty()) return words > 1 && !out.host.empty() ? out : PlacedNames();
  if (!out.host.empty()) return out;
  const bool known =
      words > 0 && std::all_of(out.names.begin(), out.names.end(), [&](const std::string& name) {
        return IsDeclared(matcher, name) ||
               (!out.owner.empty() && name.find('_') != std::string::npos);
      });
  return known ? out : PlacedNames();
}

std::string WithoutQuestionWords(std::string_view line) {
  std::string out;
  const std::vector<std::string_view> tokens = TokensOf(TrimAscii(line));
  if (line.size() > kMostSentence || tokens.size() > kMostPlacedWords) return std::string(line);
  for (const std::string_view token : tokens) {
    if (!FillsQuestion(token)) AddWord(out, token);
  }
  return out;
}

}  // namespace temoin::catalog
