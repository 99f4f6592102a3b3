#include "base/near_word.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace temoin {
namespace {

constexpr size_t kMostLetters = 64;

// How many letters were added, left out, replaced or exchanged with their neighbour (optimal string
// alignment).
size_t Mistakes(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> rows(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const size_t replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, replaced});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

}  // namespace

std::string NearWord(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > kMostLetters) return {};
  const std::string low = LowerAscii(word);
  size_t fewest = std::max<size_t>(1, word.size() / 4) + 1;
  std::string found;
  for (const std::string& each : known) {
    if (each.size() > kMostLetters) continue;
    const size_t mistakes = Mistakes(low, LowerAscii(each));
    if (mistakes == fewest) found.clear();
    if (mistakes >= fewest) continue;
    fewest = mistakes;
    found = each;
  }
  return found;
}

}  // namespace temoin
