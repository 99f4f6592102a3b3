// "May we set this?" as people ask it: the name of a cookie, document.cookie, Set-Cookie lines,
// rows of the developer tools, the name of a company or a product ("Meta pixel"), an address, or
// the snippet that a vendor gives.
//
// A line is a cookie unless it is plainly something else. Values are dropped while reading.
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

namespace temoin::catalog {

struct Question {
  enum class Kind { kCookie, kService };

  Kind kind = Kind::kCookie;
  SeenCookie seen;                 // kCookie
  std::string text;                // kService: the words, the address; of a snippet its first line
  std::vector<std::string> hosts;  // kService: those that it loads from, at most kMostHosts
  bool address = false;            // hosts are all that is known: an address or a snippet

  static constexpr size_t kMostHosts = 20;
};

// One question out of what stands in one field: a cookie's name as it is, or any of the others.
Question ReadQuestion(std::string_view text, std::string_view host = {});

// Several, line by line, as they were pasted; a snippet is one whatever its lines. `matcher` says
// which words are names of declared trackers. At most `most`; a text over 1 MiB is read up to
// there.
std::vector<Question> ReadQuestions(std::string_view text, const Matcher& matcher, Time now,
                                    size_t most = 1000);

// A declared service that was asked for, and by what it was found.
struct ServiceMatch {
  const Site* site = nullptr;
  const Purpose* purpose = nullptr;
  const Service* service = nullptr;
  std::string by;  // a domain of its vendor, or a name
};

struct ServiceResult {
  std::vector<ServiceMatch> found;         // all that was asked for is one of these
  std::vector<ServiceMatch> near;          // of the same vendor, and another product was asked for
  std::vector<std::string> unknown_hosts;  // that no declared service loads from
};

// Of the sites of the matcher (or of `site` alone).
ServiceResult FindServices(const Matcher& matcher, const Question& question,
                           std::string_view site = {});

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_QUESTION_H_
