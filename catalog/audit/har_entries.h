// What an entry of a HAR tells of cookies, once it is whole.
//
// Thread-safety: as Recording.
#ifndef TEMOIN_CATALOG_AUDIT_HAR_ENTRIES_H_
#define TEMOIN_CATALOG_AUDIT_HAR_ENTRIES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {

// A number written out as JSON does; nothing for anything else.
std::optional<double> ReadHarNumber(std::string_view text);

// A header or a cookie.
struct HarPart {
  std::string name;
  bool named = false;
  std::string value;  // of a header
  std::string domain;
  std::string path;
  std::string expires;
  std::string max_age;
  bool session = false;
  bool secure = false;
  bool odd = false;          // a value that is no text
  bool odd_members = false;  // something stands in one that should be a word or a number
  bool cut = false;

  size_t bytes() const { return name.size() + value.size() + domain.size() + path.size() + 64; }
};

// A request and its response, as far as they tell of cookies.
struct HarEntry {
  std::string host;
  std::string path = "/";
  bool over_http = false;
  bool strange = false;       // it is no object
  bool addressed = false;     // there is a request with its address …
  bool redacted = false;      // … of which a mark stands in the place …
  bool hostless = false;      // … or which names nobody: "data:…"
  bool asked_listed = false;  // … and its headers, be there none
  bool responded = false;     // there is a response …
  bool listed = false;        // … with its headers, be there none …
  bool failed = false;        // … which is an error
  bool no_response = false;   // … or stands for none
  bool stopped = false;       // the browser says that it did not let the request out
  std::string authority;      // of the Host header
  std::optional<Time> started;
  int64_t started_ms = 0;
  bool whole_seconds = false;  // the fraction was left out
  double took_ms = 0;
  double body_ms = 0;           // of it, after the response's head
  std::set<std::string> dates;  // of the header: more than one say nothing
  std::vector<std::string> set_cookie;
  std::vector<std::string> cookie;
  std::vector<HarPart> received;
  std::set<std::string> sent;
  std::vector<HarPart> asked;  // of those, what is told of more than the name
  size_t bytes = 0;

  bool empty() const {
    return set_cookie.empty() && cookie.empty() && received.empty() && sent.empty();
  }
  Moment SentAt(double later_ms = 0) const {
    if (!started) return std::nullopt;
    const int64_t first = started->time_since_epoch().count() * 1000 + started_ms +
                          static_cast<int64_t>(std::clamp(later_ms, 0.0, 1e9));
    return Span{first, whole_seconds ? first + 999 : first};
  }
  // A browser keeps cookies when the head of the response is there.
  Moment RespondedAt() const { return SentAt(took_ms - std::max(body_ms, 0.0)); }
};

// Takes the entries of a HAR one after the other into the one visit of `recording`, which outlives
// this.
class HarEntries {
 public:
  explicit HarEntries(Recording& recording) : recording_(recording), jar_(recording, 0) {}

  void Take(HarEntry entry);
  // One that is no object.
  void Pass();
  void Finish();

  // "log.entries[3].request", for the entry that comes next.
  std::string Where(std::string_view below = {}) const;
  size_t count() const { return count_; }

 private:
  void TakeReceived(std::vector<HarPart> received, std::vector<SetCookie> told,
                    const Origin& origin, std::optional<Time> started);
  void TakeAsked(const HarPart& part, const HarEntry& entry, const Origin& origin);
  void TakeApart(const HarPart& part, const Origin& origin);

  Recording& recording_;
  Jar jar_;
  size_t count_ = 0;
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_HAR_ENTRIES_H_
