#include "catalog/asked_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "catalog/accents.h"
#include "catalog/name_words.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostWordsOfAName = 6;
constexpr size_t kMostWordsAsked = 12;
constexpr size_t kMostPieces = 40;

constexpr std::array<std::string_view, 4> kJoins = {" et ", " and ", " ou ", " or "};
// What stands between two names of the same thing.
constexpr std::array<std::string_view, 11> kFormerly = {
    "ex",        "formerly", "previously", "anciennement", "auparavant", "autrefois",
    "desormais", "now",      "aka",        "alias",        "dit"};

bool IsFormerly(std::string_view word) {
  return std::find(kFormerly.begin(), kFormerly.end(), word) != kFormerly.end();
}

void AddName(std::vector<std::string_view>& out, std::string_view name) {
  name = TrimAscii(name);
  if (!WordsIn(name).empty()) out.push_back(name);
}

// Pieces of `text` between the words of kJoins.
void SplitAtJoins(std::string_view text, std::vector<std::string_view>& out) {
  const std::string low = LowerAscii(text);
  for (size_t at = 0; at <= text.size();) {
    size_t end = text.size();
    size_t next = text.size() + 1;
    for (const std::string_view join : kJoins) {
      const size_t found = low.find(join, at);
      if (found < end) end = found, next = found + join.size();
    }
    AddName(out, text.substr(at, end - at));
    at = next;
  }
}

// Pieces between the marks, each a name or several that stand side by side.
std::vector<std::string_view> PiecesOf(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of("()[]/,;|+&", at), text.size());
    SplitAtJoins(text.substr(at, end - at), out);
    at = end + 1;
  }
  return out;
}

bool IsNothing(const ServiceResult& result) {
  return result.found.empty() && result.unknown_hosts.empty() && result.products.empty();
}

bool HasService(const std::vector<ServiceMatch>& list, const Service* service) {
  return std::any_of(list.begin(), list.end(),
                     [&](const ServiceMatch& match) { return match.service == service; });
}

void AddService(std::vector<ServiceMatch>& list, const ServiceMatch& match) {
  if (!HasService(list, match.service)) list.push_back(match);
}

// The words of a piece, and what each run of them is the name of.
class Piece {
 public:
  Piece(const Matcher& matcher, std::string_view text, std::string_view site) {
    words_ = WordsOf(text);
    for (size_t first = 0; first < words_.size(); ++first) {
      std::vector<ServiceResult>& runs = runs_.emplace_back();
      const size_t most = std::min(words_.size() - first, kMostWordsOfAName);
      for (size_t size = 1; size <= most; ++size) {
        const std::string_view last = words_[first + size - 1];
        const std::string_view run(
            words_[first].data(),
            static_cast<size_t>(last.data() + last.size() - words_[first].data()));
        runs.push_back(FindServices(matcher, run, {}, site));
      }
    }
  }

  // A product that is none of the declared services is named.
  bool NamesAnother() const {
    return std::any_of(runs_.begin(), runs_.end(), [](const std::vector<ServiceResult>& runs) {
      return std::any_of(runs.begin(), runs.end(), [](const ServiceResult& run) {
        return (run.found.empty() && !run.products.empty()) || !run.unknown_hosts.empty();
      });
    });
  }

  void AddFound(std::vector<ServiceMatch>& out) const {
    for (const std::vector<ServiceResult>& runs : runs_) {
      for (const ServiceResult& run : runs) {
        for (const ServiceMatch& match : run.found) AddService(out, match);
      }
    }
  }

  // Every word belongs to a name of the service, or says nothing of whose it is.
  bool IsAllOf(const Service* service) const {
    std::vector<bool> reached(words_.size() + 1, false);
    reached[0] = true;
    for (size_t first = 0; first < words_.size(); ++first) {
      if (!reached[first]) continue;
      const std::string word = LowerAscii(WithoutAccents(words_[first]));
      if (IsPlainWord(word) || IsFormerly(word)) reached[first + 1] = true;
      for (size_t size = 1; size <= runs_[first].size(); ++size) {
        if (HasService(runs_[first][size - 1].found, service)) reached[first + size] = true;
      }
    }
    return reached.back();
  }

