#include <algorithm>

#include "catalog/src/audit/recording_parts.h"
#include "catalog/src/seen.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMaxLine = size_t{64} * 1024;

std::string_view Trim(std::string_view text, std::string_view what) {
  const size_t from = text.find_first_not_of(what);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(what) - from + 1);
}

// The name of a header field (RFC 9110 section 5.6.2) before the colon; empty: it is none.
std::string_view FieldName(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 64) return {};
  const std::string_view name = line.substr(0, colon);
  const auto token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return std::all_of(name.begin(), name.end(), token) ? name : std::string_view();
}

class LineReader {
 public:
  LineReader(Recording& recording, Time now) : recording_(recording), at_(now) {}

  void Take(std::string_view line) {
    Visit& visit = recording_.visits.front();
    line = Trim(line, " \t\r");
    // curl -v marks what it sends and what it gets.
    if (line.starts_with("< ") || line.starts_with("> ") || line.starts_with("* ")) {
      line = Trim(line.substr(2), " \t");
    }
    if (line.empty()) return;
    const std::string field = LowerCase(FieldName(line));
    const std::string_view value =
        field.empty() ? line : Trim(line.substr(field.size() + 1), " \t");
    if (field == "set-cookie") {
      RememberSetCookie(recording_, visit, value, host_, at_);
    } else if (field == "cookie") {
      RememberSent(recording_, visit, value, host_);
    } else if (field == "host") {
      host_ = HostOfUrl("http://" + std::string(value));
    } else if (field == "date") {
      if (const auto date = ParseCookieDate(value)) at_ = *date;
    } else if (const std::string host = AddressIn(line); !host.empty()) {
      host_ = host;
    } else if (field.empty() && BareCookie(line)) {
      RememberSetCookie(recording_, visit, line, host_, at_);
    }
  }

 private:
  // An address alone, or at the end of a line about a request ("GET https://…").
  static std::string AddressIn(std::string_view line) {
    const size_t space = line.find_last_of(" \t");
    const std::string_view last = space == std::string_view::npos ? line : line.substr(space + 1);
    return last.starts_with("http://") || last.starts_with("https://") ? HostOfUrl(last) : "";
  }
  // "name=value" or "name=value; Path=/": a name has no space in it.
  static bool BareCookie(std::string_view line) {
    const size_t equals = line.find('=');
    return equals != std::string_view::npos &&
           line.substr(0, equals).find_first_of(" \t,;\"(){}[]<>@") == std::string_view::npos;
  }

  Recording& recording_;
  Time at_;
  std::string host_;
};

}  // namespace

Status ReadSetCookieLog(const ByteSource& source, Time now, Recording& recording) {
  recording.format = Recording::Format::kSetCookieLog;
  recording.visits.emplace_back();
  LineReader reader(recording, now);
  std::string line;
  std::vector<char> buffer(size_t{64} * 1024);
  while (const size_t size = source(buffer.data(), buffer.size())) {
    std::string_view rest(buffer.data(), size);
    if (rest.find('\0') != std::string_view::npos) {
      return Error(ErrorCode::kInvalidArgument, "neither JSON nor text");
    }
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      line.append(rest.substr(0, std::min(end, kMaxLine - line.size())));
      if (end == std::string_view::npos) break;
      reader.Take(line);
      line.clear();
      rest.remove_prefix(end + 1);
    }
  }
  reader.Take(line);
  return {};
}

}  // namespace temoin::catalog
