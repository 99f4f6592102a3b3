// Text of others on a terminal: file names, recordings and catalogues may hold sequences that a
// terminal obeys. They are written out instead, as "\u001b": visible, and the same text to JSON.
//
// Escaped are all control characters (C0 but for line feed, tab and the carriage return before a
// line feed; DEL; C1 as UTF-8). Other bytes pass as they are, also those that are no UTF-8. A
// terminal gets the few colours of this program's own reports.
//
// Thread-safety: TerminalText is a value of one thread. EscapeOutput is called once, from main,
// before anything is written.
#ifndef TEMOIN_BASE_TERMINAL_H_
#define TEMOIN_BASE_TERMINAL_H_

#include <string>
#include <string_view>

namespace temoin {

// Escapes a text that comes in pieces, cut anywhere.
class TerminalText {
 public:
  explicit TerminalText(bool colours = false) : colours_(colours) {}

  // What may be written of it now, appended to `out`; the last bytes may wait for the next piece.
  void Append(std::string_view piece, std::string& out);
  // What waits.
  void Finish(std::string& out);

 private:
  void Resolve(std::string& out, bool last);

  bool colours_;
  std::string waits_;  // the beginning of what is judged as a whole
};

// Makes stdout and stderr escape what is written to them, whoever writes it.
void EscapeOutput();

}  // namespace temoin

#endif  // TEMOIN_BASE_TERMINAL_H_
