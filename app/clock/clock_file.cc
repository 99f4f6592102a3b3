#include "app/clock/clock_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/file.h"

namespace temoin::app {
namespace {

using std::chrono::seconds;

constexpr size_t kMaxBytes = 4096;
constexpr size_t kMaxBootBytes = 64;
constexpr int64_t kMaxSeconds = int64_t{1} << 40;  // 34,000 years

std::string PathOf(const std::string& directory) { return directory + "/clock"; }
std::string MarkOf(const std::string& directory) { return directory + "/demo-now"; }

std::string CheckOf(std::string_view lines) { return EncodeHex(Sha256(lines)).substr(0, 16); }

// The lines one after the other, each a word and what follows it.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  // What follows `word` in the next line; nothing when that line begins otherwise.
  std::optional<std::string_view> Take(std::string_view word) {
    const size_t end = text_.find('\n');
    if (end == std::string_view::npos || !text_.starts_with(word) ||
        text_.substr(word.size(), 1) != " ") {
      return std::nullopt;
    }
    const std::string_view out = text_.substr(word.size() + 1, end - word.size() - 1);
    text_.remove_prefix(end + 1);
    return out;
  }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

template <typename Number>
std::optional<Number> NumberOf(std::string_view text) {
  Number out = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc() || stop != end) return std::nullopt;
  return out;
}

std::optional<seconds> SecondsOf(std::string_view text) {
  const auto number = NumberOf<int64_t>(text);
  if (!number || *number < 0 || *number > kMaxSeconds) return std::nullopt;
  return seconds(*number);
}

std::optional<std::pair<std::string_view, std::string_view>> Split(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  return std::pair(text.substr(0, space), text.substr(space + 1));
}

std::optional<ClockFile> Decode(std::string_view text) {
  Lines lines(text);
  ClockFile out;
  if (lines.Take("temoin") != "clock v1") return std::nullopt;
  const auto wall = lines.Take("wall");
  const auto boot = lines.Take("boot");
  const auto running = lines.Take("running");
  const auto correction = lines.Take("correction");
  const auto visitors = lines.Take("visitors");
  if (!wall || !boot || !running || !correction || !visitors) return std::nullopt;
  const auto time = ParseTime(*wall);
  const auto booted = Split(*boot);
  const auto since = booted ? SecondsOf(booted->second) : std::nullopt;
  const auto ran = SecondsOf(*running);
  if (!time || !since || booted->first.size() > kMaxBootBytes || !ran) return std::nullopt;
  out.anchor = {.wall = *time, .running = *since};
  out.boot = booted->first;
  out.running = *ran;
  if (*correction != "none") {
    out.correction = NumberOf<uint64_t>(*correction);
    if (!out.correction) return std::nullopt;
  }
  out.visitors = *visitors == "yes";
  if (const auto line = lines.Take("signed")) {
    out.signed_entries = NumberOf<uint64_t>(*line);
    if (!out.signed_entries) return std::nullopt;
  }
  while (const auto line = lines.Take("mark")) {
    const auto mark = Split(*line);
    const auto at = mark ? SecondsOf(mark->first) : std::nullopt;
    if (!at) return std::nullopt;
    const auto then = ParseTime(mark->second);
    if (!then || out.marks.size() == kMaxClockMarks || *at > out.running ||
        *then > out.anchor.wall) {
      return std::nullopt;
    }
    if (!out.marks.empty() && (out.marks.back().running >= *at || out.marks.back().wall > *then)) {
      return std::nullopt;
    }
    out.marks.push_back({.running = *at, .wall = *then});
  }
  if (!lines.Take("check") || !lines.done()) return std::nullopt;
  return out;
}

}  // namespace

std::string FormatClockFile(const ClockFile& file) {
  std::string out = fmt::format(
      "temoin clock v1\nwall {}\nboot {} {}\nrunning {}\ncorrection {}\nvisitors {}\n",
      FormatTime(file.anchor.wall), file.boot, file.anchor.running.count(), file.running.count(),
      file.correction ? std::to_string(*file.correction) : "none", file.visitors ? "yes" : "no");
  if (file.signed_entries) out += fmt::format("signed {}\n", *file.signed_entries);
  for (const ClockMark& mark : file.marks) {
    out += fmt::format("mark {} {}\n", mark.running.count(), FormatTime(mark.wall));
  }
  return out + fmt::format("check {}\n", CheckOf(out));
}

Result<ClockFile> ParseClockFile(std::string_view text) {
  auto file = text.size() <= kMaxBytes ? Decode(text) : std::nullopt;
  // One spelling only; this compares the check as well.
  if (!file || FormatClockFile(*file) != text) {
    return Error(ErrorCode::kDataLoss, "the file is damaged");
  }
  return *std::move(file);
}

Result<ClockFile> ReadClockFile(const std::string& data_directory) {
  const auto text = ReadFile(PathOf(data_directory), kMaxBytes);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return text.error();
    return Error(ErrorCode::kDataLoss, text.error().message);
  }
  return ParseClockFile(*text);
}

Status WriteClockFile(const std::string& data_directory, const ClockFile& file) {
  return WriteFileDurably(PathOf(data_directory), FormatClockFile(file), 0600);
}

Status CheckPretendedTime(const std::string& data_directory, bool demo_now) {
  const bool marked = ::access(MarkOf(data_directory).c_str(), F_OK) == 0;
  if (!demo_now) {
    if (!marked) return {};
    return Error(ErrorCode::kConflict,
                 fmt::format("{} was served with --demo-now: its times are pretended, and only "
                             "`temoin serve --demo --demo-now TIME` opens it. Use another "
                             "directory.",
                             data_directory));
  }
  if (marked) return {};
  const auto file = ReadClockFile(data_directory);
  if (file ? !file->visitors : file.error().code == ErrorCode::kNotFound) return {};
  return Error(
      ErrorCode::kConflict,
      fmt::format("{} {}. --demo-now would erase what is due at the pretended time: use an "
                  "empty directory.",
                  data_directory,
                  file ? "has served visitors" : "has a file `clock` that is damaged"));
}

Status CheckPretendedLog(const std::string& data_directory, uint64_t entries) {
  if (entries == 0 || ::access(MarkOf(data_directory).c_str(), F_OK) == 0) return {};
  if (const auto file = ReadClockFile(data_directory); file && !file->visitors) return {};
  return Error(ErrorCode::kConflict,
               fmt::format("{} holds a log of {} entries, of true times. --demo-now would erase "
                           "what is due at the pretended time: use an empty directory.",
                           data_directory, entries));
}

Status MarkPretendedTime(const std::string& data_directory) {
  if (::access(MarkOf(data_directory).c_str(), F_OK) == 0) return {};
  return WriteFileDurably(MarkOf(data_directory),
                          "The times in this directory are pretended (temoin serve --demo-now).\n",
                          0600);
}

}  // namespace temoin::app
