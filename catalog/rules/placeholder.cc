#include "catalog/rules/placeholder.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace temoin::catalog {
namespace {

constexpr std::array<std::string_view, 21> kMarks = {
    "à compléter",     "a completer",  "à completer",     "à préciser",    "a preciser",
    "à renseigner",    "a renseigner", "à définir",       "à rédiger",     "à remplir",
    "to be completed", "to complete",  "to be confirmed", "to be defined", "to be filled in",
    "lorem ipsum",     "todo",         "fixme",           "tbd",           "tba",
    "placeholder"};

// Domains that stand in examples (RFC 2606) and in models of policies.
constexpr std::array<std::string_view, 13> kExamples = {
    "example.com", "example.org", "example.net", "exemple.com",   "exemple.fr",
    "exemple.org", "votre-site",  "votresite",   "votre-domaine", "votredomaine",
    "your-site",   "yourdomain",  "your-domain"};

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// In small letters, with the capitals that marks are written with.
std::string Lower(std::string_view text) {
  std::string out = LowerAscii(text);
  constexpr std::array<std::array<std::string_view, 2>, 2> kCapitals = {{{"À", "à"}, {"É", "é"}}};
  for (const auto& [capital, small] : kCapitals) {
    for (size_t at = out.find(capital); at != std::string::npos; at = out.find(capital)) {
      out.replace(at, capital.size(), small);
    }
  }
  return out;
}

// Whether what is said ends there.
bool Ends(std::string_view rest) {
  rest = TrimAscii(rest);
  constexpr std::array<std::string_view, 7> kAfter = {
      "plus tard", "ici", "ultérieurement", "later", "here", "…", "»"};
  return rest.empty() ||
         std::string_view(".:)]}>!?/-\"").find(rest.front()) != std::string_view::npos ||
         std::any_of(kAfter.begin(), kAfter.end(),
                     [&](std::string_view after) { return rest.starts_with(after); });
}

bool HasMark(std::string_view text) {
  const std::string low = Lower(text);
  for (const std::string_view mark : kMarks) {
    for (size_t at = low.find(mark); at != std::string::npos; at = low.find(mark, at + 1)) {
      const size_t end = at + mark.size();
      const bool word =
          (at == 0 || !IsLetter(low[at - 1])) && (end == low.size() || !IsLetter(low[end]));
      if (!word) continue;
      const std::string_view written = text.substr(at, mark.size());
      const bool capitals =
          std::none_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      if (capitals || mark == "lorem ipsum" || Ends(std::string_view(low).substr(end))) return true;
    }
  }
  return false;
}

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
  if (HasMark(trimmed)) return true;
  if (own_brackets) return false;
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
