// The reader of Set-Cookie lines as tools and people write them. Private to catalog/audit; its
// lines are told apart in set_cookie_lines.cc, requests and responses put together in
// set_cookie_log.cc.
//
// At most a mebibyte of cookies of a response is held. Thread-safety: as Recording.
#ifndef TEMOIN_CATALOG_AUDIT_SET_COOKIE_LOG_H_
#define TEMOIN_CATALOG_AUDIT_SET_COOKIE_LOG_H_

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/audit/recording_parts.h"
#include "catalog/audit/two_lines.h"

namespace temoin::catalog {

class SetCookieLog final : public LineReader {
 public:
  explicit SetCookieLog(Recording& recording) : recording_(recording), jar_(recording, 0) {
    recording_.visits.emplace_back();
  }

  void Line(std::string_view line, size_t number, bool whole) override;
  Status Finish() override;

 private:
  struct Lines {
    std::vector<std::pair<std::string, size_t>> sent;
    std::vector<std::pair<std::string, size_t>> set;
    std::optional<std::string> date;
    bool host_known = true;  // as the response was read …
    bool sent_known = true;  // … and as the request was
    size_t bytes = 0;
  };

  std::string Place() const { return fmt::format("line {}", number_); }

  void TakeRemark(std::string_view line);
  bool TakeWget(std::string_view line);
  bool TakeStored(std::string_view line);
  void Announce(std::string_view name);
  void Ask();
  Visit& visit() { return recording_.visits.front(); }
  void Call(std::string_view url);
  void NameAddress(std::string_view url, bool asked = false);
  void NameLoneAddress(std::string_view url);
  void NameHost(const std::string& host);
  bool TakeRequestLine(std::string_view line);
  void TakeStatusLine(std::string_view line);
  void Reached(const std::string& host);
  void WatchHead(std::string_view line);
  void TakeResponse();
  void TellLost();
  bool TakeTwoLines(std::string_view line, bool trusted);
  bool TakeRequestUrl(std::string_view line);
  void TakeHttp(std::string_view line, bool trusted);
  bool GoOn(std::string_view rest);
  void TakeField(const std::string& name, std::string_view line, size_t size, bool trusted);
  void TakeDate(std::string_view value);
  bool TakeOther(std::string_view line);
  void Keep(std::vector<std::pair<std::string, size_t>>& lines, std::string_view value);
  void EndExchange();

  Recording& recording_;
  Jar jar_;
  Lines lines_;  // of the request or answer that is being read
  static constexpr size_t kMostAsked = 64;
  static constexpr size_t kNoLine = size_t{1} << 62U;
  bool in_request_ = false;      // its head is being read …
  std::string line_host_;        // … and names this host
  std::set<std::string> asked_;  // hosts of requests that wait for a response …
  size_t waiting_ = 0;           // … and how many wait
  std::map<std::string, size_t, std::less<>> announced_;  // cookies that curl and wget say to keep
  std::set<std::string, std::less<>> told_;               // cookies that a field told of
  bool marked_line_ = false;                              // curl's mark stands before it
  bool failed_ = false;                                   // the response is an error
  std::string host_;
  std::string path_ = "/";
  bool over_http_ = false;    // the address says so
  std::optional<Time> date_;  // of the response, or the last one where answers are not told apart
  size_t number_ = 0;
  TwoLines two_lines_;
  bool traced_ = false;            // by curl --trace
  size_t head_line_ = kNoLine;     // the last line of a head
  size_t cookie_line_ = kNoLine;   // a Set-Cookie or Cookie field, or what it went on in
  bool cookie_open_ = false;       // it ended where more must come
  size_t console_line_ = kNoLine;  // that asks a browser's console for cookies
  size_t value_line_ = kNoLine;    // the last line that is a value of a Set-Cookie on two lines
  bool uncertain_ = false;         // whether the last address is that of a request
  bool fresh_ = false;             // an address was named and not answered yet
  bool redirects_ = false;         // the response is one
  bool elsewhere_ = false;         // … and says where to
  bool structured_ = false;        // request or status lines are written down
  bool marked_ = false;            // with curl's marks
  bool addressed_ = false;
  bool known_ = false;  // something in it is of this format
  bool blank_ = true;
  bool stops_ = false;  // the last line stops in the name of a field that sets cookies
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_SET_COOKIE_LOG_H_
