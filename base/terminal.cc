#include "base/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>

namespace temoin {

namespace {

constexpr char kFirstOfC1 = '\xc2';  // U+0080 to U+009F are C2 80 to C2 9F
// As catalog/rules/report.cc writes them.
constexpr std::array<std::string_view, 6> kColours{"\x1b[0m",  "\x1b[1m",  "\x1b[2m",
                                                   "\x1b[31m", "\x1b[33m", "\x1b[34m"};

void AppendEscape(uint8_t code, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u00";
  out += kDigits[code >> 4];
  out += kDigits[code & 15];
}

bool IsC1(char second) {
  return static_cast<uint8_t>(second) >= 0x80 && static_cast<uint8_t>(second) < 0xa0;
}

bool IsControl(char c) {
  return (static_cast<uint8_t>(c) < 0x20 && c != '\n' && c != '\t') || c == '\x7f';
}

// One of the program's streams, and what of it is not written yet.
struct Output {
  int fd;
  TerminalText text;
};

ssize_t WriteEscaped(void* cookie, const char* data, size_t size) {
  auto* const output = static_cast<Output*>(cookie);
  std::string out;
  output->text.Append({data, size}, out);
  for (size_t sent = 0; sent < out.size();) {
    const ssize_t wrote = ::write(output->fd, out.data() + sent, out.size() - sent);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return 0;  // the stream takes it for an error
    sent += static_cast<size_t>(wrote);
  }
  return static_cast<ssize_t>(size);
}

FILE* Escaping(Output& output, FILE* instead, int buffering) {
  FILE* const stream = ::fopencookie(
      &output, "w", {.read = nullptr, .write = &WriteEscaped, .seek = nullptr, .close = nullptr});
  if (stream == nullptr) return instead;
  std::setvbuf(stream, nullptr, buffering, buffering == _IONBF ? 0 : BUFSIZ);
  return stream;
}

}  // namespace

void TerminalText::Append(std::string_view piece, std::string& out) {
  out.reserve(out.size() + piece.size());
  for (const char c : piece) {
    if (waits_.empty() && !IsControl(c) && c != kFirstOfC1) {
      out += c;
      continue;
    }
    waits_ += c;
    Resolve(out, /*last=*/false);
  }
}

void TerminalText::Finish(std::string& out) { Resolve(out, /*last=*/true); }

void TerminalText::Resolve(std::string& out, bool last) {
  while (!waits_.empty()) {
    const char first = waits_[0];
    const bool alone = waits_.size() == 1;
    if (first == '\r' || first == kFirstOfC1) {
      if (alone && !last) return;
      const char second = alone ? '\0' : waits_[1];
      if (first == '\r') {
        if (second == '\n') {
          out += first;
        } else {
          AppendEscape('\r', out);
        }
      } else if (IsC1(second)) {
        AppendEscape(static_cast<uint8_t>(second), out);
        waits_.erase(0, 1);
      } else {
        out += first;
      }
    } else if (first == '\x1b' && colours_) {
      const auto* const colour = std::ranges::find_if(
          kColours, [this](std::string_view each) { return waits_.starts_with(each); });
      if (colour != kColours.end()) {
        out += *colour;
        waits_.erase(0, colour->size());
        continue;
      }
      const bool begun = std::ranges::any_of(
          kColours, [this](std::string_view each) { return each.starts_with(waits_); });
      if (begun && !last) return;
      AppendEscape('\x1b', out);
    } else if (IsControl(first)) {
      AppendEscape(static_cast<uint8_t>(first), out);
    } else {
      out += first;
    }
    waits_.erase(0, 1);
  }
}

void EscapeOutput() {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  // Never destroyed: the streams are flushed after everything else has ended.
  static auto* const out = new Output{.fd = STDOUT_FILENO, .text = TerminalText(terminal)};
  static auto* const err = new Output{.fd = STDERR_FILENO, .text = TerminalText()};
  stdout = Escaping(*out, stdout, terminal ? _IOLBF : _IOFBF);
  stderr = Escaping(*err, stderr, _IONBF);
}

}  // namespace temoin
