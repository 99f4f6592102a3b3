#include "catalog/rules/placeholder.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "catalog/accents.h"

namespace temoin::catalog {
namespace {

// Without accents, in small letters.
constexpr std::array<std::string_view, 44> kMarks = {
    "a completer", "a preciser", "a renseigner", "a definir", "a rediger", "a remplir",
    "a remplacer", "a confirmer", "a determiner", "to be completed", "to complete",
    "to be confirmed", "to be defined", "to be decided", "to be determined", "complete me",
    "to be filled in", "fill me in", "change me", "lorem ipsum", "todo", "dolor sit amet", "fixme",
    "changeme", "tbd", "tba", "placeholder", "tbc",
    // German, Spanish, Italian, Portuguese, Dutch,
    // Catalan, Polish:
    "zu erganzen", "noch auszufullen", "zu vervollstandigen", "noch zu klaren", "por completar",
    "por definir", "por rellenar", "da completare", "da definire", "por preencher",
    "nog in te vullen", "nog aan te vullen", "nader te bepalen", "per completar", "do uzupelnienia",
    "do uzupełnienia"};
// In small letters they may end a sentence ("what you asked us to do"), and so count where they
// begin the text.
constexpr std::array<std::string_view, 6> kFirstMarks = {"to do", "to-do", "n/a",
                                                         "n.a",   "wip",   "a venir"};

// Domains that stand in examples (RFC 2606) and in models of policies.
constexpr std::array<std::string_view, 13> kExamples = {
    "example.com", "example.org", "example.net", "exemple.com",   "exemple.fr",
    "exemple.org", "votre-site",  "votresite",   "votre-domaine", "votredomaine",
    "your-site",   "yourdomain",  "your-domain"};

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether what is said ends there.
bool Ends(std::string_view rest) {
  rest = TrimAscii(rest);
  constexpr std::array<std::string_view, 11> kAfter = {
      "plus tard",  "ici",         "ulterieurement", "later", "here", "par le dpo",
      "by the dpo", "avec le dpo", "with the dpo",   "…",     "»"};
  return rest.empty() ||
         std::string_view(".:;()[]}>!?/-\"").find(rest.front()) != std::string_view::npos ||
         std::any_of(kAfter.begin(), kAfter.end(),
                     [&](std::string_view after) { return rest.starts_with(after); });
}

// Who is to do it, and nothing else: "par le métier", "by the legal team".
bool SaysWho(std::string_view rest) {
  constexpr size_t kMostWords = 4;
  rest = TrimAscii(rest);
  if (!rest.starts_with("par ") && !rest.starts_with("by ")) return false;
  while (!rest.empty() && std::string_view(".)]! ").find(rest.back()) != std::string_view::npos) {
    rest.remove_suffix(1);
  }
  return static_cast<size_t>(std::count(rest.begin(), rest.end(), ' ')) < kMostWords;
}

// The text with its accents taken off, and the same in small letters.
struct Plain {
  explicit Plain(std::string_view text) : written(WithoutAccents(text)), low(LowerAscii(written)) {}

  // A mark that stands there as a word, in capitals or where what is said ends.
  bool Marks(std::string_view mark, bool first_alone) const {
    for (size_t at = low.find(mark); at != std::string::npos; at = low.find(mark, at + 1)) {
      const size_t end = at + mark.size();
      const bool word =
          (at == 0 || !IsLetter(low[at - 1])) && (end == low.size() || !IsLetter(low[end]));
      if (!word) continue;
      const std::string_view there = std::string_view(written).substr(at, mark.size());
      const bool capitals =
          std::none_of(there.begin(), there.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      // A form is "à compléter par l’assuré": only what begins so is a note to somebody.
      const bool begins =
          at == 0 || std::string_view(":([{-–—").find(low[low.find_last_not_of(' ', at - 1)]) !=
                         std::string_view::npos;
      const std::string_view rest = std::string_view(low).substr(end);
      const bool ends = (Ends(rest) || (begins && SaysWho(rest))) && (at == 0 || !first_alone);
      if (capitals || ends || mark == "lorem ipsum") return true;
    }
    return false;
  }

  std::string written;
  std::string low;
};

// "xxx", "XXXX", "___": a run of it as a word of its own.
bool HasFiller(std::string_view text) {
  const std::string low = LowerAscii(text);
  for (size_t at = 0; at < low.size();) {
    const size_t end = std::min(low.find_first_not_of(low[at], at), low.size());
    const bool word =
        (at == 0 || !IsLetter(low[at - 1])) && (end == low.size() || !IsLetter(low[end]));
    if (word && end - at >= 3 && (low[at] == 'x' || low[at] == '_')) return true;
    if (end - at >= 2 && low[at] == '?') return true;
    at = end;
  }
  return false;
}

// All of it stands between brackets: "[Nom de l’organisme]", "<purpose>", "{{ name }}".
bool IsBracketed(std::string_view text) {
  constexpr std::array<std::string_view, 3> kPairs = {"[]", "<>", "{}"};
  return std::any_of(kPairs.begin(), kPairs.end(), [&](std::string_view pair) {
    return text.size() > 2 && text.front() == pair[0] && text.back() == pair[1] &&
           text.find(pair[1]) + (pair[0] == '{' ? 2 : 1) >= text.size();
  });
}

}  // namespace

bool IsPlaceholder(std::string_view text, bool own_brackets) {
  const std::string_view trimmed = TrimAscii(text);
  if (trimmed.empty()) return !text.empty();
  if (trimmed.find_first_not_of(".-–—…_*#?!") == std::string_view::npos) return !own_brackets;
  const Plain plain(trimmed);
  const auto marks = [&](const auto& all, bool first_alone) {
    return std::any_of(all.begin(), all.end(),
                       [&](std::string_view mark) { return plain.Marks(mark, first_alone); });
  };
  if (marks(kMarks, /*first_alone=*/false)) return true;
  // "N/A" may be what was published.
  if (own_brackets) return false;
  if (marks(kFirstMarks, /*first_alone=*/true)) return true;
  const std::string low = LowerAscii(trimmed);
  const bool example =
      std::any_of(kExamples.begin(), kExamples.end(), [&](std::string_view domain) {
        const size_t at = low.find(domain);
        return at != std::string::npos && (at == 0 || !IsLetter(low[at - 1])) &&
               (at + domain.size() == low.size() || !IsLetter(low[at + domain.size()]));
      });
  return example || HasFiller(trimmed) || IsBracketed(trimmed);
}

}  // namespace temoin::catalog
