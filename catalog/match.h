// Which declared tracker is this cookie that somebody saw?
//
// In this order: exact name and host; exact name; the longest pattern (most literal characters).
// All ties come out, never a guess; a near name is hinted, never matched. A name in angle brackets
// (SR<RotatorID>) is a pattern: the bracket stands for one character or more; a bracket that is
// never closed runs to the end of the name. What a site declares exempt in one place and under
// consent in another, at one host, is under consent there.
//
// The host is judged. It fits a declared tracker when it is the declared host or lies below it; or
// the tracker is set on the site and the host is the site's; or no host is published and the host
// is the site's or one of the vendor's domains; or it was not seen. The host of a cookie is its
// Domain if it has one, so that the parent of a declared host does not fit. What has the name and
// another host is told apart, as `declared_for`.
//
// Names are compared by bytes (cookie names are case-sensitive, RFC 6265 section 5.4), hosts
// without case. Longer names than kMaxName and what is no host match nothing.
//
// Thread-safety: a Matcher is immutable once built and may be shared. It keeps the sites alive.
#ifndef TEMOIN_CATALOG_MATCH_H_
#define TEMOIN_CATALOG_MATCH_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"

namespace temoin::catalog {

enum class MatchRule { kNameAndHost, kName, kPattern };
// How the host that was seen fits the declared one.
enum class HostVerdict { kNotGiven, kSame, kOnSite, kVendor, kDiffers };

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
  std::vector<Candidate> candidates;    // all ties of the first step that found something
  std::vector<Candidate> declared_for;  // where nothing did: the same name for other hosts
  std::vector<NameHint> hints;          // at most kMaxHints
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
  void EachSite(const std::function<void(const Site&)>& visit) const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

// Whether pages of the site can hold cookies of this normal host: it is the site's cookie domain or
// below it, the host of one of its origins or below it, or a domain above one that is no public
// suffix.
bool IsSiteHost(const Site& site, const std::string& host);

// Of normal hosts: the size of the longest of `domains` that `host` is or lies below; 0: of none.
size_t LongestAbove(const std::vector<std::string>& domains, const std::string& host);

// Another vendor of the site than `own` whose domain is nearer to `host` than one of `above`
// characters: a host belongs to whom the longest domain above it belongs to. nullptr: none.
const Vendor* NearerVendor(const Site& site, const Vendor& own, size_t above,
                           const std::string& host);

// Whether `name` matches a declared name, pattern or not. For tests and one-off questions.
bool NameMatches(std::string_view declared, std::string_view name);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_MATCH_H_
