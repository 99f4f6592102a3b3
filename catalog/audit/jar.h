// The cookies of one visit as they come and go, each known by its name, its domain and its path, as
// a browser keeps them: a deletion of another domain or path deletes nothing.
//
// A request shows only names. A cookie that was never seen being set is known by the host it was
// sent to; a deletion that would cover it is then believed with a doubt, until a later request that
// sends other cookies and not this one takes the doubt away. A cookie that is sent after its
// deletion was not deleted.
//
// Bounds: Recording::kMostTrackers, and kMostOfAName cookies of one name; what is beyond sets
// Recording::truncated. Thread-safety: one thread at a time.
#ifndef TEMOIN_CATALOG_AUDIT_JAR_H_
#define TEMOIN_CATALOG_AUDIT_JAR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/audit/recording.h"

namespace temoin::catalog {

// Which cookie: RFC 6265 section 5.3 step 11, with whether it is for one host only.
struct CookieId {
  std::string name;
  std::string domain;  // normal; the host when `host_only`
  std::string path;
  bool host_only = true;
  bool partitioned = false;  // CHIPS: apart from the cookie of the same name that is not
};

// How long it lives from its setting.
struct Life {
  std::optional<int64_t> seconds;
  std::optional<Time> ends;  // instead, where it is not known from when it counts
  std::optional<Time> from;  // when it was set
};

// When, as narrowly as a recording says: milliseconds since 1970. What has no time, or times that
// overlap, follows in its order.
struct Span {
  int64_t first;
  int64_t last;
};
using Moment = std::optional<Span>;

class Jar {
 public:
  static constexpr size_t kMostOfAName = 256;
  static constexpr size_t kMostDoubtsOfAHost = 1000;

  Jar(Recording& recording, size_t visit) : recording_(recording), visit_(visit) {}

  void Set(const CookieId& id, const Life& life, Moment when, bool secure = false);
  // `over_http`: by an answer without TLS, which deletes no Secure cookie in a browser; what was
  // recorded may be an inner hop, so that it stays a doubt.
  void Clear(const CookieId& id, Moment when, bool over_http = false);
  // It lay in the browser; `set`: and was seen being set.
  void Keep(const CookieId& id, const Life& life, bool set);
  // What one request carried.
  void Send(const std::set<std::string>& names, const std::string& host, const std::string& path,
            Moment when);
  // One of them, where the recording says which it was, and how long it still lives.
  void SendKnown(const CookieId& id, const Life& life, Moment when);
  // `host`: that tried to set it.
  void Refuse(const std::string& name, const std::string& host, Refusal refusal);

  // Hands all of it to the visit; ends are counted from `base`. What had ended by then is unread
  // under "time".
  void Finish(Time base);

 private:
  struct Cookie {
    SeenTracker seen;
    std::string path;  // where it was only sent: the shortest path of a request that sent it
    bool host_only = true;
    bool only_sent = false;
    bool partitioned = false;
    bool secure = false;
    Moment changed;  // when it was last set or cleared
    std::optional<Time> ends;

    bool Covers(const std::string& host, std::string_view path_of_request) const;
  };

  Visit& visit() { return recording_.visits[visit_]; }
  Cookie* Find(const CookieId& id);
  // nullptr: beyond the bounds.
  Cookie* FindOrAdd(const CookieId& id);
  Cookie* Add(Cookie cookie);
  void SendOne(const std::string& name, const std::string& host, const std::string& path,
               Moment when);
  void SettleDoubts(const std::set<std::string>& names, const std::string& host,
                    const std::string& path, Moment when);
  void MergeSent(std::vector<Cookie>& cookies);

  Recording& recording_;
  size_t visit_;
  std::map<std::string, std::vector<Cookie>, std::less<>> cookies_;  // by name
  // By host, the names of those that were perhaps cleared.
  std::map<std::string, std::set<std::string>> doubts_;
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_JAR_H_
