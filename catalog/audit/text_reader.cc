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
  constexpr std::string_view kTable =
      "a table of cookies by a consent tool (CSV): it says what is declared, not what was seen";
  if (line.starts_with('"') && line.find("\",") != std::string_view::npos) return kTable;
  for (const Mark& mark : kMarks) {
    if (line.starts_with(mark.start)) return mark.words;
  }
  const auto columns = std::max({std::count(line.begin(), line.end(), ','),
                                 std::count(line.begin(), line.end(), ';'),
                                 std::count(line.begin(), line.end(), '\t')});
  const std::string low = LowerCase(line);
  if (columns >= 2 && low.find("cookie") != std::string::npos &&
      low.find(':') == std::string::npos) {
    return kTable;
  }
  return {};
}

// Without the sequences that colour a terminal or make links in it (ECMA-48, OSC 8).
std::string WithoutEscapes(std::string_view line) {
  std::string out;
  for (size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '\x1b' || at + 1 == line.size()) {
      out += line[at];
      continue;
    }
    const char kind = line[++at];
    if (kind == '[') {
      while (at + 1 < line.size() && !(line[at + 1] >= '@' && line[at + 1] <= '~')) ++at;
      ++at;
    } else if (kind == ']') {
      while (at + 1 < line.size() && line[at + 1] != '\a' && line[at + 1] != '\x1b') ++at;
      if (at + 1 < line.size()) at += line[at + 1] == '\a' ? 1 : 2;
    }
  }
  return out;
}

class TextReader {
 public:
  TextReader(Recording& recording, Time now) : recording_(recording), now_(now) {}

  Status Take(std::string_view written, bool whole) {
    ++number_;
    const bool coloured = written.find('\x1b') != std::string_view::npos;
    const std::string plain = coloured ? WithoutEscapes(written) : std::string();
    const std::string_view line = coloured ? plain : written;
    if (reader_ == nullptr) {
      std::string_view first = line;
      if (first.ends_with('\r')) first.remove_suffix(1);
      if (TrimOws(first).empty()) return {};
      if (!IsNetscape(first)) {
        if (first.starts_with("#LWP-Cookies")) {
          return UnknownFormat("a jar of Python or Perl (LWP): save it as a cookies.txt");
        }
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

// Lines end with "\n", "\r\n" or, as progress meters and old Macs write them, "\r".
class LineSplitter {
 public:
  explicit LineSplitter(TextReader& reader) : reader_(reader) {}

  Status Take(std::string_view text) {
    while (!text.empty()) {
      if (returned_ && text.front() != '\r') {
        returned_ = false;
        TEMOIN_RETURN_IF_ERROR(End());
        if (text.front() == '\n') {
          text.remove_prefix(1);
          continue;
        }
      }
      const size_t stop = text.find_first_of("\r\n");
      const std::string_view part = text.substr(0, stop);
      const size_t room = kMostLine - line_.size();
      line_.append(part.substr(0, room));
      whole_ = whole_ && part.size() <= room;
      if (stop == std::string_view::npos) break;
      returned_ = text[stop] == '\r';
      if (!returned_) TEMOIN_RETURN_IF_ERROR(End());
      text.remove_prefix(stop + 1);
    }
    return {};
  }
  Status Finish() { return line_.empty() ? Status() : End(); }

 private:
  Status End() {
    TEMOIN_RETURN_IF_ERROR(reader_.Take(line_, whole_));
    line_.clear();
    whole_ = true;
    return {};
  }

  TextReader& reader_;
  std::string line_;
  bool whole_ = true;
  bool returned_ = false;  // the line has ended with "\r", and perhaps goes on with "\n"
};

}  // namespace

Status ReadText(const ByteSource& source, Time now, Recording& recording) {
  TextReader reader(recording, now);
  LineSplitter lines(reader);
  std::vector<char> buffer(size_t{64} * 1024);
  while (const size_t size = source(buffer.data(), buffer.size())) {
    const std::string_view text(buffer.data(), size);
    if (text.find('\0') != std::string_view::npos) {
      return Error(ErrorCode::kInvalidArgument, "neither JSON nor text");
    }
    TEMOIN_RETURN_IF_ERROR(lines.Take(text));
  }
  TEMOIN_RETURN_IF_ERROR(lines.Finish());
  return reader.Finish();
}

}  // namespace temoin::catalog
