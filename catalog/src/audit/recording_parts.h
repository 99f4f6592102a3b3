// What the readers of recordings share. Private to catalog/src/audit.
//
// A JSON format is read by a PartReader, which is told where each value stands; every reader sees
// the whole text and takes what is its own, so that the format need not be known beforehand.
//
// Thread-safety: as Recording.
#ifndef TEMOIN_CATALOG_SRC_AUDIT_RECORDING_PARTS_H_
#define TEMOIN_CATALOG_SRC_AUDIT_RECORDING_PARTS_H_

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/src/audit/recording.h"

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
  // A string, or a number or word as it is written; `place` is what it stands in.
  virtual void Value(const JsonPlace& place, std::string_view key, std::string_view value,
                     bool text) = 0;
  // Whether the text is of this reader's format.
  virtual bool mine() const = 0;
  // At the end of a text that is: what is only known then.
  virtual Status Finish() { return {}; }
};

std::unique_ptr<PartReader> HarReader(Recording& recording, Time now);
std::unique_ptr<PartReader> InspectionReader(Recording& recording, Time now);
std::unique_ptr<PartReader> ScanReader(Recording& recording);

// Set-Cookie lines, bare or as curl -v, curl -i and wget -S print them; an address or a Host line
// says where the lines after it come from, a Date line when.
Status ReadSetCookieLog(const ByteSource& source, Time now, Recording& recording);

std::string LowerCase(std::string_view text);
// "www.ameli.fr" out of "https://user@www.ameli.fr:443/page"; empty: no address.
std::string HostOfUrl(std::string_view url);
// "2026-11-21T12:00:00.123+01:00", to the second.
std::optional<Time> ReadIsoTime(std::string_view text);

// Adds what was seen to a visit, within the recording's bounds.
void Remember(Recording& recording, Visit& visit, SeenTracker seen);
// A Set-Cookie value, or several joined by line feeds as browsers record them.
void RememberSetCookie(Recording& recording, Visit& visit, std::string_view lines,
                       const std::string& host, Time at);
// The names of a Cookie header.
void RememberSent(Recording& recording, Visit& visit, std::string_view pairs,
                  const std::string& host);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SRC_AUDIT_RECORDING_PARTS_H_