 private:
  static std::vector<std::string_view> WordsOf(std::string_view text) {
    std::vector<std::string_view> out;
    const std::string low = LowerAscii(text);
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < low.size() && IsWordByte(low[end])) ++end;
      // A no-break space or a quotation mark is no word.
      const std::string_view word = text.substr(at, end - at);
      if (!WordsIn(word).empty()) out.push_back(word);
      at = end + 1;
    }
    return out;
  }

  std::vector<std::string_view> words_;
  std::vector<std::vector<ServiceResult>> runs_;  // by first word and number of words
};

// The services that all words are names of.
std::vector<ServiceMatch> NamedThroughout(const Matcher& matcher,
                                          const std::vector<std::string_view>& names,
                                          std::string_view site) {
  std::vector<Piece> pieces;
  std::vector<ServiceMatch> out;
  size_t words = 0;
  for (const std::string_view name : names) {
    words += WordsIn(name).size();
    if (words > kMostWordsAsked) return {};
    pieces.emplace_back(matcher, name, site);
    if (pieces.back().NamesAnother()) return {};
    pieces.back().AddFound(out);
  }
  std::erase_if(out, [&](const ServiceMatch& match) {
    return !std::all_of(pieces.begin(), pieces.end(),
                        [&](const Piece& piece) { return piece.IsAllOf(match.service); });
  });
  return out;
}

}  // namespace

std::vector<std::string_view> NamesOfList(std::string_view text) {
  text = TrimAscii(text);
  if (text.find_first_of("=\t\n<{}\"`") != std::string_view::npos) return {text};
  std::vector<std::string_view> out;
  size_t start = 0;
  size_t depth = 0;
  const auto take = [&](size_t end) {
    const std::string_view name = TrimAscii(text.substr(start, end - start));
    start = end + 1;
    if (WordsIn(name).empty()) return;
    const bool legal_form = WithoutLegalForm("x " + std::string(name)) == "x";
    if (legal_form && !out.empty()) {
      const std::string_view before = out.back();
      out.back() = std::string_view(before.data(),
                                    static_cast<size_t>(name.data() + name.size() - before.data()));
      return;
    }
    out.push_back(name);
  };
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && depth > 0) --depth;
    if (depth == 0 && (text[at] == ',' || text[at] == ';')) take(at);
  }
  take(text.size());
  if (out.empty() || out.size() > kMostNames) return {text};
  if (out.size() == 1) return out;
  const std::string_view last = out.back();
  out.pop_back();
  SplitAtJoins(last, out);
  return out;
}

ServiceResult FindByNames(const Matcher& matcher, std::string_view asked, std::string_view site) {
  ServiceResult whole = FindServices(matcher, asked, {}, site);
  if (!IsNothing(whole)) return whole;
  const std::vector<std::string_view> names = PiecesOf(asked);
  if (names.empty() || names.size() > kMostPieces) return whole;
  if (auto same = NamedThroughout(matcher, names, site); !same.empty()) {
    whole.found = std::move(same);
    std::erase_if(whole.near, [&](const ServiceMatch& match) {
      return HasService(whole.found, match.service);
    });
    return whole;
  }
  if (names.size() < 2) return whole;
  const bool list = NamesOfList(asked).size() > 1;
  for (const std::string_view name : names) {
    const ServiceResult one = FindServices(matcher, name, {}, site);
    for (const ServiceMatch& match : one.found) AddService(whole.near, match);
    for (const ServiceMatch& match : one.near) AddService(whole.near, match);
    const auto tell = [&](const std::string& product) {
      const auto& told = whole.products;
      if (std::find(told.begin(), told.end(), product) == told.end()) {
        whole.products.push_back(product);
      }
    };
    if (!one.found.empty() && one.unknown_hosts.empty()) continue;
    for (const std::string& product : one.products) tell(product);
    if (!one.products.empty()) continue;
    for (const std::string& host : one.unknown_hosts) tell(host);
    const bool unknown = one.near.empty() && one.unknown_hosts.empty();
    if (list && unknown && !WithoutPlainWords(WordsIn(name)).empty()) tell(std::string(name));
  }
  return whole;
}

}  // namespace temoin::catalog
