#include "catalog/name_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "catalog/accents.h"

namespace temoin::catalog {
namespace {

constexpr std::array<std::string_view, 147> kPlain = {"the",
                                                      "a",
                                                      "an",
                                                      "of",
                                                      "for",
                                                      "our",
                                                      "and",
                                                      "on",
                                                      "in",
                                                      "with",
                                                      "this",
                                                      "it",
                                                      "is",
                                                      "do",
                                                      "we",
                                                      "i",
                                                      "can",
                                                      "may",
                                                      "use",
                                                      "add",
                                                      "put",
                                                      "set",
                                                      "need",
                                                      "to",
                                                      "allowed",
                                                      "site",
                                                      "website",
                                                      "page",
                                                      "please",
                                                      "official",
                                                      "s",
                                                      "le",
                                                      "la",
                                                      "les",
                                                      "l",
                                                      "un",
                                                      "une",
                                                      "de",
                                                      "du",
                                                      "des",
                                                      "d",
                                                      "et",
                                                      "sur",
                                                      "dans",
                                                      "avec",
                                                      "ce",
                                                      "cet",
                                                      "cette",
                                                      "notre",
                                                      "nos",
                                                      "est",
                                                      "il",
                                                      "elle",
                                                      "c",
                                                      "qu",
                                                      "peut",
                                                      "peux",
                                                      "puis",
                                                      "je",
                                                      "mettre",
                                                      "utiliser",
                                                      "ajouter",
                                                      "integrer",
                                                      "deposer",
                                                      "poser",
                                                      "autorise",
                                                      "autorisee",
                                                      "permis",
                                                      "faut",
                                                      "cookie",
                                                      "cookies",
                                                      "tracker",
                                                      "traceur",
                                                      "traceurs",
                                                      "pixel",
                                                      "pixels",
                                                      "tag",
                                                      "tags",
                                                      "balise",
                                                      "balises",
                                                      "script",
                                                      "snippet",
                                                      "button",
                                                      "buttons",
                                                      "bouton",
                                                      "boutons",
                                                      "share",
                                                      "sharing",
                                                      "partage",
                                                      "partager",
                                                      "player",
                                                      "lecteur",
                                                      "video",
                                                      "videos",
                                                      "widget",
                                                      "embed",
                                                      "plugin",
                                                      "plugins",
                                                      "sdk",
                                                      "code",
                                                      "insight",
                                                      "smarttag",
                                                      "via",
                                                      "js",
                                                      "iframe",
                                                      "conversion",
                                                      "outil",
                                                      "tool",
                                                      "module",
                                                      "modules",
                                                      "company",
                                                      "societe",
                                                      "entreprise",
                                                      "inc",
                                                      "ltd",
                                                      "llc",
                                                      "corp",
                                                      "plc",
                                                      "gmbh",
                                                      "sa",
                                                      "sas",
                                                      "sarl",
                                                      "bv",
                                                      "ag",
                                                      "oy",
                                                      "ab",
                                                      "limited",
                                                      "unlimited",
                                                      "corporation",
                                                      "incorporated",
                                                      "ireland",
                                                      "irlande",
                                                      "international",
                                                      "europe",
                                                      "emea",
                                                      "france",
                                                      "operations",
                                                      "holding",
                                                      "holdings",
                                                      "group",
                                                      "groupe",
                                                      "platforms",
                                                      "software",
                                                      "j",
                                                      "aime",
                                                      "like",
                                                      "tracking"};

constexpr std::array<std::string_view, 25> kLegalForms = {
    "inc",  "ltd", "llc",   "corp", "plc",     "gmbh",    "sa",         "s.a", "sas",
    "sarl", "bv",  "b.v",   "nv",   "ag",      "a/s",     "aps",        "oy",  "ab",
    "oü",   "srl", "s.r.l", "spa",  "limited", "company", "corporation"};

// Bytes of the typographic mark that begins there, an apostrophe or a no-break space for instance
// (U+00A0 to U+00BF, U+2000 to U+203F); 0: none does.
size_t MarkAt(std::string_view text, size_t at) {
  if (text.substr(at).starts_with("\xE2\x80")) return std::min<size_t>(3, text.size() - at);
  const bool latin = text[at] == '\xC2' && at + 1 < text.size() &&
                     static_cast<unsigned char>(text[at + 1]) >= 0xA0;
  return latin ? 2 : 0;
}

}  // namespace

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> WordsIn(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  const std::string low = LowerAscii(WithoutAccents(text)) + " ";
  for (size_t i = 0; i < low.size(); ++i) {
    const size_t mark = MarkAt(low, i);
    if (mark > 0) i += mark - 1;
    if (mark == 0 && IsWordByte(low[i])) {
      word += low[i];
    } else if (!word.empty()) {
      out.push_back(std::exchange(word, {}));
    }
  }
  return out;
}

bool IsPlainWord(const std::string& word) {
  return std::find(kPlain.begin(), kPlain.end(), word) != kPlain.end();
}

std::vector<std::string> WithoutPlainWords(std::vector<std::string> words) {
  std::erase_if(words, IsPlainWord);
  return words;
}

std::vector<std::vector<std::string>> NamesIn(std::string_view name) {
  std::vector<std::vector<std::string>> out = {WordsIn(name)};
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find_first_of("()/,", at), name.size());
    std::vector<std::string> words = WordsIn(name.substr(at, end - at));
    if (!words.empty() && words.front() == "ex") words.erase(words.begin());
    if (!words.empty()) out.push_back(std::move(words));
    at = end + 1;
  }
  return out;
}

std::string_view WithoutLegalForm(std::string_view name) {
  name = TrimAscii(name);
  while (true) {
    std::string_view bare = name;
    while (bare.ends_with('.')) bare.remove_suffix(1);
    const size_t space = bare.find_last_of(" ,");
    if (space == std::string_view::npos || space == 0) return name;
    const std::string last = LowerAscii(bare.substr(space + 1));
    if (std::find(kLegalForms.begin(), kLegalForms.end(), last) == kLegalForms.end()) return name;
    name = bare.substr(0, space);
    while (name.ends_with(',') || name.ends_with(' ')) name.remove_suffix(1);
    if (name.empty()) return bare;
  }
}

}  // namespace temoin::catalog
