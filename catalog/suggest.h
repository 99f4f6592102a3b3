// Proposes a declaration for an undeclared name out of a local copy of the Open Cookie Database.
//
// A proposal names the row it comes from and is for a person to judge. It never says "exempt": that
// database's "Functional" holds both what is technically necessary and what is not, so every
// proposal stands under consent.
//
// Thread-safety: immutable once read; share it.
#ifndef TEMOIN_CATALOG_SUGGEST_H_
#define TEMOIN_CATALOG_SUGGEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace temoin::catalog {

struct KnownCookie {
  std::string id;  // of the row
  std::string platform;
  std::string category;
  std::string name;
  std::string domain;
  std::string description;
  std::string retention;  // in its words
  std::string controller;
  bool prefix = false;  // the name is the beginning of the cookie's
};

class CookieDatabase {
 public:
  static constexpr size_t kMaxBytes = 64 * 1024 * 1024;

  // CSV (RFC 4180) with the columns of that database, found by their titles.
  static Result<CookieDatabase> Read(std::string_view csv);

  // Rows of exactly this name; without one, those with the longest prefix. All ties.
  std::vector<const KnownCookie*> Find(std::string_view name) const;
  size_t size() const { return rows_.size(); }

 private:
  std::vector<KnownCookie> rows_;
};

// "2 years" -> "P2Y", "Session" -> "session"; empty: not understood.
std::string LifetimeFromWords(std::string_view words);

// For a terminal and for programs: the rows, and a drafted tracker for each.
std::string SuggestionsJson(std::string_view name, const std::vector<const KnownCookie*>& rows);
std::string SuggestionsText(std::string_view name, const std::vector<const KnownCookie*>& rows,
                            std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SUGGEST_H_
