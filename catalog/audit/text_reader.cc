// Recordings that are text: their first line says which reader takes the rest.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostLine = size_t{64} * 1024;

// What a first line that is of no format belongs to; empty: nothing that is known.
std::string_view LooksLike(std::string_view line) {
  struct Mark {
    std::string_view start;
    std::string_view words;
  };
  if (line == "<" || line.starts_with("< ")) return {};  // of curl -v
  constexpr std::array<Mark, 8> kMarks = {{{"//", "JSON behind a remark: remove it"},
                                           {"/*", "JSON behind a remark: remove it"},
                                           {"- name:",
                                            "the cookies.yml of the website evidence "
                                            "collector: give its inspection.json"},
                                           {"- ", "YAML"},
                                           {"---", "YAML"},
                                           {"<", "HTML or XML"},
                                           {"%PDF", "a PDF"},
                                           {"\"", "JSON that is neither an object nor a list"}}};
  for (const Mark& mark : kMarks) {
    if (line.starts_with(mark.start)) return mark.words;
  }
  const auto columns = std::max({std::count(line.begin(), line.end(), ','),
                                 std::count(line.begin(), line.end(), ';'),
                                 std::count(line.begin(), line.end(), '\t')});
  const std::string low = LowerCase(line);
  if (columns >= 2 && low.find("cookie") != std::string::npos &&
      low.find(':') == std::string::npos) {
    return "a table of cookies by a consent tool (CSV): it says what is declared, not what was "
           "seen";
  }
  return {};
}

class TextReader {
 public:
  TextReader(Recording& recording, Time now) : recording_(recording), now_(now) {}

  Status Take(std::string_view line, bool whole) {
    ++number_;
    if (reader_ == nullptr) {
      std::string_view first = line;
      if (first.ends_with('\r')) first.remove_suffix(1);
      if (TrimOws(first).empty()) return {};
      if (!IsNetscape(first)) {
        if (first.starts_with('#')) return {};  // a remark above either
        if (const auto words = LooksLike(TrimOws(first)); !words.empty()) {
          return UnknownFormat(words);
        }
        reader_ = SetCookieLogReader(recording_);
      } else {
        reader_ = NetscapeReader(recording_, now_);
      }
    }
    reader_->Line(line, number_, whole);
    return {};
  }
  Status Finish() {
    if (reader_ == nullptr) reader_ = SetCookieLogReader(recording_);
    return reader_->Finish();
  }

 private:
  Recording& recording_;
  Time now_;
  std::unique_ptr<LineReader> reader_;
  size_t number_ = 0;
};

}  // namespace

Status ReadText(const ByteSource& source, Time now, Recording& recording) {
  TextReader reader(recording, now);
  std::string line;
  bool whole = true;
  std::vector<char> buffer(size_t{64} * 1024);
  while (const size_t size = source(buffer.data(), buffer.size())) {
    std::string_view rest(buffer.data(), size);
    if (rest.find('\0') != std::string_view::npos) {
      return Error(ErrorCode::kInvalidArgument, "neither JSON nor text");
    }
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      const std::string_view part = rest.substr(0, end);
      const size_t room = kMostLine - line.size();
      line.append(part.substr(0, room));
      whole = whole && part.size() <= room;
      if (end == std::string_view::npos) break;
      TEMOIN_RETURN_IF_ERROR(reader.Take(line, whole));
      line.clear();
      whole = true;
      rest.remove_prefix(end + 1);
    }
  }
  if (!line.empty()) TEMOIN_RETURN_IF_ERROR(reader.Take(line, whole));
  return reader.Finish();
}

}  // namespace temoin::catalog
