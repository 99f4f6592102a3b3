#include "catalog/audit/jar.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/host.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

// Known to have been before; otherwise the order of the file counts.
bool Before(const Moment& a, const Moment& b) { return a && b && a->last < b->first; }

}  // namespace

bool Jar::Cookie::Covers(const std::string& host, std::string_view path_of_request) const {
  const bool same_host = host_only ? host == seen.host : HostWithin(host, seen.host);
  return same_host && (only_sent || PathMatches(path_of_request, path));
}

Jar::Cookie* Jar::Find(const CookieId& id) {
  const auto found = cookies_.find(id.name);
  if (found == cookies_.end()) return nullptr;
  for (Cookie& cookie : found->second) {
    if (!cookie.only_sent && cookie.seen.host == id.domain && cookie.host_only == id.host_only &&
        cookie.path == id.path && cookie.partitioned == id.partitioned) {
      return &cookie;
    }
  }
  return nullptr;
}

Jar::Cookie* Jar::Add(Cookie cookie) {
  std::vector<Cookie>& same_name = cookies_[cookie.seen.name];
  if (recording_.kept >= Recording::kMostTrackers || same_name.size() >= kMostOfAName) {
    recording_.truncated = true;
    return nullptr;
  }
  ++recording_.kept;
  return &same_name.emplace_back(std::move(cookie));
}

Jar::Cookie* Jar::FindOrAdd(const CookieId& id) {
  if (Cookie* const known = Find(id)) return known;
  Cookie cookie;
  cookie.seen.name = id.name;
  cookie.seen.host = id.domain;
  cookie.path = id.path;
  cookie.host_only = id.host_only;
  cookie.partitioned = id.partitioned;
  return Add(std::move(cookie));
}

void Jar::Set(const CookieId& id, const Life& life, Moment when, bool secure) {
  visit().without_cookies = false;
  Cookie* const cookie = FindOrAdd(id);
  if (cookie == nullptr) return;
  SeenTracker& seen = cookie->seen;
  seen.set = true;
  cookie->secure = secure;
  Lengthen(seen, life.seconds, life.from);
  if (Before(when, cookie->changed)) return;
  if (when) cookie->changed = when;
  seen.cleared = false;
}

void Jar::Clear(const CookieId& id, Moment when, bool over_http) {
  visit().without_cookies = false;
  const auto found = cookies_.find(id.name);
  if (found == cookies_.end()) return;
  for (Cookie& cookie : found->second) {
    const bool possible = cookie.only_sent
                              ? (id.host_only ? cookie.seen.host == id.domain
                                              : HostWithin(cookie.seen.host, id.domain)) &&
                                    PathMatches(cookie.path, id.path)
                              : cookie.seen.host == id.domain && cookie.host_only == id.host_only &&
                                    cookie.path == id.path && cookie.partitioned == id.partitioned;
    if (!possible || Before(when, cookie.changed)) continue;
    if (when) cookie.changed = when;
    cookie.seen.cleared = true;
    cookie.seen.perhaps_cleared = cookie.only_sent || (over_http && cookie.secure);
    if (!cookie.only_sent) continue;
    std::set<std::string>& names = doubts_[cookie.seen.host];
    if (names.size() < kMostDoubtsOfAHost) names.insert(id.name);
  }
}

void Jar::Keep(const CookieId& id, const Life& life, bool set) {
  visit().without_cookies = false;
  Cookie* const cookie = FindOrAdd(id);
  if (cookie == nullptr) return;
  SeenTracker& seen = cookie->seen;
  seen.kept = true;
  seen.set = seen.set || set;
  Lengthen(seen, life.seconds, life.from);
  if (life.ends && (!cookie->ends || *life.ends > *cookie->ends)) cookie->ends = life.ends;
}

