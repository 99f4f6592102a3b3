// What a browser did, as others recorded it: HAR 1.2, the website evidence collector's
// inspection.json, a log of Set-Cookie lines, the recording of scripts/scan, or an export of what
// lay in a browser (Playwright, DevTools, Cookie-Editor, Selenium, Netscape's cookies.txt).
//
// Values are dropped while reading. Memory is bounded whatever the size of the file: at most
// kMostTrackers names and hosts are kept, and of each one line. A format is known by its own
// members, not by the file's name; docs/formats.md describes them. What was not understood is
// counted, with the first places, so that nobody takes it for nothing.
//
// Thread-safety: one thread at a time; a Recording is a value.
#ifndef TEMOIN_CATALOG_AUDIT_RECORDING_H_
#define TEMOIN_CATALOG_AUDIT_RECORDING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/audit/json_stream.h"
#include "catalog/model.h"
#include "catalog/set_cookie.h"

namespace temoin::catalog {

// What the visitor had answered when it was recorded. kSome: exactly Visit::allowed.
enum class Phase { kUnknown, kNone, kRefused, kSome, kAccepted, kWithdrawn };

// "none", "refused", "some", "accepted", "withdrawn"; "unknown" has no name to be given by.
std::optional<Phase> PhaseNamed(std::string_view name);
std::string_view PhaseName(Phase phase);

struct SeenTracker {
  std::string
      name;  // valid UTF-8; over 256 bytes it is cut and ends in "…"; a cookie's may be empty
  std::string host;  // normal; empty: not seen
  TrackerKind kind = TrackerKind::kCookie;
  std::optional<int64_t> seconds =
      std::nullopt;  // the longest life it was given; nullopt: session or not known
  std::optional<Time> from = std::nullopt;  // … and when it was given it; nullopt: not known
  bool set = false;                         // it was seen being set
  bool sent = false;                        // it was sent with a request
  bool kept = false;                        // it lay in the browser at the end
  bool cleared = false;                     // the last that was seen of it: it was cleared
  // It was cleared as far as one can tell: its domain and path were not seen, and no later request
  // shows that it is gone.
  bool perhaps_cleared = false;
  std::string led_by{};  // of a scan: who made the browser set it, as SeenRequest says it
};

// Of a scan: what a page asked another host for, or a script of the site's own.
struct SeenRequest {
  std::string host;  // normal
  // From the script or frame that asked back to the tag in a page: "a.example/tag.js <
  // www.mutuelle.example/:12"; empty: not known.
  std::string led_by;
};

// One browser with one answer.
struct Visit {
  using Key = std::tuple<std::string, TrackerKind, std::string>;  // name, kind, host

  Phase phase = Phase::kUnknown;
  std::set<std::string, std::less<>> allowed;  // services, for kSome
  size_t requests = 0;                         // of a HAR or a log
  // Nothing in it could have carried a cookie: a sanitised recording proves nothing.
  bool without_cookies = true;
  bool nothing_recorded = false;  // an empty file, or no request in it
  std::map<Key, SeenTracker> trackers;
  std::map<Key, Refusal> refused;  // cookies that no browser keeps
  // Hosts that answered (without an error) or where something lay; the Domain that an answer gives
  // a cookie is nobody who answered. At most kMostHosts.
  static constexpr size_t kMostHosts = 5'000;
  std::set<std::string, std::less<>> hosts;
  // Those that were asked for something, answered or not: each of a scan, and in a HAR or a log
  // those that did not answer or with an error. At most kMostHosts.
  std::set<std::string, std::less<>> called{};
  // Of a scan: what was asked for, "host/path"; at most kMostHosts.
  std::set<std::string, std::less<>> addresses{};
  bool hosts_told = true;  // it would say which hosts it saw
};

// What was not understood, of one kind.
struct Unread {
  static constexpr size_t kMostPlaces = 5;

  size_t count = 0;
  std::vector<std::string> places;  // "line 12", "log.entries[3].response.headers": the first ones
};

struct Recording {
  enum class Format {
    kHar,
    kInspection,
    kSetCookieLog,
    kScan,
    kPlaywright,
    kDevTools,
    kCookieEditor,
    kSelenium,
    kNetscape
  };
  static constexpr size_t kMostTrackers = 20'000;  // of all visits together
  static constexpr size_t kMostVisits = 1'000;
  static constexpr size_t kMostRequests = 20'000;
  static constexpr size_t kMostHosts = 100;

  Format format = Format::kSetCookieLog;
  std::string site;           // that it says to be of; empty: it does not say
  std::vector<Visit> visits;  // one, except of a scan
  size_t kept = 0;            // trackers, of all visits together
  bool truncated = false;     // there was more than what is kept
  // By code: "redacted" (a mark stands in its place), "time" (its end or its beginning is not
  // known), "date" (of an answer), "host" (of a request), "cookie", "shape" (another than the
  // format's), "third-parties" (of a scan: requests that were not let out), "pages" (that it could
  // not record whole), "stopped" (requests that the browser did not let out).
  std::map<std::string, Unread, std::less<>> unread;
  bool calls_unseen = false;  // of a scan: it lists no requests, as those before 0.2
  // Of a scan: by address without query ("host/path"), of all phases; the hosts that are the site's
  // own, and the origins of the pages that were visited.
  std::map<std::string, SeenRequest, std::less<>> requests{};
  std::set<std::string, std::less<>> hosts{};
  std::set<std::string, std::less<>> origins{};
};

// "har", "inspection", "log", "scan", "playwright", "devtools", "cookie-editor", "selenium",
// "netscape".
std::string_view FormatName(Recording::Format format);
// An export of what lay in the browser: it says when each cookie ends, not when it was set.
bool IsExport(Recording::Format format);

// `now`: when an export was made; lifetimes in it are counted from then. Recordings of requests
// have times of their own. kInvalidArgument: it is none of the formats, or broken.
Result<Recording> ReadRecording(const ByteSource& source, Time now);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_RECORDING_H_
