// What the readers of recordings share. Private to catalog/audit.
//
// A JSON format is read by a PartReader, which is told where each value stands; every reader sees
// the whole text and takes what is its own, so that the format need not be known beforehand.
//
// Thread-safety: as Recording.
#ifndef TEMOIN_CATALOG_AUDIT_RECORDING_PARTS_H_
#define TEMOIN_CATALOG_AUDIT_RECORDING_PARTS_H_

#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/audit/jar.h"
#include "catalog/audit/recording.h"

namespace temoin::catalog {

// Where in a JSON text: the keys of the open containers below the root, "[]" for an element.
class JsonPlace {
 public:
  void Open(std::string_view key) { keys_.emplace_back(key); }
  void Close() { keys_.pop_back(); }
  size_t depth() const { return keys_.size(); }
  const std::string& operator[](size_t i) const { return keys_[i]; }

  // "*" stands for any key.
  bool Is(std::initializer_list<std::string_view> keys) const {
    if (keys.size() != keys_.size()) return false;
    size_t i = 0;
    for (const std::string_view key : keys) {
      if (key != "*" && key != keys_[i]) return false;
      ++i;
    }
    return true;
  }

 private:
  std::vector<std::string> keys_;
};

class PartReader {
 public:
  virtual ~PartReader() = default;
  virtual void Opened(const JsonPlace& place, bool array) = 0;  // `place` is the container
  virtual void Closed(const JsonPlace& place) = 0;
  virtual void Key(const JsonPlace&, std::string_view /*key*/) {}
  // The string that comes next was too long: only its beginning is handed on.
  virtual void Cut(const JsonPlace&, std::string_view /*key*/) {}
  // A string, or a number or word as it is written; `place` is what it stands in.
  virtual void Value(const JsonPlace& place, std::string_view key, std::string_view value,
                     bool text) = 0;
  // Whether the text is of this reader's format.
  virtual bool mine() const = 0;
  // At the end of a text that is: what is only known then.
  virtual Status Finish() { return {}; }
};
// What a text that is of no format looks like.
class Sniffer final : public PartReader {
 public:
  void Opened(const JsonPlace& place, bool array) override;
  void Closed(const JsonPlace&) override {}
  void Key(const JsonPlace& place, std::string_view key) override;
  void Value(const JsonPlace&, std::string_view, std::string_view, bool) override {}
  bool mine() const override { return false; }

  std::string Words() const;

 private:
  bool array_ = false;
  bool reports_ = false;      // of Blacklight
  bool cookie_name_ = false;  // of OneTrust
  std::vector<std::string> members_;
};

std::unique_ptr<PartReader> HarReader(Recording& recording);
std::unique_ptr<PartReader> ScanReader(Recording& recording);
// Cookies in a list: inspection.json, Playwright, DevTools, Cookie-Editor, Selenium.
std::unique_ptr<PartReader> CookieListReader(Recording& recording, Time now);

// Text: Set-Cookie lines, bare or as curl -v, curl -i and wget -S print them, or a cookies.txt.
Status ReadText(const ByteSource& source, Time now, Recording& recording);

// Hands over each line; the rest of one over 64 KiB is passed over and `whole` is then false.
class LineReader {
 public:
  virtual ~LineReader() = default;
  virtual void Line(std::string_view line, size_t number, bool whole) = 0;
  virtual Status Finish() = 0;
};
std::unique_ptr<LineReader> SetCookieLogReader(Recording& recording);
std::unique_ptr<LineReader> NetscapeReader(Recording& recording, Time now);
// Whether a first line is that of a cookies.txt.
bool IsNetscape(std::string_view line);

// The error of a text that is of no format.
Error UnknownFormat(std::string_view looks_like);

std::string LowerCase(std::string_view text);
// "2026-11-21T12:00:00.123+01:00", to the second; `milliseconds` gets the fraction.
std::optional<Time> ReadIsoTime(std::string_view text, int64_t* milliseconds = nullptr);
// A date in the member of an export: ISO 8601, as in a Set-Cookie line, or seconds (or
// milliseconds) since 1970.
std::optional<Time> ReadAnyTime(std::string_view text);
// A time at which something may have been recorded, in 1995 to 2099; nullopt otherwise: it is a
// clock that was never set, or a number that is no time.
std::optional<Time> Plausible(std::optional<Time> time);
// Of a member of a cookie in an export, in lower case: it says when the cookie ends, as whoever
// wrote it names it ("expires", "expirationDate", "expires_utc"), or how long it lives.
bool SaysEnd(std::string_view member);
bool SaysAge(std::string_view member);
// The end of a cookie in such a member. nullopt: it is not understood.
struct End {
  bool session = false;
  std::optional<Time> at;
};
std::optional<End> ReadEnd(std::string_view text);

void AddUnread(Recording& recording, std::string_view code, std::string_view place);
void AddUnread(Recording& recording, std::string_view code, const Unread& more);
void AddTo(Unread& unread, std::string_view place);
// What comes from outside and is printed on terminals: valid UTF-8, without controls, cut.
std::string TameName(std::string_view name);

// A host that the visit shows something of; empty: nothing.
void AddHost(Visit& visit, const std::string& host);
// A host that was asked for something, whatever it answered; empty: nobody.
void AddCall(Visit& visit, const std::string& host);
// The longest life that a tracker was given, with the moment from which it counts.
void Lengthen(SeenTracker& seen, std::optional<int64_t> seconds, std::optional<Time> from);
// Adds what was seen to a visit, within the recording's bounds.
void Remember(Recording& recording, Visit& visit, SeenTracker seen);

// Where a Set-Cookie value comes from.
struct Origin {
  std::string host;
  std::string path = "/";
  bool over_http = false;    // the address says so
  std::optional<Time> time;  // what lifetimes are counted from
  Moment when;
  std::string place;     // in the file
  bool in_text = false;  // where a line may have been cut
};
// A Set-Cookie value, or several joined; returns those that were understood.
std::vector<SetCookie> TakeSetCookie(Recording& recording, Jar& jar, std::string_view value,
                                     const Origin& origin);
// The names of a Cookie header.
std::set<std::string> NamesSent(Recording& recording, std::string_view written,
                                const std::string& place);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_RECORDING_PARTS_H_