void Jar::SendOne(const std::string& name, const std::string& host, const std::string& path,
                  Moment when) {
  visit().without_cookies = false;
  std::vector<Cookie*> live;
  std::vector<Cookie*> cleared;
  if (const auto found = cookies_.find(name); found != cookies_.end()) {
    for (Cookie& cookie : found->second) {
      if (!cookie.Covers(host, path)) continue;
      const bool gone = cookie.seen.cleared && !Before(when, cookie.changed);
      (gone ? cleared : live).push_back(&cookie);
    }
  }
  for (Cookie* const cookie : live) {
    cookie->seen.sent = true;
    if (cookie->only_sent && path.size() < cookie->path.size()) cookie->path = path;
  }
  if (!live.empty()) return;
  for (Cookie* const cookie : cleared) {  // it was not
    cookie->seen.sent = true;
    cookie->seen.cleared = false;
    cookie->seen.perhaps_cleared = false;
    if (when) cookie->changed = when;
  }
  if (!cleared.empty()) return;
  Cookie cookie;
  cookie.seen.name = name;
  cookie.seen.host = host;
  cookie.seen.sent = true;
  cookie.path = path;
  cookie.only_sent = true;
  Add(std::move(cookie));
}

// Any cookie that was sent with a request for `cookie.path` would be sent with one below it.
void Jar::SettleDoubts(const std::set<std::string>& names, const std::string& host,
                       const std::string& path, Moment when) {
  const auto found = doubts_.find(host);
  if (found == doubts_.end() || names.empty()) return;
  for (auto name = found->second.begin(); name != found->second.end();) {
    bool settled = names.contains(*name);
    for (Cookie& cookie : cookies_[*name]) {
      if (!cookie.only_sent || cookie.seen.host != host || settled) continue;
      if (Before(when, cookie.changed) || !PathMatches(path, cookie.path)) continue;
      cookie.seen.perhaps_cleared = false;
      settled = true;
    }
    name = settled ? found->second.erase(name) : std::next(name);
  }
}

void Jar::Send(const std::set<std::string>& names, const std::string& host, const std::string& path,
               Moment when) {
  for (const std::string& name : names) SendOne(name, host, path, when);
  SettleDoubts(names, host, path, when);
}

void Jar::SendKnown(const CookieId& id, const Life& life, Moment when) {
  visit().without_cookies = false;
  Cookie* const cookie = FindOrAdd(id);
  if (cookie == nullptr) return;
  SeenTracker& seen = cookie->seen;
  seen.sent = true;
  Lengthen(seen, life.seconds, life.from);
  if (!seen.cleared || Before(when, cookie->changed)) return;
  seen.cleared = seen.perhaps_cleared = false;  // it was not
  if (when) cookie->changed = when;
}

void Jar::Refuse(const std::string& name, const std::string& host, Refusal refusal) {
  visit().without_cookies = false;
  if (recording_.kept >= Recording::kMostTrackers) {
    recording_.truncated = true;
    return;
  }
  const Visit::Key key{TameName(name), TrackerKind::kCookie, host};
  if (visit().refused.emplace(key, refusal).second) ++recording_.kept;
}

// A cookie that was set for a domain is sent to hosts below it: one tracker, not two.
void Jar::MergeSent(std::vector<Cookie>& cookies) {
  std::vector<Cookie> left;
  for (const Cookie& sent : cookies) {
    if (!sent.only_sent) continue;
    const auto source = std::find_if(cookies.begin(), cookies.end(), [&](const Cookie& other) {
      // A cookie that is still sent beside one that was cleared is another one.
      return !other.only_sent && (!other.seen.cleared || sent.seen.cleared) &&
             (other.host_only ? other.seen.host == sent.seen.host
                              : HostWithin(sent.seen.host, other.seen.host));
    });
    if (source == cookies.end()) {
      left.push_back(sent);
    } else {
      source->seen.sent = true;
    }
  }
  recording_.kept += left.size();
  std::erase_if(cookies, [&](const Cookie& cookie) {
    if (cookie.only_sent) --recording_.kept;
    return cookie.only_sent;
  });
  cookies.insert(cookies.end(), std::make_move_iterator(left.begin()),
                 std::make_move_iterator(left.end()));
}

void Jar::Finish(Time base) {
  for (auto& [name, cookies] : cookies_) {
    MergeSent(cookies);
    for (Cookie& cookie : cookies) {
      if (cookie.ends) {
        const int64_t seconds = (*cookie.ends - base).count();
        if (seconds <= 0) {
          AddUnread(recording_, "time", TameName(name));
        } else {
          Lengthen(cookie.seen, seconds, base);
        }
      }
      // What was counted as an identity becomes a name at a host.
      --recording_.kept;
      Remember(recording_, visit(), std::move(cookie.seen));
    }
  }
  cookies_.clear();
  doubts_.clear();
}

}  // namespace temoin::catalog
