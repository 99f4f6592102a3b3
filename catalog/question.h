// "May we set this?" as people ask it: the name of a cookie, document.cookie, Set-Cookie lines,
// rows of the developer tools, the name of a company or a product ("Meta pixel"), an address, or
// the snippet that a vendor gives, in its tags or as the code alone.
//
// A line is a cookie unless it is plainly something else: "connect.sid" is one, there being no
// domains under "sid". Values are dropped while reading.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_QUESTION_H_
#define TEMOIN_CATALOG_QUESTION_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "catalog/match.h"
#include "catalog/seen.h"
#include "catalog/snippet.h"

namespace temoin::catalog {

struct Question {
  enum class Kind { kCookie, kService };

  Kind kind = Kind::kCookie;
  SeenCookie seen;                 // kCookie
  std::string text;                // kService: the words, the address; of a snippet its first line
  std::vector<std::string> hosts;  // kService: those that it loads from, at most kMostHosts
  std::vector<std::string> addresses;  // kService: the same with what follows each host
  bool address = false;                // addresses are all that is known: an address or a snippet
  // Of a snippet (catalog/snippet.h): of the products whose functions it calls, where no address
  // says so; what it stores itself; pieces that could not be read.
  std::vector<std::string> calls{};
  std::vector<StoredItem> stored{};
  std::vector<std::string> unread{};

  static constexpr size_t kMostHosts = Snippet::kMost;
};

// One question out of what stands in one field: a cookie's name as it is, one cookie as it was
// copied ("IDE=…; Domain=.doubleclick.net"), or any of the others. `host` may be an address; what
// the text itself says of the host comes first.
Question ReadQuestion(std::string_view text, std::string_view host = {});

// The same, with the names that are known: "le cookie pcid" asks about pcid.
Question ReadQuestion(std::string_view text, std::string_view host, const Matcher& matcher,
                      Time now);

// The same, where one field or argument may hold several names of cookies: "_ga, _gid", "SID HSID",
// what document.cookie gives.
std::vector<Question> ReadAsked(std::string_view text, std::string_view host,
                                const Matcher& matcher, Time now);

// Several, line by line, as they were pasted; a snippet is one whatever its lines. `matcher` says
// which words are names of declared trackers. At most `most`; a text over 1 MiB is read up to
// there.
std::vector<Question> ReadQuestions(std::string_view text, const Matcher& matcher, Time now,
                                    size_t most = 1000);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_QUESTION_H_
