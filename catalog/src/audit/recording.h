// What a browser did, as others recorded it: HAR 1.2, the website evidence collector's
// inspection.json, a log of Set-Cookie lines, or the recording of scripts/scan.
//
// Values are dropped while reading. Memory is bounded whatever the size of the file: at most
// kMostTrackers names and hosts are kept, and of each one line. The formats are told apart by what
// they contain, not by the file's name; docs/formats.md describes our own.
//
// Thread-safety: one thread at a time; a Recording is a value.
#ifndef TEMOIN_CATALOG_SRC_AUDIT_RECORDING_H_
#define TEMOIN_CATALOG_SRC_AUDIT_RECORDING_H_

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
#include "catalog/src/audit/json_stream.h"
#include "catalog/src/model.h"

namespace temoin::catalog {

// What the visitor had answered when it was recorded. kSome: exactly Visit::allowed.
enum class Phase { kUnknown, kNone, kRefused, kSome, kAccepted, kWithdrawn };

// "none", "refused", "some", "accepted", "withdrawn"; "unknown" has no name to be given by.
std::optional<Phase> PhaseNamed(std::string_view name);
std::string_view PhaseName(Phase phase);

struct SeenTracker {
  std::string name;  // a name over 256 bytes is cut and ends in "…"
  std::string host;  // lower case, without a leading dot
  TrackerKind kind = TrackerKind::kCookie;
  std::optional<int64_t> seconds =
      std::nullopt;      // the longest life it was given; nullopt: session or not known
  bool set = false;      // it was seen being set
  bool sent = false;     // it was sent with a request
  bool kept = false;     // it lay in the browser at the end
  bool cleared = false;  // the last that was seen of it: it was cleared
};

// One browser with one answer.
struct Visit {
  using Key = std::tuple<std::string, TrackerKind, std::string>;  // name, kind, host

  Phase phase = Phase::kUnknown;
  std::set<std::string, std::less<>> allowed;  // services, for kSome
  size_t requests = 0;                         // of a HAR
  // Nothing in it could have carried a cookie: a sanitised recording proves nothing.
  bool without_cookies = true;
  std::map<Key, SeenTracker> trackers;
};

struct Recording {
  enum class Format { kHar, kInspection, kSetCookieLog, kScan };
  static constexpr size_t kMostTrackers = 20'000;  // of all visits together
  static constexpr size_t kMostVisits = 1'000;

  Format format = Format::kSetCookieLog;
  std::vector<Visit> visits;  // one, except of a scan
  size_t kept = 0;            // trackers, of all visits together
  bool truncated = false;     // there was more than what is kept
};

std::string_view FormatName(Recording::Format format);  // "har", "inspection", "log", "scan"

// `now` is what lifetimes are counted from where the recording has no time of its own.
// kInvalidArgument: it is none of the formats, or broken.
Result<Recording> ReadRecording(const ByteSource& source, Time now);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SRC_AUDIT_RECORDING_H_
