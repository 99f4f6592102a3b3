// Which declared tracker is this cookie that somebody saw?
//
// In this order: exact name and host; exact name; the longest pattern (most literal characters).
// All ties come out, never a guess; a host that differs from the declared one is said; a near name
// is hinted, never matched. A name in angle brackets (SR<RotatorID>) is a pattern: the bracket
// stands for one character or more; a bracket that is never closed runs to the end of the name.
//
// Names are compared by bytes (cookie names are case-sensitive, RFC 6265 section 5.4), hosts
// without case; a host matches when it is the declared one or a name below it. Longer names than
// kMaxName and hosts than 253 bytes match nothing.
//
// Thread-safety: a Matcher is immutable once built and may be shared. It keeps the sites alive.
#ifndef TEMOIN_CATALOG_SRC_MATCH_H_
#define TEMOIN_CATALOG_SRC_MATCH_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/src/model.h"

namespace temoin::catalog {

enum class MatchRule { kNameAndHost, kName, kPattern };
enum class HostVerdict { kNotGiven, kSame, kDiffers };

std::string_view MatchRuleName(MatchRule rule);  // "name-and-host", "name", "pattern"

struct Candidate {
  const Site* site = nullptr;
  const Purpose* purpose = nullptr;
  const Service* service = nullptr;
  const Tracker* tracker = nullptr;
  std::string pointer;  // of the tracker in the site's file
  MatchRule rule = MatchRule::kName;
  HostVerdict host = HostVerdict::kNotGiven;
  std::string matched;  // the declared name or alias that matched
};

struct NameHint {
  const Site* site = nullptr;
  const Service* service = nullptr;
  const Tracker* tracker = nullptr;
  Text note;  // the declared remark about this very name; empty: the spelling alone is near
};

struct MatchResult {
  std::vector<Candidate> candidates;  // all ties of the first step that found something
  std::vector<NameHint> hints;        // at most kMaxHints
};

class Matcher {
 public:
  static constexpr size_t kMaxName = 4096;
  static constexpr size_t kMaxHints = 8;

  explicit Matcher(std::shared_ptr<const Site> site);
  explicit Matcher(std::shared_ptr<const Catalog> catalog);  // all its sites
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  // `host`: where it was seen ("track.adform.net", a leading dot is ignored); empty: not known.
  // `site`: only this one; empty: all.
  MatchResult Match(std::string_view name, std::string_view host = {},
                    std::string_view site = {}) const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

// Whether `name` matches a declared name, pattern or not. For tests and one-off questions.
bool NameMatches(std::string_view declared, std::string_view name);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SRC_MATCH_H_
